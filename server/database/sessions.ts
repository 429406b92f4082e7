// Reads and writes sessions, by the hash of their cookie.
import type { Database } from './tables.ts';

export interface SessionUser {
  id: string;
  email: string;
  displayName: string;
  role: 'administrator' | 'member';
}

export async function insertSession(
  database: Database,
  session: { idHash: string; userId: string; createdAt: string; expiresAt: string },
): Promise<void> {
  // Expired rows go when somebody signs in, so that no timer is needed for them.
  await database.deleteFrom('sessions').where('expires_at', '<=', new Date(session.createdAt)).execute();
  await database
    .insertInto('sessions')
    .values({
      id_hash: session.idHash,
      user_id: session.userId,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
    })
    .execute();
}

/** @returns undefined for an unknown or expired session. */
export async function findSessionUser(
  database: Database,
  idHash: string,
  now: string,
): Promise<SessionUser | undefined> {
  return database
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['users.id', 'users.email', 'users.display_name as displayName', 'users.role'])
    .where('sessions.id_hash', '=', idHash)
    .where('sessions.expires_at', '>', new Date(now))
    .executeTakeFirst();
}

export async function deleteSession(database: Database, idHash: string): Promise<void> {
  await database.deleteFrom('sessions').where('id_hash', '=', idHash).execute();
}
