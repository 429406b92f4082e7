// Ties a signed-in Microsoft account to a local user: once in both directions, whatever the addresses say.
import type { ServerContext } from '../context.ts';
import { findMailboxOfAccount, findMailboxOfUser, insertMailbox, renewMailbox } from '../database/mailboxes.ts';
import type { Database } from '../database/tables.ts';
import type { MicrosoftAccount } from '../oauth/id-token.ts';
import { MicrosoftSignInError } from '../oauth/microsoft-error.ts';
import type { FinishedSignIn } from '../oauth/microsoft-sign-in.ts';
import { tokenCachePlace } from '../oauth/msal-application.ts';

/**
 * Stores the tokens and asks for a first run. A new account begins with the review; the same one goes on.
 * @throws MicrosoftSignInError `account_taken`, `other_account_connected`
 */
export async function connectMailbox(
  context: ServerContext,
  userId: string,
  { account, tokenCache }: FinishedSignIn,
): Promise<void> {
  const { database, vault, queue, accessTokens } = context;
  await database.transaction().execute(async (transaction) => {
    const mailboxId = await mailboxFor(context, transaction, userId, account);
    await vault.write(transaction, tokenCachePlace(mailboxId), tokenCache);
    accessTokens.forget(mailboxId);
    await queue.request(transaction, mailboxId, 'user');
  });
}

async function mailboxFor(
  { clock, random }: ServerContext,
  transaction: Database,
  userId: string,
  account: MicrosoftAccount,
): Promise<string> {
  const ofAccount = await findMailboxOfAccount(transaction, account);
  if (ofAccount && ofAccount.user_id !== userId) throw new MicrosoftSignInError('account_taken');
  if (ofAccount) {
    await renewMailbox(transaction, ofAccount.id, account.address);
    return ofAccount.id;
  }
  if (await findMailboxOfUser(transaction, userId)) throw new MicrosoftSignInError('other_account_connected');
  const id = random.uuid();
  await insertMailbox(transaction, { id, userId, ...account, connectedAt: clock.now().toString() });
  return id;
}
