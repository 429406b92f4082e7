// The hand-over of a registration: a one-time token for provisioning, and what it may do with it.
import { createHash } from 'node:crypto';
import type { ServerContext } from '../context.ts';
import { bindHandoverToken, insertHandoverToken, isHandoverToken } from '../database/handover-tokens.ts';
import { hashToken } from '../randomness.ts';
import { Refusal } from '../refusal.ts';
import type { Registration } from '../schemas/registration.ts';
import type { HandoverToken } from '../schemas/settings.ts';
import { changeSettings } from './outlook-settings.ts';

const TOKEN_MINUTES_MAX = 15;

/** A token that is shown once and kept as a hash. */
export async function issueHandoverToken(
  { database, clock, random }: ServerContext,
  userId: string,
): Promise<HandoverToken> {
  const token = random.token();
  const now = clock.now();
  const expiresAt = now.add({ minutes: TOKEN_MINUTES_MAX }).toString();
  await insertHandoverToken(database, { tokenHash: hashToken(token), createdBy: userId, expiresAt }, now.toString());
  return { token, expiresAt };
}

/** @returns the token's hash. @throws Refusal `handover_token_invalid` for an unknown or expired token. */
export async function checkHandoverToken(
  { database, clock }: ServerContext,
  authorization: string | undefined,
): Promise<string> {
  const token = /^Bearer ([\w-]{20,200})$/.exec(authorization ?? '')?.[1];
  const tokenHash = token && hashToken(token);
  if (!tokenHash || !(await isHandoverToken(database, tokenHash, clock.now().toString()))) throw tokenInvalid();
  return tokenHash;
}

/** Takes a registration over. The same one again with the same token succeeds, so that a lost answer can be repeated. */
export async function takeRegistration(
  context: ServerContext,
  authorization: string | undefined,
  registration: Registration,
): Promise<void> {
  const tokenHash = await checkHandoverToken(context, authorization);
  const { clientId, tenantId, clientSecret, secretKeyId, secretExpiresAt } = registration;
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([clientId, tenantId, clientSecret, secretKeyId, secretExpiresAt]))
    .digest('hex');
  await context.database.transaction().execute(async (transaction) => {
    if (!(await bindHandoverToken(transaction, tokenHash, fingerprint))) throw tokenInvalid();
    await changeSettings({ ...context, database: transaction }, { active: true, ...registration });
  });
}

function tokenInvalid(): Refusal {
  return new Refusal({
    status: 401,
    code: 'handover_token_invalid',
    message: 'The hand-over token is unknown, expired, or was used for another registration.',
    advice: 'Make a new one in the settings of the server: Integrations, Outlook Calendar.',
  });
}
