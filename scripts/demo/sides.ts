// The two sides that the demo reads and acts on, each by its public way: the product's API, and Graph.
import type { GraphEvent } from '../../graph/models/event.ts';
import type { EventList, EventView } from '../../server/schemas/events.ts';
import type { OutboxMail } from '../../test/sandbox/core/world.ts';
import { type Answer, type HttpSession, openHttpSession } from '../../test/support/http-session.ts';
import type { Person } from '../../test/support/microsoft-account.ts';
import type { Range } from './state.ts';

const EVENTS_READ_MAX = 200;
const FIELDS = 'id,subject,start,end,isAllDay,isCancelled,attendees,type,isOrganizer';
const UNAUTHORIZED = 401;

export interface Sides {
  /** The demo's user, signed in at the product. */
  user: HttpSession;
  /** The sandbox's control API. */
  sandbox: HttpSession;
  person: Person;
  /** @throws Error with Graph's words. */
  graph<T>(method: string, path: string, body?: unknown): Promise<T>;
}

export function openSides(options: { sandboxUrl: string; user: HttpSession; person: Person }): Sides {
  const { sandboxUrl, user, person } = options;
  const sandbox = openHttpSession(sandboxUrl);
  let token: string | null = null;
  const newToken = async () => {
    const answer = await sandbox.call<{ access_token: string }>('POST', '/_sandbox/token', {
      user: person.userPrincipalName,
      scopes: ['Calendars.ReadWrite'],
    });
    return answer.access_token;
  };
  const send = async (method: string, path: string, body: unknown): Promise<Answer> => {
    token ??= await newToken();
    return sandbox.request(method, `/v1.0${path}`, { body, headers: { authorization: `Bearer ${token}` } });
  };
  return {
    user,
    sandbox,
    person,
    async graph<T>(method: string, path: string, body?: unknown) {
      let answer = await send(method, path, body);
      if (answer.status === UNAUTHORIZED) {
        // The sandbox's clock can be moved past the token's end.
        token = null;
        answer = await send(method, path, body);
      }
      if (answer.status >= 300)
        throw new Error(`Graph answered ${method} ${path} with ${answer.status}: ${answer.text}`);
      return answer.json as T;
    },
  };
}

/** Events of ours in a range, series expanded. */
export async function eventsHere({ user }: Sides, { from, to }: Range, archived = false): Promise<EventView[]> {
  const { events } = await user.call<EventList>('GET', `/api/events?from=${from}&to=${to}&archived=${archived}`);
  return events;
}

/** What Outlook shows in a range, cancelled meetings aside. */
export async function eventsThere({ graph }: Sides, { from, to }: Range): Promise<GraphEvent[]> {
  const query = `startDateTime=${from}&endDateTime=${to}&$top=${EVENTS_READ_MAX}&$select=${FIELDS}`;
  const { value } = await graph<{ value: GraphEvent[] }>('GET', `/me/calendarView?${query}`);
  return value.filter((event) => !event.isCancelled);
}

/** The mails that this person sent or got, oldest first. */
export async function outboxOf({ sandbox, person }: Sides): Promise<OutboxMail[]> {
  const mailbox = encodeURIComponent(person.userPrincipalName);
  const { value } = await sandbox.call<{ value: OutboxMail[] }>('GET', `/_sandbox/outbox?mailbox=${mailbox}`);
  return value;
}

/** People's names by address, lower case. */
export async function namesOf({ sandbox }: Sides): Promise<Map<string, string>> {
  const { tenants } = await sandbox.call<{
    tenants: { users: { userPrincipalName: string; displayName: string }[] }[];
  }>('GET', '/_sandbox/info');
  const people = tenants.flatMap(({ users }) => users);
  return new Map(people.map((person) => [person.userPrincipalName.toLowerCase(), person.displayName]));
}
