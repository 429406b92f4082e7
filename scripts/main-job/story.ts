// The main job, played by HTTP as people would: connect, review, confirm, edit on both sides, and both sides are equal.
import { setTimeout as pause } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import type { GraphEvent } from '../../graph/models/event.ts';
import type { EventInput, EventList, EventView } from '../../server/schemas/events.ts';
import type { ConnectAnswer, MailboxView } from '../../server/schemas/mailbox.ts';
import type { ReviewView } from '../../server/schemas/review.ts';
import { type HttpSession, openHttpSession } from '../../test/support/http-session.ts';
import { type Person, signInAtMicrosoft } from '../../test/support/microsoft-account.ts';
import { compareSides, type Sides } from './compare-sides.ts';

const WAIT_MS = 300;
const WAITS_MAX = 100;
/** Days around now that are compared. */
const DAYS_BACK = 30;
const DAYS_AHEAD = 60;

export interface StoryWorld {
  serverUrl: string;
  sandboxUrl: string;
  /** Our user, signed in. */
  user: HttpSession;
  /** The same person at Microsoft. */
  person: Person;
  say(text: string): void;
}

/** Connects the user through the real OAuth route and waits for the review. */
export async function connect(world: StoryWorld): Promise<ReviewView> {
  const { user, serverUrl, person } = world;
  const { authorizeUrl } = await user.call<ConnectAnswer>('POST', '/api/mailbox/connect', {
    returnTo: '/outlook/review',
  });
  const callback = new URL(await signInAtMicrosoft(authorizeUrl, person));
  if (callback.origin !== serverUrl)
    throw new Error(`Microsoft sent the browser to ${callback.origin}, not to ${serverUrl}.`);
  const answer = await user.request('GET', callback.pathname + callback.search);
  if (answer.status !== 303) throw new Error(`The callback answered ${answer.status}: ${answer.text}`);
  return until('the review', async () => {
    const review = await user.call<ReviewView>('GET', '/api/mailbox/review');
    return review.ready ? review : null;
  });
}

/** Confirms the quiet choice and waits until the first sync is through. */
export async function confirmQuietly(world: StoryWorld, review: ReviewView): Promise<void> {
  await world.user.call('POST', '/api/mailbox/review/confirm', {
    choice: 'quiet',
    fingerprint: review.fingerprint,
    confirmedMails: review.mails.quiet.length,
  });
  await until('the first sync', async () => {
    const mailbox = await readMailbox(world);
    return mailbox.state === 'active' && !mailbox.running ? mailbox : null;
  });
}

/** What the user had here before connecting: one event alone, one with guests. */
export async function makeEventsBeforeConnecting({ user }: StoryWorld): Promise<void> {
  await user.call('POST', '/api/events', input('Read the handbook', 1, '13:00', 60));
  const guests = [{ address: 'bo@contoso.example' }, { address: 'press@elsewhere.example' }];
  await user.call('POST', '/api/events', { ...input('Kick-off planned long ago', 5, '10:00', 90), guests });
}

/** Edits on both sides, each sent at once instead of after its undo time. */
export async function editBothSides(world: StoryWorld): Promise<void> {
  const { user, say } = world;
  const launch = await user.call<EventView>('POST', '/api/events', {
    ...input('Launch party', 7, '17:00', 120),
    guests: [{ address: 'bo@contoso.example', name: 'Bo Tanaka' }, { address: 'caterer@elsewhere.example' }],
    mail: 'send',
  });
  await sendNow(world, launch.id);
  await settled(world, launch.id);
  say('  here: created “Launch party” with two guests');
  const moved = await change(world, launch.id, {
    when: input('', 7, '18:00', 120).when,
    places: ['Roof terrace'],
    mail: 'send',
  });
  say('  here: moved it by an hour, to the roof terrace');
  await user.call('POST', `/api/events/${moved.id}/attendees`, {
    address: 'chidi@contoso.example',
    name: 'Chidi Okafor',
    mail: 'send',
  });
  await sendNow(world, moved.id);
  await settled(world, moved.id);
  say('  here: added Chidi');
  const offsite = await user.call<EventView>('POST', '/api/events', {
    ...input('Offsite (called off)', 9, '09:00', 240),
    guests: [{ address: 'bo@contoso.example' }],
    mail: 'send',
  });
  await sendNow(world, offsite.id);
  await settled(world, offsite.id);
  await user.call('POST', `/api/events/${offsite.id}/archive`, { mail: 'send' });
  await sendNow(world, offsite.id);
  say('  here: created “Offsite”, then archived it');
  await editInOutlook(world);
}

