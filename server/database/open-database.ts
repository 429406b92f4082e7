// Opens the database: PostgreSQL by its URL, or an embedded PGlite in a folder. Same SQL on both.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import pg from 'pg';
import { migrate } from './migrate.ts';
import { takeSingleWriterLock } from './single-writer-lock.ts';
import type { Database, Tables } from './tables.ts';

const CONNECTIONS_MAX = 10;

export type DatabasePlace =
  | { kind: 'postgres'; url: string }
  /** One process, not safe against power loss. */
  | { kind: 'folder'; folder: string };

export interface OpenDatabase {
  database: Database;
  /** What the queue connects to: the same database. */
  queueConnection: { kind: 'postgres'; url: string } | { kind: 'pglite'; pglite: PGlite };
  close(): Promise<void>;
}

/** Opens and migrates. @throws DatabaseInUseError for a folder that another process holds. */
export async function openDatabase(place: DatabasePlace): Promise<OpenDatabase> {
  const open = place.kind === 'postgres' ? openPostgres(place.url) : await openPglite(place.folder);
  try {
    await migrate(open.database);
  } catch (error) {
    await open.close();
    throw error;
  }
  return open;
}

function openPostgres(url: string): OpenDatabase {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS_MAX });
  // An idle connection that breaks is replaced; the query that needs one reports what is wrong.
  pool.on('error', () => {});
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { database, queueConnection: { kind: 'postgres', url }, close: () => database.destroy() };
}

async function openPglite(folder: string): Promise<OpenDatabase> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = takeSingleWriterLock(join(folder, 'database.lock'));
  const pglite = await PGlite.create(join(folder, 'database'));
  const database = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) });
  return {
    database,
    queueConnection: { kind: 'pglite', pglite },
    // Not `database.destroy()`: the queue shares the instance, and is stopped before.
    async close() {
      await pglite.close();
      unlock();
    },
  };
}
