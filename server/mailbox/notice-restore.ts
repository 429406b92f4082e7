// Notices that the database was put back from a backup: its count of its own life is behind the one in the data directory.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerContext } from '../context.ts';
import { beginReview, findMailboxIds } from '../database/mailboxes.ts';
import { raiseEpoch } from '../database/settings.ts';

/**
 * Compares and raises both counts: at each start and with each routine look, so that a backup is behind by minutes. After
 * a restore every mailbox goes to the review, since nobody knows what was written to Outlook after the backup.
 * @returns whether the database was restored.
 */
export async function noticeRestore(context: Pick<ServerContext, 'config' | 'database' | 'clock'>): Promise<boolean> {
  const { config, database, clock } = context;
  const path = join(config.dataDirectory, 'database-epoch');
  const at = clock.now().toString();
  const remembered = readCount(path);
  // One commit: a crash in between leaves the database behind, and the restore is noticed at the next look.
  const { isRestored, now } = await database.transaction().execute(async (transaction) => {
    const count = await raiseEpoch(transaction, remembered, at);
    const isRestored = count.before < remembered;
    if (isRestored) await beginReview(transaction, await findMailboxIds(transaction), { reason: 'restored', at });
    return { isRestored, now: count.now };
  });
  writeCount(config.dataDirectory, path, now);
  return isRestored;
}

/** 0 where nothing is remembered yet. */
function readCount(path: string): number {
  try {
    const count = Number.parseInt(readFileSync(path, 'utf8'), 10);
    return Number.isSafeInteger(count) ? count : 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

function writeCount(folder: string, path: string, count: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, `${count}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
