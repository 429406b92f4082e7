// Connecting through the real OAuth route: the sandbox's sign-in and consent pages, and everything that can go wrong.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import type { HttpSession } from '../support/http-session.ts';
import { personOf, type Registration, registerApp, signInAtMicrosoft } from '../support/microsoft-account.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const CALLBACK = '/microsoft_account/authentication';
let sandbox: RunningSandbox;
let server: RunningServer;
let administrator: HttpSession;
let registration: Registration;
let user: HttpSession;
let users = 0;

beforeAll(async () => {
  sandbox = await startSandbox();
  server = await startServer({ sandboxUrl: sandbox.url });
  administrator = await server.setUp();
  registration = await registerApp(sandbox.url, server.url + CALLBACK);
});
afterAll(async () => {
  await server.close();
  await sandbox.close();
});
beforeEach(async () => {
  users += 1;
  await administrator.call('PUT', '/api/settings/outlook', { active: true, ...registration });
  user = await server.signInAs(administrator, `user${users}@calendar.example`);
});

async function begin(session: HttpSession, returnTo?: string): Promise<string> {
  const body = returnTo === undefined ? {} : { returnTo };
  return (await session.call<{ authorizeUrl: string }>('POST', '/api/mailbox/connect', body)).authorizeUrl;
}

function tokenRequests(): number {
  return sandbox.sandbox.world().ledger.filter(({ path }) => path.includes('/oauth2/v2.0/token')).length;
}

