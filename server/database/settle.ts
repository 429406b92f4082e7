// What decisions leave behind, many in one commit: events compared and set, links, what Outlook answered, the journal.
import { sql } from 'kysely';
import type { Ids, LinkChange, LinkKey, Settlement } from '../../sync/index.ts';
import type { EventRecord } from '../events/event-record.ts';
import { changedByOutlook, eventFromOutlook, type MailboxOwner } from '../events/here-change.ts';
import { identityOf, newLink, readLinks, type StoredLink, writeLinks } from './link-rows.ts';
import { readEvents } from './read-events.ts';
import type { Database } from './tables.ts';
import { writeEvents } from './write-events.ts';

export interface SettlingRun {
  mailboxId: string;
  runId: string;
  owner: MailboxOwner;
  /** ISO 8601 with `Z`. */
  at: string;
  ids: Ids;
}

/**
 * Stores settlements in the order given; later ones see what earlier ones left.
 * @param database a transaction that holds the run's mailbox.
 */
export async function settleAll(
  database: Database,
  run: SettlingRun,
  settlements: readonly Settlement[],
): Promise<('settled' | 'versionMissed')[]> {
  const work = await loadWork(database, run, settlements);
  const results = settlements.map((settlement) => settleOne(work, run, settlement));
  const options = { userId: run.owner.userId, at: run.at, ids: run.ids };
  await writeEvents(database, pick(work.events, work.changedEvents), options);
  await writeLinks(database, pick(work.links, work.changedLinks));
  await writeAnswers(database, run, settlements);
  await writeWebLinks(database, settlements);
  const settled = settlements.filter((_, index) => results[index] === 'settled');
  await markSettled(database, settled);
  await writeConflicts(database, run, settled);
  await writeJournal(database, run, settled);
  return results;
}

/** The rows that settlements touch, changed here first and written together at the end. */
interface Work {
  events: Map<string, EventRecord>;
  links: Map<string, StoredLink>;
  changedEvents: Set<string>;
  changedLinks: Set<string>;
  /** Events of series by the series' Graph id. */
  seriesIds: Map<string, string>;
  /** iCalUIds of meetings that an event is tied to already, by any mailbox. */
  tiedUids: Set<string>;
}

async function loadWork(database: Database, run: SettlingRun, settlements: readonly Settlement[]): Promise<Work> {
  // First of all: whoever waits here for another mailbox's commit sees what that one has tied.
  const tiedUids = await holdMeetings(database, settlements);
  const eventIds = settlements.flatMap(({ here, link, retires, settledEvent }) => [
    ...(here ? [here.eventId] : []),
    ...(retires ? [retires.eventId] : []),
    ...(link ? [link.key.eventId] : []),
    ...(settledEvent ? [settledEvent.key.eventId] : []),
  ]);
  const changed = settlements.flatMap(({ here }) => (here ? [here.eventId] : []));
  return {
    events: await readEvents(database, changed, run.owner.userId, { lock: true }),
    links: await readLinks(database, run.mailboxId, eventIds),
    changedEvents: new Set(),
    changedLinks: new Set(),
    seriesIds: await readSeriesIds(database, run.mailboxId, settlements),
    tiedUids,
  };
}

/**
 * Two mailboxes may find copies of one meeting at the same time: only the first makes an event of it. Meetings that are
 * about to be created are held until the commit, in one order for all.
 * @returns those of them that an event is tied to already.
 */
async function holdMeetings(database: Database, settlements: readonly Settlement[]): Promise<Set<string>> {
  const uids = settlements.flatMap(({ here }) => (here?.change.kind === 'create' ? [here.change.version.iCalUId] : []));
  if (uids.length === 0) return new Set();
  const list = sql`jsonb_array_elements_text(${JSON.stringify([...new Set(uids)])}::jsonb)`;
  await sql`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(uid, 0) as key from ${list} as listed (uid) order by key
    ) as keys`.execute(database);
  const { rows } = await sql<{ ical_uid: string }>`
    select distinct ical_uid from links where ical_uid in (select uid from ${list} as listed (uid))`.execute(database);
  return new Set(rows.map((row) => row.ical_uid));
}

async function readSeriesIds(
  database: Database,
  mailboxId: string,
  settlements: readonly Settlement[],
): Promise<Map<string, string>> {
  const graphIds = settlements.flatMap(({ here }) =>
    here?.change.kind === 'create' && here.change.seriesGraphId ? [here.change.seriesGraphId] : [],
  );
  if (graphIds.length === 0) return new Map();
  const rows = await database
    .selectFrom('links')
    .select(['graph_id', 'event_id'])
    .where('mailbox_id', '=', mailboxId)
    .where('graph_id', 'in', graphIds)
    .execute();
  return new Map(rows.map((row) => [row.graph_id ?? '', row.event_id]));
}

function settleOne(work: Work, run: SettlingRun, settlement: Settlement): 'settled' | 'versionMissed' {
  const { here, link, retires, settledEvent, answered } = settlement;
  const isMissed = here !== null && hasMovedOn(work, here);
  const version = here && !isMissed ? changeHere(work, run, here) : settledEvent?.version;
  if (link && (!isMissed || answered)) changeLink(work, run, link);
  if (isMissed) return 'versionMissed';
  if (retires) changeLink(work, run, { key: retires, set: { state: 'retired' } });
  if (settledEvent && version !== undefined) settleLink(work, settledEvent.key, version);
  return 'settled';
}

/** Whether the event, or what ties others to its meeting, has changed since the decision. */
function hasMovedOn(work: Work, { change, eventId, expectedVersion }: NonNullable<Settlement['here']>): boolean {
  if (change.kind === 'create') return work.tiedUids.has(change.version.iCalUId);
  return expectedVersion !== null && work.events.get(eventId)?.version !== expectedVersion;
}

