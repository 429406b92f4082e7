// For tests of delta: a calendar without seeded events, short ways to fill it, and rounds read to their end.
import { expect } from 'vitest';
import type { Mailbox } from '../../sandbox/graph/calendar/state.ts';
import { mailboxByAddress } from '../../sandbox/graph/calendar/state.ts';
import { type Answer, type GraphUser, openSandbox, type SandboxClient } from './sandbox-client.ts';

/** An item of a page; of a removed one, little more than its id. */
export type Entry = Readonly<Record<string, unknown>> & { readonly id: string };

/** A page of delta as answered. */
export interface DeltaBody {
  '@odata.context': string;
  value: Entry[];
  '@odata.nextLink'?: string;
  '@odata.deltaLink'?: string;
}

export interface Round {
  pages: Entry[][];
  /** All entries, in order. */
  entries: Entry[];
  deltaLink: string;
}

export interface DeltaWorld {
  client: SandboxClient;
  graph: GraphUser;
  /** Of an empty calendar beside the default one: `/me/calendars/{id}`. */
  calendar: string;
  calendarId: string;
  /** The first link of a round over December 2026. */
  first: string;
  /** POSTs an event to the empty calendar; a day of December 2026 and an hour in UTC. @returns the event. */
  add(subject: string, day: number, more?: Record<string, unknown>): Promise<Event>;
  /** The same, repeated daily from that day on. */
  addSeries(subject: string, day: number, times: number, more?: Record<string, unknown>): Promise<Event>;
  faults(...rules: { match?: Record<string, unknown>; effect: Record<string, unknown> }[]): Promise<void>;
  settings(change: Record<string, unknown>): Promise<void>;
  /** A user whose access token is new; after the clock has moved far, the old one's has expired. */
  signInAgain(): GraphUser;
  /** The mailbox behind the sandbox, for what people do and Graph cannot. */
  mailbox(): Mailbox;
}

export type Event = Entry & { '@odata.etag': string };

interface WallClock {
  dateTime: string;
  timeZone: string;
}

export const WINDOW = 'startDateTime=2026-12-01T00:00:00Z&endDateTime=2027-01-01T00:00:00Z';
/** No test needs more pages; a round that goes on has no end. */
const PAGES_MAX = 50;

export async function openDelta(options: { user?: string } = {}): Promise<DeltaWorld> {
  const client = openSandbox();
  const user = options.user ?? 'ada';
  let graph = client.as(user);
  const calendarId = String((await graph.post('/me/calendars', { name: 'Empty' })).body.id);
  const calendar = `/me/calendars/${calendarId}`;
  const add = async (subject: string, day: number, more: Record<string, unknown> = {}) => {
    const answer = await graph.post<Event>(`${calendar}/events`, {
      subject,
      ...timesOn(day),
      ...more,
    });
    expect(answer).toMatchObject({ status: 201 });
    return answer.body;
  };
  return {
    client,
    graph,
    calendar,
    calendarId,
    first: `${calendar}/calendarView/delta?${WINDOW}`,
    add,
    addSeries: (subject, day, times, more = {}) => add(subject, day, { recurrence: daily(day, times), ...more }),
    async faults(...rules) {
      const list = rules.map(({ match = {}, effect }) => ({ match: { path: 'delta', ...match }, effect }));
      expect(await client.control('PUT', '/faults', { rules: list })).toMatchObject({ status: 204 });
    },
    async settings(change) {
      expect(await client.control('PUT', '/settings', change)).toMatchObject({ status: 200 });
    },
    signInAgain() {
      graph = client.as(user);
      return graph;
    },
    mailbox() {
      const mailbox = mailboxByAddress(client.world(), user.includes('@') ? user : `${user}@contoso.example`);
      if (!mailbox) throw new Error(`${user} has no mailbox.`);
      return mailbox;
    },
  };
}

export function timesOn(day: number, hour = 9): { start: WallClock; end: WallClock } {
  const at = (time: number) => {
    const date = new Date(Date.UTC(2026, 11, day, time));
    return { dateTime: date.toISOString().slice(0, 19), timeZone: 'UTC' };
  };
  return { start: at(hour), end: at(hour + 1) };
}

export function daily(day: number, times: number): Record<string, unknown> {
  const startDate = timesOn(day).start.dateTime;
  return {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'numbered', startDate: startDate.slice(0, 10), numberOfOccurrences: times },
  };
}

/** One page. @throws AssertionError for any other answer than 200. */
export async function readPage(
  graph: GraphUser,
  link: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<DeltaBody>> {
  const answer = await graph.get<DeltaBody>(link, headers);
  expect(answer).toMatchObject({ status: 200 });
  return answer;
}

/** All pages from a link to the deltaLink. */
export async function readRound(
  graph: GraphUser,
  link: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Round> {
  const pages: Entry[][] = [];
  let next = link;
  while (pages.length < PAGES_MAX) {
    const { body } = await readPage(graph, next, headers);
    pages.push(body.value);
    const deltaLink = body['@odata.deltaLink'];
    if (deltaLink !== undefined) return { pages, entries: pages.flat(), deltaLink };
    next = String(body['@odata.nextLink']);
  }
  throw new Error(`No deltaLink after ${PAGES_MAX} pages.`);
}

export function removed(id: string): Entry {
  return { '@odata.type': '#microsoft.graph.event', id, '@removed': { reason: 'deleted' } };
}

/** Entries in short: `subject`, `occurrence MM-DD`, `exception subject`, or `removed`. */
export function inShort(entries: readonly Entry[]): string[] {
  return entries.map((entry) => {
    if ('@removed' in entry) return 'removed';
    if (entry.type !== 'occurrence')
      return entry.type === 'exception' ? `exception ${String(entry.subject)}` : String(entry.subject);
    return `occurrence ${(entry.start as { dateTime: string }).dateTime.slice(5, 10)}`;
  });
}
