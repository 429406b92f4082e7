// Reads what runs have left for people: reports, guard questions, the journal, conflicts.
import type { Selectable } from 'kysely';
import type { ConflictsTable, Database, JournalTable, ParkedTable, RunsTable } from './tables.ts';

const RUNS_SHOWN_MAX = 20;
const JOURNAL_ENTRIES_SHOWN_MAX = 100;

export function listRuns(database: Database, mailboxId: string): Promise<Selectable<RunsTable>[]> {
  return database
    .selectFrom('runs')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .orderBy('started_at', 'desc')
    .limit(RUNS_SHOWN_MAX)
    .execute();
}

export function findLastFinishedRun(database: Database, mailboxId: string): Promise<Selectable<RunsTable> | undefined> {
  return database
    .selectFrom('runs')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .where('finished_at', 'is not', null)
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Guard questions that nobody has answered. */
export function listParked(database: Database, mailboxId: string): Promise<Selectable<ParkedTable>[]> {
  return database
    .selectFrom('parked')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .where('released_at', 'is', null)
    .where('dismissed_at', 'is', null)
    .orderBy('parked_at')
    .orderBy('fingerprint')
    .execute();
}

/** @returns false for a question that is not open. */
export async function decideParked(
  database: Database,
  key: { mailboxId: string; fingerprint: string },
  decision: { released_at: string } | { dismissed_at: string },
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('parked')
    .set(decision)
    .where('mailbox_id', '=', key.mailboxId)
    .where('fingerprint', '=', key.fingerprint)
    .where('released_at', 'is', null)
    .where('dismissed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export function listJournal(
  database: Database,
  mailboxId: string,
): Promise<(Selectable<JournalTable> & { subject: string | null })[]> {
  return database
    .selectFrom('journal')
    .leftJoin('events', 'events.id', 'journal.event_id')
    .selectAll('journal')
    .select('events.subject')
    .where('mailbox_id', '=', mailboxId)
    .orderBy('at', 'desc')
    .orderBy('journal.id')
    .limit(JOURNAL_ENTRIES_SHOWN_MAX)
    .execute();
}

type OpenConflict = Selectable<ConflictsTable> & { subject: string };

export function listConflicts(database: Database, userId: string): Promise<OpenConflict[]> {
  return openConflicts(database, userId).orderBy('recorded_at', 'desc').orderBy('conflicts.id').execute();
}

export function findConflict(
  database: Database,
  conflictId: string,
  userId: string,
): Promise<OpenConflict | undefined> {
  return openConflicts(database, userId).where('conflicts.id', '=', conflictId).executeTakeFirst();
}

function openConflicts(database: Database, userId: string) {
  return database
    .selectFrom('conflicts')
    .innerJoin('mailboxes', 'mailboxes.id', 'conflicts.mailbox_id')
    .innerJoin('events', 'events.id', 'conflicts.event_id')
    .selectAll('conflicts')
    .select('events.subject')
    .where('mailboxes.user_id', '=', userId)
    .where('conflicts.resolved_at', 'is', null);
}

export async function resolveConflict(database: Database, conflictId: string, at: string): Promise<void> {
  await database.updateTable('conflicts').set({ resolved_at: at }).where('id', '=', conflictId).execute();
}

/** How much waits for the user: open conflicts, open guard questions, and items that keep failing. */
export async function countAttention(
  database: Database,
  mailboxId: string,
): Promise<{ conflicts: number; parked: number; failing: number }> {
  const count = async (rows: Promise<{ count: unknown } | undefined>) => Number((await rows)?.count ?? 0);
  const total = database.fn.countAll().as('count');
  return {
    conflicts: await count(
      database
        .selectFrom('conflicts')
        .select(total)
        .where('mailbox_id', '=', mailboxId)
        .where('resolved_at', 'is', null)
        .executeTakeFirst(),
    ),
    parked: await count(
      database
        .selectFrom('parked')
        .select(total)
        .where('mailbox_id', '=', mailboxId)
        .where('released_at', 'is', null)
        .where('dismissed_at', 'is', null)
        .executeTakeFirst(),
    ),
    failing: await count(
      database
        .selectFrom('links')
        .select(total)
        .where('mailbox_id', '=', mailboxId)
        .where('last_error', 'is not', null)
        .executeTakeFirst(),
    ),
  };
}
