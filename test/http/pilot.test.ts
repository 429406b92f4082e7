// The pilot: only listed users connect, only listed recipients are mailed, and nobody but the list lets the rest through.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventView } from '../../server/schemas/events.ts';
import type { ParkedList } from '../../server/schemas/mailbox.ts';
import type { OutlookSettings, Pilot } from '../../server/schemas/settings.ts';
import type { ConnectedUser } from '../support/connected-user.ts';
import { personOf, signInAtMicrosoft } from '../support/microsoft-account.ts';
import { NEXT_MONTH } from '../support/next-month.ts';
import { type SyncServer, startSyncServer } from '../support/sync-server.ts';
import { until } from '../support/until.ts';

const LISTED = 'friend@contoso.example';
const OTHER = 'guest@elsewhere.example';

let world: SyncServer;
let ada: ConnectedUser;

beforeAll(async () => {
  world = await startSyncServer();
  ada = await world.userFor('ada');
});
afterAll(() => world.close());

const setPilot = (pilot: Pilot) => world.administrator.call<OutlookSettings>('PUT', '/api/settings/outlook', { pilot });
const parked = async () => (await ada.session.call<ParkedList>('GET', '/api/mailbox/parked')).parked;

/** A meeting whose invitations are agreed to, and whose undo time is over. */
async function invite(subject: string, ...addresses: string[]): Promise<string> {
  const guests = addresses.map((address) => ({ address }));
  const body = { subject, when: NEXT_MONTH, guests, mail: 'send' };
  const { id } = await ada.session.call<EventView>('POST', '/api/events', body);
  await ada.session.call('POST', `/api/events/${id}/send-now`);
  return id;
}

test('its lists are settings: addresses, or whole domains', async () => {
  const pilot = { active: true, users: ['bo@calendar.example'], recipients: ['@contoso.example'] };
  expect((await setPilot(pilot)).pilot).toEqual(pilot);
  const refused = { pilot: { ...pilot, users: ['everybody'] } };
  expect(await world.administrator.request('PUT', '/api/settings/outlook', { body: refused })).toMatchObject({
    status: 400,
    json: { error: { code: 'input_invalid', field: 'pilot/users/0' } },
  });
  expect((await ada.session.request('PUT', '/api/settings/outlook', { body: { pilot } })).status).toBe(403);
});

test('who is not on the list is refused with a reason, before and after the sign-in at Microsoft', async () => {
  expect(await ada.session.request('POST', '/api/mailbox/connect', { body: {} })).toMatchObject({
    status: 403,
    json: { error: { code: 'not_in_pilot', advice: expect.stringContaining('administrator') } },
  });
  await setPilot({ active: false, users: [], recipients: [] });
  const { authorizeUrl } = await ada.session.call<{ authorizeUrl: string }>('POST', '/api/mailbox/connect', {});
  const back = await signInAtMicrosoft(authorizeUrl, await personOf(world.sandbox.url, 'ada'));
  await setPilot({ active: true, users: [], recipients: [] });
  const answer = await ada.session.request('GET', back);
  expect(answer.headers.get('location')).toBe(`${world.server.url}/outlook/problem?code=not_in_pilot`);
  expect(await ada.mailbox()).toMatchObject({ state: 'not_connected' });
});

test('who is on the list connects, whatever the letter case', async () => {
  await setPilot({ active: true, users: ['ADA@calendar.example'], recipients: ['@contoso.example'] });
  await ada.connect();
  await ada.confirm('quiet');
});

test('listed recipients are mailed; what would mail others is kept here, and no user can release it', async () => {
  await invite('Among friends', LISTED);
  await until(async () => (world.sandbox.sandbox.world().outbox.length > 0 ? true : undefined));
  expect(world.takeMails()).toEqual([`invitation ${LISTED}`]);
  await invite('With strangers', LISTED, OTHER);
  await ada.sync();
  const [question, ...others] = await parked();
  expect(others).toEqual([]);
  expect(question).toMatchObject({ guard: 'off the pilot list', subject: 'With strangers' });
  expect(question?.question).toContain(OTHER);
  const path = `/api/mailbox/parked/${encodeURIComponent(question?.fingerprint ?? '')}`;
  expect(await ada.session.request('POST', path, { body: { decision: 'release' } })).toMatchObject({
    status: 409,
    json: { error: { code: 'pilot_list_decides', advice: expect.any(String) } },
  });
  await ada.sync();
  expect(world.takeMails()).toEqual([]);
  expect(await ada.outlookSubjects()).not.toContain('With strangers');
});

test('a confirmed review goes through, and what the list forbids stays here', async () => {
  await ada.session.call('POST', '/api/mailbox/stop');
  await ada.session.call('POST', '/api/events', { subject: 'Before', when: NEXT_MONTH, guests: [{ address: OTHER }] });
  await ada.session.call('POST', '/api/mailbox/restart');
  await ada.confirm('invite');
  expect(await parked()).toHaveLength(2);
  expect(world.takeMails()).toEqual([]);
});

test('the list lets it through as soon as it names them', async () => {
  await setPilot({ active: true, users: ['@calendar.example'], recipients: ['@contoso.example', OTHER] });
  await ada.sync();
  await until(async () => (world.sandbox.sandbox.world().outbox.length >= 3 ? true : undefined));
  expect(world.takeMails()).toEqual([`invitation ${LISTED}`, `invitation ${OTHER}`, `invitation ${OTHER}`].toSorted());
  expect(await parked()).toEqual([]);
});
