// Accounts, sessions and the guard against forged requests, over real HTTP.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpSession, openHttpSession } from '../support/http-session.ts';
import { ADMINISTRATOR, MEMBER_PASSWORD, type RunningServer, startServer } from '../support/start-server.ts';

let server: RunningServer;
let administrator: HttpSession;
let member: HttpSession;

beforeAll(async () => {
  server = await startServer();
  const code = join(server.dataDirectory, 'setup-code');
  expect(statSync(code).mode & 0o777).toBe(0o600);
  const wrong = { code: 'wrong', ...ADMINISTRATOR };
  expect(await openHttpSession(server.url).request('POST', '/api/setup', { body: wrong })).toMatchObject({
    status: 403,
    json: { error: { code: 'setup_code_wrong' } },
  });
  administrator = await server.setUp();
  expect(existsSync(code)).toBe(false);
  member = await server.signInAs(administrator, 'Ada@calendar.example');
});
afterAll(() => server.close());

test('the first administrator is signed in, and nobody can be made that way again', async () => {
  expect(await administrator.call('GET', '/api/session')).toMatchObject({
    user: { email: ADMINISTRATOR.email, role: 'administrator' },
    setUpNeeded: false,
    baseUrl: server.url,
  });
  const again = { code: 'any', ...ADMINISTRATOR };
  expect(await openHttpSession(server.url).request('POST', '/api/setup', { body: again })).toMatchObject({
    status: 409,
    json: { error: { code: 'already_set_up' } },
  });
});

test('a wrong password and an unknown address look the same', async () => {
  const visitor = openHttpSession(server.url);
  const refused = { status: 401, json: { error: { code: 'credentials_wrong' } } };
  const wrong = { email: 'ada@calendar.example', password: 'not this one' };
  expect(await visitor.request('POST', '/api/session', { body: wrong })).toMatchObject(refused);
  const unknown = { email: 'nobody@calendar.example', password: 'not this one' };
  expect(await visitor.request('POST', '/api/session', { body: unknown })).toMatchObject(refused);
});

test('an address signs in in any letter case, and only once', async () => {
  const body = { email: 'ADA@calendar.example', password: MEMBER_PASSWORD };
  expect(await openHttpSession(server.url).request('POST', '/api/session', { body })).toMatchObject({ status: 200 });
  const twin = { email: 'ada@CALENDAR.example', displayName: 'Ada', password: 'yet another phrase', role: 'member' };
  expect(await administrator.request('POST', '/api/users', { body: twin })).toMatchObject({
    status: 409,
    json: { error: { code: 'email_taken', field: 'email' } },
  });
});

test('what belongs to administrators is closed to members, and to everybody who is not signed in', async () => {
  expect(await member.request('GET', '/api/users')).toMatchObject({
    status: 403,
    json: { error: { code: 'not_an_administrator' } },
  });
  expect(await openHttpSession(server.url).request('GET', '/api/users')).toMatchObject({
    status: 401,
    json: { error: { code: 'not_signed_in' } },
  });
});

test('signing out ends the session for good', async () => {
  const session = openHttpSession(server.url);
  await session.call('POST', '/api/session', { email: 'ada@calendar.example', password: MEMBER_PASSWORD });
  const cookies = new Map(session.cookies);
  expect(await session.request('DELETE', '/api/session')).toMatchObject({ status: 204 });
  for (const [name, value] of cookies) session.cookies.set(name, value);
  expect(await session.call('GET', '/api/session')).toMatchObject({ user: null });
});

test('signing in gives a fresh session, whatever cookie came along', async () => {
  const session = openHttpSession(server.url);
  session.cookies.set('session', 'chosen-by-somebody-else');
  await session.call('POST', '/api/session', { email: 'ada@calendar.example', password: MEMBER_PASSWORD });
  expect(session.cookies.get('session')).not.toBe('chosen-by-somebody-else');
  expect(session.cookies.get('session')?.length).toBeGreaterThanOrEqual(43);
});

test('the session cookie is out of reach for scripts and other sites', async () => {
  const answer = await openHttpSession(server.url).request('POST', '/api/session', {
    body: { email: 'ada@calendar.example', password: MEMBER_PASSWORD },
  });
  const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('session='));
  expect(cookie).toMatch(/; HttpOnly/);
  expect(cookie).toMatch(/; SameSite=Lax/);
  expect(cookie).toMatch(/; Path=\//);
});

test.each([
  ['without the token', { 'x-csrf-token': '' }, 'csrf_token_invalid'],
  ['with an invented token', { 'x-csrf-token': 'abc-def' }, 'csrf_token_invalid'],
  ['from another origin', { origin: 'https://evil.example' }, 'origin_not_allowed'],
  ['from another site', { 'sec-fetch-site': 'cross-site' }, 'origin_not_allowed'],
])('a request that changes something is refused %s', async (_, headers, code) => {
  const body = { subject: 'Forged' };
  expect(await member.request('POST', '/api/events', { body, headers })).toMatchObject({
    status: 403,
    json: { error: { code } },
  });
});

test("somebody else's token does not fit", async () => {
  const other = await administrator.call<{ csrfToken: string }>('GET', '/api/session');
  const headers = { 'x-csrf-token': other.csrfToken };
  expect(await member.request('DELETE', '/api/session', { headers })).toMatchObject({ status: 403 });
});

test('too many attempts are refused for a while', async () => {
  const visitor = openHttpSession(server.url);
  const body = { email: 'nobody@calendar.example', password: 'guess' };
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 11; attempt += 1) {
    statuses.push((await visitor.request('POST', '/api/session', { body })).status);
  }
  expect(statuses.at(-1)).toBe(429);
});

test('bad input names the field', async () => {
  const short = { email: 'bo@calendar.example', displayName: 'Bo', password: 'short', role: 'member' };
  expect(await administrator.request('POST', '/api/users', { body: short })).toMatchObject({
    status: 400,
    json: { error: { code: 'input_invalid', field: 'password' } },
  });
  expect(await administrator.request('POST', '/api/users', { body: { ...short, isRoot: true } })).toMatchObject({
    status: 400,
    json: { error: { code: 'input_invalid', field: 'isRoot' } },
  });
  expect(await administrator.request('POST', '/api/users', { body: { email: 'bo@calendar.example' } })).toMatchObject({
    json: { error: { field: 'displayName' } },
  });
});

test('a body beyond 1 MiB and one that is no JSON are refused in our words', async () => {
  const body = { subject: 'x'.repeat(1_100_000) };
  expect(await member.request('POST', '/api/events', { body })).toMatchObject({
    status: 413,
    json: { error: { code: 'body_too_large' } },
  });
  const headers = { 'content-type': 'text/plain' };
  expect(await member.request('POST', '/api/events', { body: 'x', headers })).toMatchObject({
    status: 415,
    json: { error: { code: 'body_not_json' } },
  });
});

test('every answer tells browsers to run nothing inline and to show nothing in frames', async () => {
  const { headers } = await openHttpSession(server.url).request('GET', '/healthz');
  const policy = headers.get('content-security-policy') ?? '';
  for (const part of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toContain('unsafe');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
});

test('an unknown address answers in the same shape', async () => {
  expect(await member.request('GET', '/api/nothing')).toMatchObject({
    status: 404,
    json: { error: { code: 'not_found', requestId: expect.any(String) } },
  });
});
