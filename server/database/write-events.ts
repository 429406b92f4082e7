// Writes events whole, many in a few statements. Whoever calls has compared versions and holds the rows.
import { sql } from 'kysely';
import { addressKey, type Guest, type Ids, instantsOf } from '../../sync/index.ts';
import type { EventRecord } from '../events/event-record.ts';
import { anyOf } from './any-of.ts';
import type { Database } from './tables.ts';

/**
 * Inserts or replaces events, their attendees, and the participation of one user.
 * @param options.at when they were changed, ISO 8601 with `Z`.
 */
export async function writeEvents(
  database: Database,
  events: readonly EventRecord[],
  options: { userId: string; at: string; ids: Ids },
): Promise<void> {
  if (events.length === 0) return;
  await writeRows(database, events, options.at);
  await writeAttendees(database, events, options.ids);
  await writeParticipations(database, events, options.userId);
}

async function writeRows(database: Database, events: readonly EventRecord[], at: string): Promise<void> {
  const rows = events.map(({ meeting, organizer, ...event }) => {
    const { start, end } = instantsOf(meeting.when);
    return {
      id: event.id,
      version: event.version,
      kind: event.kind,
      series_id: event.seriesId,
      original_start: event.originalStart,
      organizer_user_id: organizer.userId,
      organizer_address: organizer.address,
      organizer_name: organizer.name,
      subject: meeting.subject,
      body: meeting.body,
      start_local: meeting.when.start,
      end_local: meeting.when.end,
      zone: meeting.when.zone,
      is_all_day: meeting.when.isAllDay,
      starts_at: start.toString(),
      ends_at: end.toString(),
      places: meeting.places,
      rule: meeting.rule,
      sensitivity: meeting.sensitivity,
      importance: meeting.importance,
      online_meeting: meeting.onlineMeeting,
      status: event.status,
      web_link: event.webLink,
      send_after: event.sendAfter,
      created_at: event.createdAt,
      updated_at: at,
    };
  });
  const columns = Object.keys(rows[0] ?? {});
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const replaced = sql.join(columns.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`));
  await sql`
    insert into events (${names})
    select ${names} from jsonb_populate_recordset(null::events, ${JSON.stringify(rows)}::jsonb)
    on conflict (id) do update set ${replaced}`.execute(database);
}

async function writeAttendees(database: Database, events: readonly EventRecord[], ids: Ids): Promise<void> {
  const rows = events.flatMap((event) => [
    ...Object.values(event.meeting.guests).map((guest) => attendeeRow(event, guest, 'invited')),
    ...event.withheld
      .filter((guest) => !(addressKey(guest.address) in event.meeting.guests))
      .map((guest) => attendeeRow(event, guest, 'withheld')),
  ]);
  const json = JSON.stringify(rows.map((row) => ({ ...row, contact_id: ids.uuid() })));
  await sql`
    delete from attendees
    where event_id = ${anyOf(events.map((event) => event.id))}
      and (event_id, address_key) not in (
        select event_id, address_key from jsonb_populate_recordset(null::attendees, ${json}::jsonb)
      )`.execute(database);
  if (rows.length === 0) return;
  // Somebody who takes part already stays tied to the contact that he was invited as, whatever that one's address is now.
  await sql`
    insert into contacts (id, address_key, address, name)
    select distinct on (x.address_key) x.contact_id, x.address_key, x.address, x.name
    from jsonb_populate_recordset(null::attendees, ${json}::jsonb) as x
    left join attendees known on known.event_id = x.event_id and known.address_key = x.address_key
    where known.event_id is null
    order by x.address_key
    on conflict (address_key) do nothing`.execute(database);
  await sql`
    insert into attendees (event_id, address_key, address, name, type, state, response, contact_id)
    select x.event_id, x.address_key, x.address, x.name, x.type, x.state, x.response,
      coalesce(known.contact_id, contacts.id)
    from jsonb_populate_recordset(null::attendees, ${json}::jsonb) as x
    left join attendees known on known.event_id = x.event_id and known.address_key = x.address_key
    left join contacts on contacts.address_key = x.address_key
    on conflict (event_id, address_key) do update set
      address = excluded.address, name = excluded.name, type = excluded.type,
      state = excluded.state, response = excluded.response`.execute(database);
}

function attendeeRow(event: EventRecord, { address, name, type }: Guest, state: 'invited' | 'withheld') {
  const key = addressKey(address);
  return { event_id: event.id, address_key: key, address, name, type, state, response: event.responses[key] ?? 'none' };
}

async function writeParticipations(database: Database, events: readonly EventRecord[], userId: string): Promise<void> {
  const rows = events.flatMap(({ id, participation }) =>
    participation
      ? [
          {
            event_id: id,
            user_id: userId,
            answer: participation.answer,
            reminder_minutes: participation.reminderMinutes,
            show_as: participation.showAs,
            categories: participation.categories,
            is_hidden: participation.isHidden,
            tells_organizer: participation.tellsOrganizer,
          },
        ]
      : [],
  );
  if (rows.length === 0) return;
  await sql`
    insert into participations
    select * from jsonb_populate_recordset(null::participations, ${JSON.stringify(rows)}::jsonb)
    on conflict (event_id, user_id) do update set
      answer = excluded.answer, reminder_minutes = excluded.reminder_minutes, show_as = excluded.show_as,
      categories = excluded.categories, is_hidden = excluded.is_hidden, tells_organizer = excluded.tells_organizer`.execute(
    database,
  );
}
