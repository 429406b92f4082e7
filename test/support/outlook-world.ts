// A world for tests of the sync against the sandbox: our side in memory, Outlook's side the local Microsoft, in process.
import { Temporal } from 'temporal-polyfill';
import { createGraphClient } from '../../graph/transport/graph-client.ts';
import { createOutlook, type EventValues, type OutlookPort, type RunReport, runSync } from '../../sync/index.ts';
import { createSandbox, type Sandbox } from '../sandbox/create-sandbox.ts';
import { createMemoryStore, type MemoryStore, type StoredEvent } from './memory-store.ts';
import { transportInto } from './sandbox-transport.ts';
import { meetingValues } from './sync-world.ts';

export const OWNER = 'ada@contoso.example';
const USER = 'user-ada';
const MAILBOX = 'mailbox-ada';

export interface OutlookWorld {
  sandbox: Sandbox;
  store: MemoryStore;
  outlook: OutlookPort;
  sync(): Promise<RunReport>;
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
}

/** An active mailbox that has pulled the seeded calendar once. */
export async function createOutlookWorld(): Promise<OutlookWorld> {
  let now = Temporal.Instant.from('2026-11-24T09:00:00Z');
  let counter = 0;
  const clock = { now: () => now };
  const ids = { uuid: () => `id-${(counter += 1)}` };
  const advance = (duration: Temporal.DurationLike) => {
    now = now.add(duration);
  };
  const sandbox = createSandbox({ clock, sleep: async () => {} });
  const transport = transportInto(sandbox);
  const clientOf = (user: string) => createGraphClient(transport, () => tokenFor(sandbox, user));
  const store = createMemoryStore(clock.now);
  const outlook = createOutlook(clientOf(OWNER), clock);
  store.mailboxes.set(MAILBOX, {
    id: MAILBOX,
    userId: USER,
    addresses: [OWNER],
    installationId: 'test',
    phase: 'active',
    confirmation: null,
    calendars: [],
    epoch: 0,
  });
  const world: OutlookWorld = {
    sandbox,
    store,
    outlook,
    advance,
    sync() {
      advance({ seconds: 1 });
      return runSync({ mailboxId: MAILBOX, runId: ids.uuid() }, { store, outlook, clock, ids });
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

const tokens = new WeakMap<Sandbox, Map<string, string>>();

async function tokenFor(sandbox: Sandbox, user: string): Promise<string> {
  const known = tokens.get(sandbox) ?? new Map<string, string>();
  tokens.set(sandbox, known);
  const token = known.get(user);
  if (token !== undefined) return token;
  const answer = await sandbox.handle({
    method: 'POST',
    url: new URL('http://localhost/_sandbox/token'),
    headers: {},
    body: JSON.stringify({ user, scopes: ['Calendars.ReadWrite'] }),
  });
  const { access_token: issued } = JSON.parse(answer.body) as { access_token: string };
  known.set(user, issued);
  return issued;
}
