// Reads the events that Outlook does not take.
import type { ExpressionBuilder } from 'kysely';
import { ASK_FOR_INVITATION } from '../../sync/index.ts';
import type { Database, Tables } from './tables.ts';

export interface FailingEvent {
  eventId: string;
  subject: string;
  /** The code of what Outlook answered last. */
  code: string;
  attempts: number;
}

/** What is kept here, or needs a new invitation, fails no more. */
export function isFailing({ and, eb }: ExpressionBuilder<Tables, 'links'>) {
  return and([
    eb('links.last_error', 'is not', null),
    eb('links.last_error', '<>', ASK_FOR_INVITATION),
    eb('links.state', '<>', 'held'),
  ]);
}

/** Failing links of a mailbox, the newest of each event; the latest edits first. */
export async function listFailures(database: Database, mailboxId: string): Promise<FailingEvent[]> {
  const rows = await database
    .selectFrom('links')
    .innerJoin('events', 'events.id', 'links.event_id')
    .select(['links.event_id', 'events.subject', 'links.last_error', 'links.attempts'])
    .where('links.mailbox_id', '=', mailboxId)
    .where(isFailing)
    .orderBy('events.updated_at', 'desc')
    .orderBy('events.id')
    .execute();
  return rows.map((row) => ({
    eventId: row.event_id,
    subject: row.subject,
    code: row.last_error ?? '',
    attempts: row.attempts,
  }));
}
