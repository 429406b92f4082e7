// The first sync: what the review shows, event by event, and that the run does exactly what was confirmed.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventView } from '../../server/schemas/events.ts';
import type { ReviewView } from '../../server/schemas/review.ts';
import type { ConnectedUser } from '../support/connected-user.ts';
import { NEXT_MONTH } from '../support/next-month.ts';
import { type SyncServer, startSyncServer } from '../support/sync-server.ts';
import { until } from '../support/until.ts';

const FIRST = 'first@elsewhere.example';
const SECOND = 'second@elsewhere.example';
const OUTLOOK_TIME = {
  start: { dateTime: NEXT_MONTH.start, timeZone: 'W. Europe Standard Time' },
  end: { dateTime: NEXT_MONTH.end, timeZone: 'W. Europe Standard Time' },
};
const YEARS_AGO = { ...NEXT_MONTH, start: '2020-02-03T10:00:00', end: '2020-02-03T11:00:00' };

let world: SyncServer;
let ada: ConnectedUser;
let review: ReviewView;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await startSyncServer();
  ada = await world.userFor('ada');
  const make = async (subject: string, addresses: string[], extra: object = {}) => {
    const guests = addresses.map((address) => ({ address }));
    const body = { subject, when: NEXT_MONTH, guests, ...extra };
    ids[subject] = (await ada.session.call<EventView>('POST', '/api/events', body)).id;
  };
  await make('Board', [FIRST, SECOND]);
  await make('Lunch', [FIRST]);
  await make('Long ago', [FIRST], { when: YEARS_AGO });
  await make('Yoga', [], { places: ['Studio'] });
  const yoga = { subject: 'Yoga', ...OUTLOOK_TIME, location: { displayName: 'Park' } };
  await ada.outlook('POST', '/me/events', yoga);
  await ada.connect();
  review = await ada.review();
});
afterAll(() => world.close());

const confirm = (body: object) => ada.session.request('POST', '/api/mailbox/review/confirm', { body });

test('the review says why it is asked for, and lists each event with its mails for each choice', () => {
  expect(review).toMatchObject({ reason: 'first', ready: true, problem: null, pendingRemovals: 0 });
  const item = (subject: string) => review.addThere.find((candidate) => candidate.subject === subject);
  const invitations = [FIRST, SECOND].map((to) => ({ kind: 'invitation', to }));
  expect(item('Board')).toMatchObject({ guests: 2, mails: { quiet: [], invite: invitations, hold: [] } });
  expect(item('Lunch')?.mails.invite).toEqual([{ kind: 'invitation', to: FIRST }]);
  expect(item('Long ago')?.mails).toEqual({ quiet: [], invite: [], hold: [] });
  expect(review.mails.invite).toHaveLength(3);
});

test('it says how long the mails take, at thirty a minute', () => {
  expect(review.mailSeconds).toEqual({ quiet: 0, invite: 6, hold: 0 });
});

test('an event that both sides have is matched, and what differs stands there with both values', () => {
  expect(review.matched.map(({ subject }) => subject)).toContain('Yoga');
  const [yoga] = review.differences.filter(({ subject }) => subject === 'Yoga');
  expect(yoga?.values).toContainEqual({ unit: 'places', label: 'Place', ours: 'Studio', theirs: 'Park' });
});

test('a confirmation counts the mails of its own choices, single events included', async () => {
  const { fingerprint } = review;
  const overrides = { [ids['Board'] ?? '']: 'invite' };
  for (const confirmedMails of [0, 1, 3]) {
    expect(await confirm({ choice: 'quiet', overrides, fingerprint, confirmedMails })).toMatchObject({
      status: 409,
      json: { error: { code: 'review_outdated', advice: expect.any(String) } },
    });
  }
  const nobody = { choice: 'sometimes', fingerprint, confirmedMails: 0 };
  expect(await confirm(nobody)).toMatchObject({ status: 400, json: { error: { code: 'input_invalid' } } });
});

test('the plan that was shown is the plan that is confirmed', async () => {
  await ada.session.call('POST', '/api/events', { subject: 'Meanwhile', when: NEXT_MONTH });
  // Until the run that the new event asked for has ended, the review says that it isn't ready.
  await ada.review();
  const { fingerprint } = review;
  expect(await confirm({ choice: 'quiet', fingerprint, confirmedMails: 0 })).toMatchObject({
    status: 409,
    json: { error: { code: 'review_outdated' } },
  });
});

test('what is chosen for a single event stands for that event alone, and the outbox holds what was shown', async () => {
  const { fingerprint } = await ada.review();
  const overrides = { [ids['Board'] ?? '']: 'invite', [ids['Yoga'] ?? '']: 'hold' };
  const answer = await confirm({ choice: 'quiet', overrides, fingerprint, confirmedMails: 2 });
  expect(answer.status).toBe(202);
  await until(async () => ((await ada.mailbox()).lastReport?.sent ? true : undefined));
  expect(world.takeMails()).toEqual([`invitation ${FIRST}`, `invitation ${SECOND}`]);
  const subjects = await ada.outlookSubjects();
  for (const subject of ['Board', 'Lunch', 'Meanwhile']) {
    expect(subjects.filter((other) => other === subject)).toHaveLength(1);
  }
  const lunch = await ada.session.call<EventView>('GET', `/api/events/${ids['Lunch']}`);
  expect(lunch).toMatchObject({ link: { state: 'quiet' }, guests: [{ address: FIRST, state: 'withheld' }] });
});

test('a run that finds more deletions than were confirmed does nothing of it, and asks again', async () => {
  await ada.session.call('POST', '/api/mailbox/stop');
  await ada.session.call('POST', '/api/mailbox/restart');
  expect(await ada.review()).toMatchObject({ reason: 'restart', counts: { deletions: 0 } });
  await world.administrator.call('PUT', '/api/settings/outlook', { paused: true });
  const { fingerprint } = await ada.review();
  expect((await confirm({ choice: 'quiet', fingerprint, confirmedMails: 0 })).status).toBe(202);
  const { value } = await ada.outlook<{ value: { id: string; subject: string }[] }>('GET', '/me/events?$top=100');
  const meanwhile = value.find(({ subject }) => subject === 'Meanwhile');
  await ada.outlook('DELETE', `/me/events/${meanwhile?.id}`);
  await world.administrator.call('PUT', '/api/settings/outlook', { paused: false });
  await ada.sync();
  expect(await ada.review()).toMatchObject({
    reason: 'exceeded',
    counts: { deletions: 1 },
    deleteHere: [{ subject: 'Meanwhile' }],
  });
  await ada.confirm('quiet');
  expect(await ada.mailbox()).toMatchObject({ state: 'active' });
  expect(world.takeMails()).toEqual([]);
});
