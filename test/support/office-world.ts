// An office for tests: several people of one sandbox in process, each with an own mailbox here, and one store for all of them.
import { Temporal } from 'temporal-polyfill';
import type { GraphEvent } from '../../graph/models/event.ts';
import {
  createOutlook,
  type EventValues,
  type FirstSyncChoice,
  type OutlookPort,
  type RunMailbox,
  type RunReport,
  runSync,
} from '../../sync/index.ts';
import { createSandbox, type Sandbox } from '../sandbox/create-sandbox.ts';
import {
  createMemoryStore,
  type MemoryStore,
  newMailbox,
  type StoredEvent,
  type StoredMailbox,
} from './memory-store.ts';
import { clientInto } from './sandbox-transport.ts';
import { editStored, guests, storedEvent } from './sync-world.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** A person with a mailbox in Outlook, who may be connected here. */
export interface Colleague {
  readonly address: string;
  readonly userId: string;
  readonly mailboxId: string;
  readonly outlook: OutlookPort;
  /** Connects the mailbox, by default past its review, and pulls once. @param parts what a test cares about. */
  connect(parts?: Partial<RunMailbox>): Promise<RunReport>;
  /** Agrees to the review as it stands, and runs. */
  confirm(choice: FirstSyncChoice, mails?: number): Promise<RunReport>;
  /** A run a second later. */
  sync(options?: { isDryRun?: boolean }): Promise<RunReport>;
  /** What the store keeps of the connection, to be changed by a test. */
  mailbox(): StoredMailbox;
  /** A request to Graph as this person. */
  graph<T = Record<string, unknown>>(method: Method, path: string, body?: unknown): Promise<T>;
  /** The items of the own calendar in Outlook with a subject. */
  items(subject: string): Promise<GraphEvent[]>;
  /** Makes an event in Outlook, an hour long and three days ahead. */
  create(event: Record<string, unknown>): Promise<GraphEvent>;
  /** Makes an event here, as if through the API. */
  add(values?: Partial<EventValues>, extra?: Partial<StoredEvent>): StoredEvent;
}

export interface OfficeWorld {
  sandbox: Sandbox;
  store: MemoryStore;
  ada: Colleague;
  bo: Colleague;
  chidi: Colleague;
  /** Anybody else of the sandbox, by address. */
  colleague(address: string): Colleague;
  now(): Temporal.Instant;
  advance(duration: Temporal.DurationLike): void;
  /** Edits an event here, as if through the API. */
  edit(event: StoredEvent, change: Partial<EventValues>, by?: Colleague): void;
  end(event: StoredEvent, status: 'deleted' | 'archived'): void;
  revive(event: StoredEvent): void;
  /** Events here with a subject, as they are now. */
  events(subject: string): StoredEvent[];
  /** Takes the mails sent so far out of the outbox: kind and recipient. */
  takeMails(): string[];
  /** Takes the writes that Graph received since the last call: who, method, and path without ids. */
  takeWrites(): string[];
}

const WEEK_AHEAD = {
  start: { dateTime: '2026-11-27T10:00:00', timeZone: 'W. Europe Standard Time' },
  end: { dateTime: '2026-11-27T11:00:00', timeZone: 'W. Europe Standard Time' },
};

/** Nobody is connected yet; the sandbox has its usual people and calendars. */
export function createOfficeWorld(): OfficeWorld {
  let now = Temporal.Instant.from('2026-11-24T09:00:00Z');
  let counter = 0;
  let writesSeen = 0;
  const clock = { now: () => now };
  const ids = { uuid: () => `id-${(counter += 1)}` };
  const advance = (duration: Temporal.DurationLike) => {
    now = now.add(duration);
  };
  const sandbox = createSandbox({ clock, sleep: async () => {} });
  const store = createMemoryStore(clock.now);
  const office = { sandbox, store, clock, ids, advance };
  const colleagues = new Map<string, Colleague>();
  const colleague = (address: string) => {
    const known = colleagues.get(address) ?? createColleague(office, address);
    colleagues.set(address, known);
    return known;
  };
  return {
    sandbox,
    store,
    ada: colleague('ada@contoso.example'),
    bo: colleague('bo@contoso.example'),
    chidi: colleague('chidi@contoso.example'),
    colleague,
    now: clock.now,
    advance,
    edit(event, change, by) {
      advance({ seconds: 1 });
      editStored(event, change, by?.userId ?? event.organizerUserId ?? '');
    },
    end(event, status) {
      advance({ seconds: 1 });
      Object.assign(event, { status, version: event.version + 1 });
    },
    revive(event) {
      advance({ seconds: 1 });
      Object.assign(event, { status: 'live', version: event.version + 1 });
    },
    events: (subject) => [...store.events.values()].filter((event) => event.meeting.subject === subject),
    takeMails: () =>
      sandbox
        .world()
        .outbox.splice(0)
        .map(({ kind, to }) => `${kind} ${to}`),
    takeWrites() {
      const { ledger } = sandbox.world();
      const fresh = ledger.slice(writesSeen).filter((entry) => entry.service === 'graph' && isWrite(entry));
      writesSeen = ledger.length;
      return fresh.map(({ mailbox, method, path }) => `${nameOf(mailbox)} ${method} ${withoutIds(path)}`);
    },
  };
}

