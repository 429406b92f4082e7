// Reads events whole: the row, its attendees, and one user's participation, each kind in one statement.
import type { Selectable } from 'kysely';
import type { Guest } from '../../sync/index.ts';
import type { EventRecord, Participation } from '../events/event-record.ts';
import { anyOf } from './any-of.ts';
import { instantText, instantTextOrNull } from './instants.ts';
import type { AttendeesTable, Database, EventsTable, ParticipationsTable } from './tables.ts';

/**
 * Events by id, as seen by a user.
 * @param options.lock keeps the rows from changing until the transaction ends; always in order of ids.
 */
export async function readEvents(
  database: Database,
  ids: readonly string[],
  userId: string,
  options: { lock?: boolean } = {},
): Promise<Map<string, EventRecord>> {
  if (ids.length === 0) return new Map();
  const base = database.selectFrom('events').selectAll().where('id', '=', anyOf(ids)).orderBy('id');
  const events = await (options.lock ? base.forUpdate() : base).execute();
  const found = events.map((event) => event.id);
  const attendees = await database
    .selectFrom('attendees')
    .selectAll()
    .where('event_id', '=', anyOf(found))
    .orderBy('address_key')
    .execute();
  const participations = await database
    .selectFrom('participations')
    .selectAll()
    .where('event_id', '=', anyOf(found))
    .where('user_id', '=', userId)
    .execute();
  const attendeesOf = Map.groupBy(attendees, (attendee) => attendee.event_id);
  const participationOf = new Map(participations.map((row) => [row.event_id, row]));
  return new Map(
    events.map((event) => [
      event.id,
      recordOf(event, attendeesOf.get(event.id) ?? [], participationOf.get(event.id) ?? null),
    ]),
  );
}

/**
 * Ids of a user's events that may show in a range: what lies in it, and every series that began before its end.
 * @param range instants, ISO 8601 with `Z`, end exclusive.
 */
export async function findEventIds(
  database: Database,
  options: { userId: string; status: 'live' | 'archived'; range: { start: string; end: string } },
): Promise<string[]> {
  const { userId, status, range } = options;
  const rows = await database
    .selectFrom('events')
    .innerJoin('participations', 'participations.event_id', 'events.id')
    .select('events.id')
    .where('participations.user_id', '=', userId)
    .where((expression) =>
      // The archive also holds what this user alone has removed.
      status === 'live'
        ? expression.and([expression('participations.is_hidden', '=', false), expression('events.status', '=', 'live')])
        : expression.or([
            expression.and([
              expression('participations.is_hidden', '=', false),
              expression('events.status', '=', status),
            ]),
            expression.and([
              expression('participations.is_hidden', '=', true),
              expression('events.status', '=', 'live'),
            ]),
          ]),
    )
    .where('events.starts_at', '<', new Date(range.end))
    .where((expression) =>
      expression.or([
        expression('events.kind', '=', 'series'),
        expression('events.ends_at', '>', new Date(range.start)),
        expression('events.starts_at', '>=', new Date(range.start)),
      ]),
    )
    .orderBy('events.starts_at')
    .orderBy('events.id')
    .execute();
  return rows.map((row) => row.id);
}

/** When the rule had put the exceptions of some series, in whatever state they are now. */
export async function findExceptionStarts(
  database: Database,
  seriesIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const rows = await database
    .selectFrom('events')
    .select(['series_id', 'original_start'])
    .where('series_id', '=', anyOf(seriesIds))
    .execute();
  const starts = new Map<string, Set<string>>();
  for (const { series_id: id, original_start: start } of rows) {
    if (id && start) starts.set(id, (starts.get(id) ?? new Set()).add(instantText(start)));
  }
  return starts;
}

function recordOf(
  event: Selectable<EventsTable>,
  attendees: readonly Selectable<AttendeesTable>[],
  participation: Selectable<ParticipationsTable> | null,
): EventRecord {
  const invited = attendees.filter((attendee) => attendee.state === 'invited');
  return {
    id: event.id,
    version: event.version,
    kind: event.kind,
    seriesId: event.series_id,
    originalStart: instantTextOrNull(event.original_start),
    organizer: { userId: event.organizer_user_id, address: event.organizer_address, name: event.organizer_name },
    status: event.status,
    meeting: {
      subject: event.subject,
      body: event.body,
      when: { start: event.start_local, end: event.end_local, zone: event.zone, isAllDay: event.is_all_day },
      places: event.places,
      rule: event.rule,
      guests: Object.fromEntries(invited.map((attendee) => [attendee.address_key, guestOf(attendee)])),
      sensitivity: event.sensitivity,
      importance: event.importance,
      onlineMeeting: event.online_meeting,
    },
    withheld: attendees.filter((attendee) => attendee.state === 'withheld').map(guestOf),
    responses: Object.fromEntries(invited.map((attendee) => [attendee.address_key, attendee.response])),
    webLink: event.web_link,
    sendAfter: instantTextOrNull(event.send_after),
    createdAt: instantText(event.created_at),
    participation: participation && participationOf(participation),
  };
}

function guestOf({ address, name, type }: Selectable<AttendeesTable>): Guest {
  return { address, name, type };
}

function participationOf(row: Selectable<ParticipationsTable>): Participation {
  return {
    answer: row.answer,
    reminderMinutes: row.reminder_minutes,
    showAs: row.show_as,
    categories: row.categories,
    isHidden: row.is_hidden,
    tellsOrganizer: row.tells_organizer,
  };
}
