// What a run pulls: pages stored as seen together with where the round goes on, and what look-ups have shown.
import { type Selectable, sql } from 'kysely';
import {
  type CalendarDirection,
  directionsOf,
  type Finding,
  type Ids,
  isAbsenceMeaningful,
  isOwnCalendar,
  type OutlookCalendar,
  type SavedPage,
  type SyncedCalendar,
} from '../../sync/index.ts';
import { instantText } from './instants.ts';
import type { MailboxCalendarsTable } from './mailbox-tables.ts';
import type { Database } from './tables.ts';

/**
 * Stores what Outlook says of the calendars that are kept in sync; the default one begins by itself. Its owner's address
 * is one more that the mailbox is known under.
 */
export async function writeCalendars(
  database: Database,
  mailboxId: string,
  found: readonly OutlookCalendar[],
  ids: Ids,
): Promise<SyncedCalendar[]> {
  const addresses = await readAddresses(database, mailboxId);
  const ownerAddress = found.find((candidate) => candidate.isDefault)?.ownerAddress.toLowerCase() ?? '';
  const known = new Set((await readSyncedCalendars(database, mailboxId)).map(({ graphId }) => graphId));
  for (const calendar of found.filter(({ isDefault, graphId }) => isDefault || known.has(graphId))) {
    const traits = {
      name: calendar.name,
      is_own: isOwnCalendar(calendar, [...addresses, ownerAddress]),
      is_tallying_responses: calendar.isTallyingResponses,
      can_edit: calendar.canEdit,
    };
    await database
      .insertInto('mailbox_calendars')
      .values({
        id: ids.uuid(),
        mailbox_id: mailboxId,
        graph_id: calendar.graphId,
        is_default: calendar.isDefault,
        direction: 'both',
        ...traits,
      })
      .onConflict((conflict) => conflict.columns(['mailbox_id', 'graph_id']).doUpdateSet(traits))
      .execute();
  }
  if (ownerAddress !== '') {
    await sql`
      update mailboxes set addresses = ${JSON.stringify([ownerAddress])}::jsonb || (addresses - ${ownerAddress}::text)
      where id = ${mailboxId}`.execute(database);
  }
  return readSyncedCalendars(database, mailboxId);
}

async function readAddresses(database: Database, mailboxId: string): Promise<string[]> {
  const mailbox = await database
    .selectFrom('mailboxes')
    .select('addresses')
    .where('id', '=', mailboxId)
    .executeTakeFirst();
  return mailbox?.addresses ?? [];
}

export async function readSyncedCalendars(database: Database, mailboxId: string): Promise<SyncedCalendar[]> {
  const rows = await database
    .selectFrom('mailbox_calendars')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .where('is_synced', '=', true)
    .orderBy('is_default', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    graphId: row.graph_id,
    isDefault: row.is_default,
    direction: allowedDirection(row),
    isOwn: row.is_own,
    isTallyingResponses: row.is_tallying_responses,
    canEdit: row.can_edit,
    deltaLink: row.delta_link,
    nextLink: row.next_link,
    round: row.round,
    window:
      row.window_start && row.window_end
        ? { start: instantText(row.window_start), end: instantText(row.window_end) }
        : null,
  }));
}

/** The user's choice, as far as the calendar still allows it. */
function allowedDirection({
  is_own: isOwn,
  can_edit: canEdit,
  direction,
}: Selectable<MailboxCalendarsTable>): CalendarDirection {
  return directionsOf({ isOwn, canEdit }).includes(direction) ? direction : 'here';
}

/** One statement for what was delivered, one for what was removed, one for occurrences, one for the calendar. */
export async function writePage(database: Database, mailboxId: string, page: SavedPage): Promise<void> {
  const { calendarId, round, next } = page;
  await writeDelivered(database, mailboxId, page);
  await writeOccurrences(database, page);
  await markRemoved(database, mailboxId, page);
  if (next.kind === 'round' && round.isFull) await markAbsent(database, mailboxId, page);
  const place =
    next.kind === 'page'
      ? { round: JSON.stringify({ ...round, stalls: 0 }), next_link: next.link }
      : {
          round: null,
          next_link: null,
          delta_link: next.deltaLink,
          window_start: round.window.start,
          window_end: round.window.end,
        };
  await database.updateTable('mailbox_calendars').set(place).where('id', '=', calendarId).execute();
}

/** A replayed page may carry versions that are older than what is known: they bring an item back into sight, no more. */
async function writeDelivered(database: Database, mailboxId: string, page: SavedPage): Promise<void> {
  const { calendarId, round, versions } = page;
  if (versions.length === 0) return;
  // A page may name an item twice; the later version is the newer one.
  const newest = new Map(versions.map((version) => [version.graphId, version]));
  const rows = [...newest.values()].map((version) => ({
    graph_id: version.graphId,
    ical_uid: version.iCalUId,
    version,
  }));
  await sql`
    insert into seen_items (mailbox_id, calendar_id, graph_id, version, ical_uid, removed_hint, proof, deletion_seen,
      round_id, round_started_at, settled, occurrences)
    select ${mailboxId}::uuid, ${calendarId}::uuid, x.graph_id, x.version, x.ical_uid, false, null, false,
      ${round.id}::uuid, ${round.startedAt}::timestamptz, false, '[]'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(graph_id text, ical_uid text, version jsonb)
    on conflict (calendar_id, graph_id) do update set
      version = case
        when (seen_items.version ->> 'lastModified')::timestamptz > (excluded.version ->> 'lastModified')::timestamptz
        then seen_items.version else excluded.version end,
      ical_uid = excluded.ical_uid, removed_hint = false, proof = null,
      round_id = excluded.round_id, round_started_at = excluded.round_started_at, settled = false`.execute(database);
}

