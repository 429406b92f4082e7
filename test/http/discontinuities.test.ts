// Whatever stands between now and the last agreement leads to the review, and nothing is written before it is confirmed.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EventView } from '../../server/schemas/events.ts';
import type { MailboxView } from '../../server/schemas/mailbox.ts';
import { entraStateOf } from '../sandbox/entra/state.ts';
import { type ConnectedUser, createConnectedUser } from '../support/connected-user.ts';
import { NEXT_MONTH } from '../support/next-month.ts';
import { type SyncServer, startSyncServer } from '../support/sync-server.ts';
import { until } from '../support/until.ts';

const GUEST = 'guest@elsewhere.example';

let world: SyncServer;
let ada: ConnectedUser;

beforeAll(async () => {
  world = await startSyncServer();
  ada = await world.userFor('ada');
  await ada.connect();
  await ada.confirm('quiet');
});
afterAll(() => world.close());

let writesSeen = 0;
beforeEach(() => {
  takeWrites();
  world.takeMails();
});

/** The writes that Graph received since the last call. */
function takeWrites(): string[] {
  const { ledger } = world.sandbox.sandbox.world();
  const fresh = ledger.slice(writesSeen).filter((entry) => entry.service === 'graph' && entry.method !== 'GET');
  writesSeen = ledger.length;
  return fresh.filter(({ path }) => !path.endsWith('/$batch')).map(({ method, path }) => `${method} ${path}`);
}

const create = (subject: string) => ada.session.call<EventView>('POST', '/api/events', { subject, when: NEXT_MONTH });
const inOutlook = async (subject: string) => (await ada.outlookSubjects()).filter((other) => other === subject).length;
const arrives = (subject: string) => until(async () => ((await inOutlook(subject)) === 1 ? true : undefined));

/** Confirms quietly and sees that nobody was mailed. */
async function confirmQuietly(): Promise<void> {
  await ada.confirm('quiet');
  expect(await ada.mailbox()).toMatchObject({ state: 'active', problem: null });
  expect(world.takeMails()).toEqual([]);
}

test('a restart after a stop: what was made and edited meanwhile is listed, and only a confirmation sends it', async () => {
  const { id } = await create('Edited while stopped');
  await arrives('Edited while stopped');
  await ada.session.call('POST', '/api/mailbox/stop');
  await ada.session.call('PATCH', `/api/events/${id}`, { places: ['Elsewhere'] }, { 'if-match': '"1"' });
  await create('Made while stopped');
  takeWrites();
  expect(await ada.session.call('POST', '/api/mailbox/restart')).toMatchObject({ state: 'reviewing' });
  expect(await ada.review()).toMatchObject({
    reason: 'restart',
    addThere: [{ subject: 'Made while stopped' }],
    changeThere: [{ subject: 'Edited while stopped' }],
  });
  await ada.sync();
  expect(takeWrites()).toEqual([]);
  await confirmQuietly();
  await arrives('Made while stopped');
});

test('the same account after it was cut off: the review first, then the sync goes on with the same links', async () => {
  for (const grant of entraStateOf(world.sandbox.sandbox.world()).refreshTokens.values()) grant.revoked = true;
  const effect = { status: 401, code: 'InvalidAuthenticationToken' };
  world.sandbox.sandbox.world().faults = [{ match: { service: 'graph', nth: 1 }, effect, matched: 0 }];
  expect(await ada.sync()).toMatchObject({ state: 'needs_sign_in' });
  await create('Made while cut off');
  await ada.connect();
  expect(await ada.mailbox()).toMatchObject({ state: 'reviewing', problem: null });
  expect(await ada.review()).toMatchObject({
    reason: 'reconnect',
    counts: { addHere: 0, matched: 0 },
    addThere: [{ subject: 'Made while cut off' }],
  });
  await confirmQuietly();
  await arrives('Made while cut off');
});

test('the same account, signed in once more without need, just goes on', async () => {
  await ada.connect();
  expect(await ada.mailbox()).toMatchObject({ state: 'active' });
});

