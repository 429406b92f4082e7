// Brings a database to the newest shape. Several processes may start at once: the migrator takes a lock.
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as accounts from './migrations/0001-accounts.ts';
import * as events from './migrations/0002-events.ts';
import * as mailboxes from './migrations/0003-mailboxes.ts';
import * as categories from './migrations/0004-categories.ts';
import * as transport from './migrations/0005-transport.ts';
import * as reviews from './migrations/0006-reviews.ts';
import * as people from './migrations/0007-people.ts';

/** In order of their names; a migration that was released never changes. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-accounts': accounts,
  '0002-events': events,
  '0003-mailboxes': mailboxes,
  '0004-categories': categories,
  '0005-transport': transport,
  '0006-reviews': reviews,
  '0007-people': people,
};

/** Runs the migrations that are missing, all or none. @throws what the failing one threw. */
export async function migrate<T>(database: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
