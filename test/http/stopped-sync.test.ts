// What is done here while the sync is stopped or paused: nothing reaches Outlook then, and nothing is lost or mailed later.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EventView } from '../../server/schemas/events.ts';
import type { ReviewView } from '../../server/schemas/review.ts';
import type { ConnectedUser } from '../support/connected-user.ts';
import type { HttpSession } from '../support/http-session.ts';
import { NEXT_MONTH } from '../support/next-month.ts';
import { type SyncServer, startSyncServer } from '../support/sync-server.ts';
import { until } from '../support/until.ts';

const GUEST = 'guest@elsewhere.example';

let world: SyncServer;
let ada: ConnectedUser;
let session: HttpSession;

beforeAll(async () => {
  world = await startSyncServer();
  ada = await world.connectedUserFor('ada');
  session = ada.session;
});
afterAll(() => world.close());
beforeEach(() => {
  takeWrites();
  world.sandbox.sandbox.world().outbox.splice(0);
});

let writesSeen = 0;

/** The writes that Graph received since the last call. */
function takeWrites(): string[] {
  const { ledger } = world.sandbox.sandbox.world();
  const fresh = ledger.slice(writesSeen).filter(({ service, method }) => service === 'graph' && method !== 'GET');
  writesSeen = ledger.length;
  return fresh.map(({ method }) => method);
}

const create = (subject: string, more: object = {}) =>
  session.call<EventView>('POST', '/api/events', { subject, when: NEXT_MONTH, ...more });
const rename = (event: EventView, subject: string) =>
  session.call('PATCH', `/api/events/${event.id}`, { subject }, { 'if-match': `"${event.version}"` });
const inOutlook = (subject: string) => until(async () => (await ada.outlookSubjects()).includes(subject) || undefined);
const mails = () => world.sandbox.sandbox.world().outbox.map(({ kind, to }) => `${kind} ${to}`);

async function restart(): Promise<ReviewView> {
  await session.call('POST', '/api/mailbox/restart');
  return until(async () => {
    const review = await session.call<ReviewView>('GET', '/api/mailbox/review');
    return review.ready ? review : undefined;
  });
}

test('1, 142: an event made while the sync is stopped stays here, and asks nobody', async () => {
  await session.call('POST', '/api/mailbox/stop');
  const event = await create('Made while stopped', { guests: [{ address: GUEST }] });
  expect(event.link.state).toBeNull();
  expect(takeWrites()).toEqual([]);
});

test('80: asking for a sync of a stopped mailbox is refused with the reason', async () => {
  await session.call('POST', '/api/mailbox/stop');
  expect(await session.request('POST', '/api/mailbox/sync')).toMatchObject({
    status: 409,
    json: { error: { code: 'sync_stopped' } },
  });
});

test('14, 143: a restart shows it in its review, and sends it once when that is confirmed', async () => {
  await session.call('POST', '/api/mailbox/stop');
  await create('Sent once', { guests: [{ address: GUEST }] });
  const review = await restart();
  expect(review.addThere.map(({ subject }) => subject)).toContain('Sent once');
  await ada.confirm('quiet');
  await inOutlook('Sent once');
  await ada.sync();
  expect((await ada.outlookSubjects()).filter((subject) => subject === 'Sent once')).toHaveLength(1);
  expect(mails()).toEqual([]);
});

test('24: an edit while the sync is stopped stays here until the restart is confirmed', async () => {
  await restart();
  await ada.confirm('quiet');
  const event = await create('Draft');
  await inOutlook('Draft');
  await session.call('POST', '/api/mailbox/stop');
  takeWrites();
  const { version } = await session.call<EventView>('GET', `/api/events/${event.id}`);
  await rename({ ...event, version }, 'Final');
  expect(takeWrites()).toEqual([]);
  await restart();
  expect(await ada.outlookSubjects()).not.toContain('Final');
  await ada.confirm('quiet');
  await inOutlook('Final');
});

test('54: a restart goes through whatever lies outside the window', async () => {
  const when = { start: '2032-05-03T10:00:00', end: '2032-05-03T11:00:00', zone: 'Europe/Berlin', isAllDay: false };
  await create('In years', { when });
  await session.call('POST', '/api/mailbox/stop');
  await restart();
  await ada.confirm('quiet');
  expect(await ada.mailbox()).toMatchObject({ state: 'active', attention: 0 });
});

test('13, 52, 71: made, edited and deleted during a pause, and in Outlook when it ends', async () => {
  await restart();
  await ada.confirm('quiet');
  const renamed = await create('Before the pause');
  const removed = await create('Soon gone');
  await inOutlook('Before the pause');
  await inOutlook('Soon gone');
  await world.administrator.call('PUT', '/api/settings/outlook', { paused: true });
  takeWrites();
  await create('During the pause');
  await rename(await session.call<EventView>('GET', `/api/events/${renamed.id}`), 'After the pause');
  await session.call('DELETE', `/api/events/${removed.id}`);
  expect(takeWrites()).toEqual([]);
  await world.administrator.call('PUT', '/api/settings/outlook', { paused: false });
  await ada.sync();
  const subjects = await ada.outlookSubjects();
  expect(subjects).toEqual(expect.arrayContaining(['During the pause', 'After the pause']));
  expect(subjects).not.toContain('Soon gone');
});
