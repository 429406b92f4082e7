// Reads and writes hand-over tokens, by their hash.
import type { Database } from './tables.ts';

export async function insertHandoverToken(
  database: Database,
  token: { tokenHash: string; createdBy: string; expiresAt: string },
  now: string,
): Promise<void> {
  await database.deleteFrom('handover_tokens').where('expires_at', '<=', new Date(now)).execute();
  await database
    .insertInto('handover_tokens')
    .values({
      token_hash: token.tokenHash,
      created_by: token.createdBy,
      expires_at: token.expiresAt,
      used_fingerprint: null,
    })
    .execute();
}

/** Whether the token is known and has not expired. */
export async function isHandoverToken(database: Database, tokenHash: string, now: string): Promise<boolean> {
  const row = await database
    .selectFrom('handover_tokens')
    .select('token_hash')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', new Date(now))
    .executeTakeFirst();
  return row !== undefined;
}

/** Binds a token to what it hands over. @returns false when it is bound to something else. */
export async function bindHandoverToken(database: Database, tokenHash: string, fingerprint: string): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('handover_tokens')
    .set({ used_fingerprint: fingerprint })
    .where('token_hash', '=', tokenHash)
    .where((expression) =>
      expression.or([expression('used_fingerprint', 'is', null), expression('used_fingerprint', '=', fingerprint)]),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
