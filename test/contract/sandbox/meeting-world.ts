// A small cast for tests of meetings: Ada organizes, Bo and Eve are invited, Zoe has no mailbox here.
import { type Answer, type GraphUser, openSandbox, type SandboxClient } from './sandbox-client.ts';

export const BO = 'bo@contoso.example';
export const EVE = 'eve@fabrikam.example';
export const ZOE = 'zoe@elsewhere.example';
export const PAT = 'pat@outlook.example';

/** An event as far as tests read it. */
export interface Event {
  id: string;
  '@odata.etag': string;
  subject: string | null;
  iCalUId: string;
  type: string;
  seriesMasterId: string | null;
  start: { dateTime: string; timeZone: string };
  end: { dateTime: string; timeZone: string };
  originalStart: string | null;
  isOrganizer: boolean;
  isCancelled: boolean;
  isDraft: boolean;
  isOnlineMeeting: boolean;
  showAs: string;
  categories: string[];
  reminderMinutesBeforeStart: number;
  isReminderOn: boolean;
  responseStatus: { response: string; time: string };
  attendees: {
    type: string;
    status: { response: string; time: string };
    emailAddress: { name: string; address: string };
    proposedNewTime?: { start: { dateTime: string } };
  }[];
  body: { contentType: string; content: string };
  recurrence: { pattern: Record<string, unknown>; range: Record<string, unknown> } | null;
  [name: string]: unknown;
}

export interface Refusal {
  error: { code: string; message: string };
}

export interface MeetingWorld extends SandboxClient {
  ada: GraphUser;
  bo: GraphUser;
  eve: GraphUser;
  /** Makes an event of Ada's; 9 to 10 on 2026-12-01 (a Tuesday) in Berlin unless said otherwise. */
  add(more?: Record<string, unknown>): Promise<Event>;
  /** The copies of a meeting in a mailbox: single events and series masters. */
  copies(user: GraphUser, event: Pick<Event, 'iCalUId'>): Promise<Event[]>;
  /** The one copy that there must be. */
  copy(user: GraphUser, event: Pick<Event, 'iCalUId'>): Promise<Event>;
  /** What a series shows between two dates, in order. */
  instances(user: GraphUser, masterId: string, from?: string, to?: string): Promise<Event[]>;
  /** What a calendar shows between two dates, in order. */
  view(user: GraphUser, from: string, to: string): Promise<Event[]>;
}

export const DAILY = {
  pattern: { type: 'daily', interval: 1 },
  range: { type: 'numbered', startDate: '2026-12-01', numberOfOccurrences: 10 },
} as const;

/** Weekly on Tuesdays. */
export const WEEKLY = {
  pattern: { type: 'weekly', interval: 1, daysOfWeek: ['tuesday'] },
  range: { type: 'noEnd', startDate: '2026-12-01' },
} as const;

export function at(dateTime: string, timeZone = 'Europe/Berlin') {
  return { dateTime, timeZone };
}

export function times(start: string, end: string, timeZone?: string) {
  return { start: at(start, timeZone), end: at(end, timeZone) };
}

export function invite(...addresses: string[]) {
  return addresses.map((address) => ({ emailAddress: { address }, type: 'required' }));
}

export function openMeetingWorld(options?: Parameters<typeof openSandbox>[0]): MeetingWorld {
  const client = openSandbox(options);
  const cast = () => ({ ada: client.as('ada'), bo: client.as('bo'), eve: client.as(EVE) });
  let users = cast();
  const list = async (user: GraphUser, path: string) => {
    const answer = expectStatus(await user.get<{ value: Event[] }>(path), 200);
    return answer.body.value;
  };
  const world: MeetingWorld = {
    ...client,
    get ada() {
      return users.ada;
    },
    get bo() {
      return users.bo;
    },
    get eve() {
      return users.eve;
    },
    advance(duration) {
      client.advance(duration);
      // Tokens live for about an hour.
      users = cast();
    },
    async add(more = {}) {
      const body = { subject: 'Launch', ...times('2026-12-01T09:00:00', '2026-12-01T10:00:00'), ...more };
      return expectStatus(await users.ada.post<Event>('/me/events', body), 201).body;
    },
    copies: (user, { iCalUId }) => list(user, `/me/events?$filter=iCalUId eq '${iCalUId}'`),
    async copy(user, event) {
      const [copy, ...others] = await world.copies(user, event);
      if (!copy || others.length > 0) throw new Error(`There are ${copy ? others.length + 1 : 0} copies.`);
      return copy;
    },
    instances: (user, masterId, from = '2026-11-01', to = '2027-02-01') =>
      list(
        user,
        `/me/events/${masterId}/instances?startDateTime=${from}&endDateTime=${to}&$top=100&$orderby=start/dateTime`,
      ),
    view: (user, from, to) =>
      list(user, `/me/calendarView?startDateTime=${from}&endDateTime=${to}&$top=100&$orderby=start/dateTime`),
  };
  return world;
}

/** @throws Error with the answer in it, so that a failed step of a story says why. */
export function expectStatus<Body>(answer: Answer<Body>, status: number): Answer<Body> {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return answer;
}

/** The day of a start, as shown. */
export function dayOf(event: Event): string {
  return event.start.dateTime.slice(0, 'YYYY-MM-DD'.length);
}
