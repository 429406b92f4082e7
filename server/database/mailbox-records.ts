// Reads what runs have left for people: reports, guard questions, the journal, conflicts.
import { type Selectable, sql } from 'kysely';
import { isFailing } from './failures.ts';
import type { ConflictsTable, ParkedTable, RunsTable } from './mailbox-tables.ts';
import type { Database } from './tables.ts';

const RUNS_SHOWN_MAX = 20;

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

/** The last run that carried nothing out, whether or not it came to a plan. */
export function findLastDryRun(database: Database, mailboxId: string): Promise<Selectable<RunsTable> | undefined> {
  return database
    .selectFrom('runs')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .where('is_dry', '=', true)
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

export type OpenConflict = Selectable<ConflictsTable> & { subject: string };

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

/** Closes a conflict, and those of the same event that have the same way back: one deletion conflicts with every unit. */
export async function resolveConflict(database: Database, conflict: OpenConflict, at: string): Promise<void> {
  const isWhole = conflict.theirs === 'deleted' || conflict.theirs === 'edited';
  const ofEvent = database
    .updateTable('conflicts')
    .set({ resolved_at: at })
    .where('event_id', '=', conflict.event_id)
    .where('mailbox_id', '=', conflict.mailbox_id)
    .where('resolved_at', 'is', null);
  const same = isWhole
    ? ofEvent.where('theirs', '=', sql`${JSON.stringify(conflict.theirs)}::jsonb`)
    : ofEvent.where('id', '=', conflict.id);
  await same.execute();
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
        .where(isFailing)
        .executeTakeFirst(),
    ),
  };
}