/** @returns the event's version afterwards. */
function changeHere(work: Work, run: SettlingRun, here: NonNullable<Settlement['here']>): number {
  const { change, eventId } = here;
  const after = change.kind === 'create' ? created(work, run, eventId, change) : changed(work, run, eventId, change);
  work.events.set(eventId, after);
  work.changedEvents.add(eventId);
  return after.version;
}

type Change = NonNullable<Settlement['here']>['change'];

function created(
  work: Work,
  run: SettlingRun,
  eventId: string,
  change: Extract<Change, { kind: 'create' }>,
): EventRecord {
  work.tiedUids.add(change.version.iCalUId);
  if (change.eventKind === 'series') work.seriesIds.set(change.version.graphId, eventId);
  return eventFromOutlook(eventId, change, run.owner, work.seriesIds.get(change.seriesGraphId ?? '') ?? null);
}

function changed(
  work: Work,
  run: SettlingRun,
  eventId: string,
  change: Exclude<Change, { kind: 'create' }>,
): EventRecord {
  const before = work.events.get(eventId);
  if (!before) throw new RangeError(`No event ${eventId}.`);
  return changedByOutlook(before, change, run.owner);
}

function changeLink(work: Work, run: SettlingRun, { key, set }: LinkChange): void {
  const id = identityOf(key);
  work.links.set(id, { ...(work.links.get(id) ?? newLink(key, run.at)), ...set });
  work.changedLinks.add(id);
}

function settleLink(work: Work, key: LinkKey, settledVersion: number): void {
  const id = identityOf(key);
  const link = work.links.get(id);
  if (!link) return;
  work.links.set(id, { ...link, settledVersion });
  work.changedLinks.add(id);
}

function pick<T>(all: ReadonlyMap<string, T>, ids: Iterable<string>): T[] {
  return [...ids].flatMap((id) => all.get(id) ?? []);
}

/** What Outlook answered to our writes is seen and dealt with, so that its echo is no news. */
async function writeAnswers(
  database: Database,
  { mailboxId, at }: SettlingRun,
  settlements: readonly Settlement[],
): Promise<void> {
  const newest = new Map(
    settlements.flatMap(({ answered }) =>
      answered ? [[`${answered.calendarId}|${answered.version.graphId}`, answered] as const] : [],
    ),
  );
  if (newest.size === 0) return;
  const rows = [...newest.values()].map(({ calendarId, version }) => ({
    calendar_id: calendarId,
    graph_id: version.graphId,
    ical_uid: version.iCalUId,
    version,
  }));
  await sql`
    insert into seen_items (mailbox_id, calendar_id, graph_id, version, ical_uid, removed_hint, proof, deletion_seen,
      round_started_at, settled, occurrences)
    select ${mailboxId}::uuid, x.calendar_id, x.graph_id, x.version, x.ical_uid, false, null, false,
      ${at}::timestamptz, true, '[]'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(calendar_id uuid, graph_id text, ical_uid text, version jsonb)
    on conflict (calendar_id, graph_id) do update set
      version = excluded.version, ical_uid = excluded.ical_uid, removed_hint = false, proof = null,
      round_id = null, round_started_at = excluded.round_started_at, settled = true`.execute(database);
}

/** Where Outlook on the web shows an event that was made here: known since Outlook took it. */
async function writeWebLinks(database: Database, settlements: readonly Settlement[]): Promise<void> {
  const rows = settlements.flatMap(({ answered, link }) =>
    answered && link ? [{ id: link.key.eventId, web_link: answered.version.webLink }] : [],
  );
  if (rows.length === 0) return;
  await sql`
    update events set web_link = x.web_link
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, web_link text)
    where events.id = x.id and events.web_link is null`.execute(database);
}

async function markSettled(database: Database, settlements: readonly Settlement[]): Promise<void> {
  const rows = settlements.flatMap(({ settledSeen }) =>
    settledSeen ? [{ calendar_id: settledSeen.calendarId, graph_id: settledSeen.graphId }] : [],
  );
  if (rows.length === 0) return;
  await sql`
    update seen_items set settled = true, deletion_seen = deletion_seen or removed_hint
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(calendar_id uuid, graph_id text)
    where seen_items.calendar_id = x.calendar_id and seen_items.graph_id = x.graph_id`.execute(database);
}

async function writeConflicts(
  database: Database,
  { mailboxId, at, ids }: SettlingRun,
  settlements: readonly Settlement[],
): Promise<void> {
  const rows = settlements.flatMap(({ conflicts, here, link }) =>
    conflicts.map(({ unit, ours, theirs }) => ({
      id: ids.uuid(),
      mailbox_id: mailboxId,
      event_id: here?.eventId ?? link?.key.eventId ?? '',
      unit,
      ours: JSON.stringify(ours ?? null),
      theirs: JSON.stringify(theirs ?? null),
      recorded_at: at,
    })),
  );
  if (rows.length > 0) await database.insertInto('conflicts').values(rows).execute();
}

async function writeJournal(
  database: Database,
  { mailboxId, runId, at, ids }: SettlingRun,
  settlements: readonly Settlement[],
): Promise<void> {
  const rows = settlements.flatMap(({ journal }) =>
    journal
      ? [
          {
            id: ids.uuid(),
            mailbox_id: mailboxId,
            run_id: runId,
            at,
            row: journal.row,
            side: journal.side,
            event_id: journal.eventId,
            units: JSON.stringify(journal.units),
            replaced: JSON.stringify(journal.replaced),
            mails: JSON.stringify(journal.mails),
            is_deletion: journal.isDeletion,
          },
        ]
      : [],
  );
  if (rows.length > 0) await database.insertInto('journal').values(rows).execute();
}
