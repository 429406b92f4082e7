// Everything of a mailbox that may need something: links with news on either side, unlinked items, unlinked events.
import { type Selectable, sql } from 'kysely';
import {
  calendarFacts,
  type Link,
  type OurEvent,
  type SeenItem,
  type Subject,
  type SyncedCalendar,
} from '../../sync/index.ts';
import type { EventRecord } from '../events/event-record.ts';
import { anyOf } from './any-of.ts';
import { instantText } from './instants.ts';
import { linkOf } from './link-rows.ts';
import type { LinksTable, SeenItemsTable } from './mailbox-tables.ts';
import { readEvents } from './read-events.ts';
import { readSyncedCalendars } from './sync-store-pages.ts';
import type { Database } from './tables.ts';

type LinkRow = Selectable<LinksTable>;

/** @param mailbox `user_id` is its owner. The order is stable: links, items, events, each by id. */
export async function readSubjects(database: Database, mailbox: { id: string; user_id: string }): Promise<Subject[]> {
  const rows = await readOpenLinks(database, mailbox.id);
  const items = await readUnlinkedItems(database, mailbox.id);
  const newEventIds = await findUnlinkedEvents(database, mailbox);
  const joins = await readJoins(database, items);
  const joinedIds = [...joins.values()].map((join) => join.eventId);
  const eventIds = [...rows.map((row) => row.event_id), ...newEventIds, ...joinedIds];
  const around = {
    events: await readEvents(database, eventIds, mailbox.user_id),
    otherLinks: await readOtherLinks(database, mailbox.id, eventIds),
    calendars: await readCalendars(database, mailbox.id),
  };
  const itemsOfLinks = await readItemsOf(database, rows);
  const ownLinks = await readNewestLinks(database, mailbox.id, joinedIds);

  const ofLinks = rows.map((row) => {
    const link = linkOf(row);
    const seen = link.graphId === null ? null : (itemsOfLinks.get(itemKey(link.calendarId, link.graphId)) ?? null);
    const event = eventOf(around, link.eventId);
    return subjectFor(around, link.calendarId, { event, link, seen, linkedAt: instantText(row.linked_at) });
  });
  const ofItems = items.map((seen) => {
    const join = joins.get(seen.version?.iCalUId ?? '');
    if (!join) return subjectFor(around, seen.calendarId, { seen });
    const joinEvent = eventOf(around, join.eventId);
    const ownLink = ownLinks.get(join.eventId) ?? null;
    return subjectFor(around, seen.calendarId, { seen, joinEvent, joinIsRetired: join.isRetired, ownLink });
  });
  const standard = [...around.calendars.values()].find((calendar) => calendar.isDefault);
  const ofEvents = standard
    ? newEventIds.map((id) => subjectFor(around, standard.id, { event: eventOf(around, id) }))
    : [];
  return [...ofLinks, ...ofItems, ...ofEvents];
}

/** What is known around the subjects, by id. */
interface Surroundings {
  events: Map<string, EventRecord>;
  otherLinks: Map<string, Subject['otherLinks']>;
  calendars: Map<string, SyncedCalendar>;
}

function subjectFor({ otherLinks, calendars }: Surroundings, calendarId: string, parts: Partial<Subject>): Subject {
  const eventId = parts.event?.id ?? parts.joinEvent?.id;
  return {
    event: null,
    link: null,
    seen: null,
    calendarId,
    ...calendarFacts(calendars.get(calendarId)),
    otherLinks: (eventId && otherLinks.get(eventId)) || [],
    linkedAt: null,
    joinEvent: null,
    joinIsRetired: false,
    ownLink: null,
    ...parts,
  };
}

function eventOf({ events }: Surroundings, id: string): OurEvent | null {
  return ourEvent(events.get(id));
}

/** The newest link of each event, where the event was edited, the item brought news, or a create is not finished. */
async function readOpenLinks(database: Database, mailboxId: string): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    select links.* from links
    join events on events.id = links.event_id
    left join seen_items on seen_items.calendar_id = links.calendar_id and seen_items.graph_id = links.graph_id
    where links.mailbox_id = ${mailboxId} and not links.is_frozen
      and (
        events.version <> links.settled_version
        or seen_items.settled = false
        or (links.graph_id is null and links.state in ('live', 'quiet'))
      )
      and not exists (
        select 1 from links newer
        where newer.mailbox_id = links.mailbox_id and newer.event_id = links.event_id
          and newer.generation > links.generation
      )
    order by links.linked_at, links.event_id, links.generation`.execute(database);
  return rows;
}

/** Of calendars that sync. What a reset has promised to delete is no news. */
async function readUnlinkedItems(database: Database, mailboxId: string): Promise<SeenItem[]> {
  const { rows } = await sql<Selectable<SeenItemsTable>>`
    select seen_items.* from seen_items
    join mailbox_calendars on mailbox_calendars.id = seen_items.calendar_id and mailbox_calendars.is_synced
    where seen_items.mailbox_id = ${mailboxId} and not settled
      and not exists (
        select 1 from links
        where links.calendar_id = seen_items.calendar_id and links.graph_id = seen_items.graph_id
      )
      and not exists (
        select 1 from pending_removals
        where pending_removals.calendar_id = seen_items.calendar_id
          and pending_removals.graph_id = seen_items.graph_id
      )
    order by graph_id`.execute(database);
  return rows.map(seenItemOf);
}

/** Not what an earlier connection of the same account tied to an item outside of the window: it may well be there still. */
async function findUnlinkedEvents(database: Database, mailbox: { id: string; user_id: string }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from events
    where organizer_user_id = ${mailbox.user_id} and status = 'live'
      and not exists (select 1 from links where links.event_id = events.id and links.mailbox_id = ${mailbox.id})
      and not exists (
        select 1 from earlier_meetings earlier
        join mailboxes using (tenant_id, object_id)
        join mailbox_calendars calendar on calendar.mailbox_id = mailboxes.id and calendar.is_default
        where earlier.event_id = events.id and not earlier.is_retired and mailboxes.id = ${mailbox.id}
          and (events.ends_at < calendar.window_start or events.starts_at > calendar.window_end)
      )
    order by created_at, id`.execute(database);
  return rows.map((row) => row.id);
}

