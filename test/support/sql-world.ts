// One user with one mailbox in a real database, Outlook in memory, and a clock that is told what time it is.
import { Temporal } from 'temporal-polyfill';
import { insertMailbox } from '../../server/database/mailboxes.ts';
import { readEvents } from '../../server/database/read-events.ts';
import { ensureInstallationId } from '../../server/database/settings.ts';
import { createSyncStore } from '../../server/database/sync-store.ts';
import type { Database } from '../../server/database/tables.ts';
import { insertUser } from '../../server/database/users.ts';
import { writeEvents } from '../../server/database/write-events.ts';
import type { EventRecord } from '../../server/events/event-record.ts';
import { systemRandomness } from '../../server/randomness.ts';
import { type EventValues, type RunReport, runSync, type SyncStore } from '../../sync/index.ts';
import { createMemoryOutlook, type MemoryOutlook } from './memory-outlook.ts';
import { meetingValues } from './sync-world.ts';

export interface SqlWorld {
  database: Database;
  store: SyncStore;
  outlook: MemoryOutlook;
  userId: string;
  mailboxId: string;
  now(): Temporal.Instant;
  advance(duration: Temporal.DurationLike): void;
  sync(): Promise<RunReport>;
  add(values?: Partial<EventValues>): Promise<EventRecord>;
  /** Stores another version of an event, as if edited through the API. */
  edit(eventId: string, change: Partial<EventRecord>): Promise<EventRecord>;
  event(eventId: string): Promise<EventRecord>;
  /** Every event of the user, by subject. */
  events(): Promise<EventRecord[]>;
}

/** @param address of the mailbox; each world of one database needs its own. */
export async function createSqlWorld(database: Database, address = 'ada@contoso.example'): Promise<SqlWorld> {
  let now = Temporal.Instant.from('2026-11-24T09:00:00Z');
  const clock = { now: () => now };
  const ids = systemRandomness;
  const userId = ids.uuid();
  const mailboxId = ids.uuid();
  const at = now.toString();
  await ensureInstallationId(database, 'test', at);
  await insertUser(database, {
    id: userId,
    email: address,
    displayName: address,
    passwordHash: '',
    role: 'member',
    createdAt: at,
  });
  await insertMailbox(database, {
    id: mailboxId,
    userId,
    tenantId: 't',
    objectId: userId,
    address,
    connectedAt: at,
    reviewReason: 'first',
  });
  await database.updateTable('mailboxes').set({ phase: 'active' }).where('id', '=', mailboxId).execute();
  const store = createSyncStore(database, { clock, ids });
  const outlook = createMemoryOutlook(clock, { owner: address });
  const advance = (duration: Temporal.DurationLike) => {
    now = now.add(duration);
  };
  const write = async (event: EventRecord) => {
    advance({ seconds: 1 });
    await writeEvents(database, [event], { userId, at: now.toString(), ids });
    return event;
  };
  const world: SqlWorld = {
    database,
    store,
    outlook,
    userId,
    mailboxId,
    now: clock.now,
    advance,
    async sync() {
      advance({ seconds: 1 });
      return runSync({ mailboxId, runId: ids.uuid() }, { store, outlook, clock, ids });
    },
    add: (values = {}) => write(eventOf(ids.uuid(), userId, address, values, now)),
    async edit(eventId, change) {
      const before = await world.event(eventId);
      return write({ ...before, ...change, version: before.version + 1 });
    },
    async event(eventId) {
      const event = (await readEvents(database, [eventId], userId)).get(eventId);
      if (!event) throw new RangeError(`No event ${eventId}.`);
      return event;
    },
    async events() {
      const rows = await database.selectFrom('events').select('id').orderBy('subject').orderBy('id').execute();
      const found = await readEvents(
        database,
        rows.map((row) => row.id),
        userId,
      );
      return rows.flatMap((row) => found.get(row.id) ?? []).filter((event) => event.participation !== null);
    },
  };
  return world;
}

function eventOf(
  id: string,
  userId: string,
  address: string,
  values: Partial<EventValues>,
  now: Temporal.Instant,
): EventRecord {
  const { answer, reminderMinutes, showAs, categories, ...meeting } = meetingValues(values);
  return {
    id,
    version: 1,
    kind: 'single',
    seriesId: null,
    originalStart: null,
    organizer: { userId, address, name: '' },
    status: 'live',
    meeting,
    withheld: [],
    responses: {},
    webLink: null,
    sendAfter: null,
    createdAt: now.toString(),
    participation: { answer, reminderMinutes, showAs, categories, isHidden: false, tellsOrganizer: false },
  };
}
