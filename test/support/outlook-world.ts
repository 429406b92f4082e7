// A world for tests of the sync against the sandbox: our side in memory, Outlook's side the local Microsoft, in process.
import type { Temporal } from 'temporal-polyfill';
import type { EventValues, OutlookPort, RunMailbox, RunReport } from '../../sync/index.ts';
import { readFaultRules } from '../sandbox/core/fault-rules.ts';
import type { FaultRule } from '../sandbox/core/world.ts';
import type { Sandbox } from '../sandbox/create-sandbox.ts';
import type { MemoryStore, StoredEvent, StoredMailbox } from './memory-store.ts';
import { createOfficeWorld } from './office-world.ts';

export const OWNER = 'ada@contoso.example';

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
  const office = createOfficeWorld();
  const { ada, sandbox, store, advance, now } = office;
  let requestsTaken = 0;
  await ada.connect(parts);
  return {
    sandbox,
    store,
    outlook: ada.outlook,
    advance,
    now,
    sync: ada.sync,
    mailbox: ada.mailbox,
    takeMails: office.takeMails,
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
        const day = now()
          .add({ hours: 24 * ((index % 300) + 1) })
          .toString()
          .slice(0, 10);
        const [start, end] = ['10:00:00', '11:00:00'].map((time) => ({ dateTime: `${day}T${time}`, timeZone: 'UTC' }));
        await ada.graph('POST', '/me/events', { subject: `Event ${index}`, start, end, ...values(index) });
      }
    },
    graph: (method, path, body, user = OWNER) => office.colleague(user).graph(method, path, body),
    add: ada.add,
    edit: office.edit,
  };
}
