// Reads what a reset would reach, and cuts a mailbox's links.
import { sql } from 'kysely';
import type { Base, EventKind, SeenVersion } from '../../sync/index.ts';
import type { LinkedEvent, LinkedItem } from '../mailbox/plan-reset.ts';
import { anyOf } from './any-of.ts';
import { instantText } from './instants.ts';
import { forgetRounds } from './mailbox-calendars.ts';
import { rememberMeetings } from './mailboxes.ts';
import type { Database } from './tables.ts';

interface LinkedRow {
  event_id: string;
  kind: EventKind;
  subject: string;
  starts_at: Date;
  ends_at: Date;
  rule: string | null;
  series_id: string | null;
  status: 'live' | 'archived' | 'deleted';
  organizer_user_id: string | null;
  calendar_id: string;
  can_be_deleted: boolean;
  graph_id: string | null;
  change_key: string | null;
  base: Base | null;
  is_organizer: boolean;
  version: SeenVersion | null;
  is_removed: boolean | null;
  is_shared: boolean;
}

/** The events that sync, each with its newest link, in the order of their times. */
export async function readLinkedEvents(
  database: Database,
  mailbox: { id: string; user_id: string },
): Promise<LinkedEvent[]> {
  const { rows } = await sql<LinkedRow>`
    select links.event_id, events.kind, events.subject, events.starts_at, events.ends_at, events.rule, events.series_id,
      events.status, events.organizer_user_id, links.calendar_id, links.graph_id, links.change_key, links.base,
      links.is_organizer, mailbox_calendars.is_own and mailbox_calendars.can_edit as can_be_deleted,
      seen_items.version, seen_items.removed_hint as is_removed,
      exists (
        select 1 from links other where other.event_id = links.event_id and other.mailbox_id <> links.mailbox_id
          and other.state not in ('retired', 'left')
      ) or exists (
        select 1 from participations where participations.event_id = links.event_id
          and participations.user_id <> ${mailbox.user_id} and not participations.is_hidden
      ) as is_shared
    from links
    join events on events.id = links.event_id
    join mailbox_calendars on mailbox_calendars.id = links.calendar_id
    left join seen_items on seen_items.calendar_id = links.calendar_id and seen_items.graph_id = links.graph_id
    where links.mailbox_id = ${mailbox.id} and links.state not in ('retired', 'left')
      and not exists (
        select 1 from links newer
        where newer.mailbox_id = links.mailbox_id and newer.event_id = links.event_id
          and newer.generation > links.generation
      )
    order by events.starts_at, links.event_id, links.original_start`.execute(database);
  return rows.map((row) => linkedEventOf(row, mailbox.user_id));
}

function linkedEventOf(row: LinkedRow, userId: string): LinkedEvent {
  return {
    eventId: row.event_id,
    subject: row.subject,
    start: instantText(row.starts_at),
    end: row.kind === 'series' ? null : instantText(row.ends_at),
    seriesId: row.series_id,
    isOrganizedByUser: row.organizer_user_id === userId,
    isShared: row.is_shared,
    isDeletedHere: row.status === 'deleted',
    item: linkedItemOf(row),
  };
}

function linkedItemOf(row: LinkedRow): LinkedItem | null {
  if (row.graph_id === null || row.is_removed) return null;
  return {
    calendarId: row.calendar_id,
    graphId: row.graph_id,
    changeKey: row.version?.changeKey ?? row.change_key ?? '',
    isOrganizer: row.is_organizer,
    canBeDeleted: row.can_be_deleted,
    guests: (row.version?.values ?? row.base?.theirs)?.guests ?? {},
  };
}

/**
 * Forgets every link: both sides will be matched anew. Which event was which meeting stays known.
 * @param database a transaction.
 */
export async function cutLinks(database: Database, mailboxId: string): Promise<void> {
  await rememberMeetings(database, mailboxId);
  await database.deleteFrom('links').where('mailbox_id', '=', mailboxId).execute();
  await database.deleteFrom('seen_items').where('mailbox_id', '=', mailboxId).execute();
  await forgetRounds(database, mailboxId);
}

/**
 * Leaves everything that there is as it is on both sides, for good: links no longer compare, what waits as news is dealt
 * with, and events here that were never sent are kept here. Only what is made later syncs.
 * @param database a transaction. @param at ISO 8601 with `Z`.
 */
export async function leaveAllAsItIs(
  database: Database,
  mailbox: { id: string; user_id: string },
  at: string,
): Promise<void> {
  await database
    .updateTable('links')
    .set({ state: 'left', is_frozen: true })
    .where('mailbox_id', '=', mailbox.id)
    .where('state', '<>', 'retired')
    .execute();
  await database.updateTable('seen_items').set({ settled: true }).where('mailbox_id', '=', mailbox.id).execute();
  await sql`
    insert into links (event_id, original_start, mailbox_id, calendar_id, generation, state, superseded_keys,
      is_organizer, attempts, settled_version, is_frozen, linked_at)
    select events.id, null, ${mailbox.id}::uuid, calendar.id, 1, 'left', '[]', true, 0, events.version, true,
      ${at}::timestamptz
    from events
    join mailbox_calendars calendar on calendar.mailbox_id = ${mailbox.id} and calendar.is_default
    where events.organizer_user_id = ${mailbox.user_id} and events.status = 'live'
      and not exists (
        select 1 from links where links.event_id = events.id and links.mailbox_id = ${mailbox.id}
      )`.execute(database);
}

/** Events that a reset deletes here are no old copies: what Outlook still has of them may come back as new. */
export async function forgetMeetings(database: Database, eventIds: readonly string[]): Promise<void> {
  await database.deleteFrom('earlier_meetings').where('event_id', '=', anyOf(eventIds)).execute();
}

/** Answered questions and open conflicts of before mean nothing after a reset. @param database a transaction. */
export async function forgetQuestions(database: Database, mailboxId: string, at: string): Promise<void> {
  await database.deleteFrom('parked').where('mailbox_id', '=', mailboxId).execute();
  await database
    .updateTable('conflicts')
    .set({ resolved_at: at })
    .where('mailbox_id', '=', mailboxId)
    .where('resolved_at', 'is', null)
    .execute();
}
