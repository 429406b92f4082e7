// The Outlook settings and the hand-over from provisioning, over real HTTP, with real credentials of the sandbox.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import { type HttpSession, openHttpSession } from '../support/http-session.ts';
import { type Registration, registerApp } from '../support/microsoft-account.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const SETTINGS = '/api/settings/outlook';
let sandbox: RunningSandbox;
let server: RunningServer;
let administrator: HttpSession;
let registration: Registration;

beforeAll(async () => {
  sandbox = await startSandbox();
  server = await startServer({ sandboxUrl: sandbox.url });
  administrator = await server.setUp();
  registration = await registerApp(sandbox.url, `${server.url}/microsoft_account/authentication`);
});
afterAll(async () => {
  await server.close();
  await sandbox.close();
});

test('a fresh server is not configured and shows the redirect URI to register', async () => {
  expect(await administrator.call('GET', SETTINGS)).toEqual({
    active: false,
    clientId: null,
    tenantId: null,
    hasClientSecret: false,
    secretKeyId: null,
    secretExpiresAt: null,
    redirectUri: `${server.url}/microsoft_account/authentication`,
    paused: false,
    pilot: { active: false, users: [], recipients: [] },
  });
  expect(await administrator.request('POST', `${SETTINGS}/test`)).toMatchObject({
    status: 409,
    json: { error: { code: 'outlook_not_configured' } },
  });
});

test.each([
  ['a client ID that is none', { clientId: 'my app' }, 'client_id_invalid', 'clientId'],
  [
    'the Secret ID in place of the secret',
    { clientSecret: '5d2f6c0a-8f5e-4f0b-9a6c-3f1d7e2b9c41' },
    'client_secret_is_an_id',
    'clientSecret',
  ],
  [
    'the client ID in place of the secret',
    { clientId: '1a47a010-b7b1-4fec-a272-2603649ee61d', clientSecret: '1A47A010-B7B1-4FEC-A272-2603649EE61D' },
    'client_secret_is_client_id',
    'clientSecret',
  ],
])('%s is recognised, and nothing is kept', async (_, body, code, field) => {
  expect(await administrator.request('PUT', SETTINGS, { body })).toMatchObject({
    status: 400,
    json: { error: { code, field, advice: expect.any(String) } },
  });
  expect(await administrator.call('GET', SETTINGS)).toMatchObject({ clientId: null, hasClientSecret: false });
});

test('a wrong secret is named with advice, and the right one is accepted', async () => {
  const { clientId, tenantId, clientSecret } = registration;
  const body = { active: true, clientId, tenantId, clientSecret: 'not~the~secret' };
  await administrator.call('PUT', SETTINGS, body);
  expect(await administrator.request('POST', `${SETTINGS}/test`)).toMatchObject({
    status: 422,
    json: { error: { code: 'AADSTS7000215', advice: expect.stringContaining('Secret ID') } },
  });
  const answer = await administrator.request('PUT', SETTINGS, { body: { clientSecret } });
  expect(answer.text).not.toContain(clientSecret);
  expect(await administrator.call('POST', `${SETTINGS}/test`)).toEqual({ ok: true });
});

test('the test works without knowing the organization, too', async () => {
  await administrator.call('PUT', SETTINGS, { tenantId: null });
  expect(await administrator.call('POST', `${SETTINGS}/test`)).toEqual({ ok: true });
});

test('a new secret forgets what was known of the old one', async () => {
  await administrator.call('PUT', SETTINGS, { secretKeyId: 'old', secretExpiresAt: '2027-01-01T00:00:00Z' });
  await administrator.call('PUT', SETTINGS, { clientSecret: registration.clientSecret });
  expect(await administrator.call('GET', SETTINGS)).toMatchObject({ secretKeyId: null, secretExpiresAt: null });
});

test('the settings are closed to members', async () => {
  const member = await server.signInAs(administrator, 'member@calendar.example');
  for (const [method, path] of [
    ['GET', SETTINGS],
    ['PUT', SETTINGS],
    ['POST', '/api/settings/handover-tokens'],
  ] as const) {
    expect((await member.request(method, path, method === 'PUT' ? { body: {} } : {})).status).toBe(403);
  }
});

test('provisioning hands its registration over with a one-time token, and may repeat itself', async () => {
  const { token } = await administrator.call<{ token: string }>('POST', '/api/settings/handover-tokens');
  const headers = { authorization: `Bearer ${token}` };
  const provisioning = openHttpSession(server.url);
  expect(await provisioning.call('GET', '/api/registration', undefined, headers)).toMatchObject({
    baseUrl: server.url,
    redirectUri: `${server.url}/microsoft_account/authentication`,
  });
  const answer = { redirectUri: `${server.url}/microsoft_account/authentication` };
  expect(await provisioning.call('PUT', '/api/registration', registration, headers)).toEqual(answer);
  expect(await provisioning.call('PUT', '/api/registration', registration, headers)).toEqual(answer);
  expect(await administrator.call('GET', SETTINGS)).toMatchObject({
    active: true,
    clientId: registration.clientId,
    secretKeyId: registration.secretKeyId,
    hasClientSecret: true,
  });
  const other = { ...registration, clientSecret: 'another' };
  expect(await provisioning.request('PUT', '/api/registration', { body: other, headers })).toMatchObject({
    status: 401,
    json: { error: { code: 'handover_token_invalid' } },
  });
});

test('an unknown hand-over token opens nothing', async () => {
  for (const authorization of ['', 'Bearer', `Bearer ${'x'.repeat(43)}`]) {
    const headers = { authorization };
    expect(await openHttpSession(server.url).request('GET', '/api/registration', { headers })).toMatchObject({
      status: 401,
      json: { error: { code: 'handover_token_invalid' } },
    });
  }
});

test('neither database nor log holds the secret or a token in clear text', async () => {
  const { token } = await administrator.call<{ token: string }>('POST', '/api/settings/handover-tokens');
  const tables = ['settings', 'sealed', 'handover_tokens', 'sessions', 'users', 'oauth_states'] as const;
  const rows = await Promise.all(
    tables.map((table) => server.database.database.selectFrom(table).selectAll().execute()),
  );
  const everything = JSON.stringify(rows) + server.log.join('');
  for (const secret of [registration.clientSecret, token, administrator.cookies.get('session') ?? '?']) {
    expect(everything).not.toContain(secret);
  }
});
