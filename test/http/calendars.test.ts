// Several calendars of one mailbox: what Outlook has, which of them sync and which way, and what is refused.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CalendarList, CalendarView, Direction } from '../../server/schemas/calendars.ts';
import type { EventView } from '../../server/schemas/events.ts';
import type { ConnectedUser } from '../support/connected-user.ts';
import { NEXT_MONTH, NEXT_MONTH_RANGE } from '../support/next-month.ts';
import { type SyncServer, startSyncServer } from '../support/sync-server.ts';
import { until } from '../support/until.ts';

const TIME = {
  start: { dateTime: NEXT_MONTH.start, timeZone: 'W. Europe Standard Time' },
  end: { dateTime: NEXT_MONTH.end, timeZone: 'W. Europe Standard Time' },
};

let world: SyncServer;
let ada: ConnectedUser;
let sideId: string;

beforeAll(async () => {
  world = await startSyncServer();
  ada = await world.userFor('ada');
  await ada.connect();
  await ada.confirm('quiet');
  sideId = (await ada.outlook<{ id: string }>('POST', '/me/calendars', { name: 'Side' })).id;
  await ada.outlook('POST', `/me/calendars/${sideId}/events`, { subject: 'On the side', ...TIME });
});
afterAll(() => world.close());

const list = async () => (await ada.session.call<CalendarList>('GET', '/api/mailbox/calendars')).calendars;
const named = async (name: string): Promise<CalendarView> => {
  const found = (await list()).find((calendar) => calendar.name === name);
  if (!found) throw new Error(`Outlook has no calendar ${name}.`);
  return found;
};
const standard = async () => (await list()).filter((calendar) => calendar.isDefault);
const choose = (calendars: { graphId: string; direction: Direction }[]) =>
  ada.session.request('PUT', '/api/mailbox/calendars', { body: { calendars } });
const chosen = ({ graphId }: CalendarView, direction: Direction) => ({ graphId, direction });
const subjectsHere = async () => {
  const { events } = await ada.session.call<{ events: EventView[] }>('GET', `/api/events?${NEXT_MONTH_RANGE}`);
  return events.map((event) => event.subject);
};
const sideSubjects = async () => {
  const { value } = await ada.outlook<{ value: { id: string; subject: string }[] }>(
    'GET',
    `/me/calendars/${sideId}/events?$top=50`,
  );
  return value;
};

test('the default calendar syncs both ways by itself; the others are listed with what they allow', async () => {
  const [primary, ...others] = await standard();
  expect(others).toEqual([]);
  expect(primary).toMatchObject({ direction: 'both', directions: ['both', 'here', 'there'], isOwn: true });
  expect(await named('Side')).toMatchObject({ direction: null, isOwn: true, directions: ['both', 'here', 'there'] });
  expect(await named('Team')).toMatchObject({ direction: null, isOwn: false, canEdit: false, directions: ['here'] });
  expect(await named('Projects')).toMatchObject({ direction: null, isOwn: false, canEdit: true, directions: ['here'] });
});

test.each([
  ['both', 'Team'],
  ['there', 'Team'],
  ['both', 'Projects'],
] as const)('direction %s is refused for %s, which somebody else owns', async (direction, name) => {
  const [primary] = await standard();
  if (!primary) throw new Error('There is a default calendar.');
  expect(await choose([chosen(primary, 'both'), chosen(await named(name), direction)])).toMatchObject({
    status: 400,
    json: {
      error: { code: 'calendar_read_only', field: 'calendars/1/direction', advice: expect.stringContaining('to here') },
    },
  });
});

test('an unknown calendar, one that is named twice, and a choice without the default one are refused', async () => {
  const [primary] = await standard();
  if (!primary) throw new Error('There is a default calendar.');
  const unknown = { graphId: 'nothing', direction: 'both' as const };
  const refusals = [
    [await choose([chosen(primary, 'both'), unknown]), 'calendar_unknown'],
    [await choose([chosen(primary, 'both'), chosen(primary, 'here')]), 'calendar_chosen_twice'],
    [await choose([chosen(await named('Side'), 'both')]), 'default_calendar_needed'],
  ] as const;
  for (const [answer, code] of refusals) expect(answer).toMatchObject({ status: 400, json: { error: { code } } });
  expect(await ada.mailbox()).toMatchObject({ state: 'active' });
});