function isWrite({ method, path }: { method: string; path: string }): boolean {
  return method !== 'GET' && !path.endsWith('/$batch');
}

function nameOf(mailbox: string | null): string {
  return (mailbox ?? 'nobody').split('@')[0] ?? '';
}

function withoutIds(path: string): string {
  return path.replace(/^\/(v1\.0|beta)/, '').replace(/\/(calendars|events)\/[^/?]+/g, '/$1/…');
}

interface Office {
  sandbox: Sandbox;
  store: MemoryStore;
  clock: { now(): Temporal.Instant };
  ids: { uuid(): string };
  advance(duration: Temporal.DurationLike): void;
}

function createColleague(office: Office, address: string): Colleague {
  const { sandbox, store, clock, ids, advance } = office;
  const alias = nameOf(address);
  const userId = `user-${alias}`;
  const mailboxId = `mailbox-${alias}`;
  const client = clientInto(sandbox, address, clock.now);
  const outlook = createOutlook(client, clock);
  const colleague: Colleague = {
    address,
    userId,
    mailboxId,
    outlook,
    async connect(parts = {}) {
      store.mailboxes.set(mailboxId, newMailbox({ id: mailboxId, userId, addresses: [address], ...parts }));
      return colleague.sync();
    },
    async confirm(choice, mails = 0) {
      const confirmation = { choice, mails, deletions: 0, at: clock.now().toString(), overrides: {} };
      Object.assign(colleague.mailbox(), { phase: 'confirmed', confirmation });
      return colleague.sync();
    },
    sync(options = {}) {
      advance({ seconds: 1 });
      return runSync({ mailboxId, runId: ids.uuid(), ...options }, { store, outlook, clock, ids });
    },
    mailbox() {
      const mailbox = store.mailboxes.get(mailboxId);
      if (!mailbox) throw new RangeError(`${address} is not connected.`);
      return mailbox;
    },
    async graph<T>(method: Method, path: string, body?: unknown) {
      advance({ seconds: 1 });
      const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
      const answer = await client.send({ method, path, headers, body });
      if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body as T;
    },
    async items(subject) {
      const filter = encodeURIComponent(`subject eq '${subject}'`);
      return (await colleague.graph<{ value: GraphEvent[] }>('GET', `/me/events?$filter=${filter}`)).value;
    },
    create: (event) => colleague.graph<GraphEvent>('POST', '/me/events', { ...WEEK_AHEAD, ...event }),
    add(values = {}, extra = {}) {
      advance({ seconds: 1 });
      const event = storedEvent(ids.uuid(), values, clock.now(), extra, userId);
      store.events.set(event.id, event);
      return event;
    },
  };
  return colleague;
}

/** Ada and Bo, both connected, with a meeting of Ada's that Bo has joined; nothing of how it came about is left to take. */
export async function createMeetingOfTwo(): Promise<{ office: OfficeWorld; meeting: StoredEvent }> {
  const office = createOfficeWorld();
  const { ada, bo } = office;
  await ada.connect();
  await bo.connect();
  const meeting = ada.add({ subject: 'Launch', guests: guests(bo.address) });
  for (const colleague of [ada, bo, ada]) await colleague.sync();
  office.takeWrites();
  office.takeMails();
  return { office, meeting };
}
