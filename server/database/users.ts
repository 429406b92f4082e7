// Reads and writes users.
import { type Selectable, sql } from 'kysely';
import type { Database, UsersTable } from './tables.ts';

export type UserRow = Selectable<UsersTable>;

export interface NewUserRow {
  id: string;
  email: string;
  displayName: string;
  passwordHash: string;
  role: UserRow['role'];
  createdAt: string;
}

export async function hasUsers(database: Database): Promise<boolean> {
  return (await database.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** By address, in whatever letter case. */
export function findUserByEmail(database: Database, email: string): Promise<UserRow | undefined> {
  return database
    .selectFrom('users')
    .selectAll()
    .where(({ fn }) => fn<string>('lower', ['email']), '=', email.trim().toLowerCase())
    .executeTakeFirst();
}

export function listUsers(database: Database): Promise<UserRow[]> {
  return database.selectFrom('users').selectAll().orderBy('display_name').orderBy('id').execute();
}

/** @returns undefined when there is a user already, however many ask at once. */
export function insertFirstUser(database: Database, user: NewUserRow): Promise<UserRow | undefined> {
  return database.transaction().execute(async (transaction) => {
    await sql`lock table users in exclusive mode`.execute(transaction);
    return (await hasUsers(transaction)) ? undefined : insertUser(transaction, user);
  });
}

/** @returns undefined when the address is taken. */
export function insertUser(database: Database, user: NewUserRow): Promise<UserRow | undefined> {
  return database
    .insertInto('users')
    .values({
      id: user.id,
      email: user.email.trim(),
      display_name: user.displayName.trim(),
      password_hash: user.passwordHash,
      role: user.role,
      created_at: user.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
}