test('the same choice again asks for no review', async () => {
  const [primary] = await standard();
  expect(primary && (await choose([chosen(primary, 'both')]))).toMatchObject({ json: { state: 'active' } });
});

test('one more calendar: reviewed first, then both ways', async () => {
  const [primary] = await standard();
  if (!primary) throw new Error('There is a default calendar.');
  const answer = await choose([chosen(primary, 'both'), chosen(await named('Side'), 'both')]);
  expect(answer.json).toMatchObject({ state: 'reviewing' });
  const review = await ada.review();
  expect(review).toMatchObject({ reason: 'calendars', addHere: [{ subject: 'On the side' }], addThere: [] });
  expect(await subjectsHere()).not.toContain('On the side');
  await ada.confirm('quiet');
  expect(await subjectsHere()).toContain('On the side');
  const { events } = await ada.session.call<{ events: EventView[] }>('GET', `/api/events?${NEXT_MONTH_RANGE}`);
  const side = events.find((event) => event.subject === 'On the side');
  const version = { 'if-match': `"${side?.version}"` };
  await ada.session.call('PATCH', `/api/events/${side?.id}`, { subject: 'Beside' }, version);
  await until(async () => ((await sideSubjects()).some(({ subject }) => subject === 'Beside') ? true : undefined));
});

test('only to here: an edit in Outlook arrives, one made here stays here', async () => {
  const [primary] = await standard();
  if (!primary) throw new Error('There is a default calendar.');
  await choose([chosen(primary, 'both'), chosen(await named('Side'), 'here')]);
  await ada.confirm('quiet');
  const [item] = await sideSubjects();
  await ada.outlook('PATCH', `/me/events/${item?.id}`, { subject: 'Read only' });
  await ada.sync();
  expect(await subjectsHere()).toContain('Read only');
  const { events } = await ada.session.call<{ events: EventView[] }>('GET', `/api/events?${NEXT_MONTH_RANGE}`);
  const side = events.find((event) => event.subject === 'Read only');
  const version = { 'if-match': `"${side?.version}"` };
  await ada.session.request('PATCH', `/api/events/${side?.id}`, { body: { subject: 'Mine' }, headers: version });
  await ada.sync();
  expect((await sideSubjects()).map(({ subject }) => subject)).toEqual(['Read only']);
});

test('somebody else’s calendar comes to here, and its events are not one’s own', async () => {
  const [primary] = await standard();
  if (!primary) throw new Error('There is a default calendar.');
  const calendars = [chosen(primary, 'both'), chosen(await named('Side'), 'here'), chosen(await named('Team'), 'here')];
  await choose(calendars);
  const review = await ada.review();
  expect(review.addHere.map(({ subject }) => subject)).toContain('Release');
  await ada.confirm('quiet');
  expect(await named('Team')).toMatchObject({ direction: 'here' });
});

test('a calendar that is given up leaves its events here, and sends them nowhere else', async () => {
  const [primary] = await standard();
  if (!primary) throw new Error('There is a default calendar.');
  await choose([chosen(primary, 'both')]);
  expect(await ada.review()).toMatchObject({ reason: 'calendars', addThere: [], counts: { deletions: 0 } });
  await ada.confirm('quiet');
  const [item] = await sideSubjects();
  await ada.outlook('DELETE', `/me/events/${item?.id}`);
  await ada.sync();
  const here = await subjectsHere();
  expect(here.some((subject) => subject === 'Read only' || subject === 'Mine')).toBe(true);
  expect(await ada.outlookSubjects()).not.toContain('Read only');
  expect(await ada.outlookSubjects()).not.toContain('Mine');
});

test('chosen again, it goes on with the same links: what was deleted in Outlook meanwhile is shown before it is archived', async () => {
  const [primary] = await standard();
  if (!primary) throw new Error('There is a default calendar.');
  await choose([chosen(primary, 'both'), chosen(await named('Side'), 'both')]);
  expect(await ada.review()).toMatchObject({ addHere: [], addThere: [], counts: { deletions: 1 } });
  await ada.confirm('quiet');
  expect(world.takeMails()).toEqual([]);
});

test('without a connection there are no calendars to choose', async () => {
  const bo = await world.userFor('bo');
  expect(await bo.session.request('GET', '/api/mailbox/calendars')).toMatchObject({
    status: 409,
    json: { error: { code: 'not_connected' } },
  });
});