interface Join {
  eventId: string;
  /** Every link that ties to it has retired: the item is an old copy. */
  isRetired: boolean;
}

/** By iCalUId: the event that a link of any mailbox, or of an earlier connection, ties to the same meeting. */
async function readJoins(database: Database, items: readonly SeenItem[]): Promise<Map<string, Join>> {
  const uids = [...new Set(items.flatMap((item) => item.version?.iCalUId ?? []))];
  if (uids.length === 0) return new Map();
  const { rows } = await sql<{ ical_uid: string; event_id: string; is_retired: boolean }>`
    select ical_uid, event_id, is_retired from (
      select ical_uid, event_id, state = 'retired' as is_retired, 0 as rank, linked_at from links
      union all
      select ical_uid, event_id, is_retired, 1 as rank, null as linked_at from earlier_meetings
    ) as ties
    where ical_uid = any (select jsonb_array_elements_text(${JSON.stringify(uids)}::jsonb))
    order by is_retired, rank, linked_at, event_id`.execute(database);
  const joins = new Map<string, Join>();
  for (const { ical_uid, event_id, is_retired } of rows) {
    if (!joins.has(ical_uid)) joins.set(ical_uid, { eventId: event_id, isRetired: is_retired });
  }
  return joins;
}

/** This mailbox's newest link of each event, in any calendar and state. */
async function readNewestLinks(
  database: Database,
  mailboxId: string,
  eventIds: readonly string[],
): Promise<Map<string, Link>> {
  const rows = await database
    .selectFrom('links')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .where('event_id', '=', anyOf(eventIds))
    .orderBy('generation')
    .execute();
  return new Map(rows.map((row) => [row.event_id, linkOf(row)]));
}

async function readItemsOf(database: Database, links: readonly LinkRow[]): Promise<Map<string, SeenItem>> {
  const keys = links.flatMap(({ calendar_id, graph_id }) => (graph_id === null ? [] : [{ calendar_id, graph_id }]));
  if (keys.length === 0) return new Map();
  const { rows } = await sql<Selectable<SeenItemsTable>>`
    select seen_items.* from seen_items
    join jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as x(calendar_id uuid, graph_id text)
      using (calendar_id, graph_id)`.execute(database);
  return new Map(rows.map((row) => [itemKey(row.calendar_id, row.graph_id), seenItemOf(row)]));
}

function itemKey(calendarId: string, graphId: string): string {
  return `${calendarId}|${graphId}`;
}

/** Other mailboxes' living links of some events, oldest first. */
async function readOtherLinks(
  database: Database,
  mailboxId: string,
  eventIds: readonly string[],
): Promise<Map<string, Subject['otherLinks']>> {
  const rows = await database
    .selectFrom('links')
    .select(['event_id', 'mailbox_id', 'is_organizer', 'graph_id', 'ical_uid', 'linked_at'])
    .where('event_id', '=', anyOf(eventIds))
    .where('mailbox_id', '<>', mailboxId)
    .where('state', 'not in', ['retired', 'left'])
    .orderBy('linked_at')
    .orderBy('mailbox_id')
    .execute();
  const byEvent = Map.groupBy(rows, (row) => row.event_id);
  return new Map(
    [...byEvent].map(([eventId, links]) => [
      eventId,
      links.map((link) => ({
        mailboxId: link.mailbox_id,
        isOrganizer: link.is_organizer,
        graphId: link.graph_id,
        iCalUId: link.ical_uid,
        linkedAt: instantText(link.linked_at),
      })),
    ]),
  );
}

async function readCalendars(database: Database, mailboxId: string): Promise<Map<string, SyncedCalendar>> {
  return new Map((await readSyncedCalendars(database, mailboxId)).map((calendar) => [calendar.id, calendar]));
}

function seenItemOf(row: Selectable<SeenItemsTable>): SeenItem {
  return {
    graphId: row.graph_id,
    calendarId: row.calendar_id,
    version: row.version,
    removedHint: row.removed_hint,
    proof: row.proof,
    deletionSeen: row.deletion_seen,
    roundStartedAt: instantText(row.round_started_at),
  };
}

function ourEvent(event: EventRecord | undefined): OurEvent | null {
  if (!event) return null;
  const { id, version, kind, status, meeting, withheld, responses, organizer, sendAfter, createdAt } = event;
  const { isHidden = false, tellsOrganizer = false, ...participation } = event.participation ?? {};
  return {
    id,
    version,
    kind,
    status,
    meeting,
    participation: event.participation ? (participation as OurEvent['participation']) : null,
    isHidden,
    tellsOrganizer,
    withheld,
    responses,
    organizerUserId: organizer.userId,
    sendAfter,
    createdAt,
  };
}