/** Outlook delivers a series whole: the occurrences of a page are all that the series has inside the window. */
async function writeOccurrences(database: Database, { calendarId, occurrences }: SavedPage): Promise<void> {
  if (occurrences.length === 0) return;
  const rows = [...Map.groupBy(occurrences, (occurrence) => occurrence.masterId)].map(([masterId, list]) => ({
    graph_id: masterId,
    occurrences: list,
  }));
  await sql`
    update seen_items set occurrences = x.occurrences
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(graph_id text, occurrences jsonb)
    where seen_items.calendar_id = ${calendarId} and seen_items.graph_id = x.graph_id`.execute(database);
}

async function markRemoved(database: Database, mailboxId: string, page: SavedPage): Promise<void> {
  const { calendarId, round, removedIds } = page;
  if (removedIds.length === 0) return;
  await sql`
    insert into seen_items (mailbox_id, calendar_id, graph_id, removed_hint, deletion_seen, round_id, round_started_at,
      settled, occurrences)
    select distinct ${mailboxId}::uuid, ${calendarId}::uuid, x.id, true, false, ${round.id}::uuid,
      ${round.startedAt}::timestamptz, false, '[]'::jsonb
    from jsonb_array_elements_text(${JSON.stringify(removedIds)}::jsonb) as x(id)
    on conflict (calendar_id, graph_id) do update set
      removed_hint = true, proof = null, settled = false,
      round_id = excluded.round_id, round_started_at = excluded.round_started_at`.execute(database);
}

/**
 * What a complete round did not name is gone, or out of the window. Only what lay inside of this round's window and the
 * one before gets a hint, to be looked into; the rest has left the window, and needs no look-up.
 */
async function markAbsent(database: Database, mailboxId: string, { calendarId, round }: SavedPage): Promise<void> {
  const absent = await database
    .selectFrom('seen_items')
    .select(['graph_id', 'version', 'occurrences'])
    .where('calendar_id', '=', calendarId)
    .where('round_id', 'is distinct from', round.id)
    .where('removed_hint', '=', false)
    .execute();
  if (absent.length === 0) return;
  const before = (await readSyncedCalendars(database, mailboxId)).find(({ id }) => id === calendarId)?.window;
  const windows = before ? [before, round.window] : [round.window];
  const rows = absent.map(({ graph_id, version, occurrences }) => ({
    graph_id,
    proof: version === null || isAbsenceMeaningful(version, occurrences, windows) ? null : 'outside',
  }));
  await sql`
    update seen_items set removed_hint = true, proof = x.proof, settled = false,
      round_id = ${round.id}::uuid, round_started_at = ${round.startedAt}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(graph_id text, proof text)
    where seen_items.calendar_id = ${calendarId} and seen_items.graph_id = x.graph_id`.execute(database);
}

/** Forgets where a round stood; what was seen stays. */
export async function forgetRound(database: Database, calendarId: string): Promise<void> {
  await database
    .updateTable('mailbox_calendars')
    .set({ delta_link: null, next_link: null, round: null })
    .where('id', '=', calendarId)
    .execute();
}

/** @param stalls how often in a row the next page of the round was refused. */
export async function writeStall(database: Database, calendarId: string, stalls: number): Promise<void> {
  await sql`
    update mailbox_calendars set round = jsonb_set(round, '{stalls}', ${JSON.stringify(stalls)}::jsonb)
    where id = ${calendarId} and round is not null`.execute(database);
}

/** A proof, or with none the item's newest version. Either is news. @param at when it was found. */
export async function writeFindings(
  database: Database,
  mailboxId: string,
  findings: readonly Finding[],
  at: string,
): Promise<void> {
  if (findings.length === 0) return;
  const rows = findings.map(({ calendarId, graphId, proof, version }) => ({
    calendar_id: calendarId,
    graph_id: graphId,
    proof,
    version,
    ical_uid: version?.iCalUId ?? null,
  }));
  await sql`
    insert into seen_items (mailbox_id, calendar_id, graph_id, version, ical_uid, removed_hint, proof, deletion_seen,
      round_started_at, settled, occurrences)
    select ${mailboxId}::uuid, x.calendar_id, x.graph_id, x.version, x.ical_uid, x.proof is not null, x.proof, false,
      ${at}::timestamptz, false, '[]'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(calendar_id uuid, graph_id text, proof text, version jsonb, ical_uid text)
    on conflict (calendar_id, graph_id) do update set
      version = coalesce(excluded.version, seen_items.version),
      ical_uid = coalesce(excluded.ical_uid, seen_items.ical_uid),
      removed_hint = excluded.removed_hint, proof = excluded.proof, settled = false,
      round_started_at = excluded.round_started_at`.execute(database);
}