async function editInOutlook(world: StoryWorld): Promise<void> {
  const { say } = world;
  const graph = await graphOf(world);
  const [focus] = (await graph<{ value: GraphEvent[] }>('GET', "/me/events?$filter=subject eq 'Focus time'")).value;
  if (!focus) throw new Error('The sandbox has no “Focus time”.');
  const later = (time: { dateTime: string; timeZone: string }) => ({
    ...time,
    dateTime: Temporal.PlainDateTime.from(time.dateTime).add({ hours: 2 }).toString(),
  });
  await graph('PATCH', `/me/events/${focus.id}`, { start: later(focus.start), end: later(focus.end) });
  say('  Outlook: moved “Focus time” by two hours');
  const { when } = input('', 8, '08:30', 30);
  await graph('POST', '/me/events', {
    subject: 'Breakfast with the board',
    start: { dateTime: when.start, timeZone: when.zone },
    end: { dateTime: when.end, timeZone: when.zone },
    location: { displayName: 'Canteen' },
  });
  say('  Outlook: created “Breakfast with the board”');
  const [dentist] = (await graph<{ value: GraphEvent[] }>('GET', "/me/events?$filter=subject eq 'Dentist'")).value;
  if (dentist) await graph('DELETE', `/me/events/${dentist.id}`);
  say('  Outlook: deleted “Dentist”');
}

/** Syncs until both sides hold the same. @throws Error with the differences when they don't in time. */
export async function waitForEqualSides(world: StoryWorld): Promise<Sides> {
  let last: Sides | null = null;
  try {
    return await until('both sides to be equal', async () => {
      await world.user.call('POST', '/api/mailbox/sync');
      await pause(WAIT_MS);
      last = await readSides(world);
      return last.onlyHere.length + last.onlyThere.length === 0 ? last : null;
    });
  } catch (error) {
    throw new Error(`${String(error)} ${JSON.stringify(last, null, 2)}`, { cause: error });
  }
}

async function readSides(world: StoryWorld): Promise<Sides> {
  const now = Temporal.Now.instant();
  const from = now.subtract({ hours: DAYS_BACK * 24 }).toString({ smallestUnit: 'second' });
  const to = now.add({ hours: DAYS_AHEAD * 24 }).toString({ smallestUnit: 'second' });
  const here = await world.user.call<EventList>('GET', `/api/events?from=${from}&to=${to}`);
  const graph = await graphOf(world);
  const there = await graph<{ value: GraphEvent[] }>(
    'GET',
    `/me/calendarView?startDateTime=${from}&endDateTime=${to}&$top=500`,
  );
  return compareSides(here.events, there.value);
}

async function graphOf({ sandboxUrl, person }: StoryWorld) {
  const sandbox = openHttpSession(sandboxUrl);
  const { access_token: token } = await sandbox.call<{ access_token: string }>('POST', '/_sandbox/token', {
    user: person.userPrincipalName,
    scopes: ['Calendars.ReadWrite'],
  });
  return <T>(method: string, path: string, body?: unknown) =>
    sandbox.call<T>(method, `/v1.0${path}`, body, { authorization: `Bearer ${token}` });
}

function readMailbox({ user }: StoryWorld): Promise<MailboxView> {
  return user.call<MailboxView>('GET', '/api/mailbox');
}

async function change(world: StoryWorld, id: string, body: Record<string, unknown>): Promise<EventView> {
  const { version } = await world.user.call<EventView>('GET', `/api/events/${id}`);
  const changed = await world.user.call<EventView>('PATCH', `/api/events/${id}`, body, { 'if-match': `"${version}"` });
  await sendNow(world, id);
  await settled(world, id);
  return changed;
}

async function sendNow({ user }: StoryWorld, id: string): Promise<void> {
  await user.call('POST', `/api/events/${id}/send-now`);
}

/** Waits until Outlook has what was last said here of an event. */
async function settled({ user }: StoryWorld, id: string): Promise<void> {
  await until(`event ${id} to be sent`, async () => {
    const { link } = await user.call<EventView>('GET', `/api/events/${id}`);
    const mailbox = await user.call<MailboxView>('GET', '/api/mailbox');
    return link.state !== null && link.sendAfter === null && !mailbox.running ? link : null;
  });
}

async function until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  for (let attempt = 0; attempt < WAITS_MAX; attempt += 1) {
    const found = await ask();
    if (found !== null) return found;
    await pause(WAIT_MS);
  }
  throw new Error(`Waited ${(WAITS_MAX * WAIT_MS) / 1000} s for ${what}.`);
}

function input(subject: string, day: number, time: string, minutes: number): EventInput {
  const zone = 'Europe/Berlin';
  const start = Temporal.Now.plainDateISO(zone).add({ days: day }).toPlainDateTime(Temporal.PlainTime.from(time));
  const text = (at: Temporal.PlainDateTime) => at.toString({ smallestUnit: 'second' });
  return { subject, when: { start: text(start), end: text(start.add({ minutes })), zone, isAllDay: false } };
}