test('a user signs in, consents, and comes back connected', async () => {
  const authorizeUrl = await begin(user, '/calendar?view=week');
  const query = new URL(authorizeUrl).searchParams;
  expect(query.get('redirect_uri')).toBe(server.url + CALLBACK);
  expect(query.get('scope')).toBe('openid profile offline_access Calendars.ReadWrite');
  expect(query.get('code_challenge_method')).toBe('S256');
  const back = await signInAtMicrosoft(authorizeUrl, await personOf(sandbox.url, 'ada'));
  const answer = await user.request('GET', back);
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(`${server.url}/calendar?view=week`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(await user.call('GET', '/api/mailbox')).toMatchObject({ state: 'reviewing', address: 'ada@contoso.example' });
});

test.each([
  ['missing', (back: URL) => back.searchParams.delete('state')],
  ['altered', (back: URL) => back.searchParams.set('state', 'x'.repeat(43))],
  ['doubled', (back: URL) => back.searchParams.append('state', 'y')],
])('a %s state is refused before anything is asked of Microsoft', async (_, spoil) => {
  const back = new URL(await signInAtMicrosoft(await begin(user), await personOf(sandbox.url, 'bo')));
  spoil(back);
  const before = tokenRequests();
  const answer = await user.request('GET', back.toString());
  expect(answer.status).toBe(400);
  expect(answer.text).toContain('state_invalid');
  expect(tokenRequests()).toBe(before);
});

test('a state serves once', async () => {
  const back = await signInAtMicrosoft(await begin(user), await personOf(sandbox.url, 'bo'));
  expect((await user.request('GET', back)).status).toBe(303);
  const before = tokenRequests();
  expect((await user.request('GET', back)).status).toBe(400);
  expect(tokenRequests()).toBe(before);
  await user.call('DELETE', '/api/mailbox');
});

test("another user's sign-in connects nobody", async () => {
  const back = await signInAtMicrosoft(await begin(user), await personOf(sandbox.url, 'bo'));
  const victim = await server.signInAs(administrator, `victim${users}@calendar.example`);
  expect((await victim.request('GET', back)).status).toBe(400);
  expect(await victim.call('GET', '/api/mailbox')).toMatchObject({ state: 'not_connected' });
});

test('refused consent leads to a page that says so, and changes nothing', async () => {
  const back = await signInAtMicrosoft(await begin(user), await personOf(sandbox.url, 'chidi'), 'cancel');
  const answer = await user.request('GET', back);
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(`${server.url}/outlook/problem?code=AADSTS65004`);
  expect(await user.call('GET', '/api/problems/AADSTS65004')).toMatchObject({
    cause: expect.stringContaining('declined'),
    nextStep: expect.stringContaining('Press Outlook again'),
  });
  expect(await user.call('GET', '/api/mailbox')).toMatchObject({ state: 'not_connected' });
});

test('a code that Microsoft does not take leads to its problem', async () => {
  const back = new URL(await signInAtMicrosoft(await begin(user), await personOf(sandbox.url, 'chidi')));
  back.searchParams.set('code', 'expired');
  const answer = await user.request('GET', back.toString());
  expect(answer.headers.get('location')).toMatch(/\/outlook\/problem\?code=AADSTS\d+$/);
});

test('a wrong client secret is named', async () => {
  const back = await signInAtMicrosoft(await begin(user), await personOf(sandbox.url, 'chidi'));
  await administrator.call('PUT', '/api/settings/outlook', { clientSecret: 'wrong~secret' });
  const answer = await user.request('GET', back);
  expect(answer.headers.get('location')).toBe(`${server.url}/outlook/problem?code=AADSTS7000215`);
});

test('a redirect URI that is not registered is refused by Microsoft, and nothing comes back', async () => {
  const elsewhere = await registerApp(sandbox.url, `${server.url}/somewhere/else`);
  await administrator.call('PUT', '/api/settings/outlook', elsewhere);
  const page = await (await fetch(await begin(user))).text();
  expect(page).toContain('AADSTS50011');
  expect(await user.call('GET', '/api/problems/AADSTS50011')).toMatchObject({
    nextStep: expect.stringContaining('redirect URI'),
  });
});

test('one Microsoft account connects one user only', async () => {
  const dana = await personOf(sandbox.url, 'dana');
  expect((await user.request('GET', await signInAtMicrosoft(await begin(user), dana))).status).toBe(303);
  const second = await server.signInAs(administrator, `second${users}@calendar.example`);
  const answer = await second.request('GET', await signInAtMicrosoft(await begin(second), dana));
  expect(answer.headers.get('location')).toBe(`${server.url}/outlook/problem?code=account_taken`);
  const other = await user.request(
    'GET',
    await signInAtMicrosoft(await begin(user), await personOf(sandbox.url, 'bo')),
  );
  expect(other.headers.get('location')).toBe(`${server.url}/outlook/problem?code=other_account_connected`);
  await user.call('DELETE', '/api/mailbox');
});

test('a personal account connects, too', async () => {
  const back = await signInAtMicrosoft(await begin(user), await personOf(sandbox.url, 'pat'));
  expect((await user.request('GET', back)).headers.get('location')).toBe(`${server.url}/`);
  expect(await user.call('GET', '/api/mailbox')).toMatchObject({ address: 'pat@outlook.example' });
});

test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/a\r\nb'])(
  'it never returns to %j',
  async (returnTo) => {
    const person = await personOf(sandbox.url, 'eve');
    const answer = await user.request('GET', await signInAtMicrosoft(await begin(user, returnTo), person));
    expect(answer.headers.get('location')).toBe(`${server.url}/`);
    await user.call('DELETE', '/api/mailbox');
  },
);

test('disconnecting leaves no token and no trace of the sync', async () => {
  const back = await signInAtMicrosoft(await begin(user), await personOf(sandbox.url, 'eve'));
  await user.request('GET', back);
  expect((await user.request('DELETE', '/api/mailbox')).status).toBe(204);
  const { database } = server.database;
  const mailboxes = await database.selectFrom('mailboxes').select('id').execute();
  const sealed = await database.selectFrom('sealed').selectAll().where('table_name', '=', 'mailboxes').execute();
  expect(sealed.map((row) => row.row_id).toSorted()).toEqual(mailboxes.map((row) => row.id).toSorted());
  expect(await user.call('GET', '/api/mailbox')).toMatchObject({ state: 'not_connected' });
});

test('without settings there is nothing to connect to', async () => {
  await administrator.call('PUT', '/api/settings/outlook', { active: false });
  expect(await user.request('POST', '/api/mailbox/connect', { body: {} })).toMatchObject({
    status: 409,
    json: { error: { code: 'outlook_not_configured', advice: expect.any(String) } },
  });
});

test('no log line holds a code, a token or the secret', async () => {
  const log = server.log.join('');
  expect(log).not.toMatch(/eyJ[\w-]{10,}/);
  expect(log).not.toContain(registration.clientSecret);
  expect(log).not.toMatch(/[?&]code=/);
});
