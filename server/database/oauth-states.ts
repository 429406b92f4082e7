// Sign-ins that are under way at Microsoft: single use, short-lived, bound to the session that began them.
import { sql } from 'kysely';
import type { Database } from './tables.ts';

export interface OauthState {
  id: string;
  nonce: string;
  returnTo: string;
  /** Whether signing in with another account may end the connection that there is. */
  replacesAccount: boolean;
}

export async function insertOauthState(
  database: Database,
  state: OauthState & { stateHash: string; sessionHash: string; expiresAt: string },
  now: string,
): Promise<void> {
  await database.deleteFrom('oauth_states').where('expires_at', '<=', new Date(now)).execute();
  await sql`
    delete from sealed where table_name = 'oauth_states'
    and not exists (select 1 from oauth_states where oauth_states.id::text = sealed.row_id)`.execute(database);
  await database
    .insertInto('oauth_states')
    .values({
      id: state.id,
      state_hash: state.stateHash,
      session_hash: state.sessionHash,
      nonce: state.nonce,
      return_to: state.returnTo,
      replaces_account: state.replacesAccount,
      expires_at: state.expiresAt,
    })
    .execute();
}

/** Takes the state out, so that it serves once. Only its own session can: a foreign attempt leaves it as it is. */
export async function takeOauthState(
  database: Database,
  key: { stateHash: string; sessionHash: string; now: string },
): Promise<OauthState | undefined> {
  const row = await database
    .deleteFrom('oauth_states')
    .where('state_hash', '=', key.stateHash)
    .where('session_hash', '=', key.sessionHash)
    .returning(['id', 'nonce', 'return_to', 'replaces_account', 'expires_at'])
    .executeTakeFirst();
  if (!row || row.expires_at <= new Date(key.now)) return undefined;
  return { id: row.id, nonce: row.nonce, returnTo: row.return_to, replacesAccount: row.replaces_account };
}