test('another window: a wider one brings what lies in it, a longer one than Outlook keeps is refused', async () => {
  const day = Temporal.Now.plainDateISO('UTC').subtract({ days: 1_500 }).toString();
  const far = { dateTime: `${day}T10:00:00`, timeZone: 'UTC' };
  await ada.outlook('POST', '/me/events', { subject: 'Far back', start: far, end: far });
  await ada.sync();
  const change = (body: object) => ada.session.request('PUT', '/api/mailbox/window', { body });
  expect(await change({ daysBack: 1_500, daysAhead: 400 })).toMatchObject({
    status: 400,
    json: { error: { code: 'window_too_long', field: 'daysAhead' } },
  });
  expect(await change({ daysBack: 365, daysAhead: 730 })).toMatchObject({ status: 200, json: { state: 'active' } });
  const answer = await change({ daysBack: 1_725, daysAhead: 100 });
  expect(answer.json).toMatchObject({ state: 'reviewing', window: { daysBack: 1_725, daysAhead: 100 } });
  takeWrites();
  expect(await ada.review()).toMatchObject({
    reason: 'window',
    addHere: [{ subject: 'Far back' }],
    mails: { invite: [] },
    counts: { deletions: 0, changeHere: 0, changeThere: 0 },
  });
  expect(takeWrites()).toEqual([]);
  await confirmQuietly();
});

test('another account takes the place of the first only when that was asked for, and inherits no link', async () => {
  const held = await create('Of both accounts');
  await arrives('Of both accounts');
  const bo = createConnectedUser(ada.session, world.sandbox, 'bo');
  const { authorizeUrl } = await ada.session.call<{ authorizeUrl: string }>('POST', '/api/mailbox/connect', {});
  expect(new URL(authorizeUrl).searchParams.get('prompt')).toBe('select_account');
  await bo.connect({ replace: true });
  expect(await ada.mailbox()).toMatchObject({ state: 'reviewing', address: 'bo@contoso.example' });
  const links = await world.server.database.database.selectFrom('links').selectAll().execute();
  expect(links).toEqual([]);
  const review = await bo.review();
  expect(review.reason).toBe('otherAccount');
  expect(review.addThere.map(({ eventId }) => eventId)).toContain(held.id);
  expect(review.mails.quiet).toEqual([]);
  await ada.connect({ replace: true });
  const back = await ada.review();
  expect(back.reason).toBe('otherAccount');
  expect(back.addThere).toEqual([]);
  expect(back.matched.map(({ eventId }) => eventId)).toContain(held.id);
  await confirmQuietly();
  expect(await inOutlook('Of both accounts')).toBe(1);
});

test('a database that was put back from a backup: every mailbox is reviewed, and nothing is doubled', async () => {
  await create('Before the backup');
  await arrives('Before the backup');
  await ada.sync();
  const { dataDirectory } = world.server;
  const [place, backup] = [join(dataDirectory, 'database'), join(dataDirectory, 'backup')];
  await world.server.restart(() => cpSync(place, backup, { recursive: true }));
  await until(async () => ((await ada.mailbox()).state === 'active' ? true : undefined));
  const mail = { when: NEXT_MONTH, guests: [{ address: GUEST }], mail: 'send' };
  const { id } = await ada.session.call<EventView>('POST', '/api/events', { subject: 'After the backup', ...mail });
  await ada.session.call('POST', `/api/events/${id}/send-now`);
  await arrives('After the backup');
  takeWrites();
  world.takeMails();
  await world.server.restart(() => {
    rmSync(place, { recursive: true });
    cpSync(backup, place, { recursive: true });
  });
  expect(await ada.mailbox()).toMatchObject({ state: 'reviewing' });
  await ada.sync();
  const review = await ada.review();
  expect(review).toMatchObject({ reason: 'restored', addThere: [], mails: { invite: [] } });
  expect(review.addHere.map(({ subject }) => subject)).toContain('After the backup');
  expect(takeWrites()).toEqual([]);
  await confirmQuietly();
  expect(await inOutlook('After the backup')).toBe(1);
  expect(takeWrites()).toEqual([]);
});

test('a start on the same data is no discontinuity', async () => {
  await world.server.restart();
  expect(await ada.session.call<MailboxView>('GET', '/api/mailbox')).toMatchObject({ state: 'active' });
});
