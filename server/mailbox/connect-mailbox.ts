// Ties a signed-in Microsoft account to a local user: once in both directions, whatever the addresses say.
import { NEEDS_SIGN_IN } from '../../sync/index.ts';
import type { ServerContext } from '../context.ts';
import {
  beginReview,
  deleteMailbox,
  findMailboxOfAccount,
  findMailboxOfUser,
  insertMailbox,
  type MailboxRow,
  renewMailbox,
} from '../database/mailboxes.ts';
import { readOutlookSettings } from '../database/settings.ts';
import type { Database } from '../database/tables.ts';
import type { MicrosoftAccount } from '../oauth/id-token.ts';
import { MicrosoftSignInError } from '../oauth/microsoft-error.ts';
import type { FinishedSignIn } from '../oauth/microsoft-sign-in.ts';
import { tokenCachePlace } from '../oauth/msal-application.ts';
import { mayConnect, NOT_IN_PILOT } from './pilot.ts';

/**
 * Stores the tokens and asks for a first run, which leads to the review: of a new account, and of one that was cut off.
 * @throws MicrosoftSignInError `account_taken`, `other_account_connected`, `not_in_pilot`
 */
export async function connectMailbox(
  context: ServerContext,
  user: { id: string; email: string },
  signIn: FinishedSignIn,
): Promise<void> {
  const { database, vault, queue, accessTokens } = context;
  const { pilot } = await readOutlookSettings(database);
  if (!mayConnect(pilot, user.email)) throw new MicrosoftSignInError(NOT_IN_PILOT);
  await database.transaction().execute(async (transaction) => {
    const mailboxId = await mailboxFor(context, transaction, user.id, signIn);
    await vault.write(transaction, tokenCachePlace(mailboxId), signIn.tokenCache);
    accessTokens.forget(mailboxId);
    await queue.request(transaction, mailboxId, 'user');
  });
}

async function mailboxFor(
  context: ServerContext,
  transaction: Database,
  userId: string,
  { account, replacesAccount }: FinishedSignIn,
): Promise<string> {
  const ofAccount = await findMailboxOfAccount(transaction, account);
  if (ofAccount && ofAccount.user_id !== userId) throw new MicrosoftSignInError('account_taken');
  if (ofAccount) return reconnected(context, transaction, ofAccount, account);
  const ofUser = await findMailboxOfUser(transaction, userId);
  if (ofUser && !replacesAccount) throw new MicrosoftSignInError('other_account_connected');
  // Links belong to an account: with it they end, and the new one begins from nothing.
  if (ofUser) {
    await deleteMailbox(transaction, ofUser.id);
    context.accessTokens.forget(ofUser.id);
  }
  const id = context.random.uuid();
  await insertMailbox(transaction, {
    id,
    userId,
    ...account,
    connectedAt: context.clock.now().toString(),
    reviewReason: ofUser ? 'otherAccount' : 'first',
  });
  return id;
}

/** The same account once more. Whoever was cut off meanwhile reviews first what a sync would do now. */
async function reconnected(
  { clock }: ServerContext,
  transaction: Database,
  mailbox: MailboxRow,
  account: MicrosoftAccount,
): Promise<string> {
  await renewMailbox(transaction, mailbox.id, account.address);
  const wasCutOff = mailbox.problem === NEEDS_SIGN_IN;
  if (wasCutOff) await beginReview(transaction, [mailbox.id], { reason: 'reconnect', at: clock.now().toString() });
  return mailbox.id;
}
