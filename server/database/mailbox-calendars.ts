// Reads and writes which calendars of a mailbox sync, and which way.
import { type Selectable, sql } from 'kysely';
import type { CalendarDirection, OutlookCalendar } from '../../sync/index.ts';
import type { MailboxCalendarsTable } from './mailbox-tables.ts';
import { forgetRound } from './sync-store-pages.ts';
import type { Database } from './tables.ts';

export type CalendarRow = Selectable<MailboxCalendarsTable>;

/** Also those that were given up. */
export function listCalendars(database: Database, mailboxId: string): Promise<CalendarRow[]> {
  return database.selectFrom('mailbox_calendars').selectAll().where('mailbox_id', '=', mailboxId).execute();
}

/** Stores a calendar's choice. One that was given up before begins again with a full round, and its links live again. */
export async function chooseCalendar(
  database: Database,
  mailboxId: string,
  chosen: {
    id: string;
    calendar: OutlookCalendar;
    isOwn: boolean;
    direction: CalendarDirection;
    known: CalendarRow | null;
  },
): Promise<void> {
  const { id, calendar, isOwn, direction, known } = chosen;
  const values = {
    name: calendar.name,
    is_default: calendar.isDefault,
    is_own: isOwn,
    can_edit: calendar.canEdit,
    is_tallying_responses: calendar.isTallyingResponses,
    direction,
    is_synced: true,
  };
  if (!known) {
    await database
      .insertInto('mailbox_calendars')
      .values({ id, mailbox_id: mailboxId, graph_id: calendar.graphId, ...values })
      .execute();
    return;
  }
  await database.updateTable('mailbox_calendars').set(values).where('id', '=', known.id).execute();
  if (!known.is_synced) {
    await forgetRound(database, known.id);
    await reviveLinks(database, known.id);
  }
  if (known.direction !== direction) await lookAnew(database, known.id);
}

/** A calendar that no longer syncs: its events stay here, tied to their items but no longer compared with them. */
export async function giveUpCalendar(database: Database, calendarId: string): Promise<void> {
  await database.updateTable('mailbox_calendars').set({ is_synced: false }).where('id', '=', calendarId).execute();
  await sql`
    update links set is_frozen = true, state = case when state = 'held' then 'held' else 'left' end
    where calendar_id = ${calendarId} and state <> 'retired'`.execute(database);
}

async function reviveLinks(database: Database, calendarId: string): Promise<void> {
  await sql`
    update links set is_frozen = false, settled_version = 0, attempts = 0, last_error = null, state = case
      when state = 'held' then 'held'
      when exists (
        select 1 from attendees where attendees.event_id = links.event_id and attendees.state = 'withheld'
      ) then 'quiet'
      else 'live' end
    where calendar_id = ${calendarId} and is_frozen`.execute(database);
}

/** Another direction may let through what the old one kept back: everything is compared with base once more. */
async function lookAnew(database: Database, calendarId: string): Promise<void> {
  await database.updateTable('links').set({ settled_version: 0 }).where('calendar_id', '=', calendarId).execute();
  await database.updateTable('seen_items').set({ settled: false }).where('calendar_id', '=', calendarId).execute();
}

/** With another window, each calendar begins a full round. */
export async function setWindow(
  database: Database,
  mailboxId: string,
  window: { daysBack: number; daysAhead: number },
): Promise<void> {
  await database
    .updateTable('mailboxes')
    .set({ window_days_back: window.daysBack, window_days_ahead: window.daysAhead })
    .where('id', '=', mailboxId)
    .execute();
  await forgetRounds(database, mailboxId);
}

/** Every calendar of a mailbox begins a full round. */
export async function forgetRounds(database: Database, mailboxId: string): Promise<void> {
  for (const { id } of await listCalendars(database, mailboxId)) await forgetRound(database, id);
}
