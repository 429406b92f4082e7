// Reads what runs did, entry by entry.
import type { Selectable } from 'kysely';
import type { JournalTable } from './mailbox-tables.ts';
import type { Database } from './tables.ts';

export type JournalRow = Selectable<JournalTable>;

/** Entries of a mailbox with the titles of their events, newest first. @param options.runId of one run only. */
export function listJournal(
  database: Database,
  mailboxId: string,
  options: { runId?: string; limit: number },
): Promise<(JournalRow & { subject: string | null })[]> {
  const entries = database
    .selectFrom('journal')
    .leftJoin('events', 'events.id', 'journal.event_id')
    .selectAll('journal')
    .select('events.subject')
    .where('mailbox_id', '=', mailboxId)
    .orderBy('at', 'desc')
    .orderBy('journal.id')
    .limit(options.limit);
  return (options.runId === undefined ? entries : entries.where('run_id', '=', options.runId)).execute();
}

/** What the runs of every mailbox did about an event, newest first. */
export function listJournalOfEvent(
  database: Database,
  eventId: string,
  limit: number,
): Promise<(JournalRow & { user_id: string; display_name: string })[]> {
  return database
    .selectFrom('journal')
    .innerJoin('mailboxes', 'mailboxes.id', 'journal.mailbox_id')
    .innerJoin('users', 'users.id', 'mailboxes.user_id')
    .selectAll('journal')
    .select(['mailboxes.user_id', 'users.display_name'])
    .where('event_id', '=', eventId)
    .orderBy('at', 'desc')
    .orderBy('journal.id')
    .limit(limit)
    .execute();
}

/** An entry that a run of this user's mailbox left. */
export function findOwnEntry(database: Database, entryId: string, userId: string): Promise<JournalRow | undefined> {
  return database
    .selectFrom('journal')
    .innerJoin('mailboxes', 'mailboxes.id', 'journal.mailbox_id')
    .selectAll('journal')
    .where('journal.id', '=', entryId)
    .where('mailboxes.user_id', '=', userId)
    .executeTakeFirst();
}
