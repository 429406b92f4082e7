// Everything of a mailbox that may need something: links with news on either side, unlinked items, unlinked events.
import { type Selectable, sql } from 'kysely';
import type { OurEvent, SeenItem, Subject } from '../../sync/index.ts';
import type { EventRecord } from '../events/event-record.ts';
import { anyOf } from './any-of.ts';
import { instantText } from './instants.ts';
import { linkOf } from './link-rows.ts';
import { readEvents } from './read-events.ts';
import type { Database, LinksTable, SeenItemsTable } from './tables.ts';

type LinkRow = Selectable<LinksTable>;

/** @param mailbox `user_id` is its owner. The order is stable: links, items, events, each by id. */
export async function readSubjects(database: Database, mailbox: { id: string; user_id: string }): Promise<Subject[]> {
  const rows = await readOpenLinks(database, mailbox.id);
  const items = await readUnlinkedItems(database, mailbox.id);
  const newEventIds = await findUnlinkedEvents(database, mailbox);
  const joins = await readJoins(database, mailbox.id, items);
  const itemsOfLinks = await readItemsOf(database, rows);
  const eventIds = [
    ...rows.map((row) => row.event_id),
    ...newEventIds,
    ...[...joins.values()].map((join) => join.eventId),
  ];
  const events = await readEvents(database, eventIds, mailbox.user_id);
  const otherLinks = await readOtherLinks(database, mailbox.id, eventIds);
  const calendars = await readCalendars(database, mailbox.id);

  const subjectOf = (calendarId: string, parts: Partial<Subject>, eventId?: string): Subject => ({
    event: null,
    link: null,
    seen: null,
    calendarId,
    calendarGraphId: calendars.get(calendarId) ?? '',
    otherLinks: (eventId && otherLinks.get(eventId)) || [],
    linkedAt: null,
    joinEvent: null,
    joinIsRetired: false,
    ...parts,
  });
  const eventOf = (id: string | undefined) => ourEvent(id === undefined ? undefined : events.get(id));

  const ofLinks = rows.map((row) => {
    const link = linkOf(row);
    const linkedAt = instantText(row.linked_at);
    const seen = link.graphId === null ? null : (itemsOfLinks.get(itemKey(link.calendarId, link.graphId)) ?? null);
    return subjectOf(link.calendarId, { event: eventOf(link.eventId), link, seen, linkedAt }, link.eventId);
  });
  const ofItems = items.map((item) => {
    const join = joins.get(item.version?.iCalUId ?? '');
    const joinEvent = eventOf(join?.eventId);
    return subjectOf(
      item.calendarId,
      { seen: item, joinEvent, joinIsRetired: join?.isRetired ?? false },
      join?.eventId,
    );
  });
  const [defaultCalendarId] = calendars.keys();
  const ofEvents = defaultCalendarId
    ? newEventIds.map((id) => subjectOf(defaultCalendarId, { event: eventOf(id) }, id))
    : [];
  return [...ofLinks, ...ofItems, ...ofEvents];
}

/** The newest link of each event, where the event was edited, the item brought news, or a create is not finished. */
async function readOpenLinks(database: Database, mailboxId: string): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    select links.* from links
    join events on events.id = links.event_id
    left join seen_items on seen_items.calendar_id = links.calendar_id and seen_items.graph_id = links.graph_id
    where links.mailbox_id = ${mailboxId}
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

async function readUnlinkedItems(database: Database, mailboxId: string): Promise<SeenItem[]> {
  const { rows } = await sql<Selectable<SeenItemsTable>>`
    select * from seen_items
    where mailbox_id = ${mailboxId} and not settled
      and not exists (
        select 1 from links
        where links.calendar_id = seen_items.calendar_id and links.graph_id = seen_items.graph_id
      )
    order by graph_id`.execute(database);
  return rows.map(seenItemOf);
}

async function findUnlinkedEvents(database: Database, mailbox: { id: string; user_id: string }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from events
    where organizer_user_id = ${mailbox.user_id} and status = 'live'
      and not exists (select 1 from links where links.event_id = events.id and links.mailbox_id = ${mailbox.id})
    order by created_at, id`.execute(database);
  return rows.map((row) => row.id);
}

interface Join {
  eventId: string;
  /** Only retired links, or one of this mailbox, tie to it: the item is an old copy. */
  isRetired: boolean;
}

/** By iCalUId: the event that another mailbox's link, or any retired one, ties to the same meeting. */
async function readJoins(
  database: Database,
  mailboxId: string,
  items: readonly SeenItem[],
): Promise<Map<string, Join>> {
  const uids = [...new Set(items.flatMap((item) => item.version?.iCalUId ?? []))];
  if (uids.length === 0) return new Map();
  const ties = await database
    .selectFrom('links')
    .select(['ical_uid', 'event_id', 'mailbox_id', 'state'])
    .where('ical_uid', '=', sql<string>`any(select jsonb_array_elements_text(${JSON.stringify(uids)}::jsonb))`)
    .orderBy('linked_at')
    .orderBy('event_id')
    .execute();
  const joins = new Map<string, Join>();
  for (const [uid, candidates] of Map.groupBy(ties, (tie) => tie.ical_uid)) {
    const live = candidates.find((tie) => tie.state !== 'retired' && tie.mailbox_id !== mailboxId);
    const isOwn = candidates.some((tie) => tie.mailbox_id === mailboxId);
    const chosen = live ?? candidates[0];
    if (uid !== null && chosen) joins.set(uid, { eventId: chosen.event_id, isRetired: isOwn || !live });
  }
  return joins;
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
    .select(['event_id', 'mailbox_id', 'is_organizer', 'ical_uid', 'linked_at'])
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
        iCalUId: link.ical_uid,
        linkedAt: instantText(link.linked_at),
      })),
    ]),
  );
}

/** Graph ids by calendar, the default calendar first. */
async function readCalendars(database: Database, mailboxId: string): Promise<Map<string, string>> {
  const rows = await database
    .selectFrom('mailbox_calendars')
    .select(['id', 'graph_id'])
    .where('mailbox_id', '=', mailboxId)
    .orderBy('is_default', 'desc')
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.id, row.graph_id]));
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
  const { isHidden = false, ...participation } = event.participation ?? {};
  return {
    id,
    version,
    kind,
    status,
    meeting,
    participation: event.participation ? (participation as OurEvent['participation']) : null,
    isHidden,
    withheld,
    responses,
    organizerUserId: organizer.userId,
    sendAfter,
    createdAt,
  };
}
