// A world for tests of the sync against the sandbox: our side in memory, Outlook's side the local Microsoft, in process.
import { Temporal } from 'temporal-polyfill';
import { createGraphClient } from '../../graph/transport/graph-client.ts';
import {
  createOutlook,
  type EventValues,
  type OutlookPort,
  type RunMailbox,
  type RunReport,
  runSync,
} from '../../sync/index.ts';
import { readFaultRules } from '../sandbox/core/fault-rules.ts';
import type { FaultRule } from '../sandbox/core/world.ts';
import { createSandbox, type Sandbox } from '../sandbox/create-sandbox.ts';
import {
  createMemoryStore,
  type MemoryStore,
  newMailbox,
  type StoredEvent,
  type StoredMailbox,
} from './memory-store.ts';
import { transportInto } from './sandbox-transport.ts';
import { meetingValues } from './sync-world.ts';

export const OWNER = 'ada@contoso.example';
const USER = 'user-ada';
const MAILBOX = 'mailbox-ada';

export interface OutlookWorld {
  sandbox: Sandbox;
  store: MemoryStore;
  outlook: OutlookPort;
  /** A run a second later. */
  sync(options?: { isDryRun?: boolean }): Promise<RunReport>;
  mailbox(): StoredMailbox;
  /** Replaces the faults of the sandbox; without any, all is well again. */
  faults(...rules: { match?: FaultRule['match']; effect: FaultRule['effect'] }[]): void;
  /** Takes the requests that Graph received since the last call, those inside of batches left out. */
  takeRequests(): { method: string; path: string; status: number }[];
  /** Makes events in Outlook, an hour long each, one a day from now on by default. */
  fill(count: number, values?: (index: number) => Record<string, unknown>): Promise<void>;
  /** Sends a request to Graph as the owner, or as another user. */
  graph<T = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    user?: string,
  ): Promise<T>;
  add(values: Partial<EventValues>): StoredEvent;
  edit(event: StoredEvent, change: Partial<EventValues>): void;
  /** Takes the mails sent so far out of the outbox. */
  takeMails(): string[];
  advance(duration: Temporal.DurationLike): void;
  now(): Temporal.Instant;
}

/** A mailbox by default in use, which has pulled the seeded calendar once. @param parts what a test cares about. */
export async function createOutlookWorld(parts: Partial<RunMailbox> = {}): Promise<OutlookWorld> {
  let now = Temporal.Instant.from('2026-11-24T09:00:00Z');
  let counter = 0;
  const clock = { now: () => now };
  const ids = { uuid: () => `id-${(counter += 1)}` };
  const advance = (duration: Temporal.DurationLike) => {
    now = now.add(duration);
  };
  const sandbox = createSandbox({ clock, sleep: async () => {} });
  const transport = transportInto(sandbox);
  const clientOf = (user: string) => createGraphClient(transport, () => tokenFor(sandbox, user, now));
  let requestsTaken = 0;
  const store = createMemoryStore(clock.now);
  const outlook = createOutlook(clientOf(OWNER), clock);
  store.mailboxes.set(MAILBOX, newMailbox({ id: MAILBOX, userId: USER, addresses: [OWNER], ...parts }));
  const world: OutlookWorld = {
    sandbox,
    store,
    outlook,
    advance,
    now: clock.now,
    sync(options = {}) {
      advance({ seconds: 1 });
      return runSync({ mailboxId: MAILBOX, runId: ids.uuid(), ...options }, { store, outlook, clock, ids });
    },
    mailbox() {
      const mailbox = store.mailboxes.get(MAILBOX);
      if (!mailbox) throw new RangeError('The mailbox is not connected.');
      return mailbox;
    },
    faults(...rules) {
      sandbox.world().faults = readFaultRules(rules);
    },
    takeRequests() {
      const { ledger } = sandbox.world();
      const fresh = ledger
        .slice(requestsTaken)
        .filter((entry) => entry.service === 'graph' && entry.batch === undefined);
      requestsTaken = ledger.length;
      return fresh.map(({ method, path, status }) => ({ method, path, status }));
    },
    async fill(count, values = () => ({})) {
      for (let index = 0; index < count; index += 1) {
        const day = now
          .add({ hours: 24 * ((index % 300) + 1) })
          .toString()
          .slice(0, 10);
        const [start, end] = ['10:00:00', '11:00:00'].map((time) => ({ dateTime: `${day}T${time}`, timeZone: 'UTC' }));
        await world.graph('POST', '/me/events', { subject: `Event ${index}`, start, end, ...values(index) });
      }
    },
    async graph<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown, user = OWNER) {
      advance({ seconds: 1 });
      const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
      const answer = await clientOf(user).send({ method, path, headers, body });
      if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body as T;
    },
    add(values) {
      advance({ seconds: 1 });
      const { answer, reminderMinutes, showAs, categories, ...meeting } = meetingValues(values);
      const event: StoredEvent = {
        id: ids.uuid(),
        version: 1,
        kind: 'single',
        status: 'live',
        meeting,
        participations: new Map([[USER, { answer, reminderMinutes, showAs, categories, isHidden: false }]]),
        withheld: [],
        responses: {},
        organizerUserId: USER,
        sendAfter: null,
        createdAt: now.toString(),
      };
      store.events.set(event.id, event);
      return event;
    },
    edit(event, change) {
      advance({ seconds: 1 });
      event.version += 1;
      Object.assign(event.meeting, change);
    },
    takeMails: () =>
      sandbox
        .world()
        .outbox.splice(0)
        .map(({ kind, to }) => `${kind} ${to}`),
  };
  await world.sync();
  return world;
}

/** A token is used for so long, well within its life. */
const TOKEN_USED_MINUTES = 30;

const tokens = new WeakMap<Sandbox, Map<string, { token: string; until: Temporal.Instant }>>();

async function tokenFor(sandbox: Sandbox, user: string, now: Temporal.Instant): Promise<string> {
  const known = tokens.get(sandbox) ?? new Map<string, { token: string; until: Temporal.Instant }>();
  tokens.set(sandbox, known);
  const before = known.get(user);
  if (before && Temporal.Instant.compare(now, before.until) < 0) return before.token;
  const answer = await sandbox.handle({
    method: 'POST',
    url: new URL('http://localhost/_sandbox/token'),
    headers: {},
    body: JSON.stringify({ user, scopes: ['Calendars.ReadWrite'] }),
  });
  const { access_token: token } = JSON.parse(answer.body) as { access_token: string };
  known.set(user, { token, until: now.add({ minutes: TOKEN_USED_MINUTES }) });
  return token;
}
