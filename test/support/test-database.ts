// The two databases that every database test runs on.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DatabasePlace, type OpenDatabase, openDatabase } from '../../server/database/open-database.ts';
import { openQueue } from '../../server/jobs/pg-boss-queue.ts';
import { madeOnce } from './made-once.ts';
import { startPostgres } from './start-postgres.ts';

export const DATABASES = ['PGlite', 'PostgreSQL'] as const;
export type DatabaseKind = (typeof DATABASES)[number];

/** A migrated database that holds nothing. */
export async function openTestDatabase(kind: DatabaseKind): Promise<OpenDatabase> {
  const { place, remove } = kind === 'PGlite' ? await emptyPglite() : await emptyPostgres();
  const open = await openDatabase(place);
  return {
    ...open,
    async close() {
      await open.close();
      await remove();
    },
  };
}

interface EmptyDatabase {
  place: DatabasePlace;
  remove(): Promise<void>;
}

async function emptyPglite(): Promise<EmptyDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'database-'));
  await putEmptyPglite(folder);
  return { place: { kind: 'folder', folder }, remove: async () => rmSync(folder, { recursive: true }) };
}

async function emptyPostgres(): Promise<EmptyDatabase> {
  const { url, close } = await startPostgres();
  return { place: { kind: 'postgres', url }, remove: close };
}

/**
 * Puts a migrated database that holds nothing into a server's data directory, where its first start would make one.
 * The queue has its tables in it, too, but no job.
 */
export async function putEmptyPglite(dataDirectory: string): Promise<void> {
  const made = await madeOnce('pglite', async (folder) => {
    const { queueConnection, close } = await openDatabase({ kind: 'folder', folder });
    const queue = await openQueue(queueConnection, (error) => {
      throw error;
    });
    await queue.close();
    await close();
  });
  cpSync(join(made, 'database'), join(dataDirectory, 'database'), { recursive: true });
}
