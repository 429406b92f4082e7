// What the page `/_sandbox/` asks for: its files and nothing else, and views of the world that change nothing in it.
import { expect, test } from 'vitest';
import type { CalendarsView } from '../../sandbox/pages/calendars-view.ts';
import type { RegistrationView } from '../../sandbox/pages/registrations-view.ts';
import type { SwitchView } from '../../sandbox/pages/switches-view.ts';
import type { Pulse } from '../../sandbox/pages/views.ts';
import { openSandbox, type SandboxClient } from './sandbox-client.ts';

const DIRECTORY = ['Application.ReadWrite.All', 'Directory.AccessAsUser.All'];

async function view<T>(client: SandboxClient, path: string): Promise<T> {
  const { status, body } = await client.control('GET', path);
  expect(status).toBe(200);
  return body as T;
}

test('the page and its files run no script of others, and nothing else of the folder is served', async () => {
  const client = openSandbox();
  const page = await client.control('GET', '/');
  expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
  const names = [...page.text.matchAll(/(?:href|src)="([\w-]+\.\w+)"/g)].map(([, name]) => name);
  expect(names).toContain('main.js');
  for (const name of names) expect((await client.control('GET', `/${name}`)).status).toBe(200);
  const main = await client.control('GET', '/main.js');
  const imported = [...main.text.matchAll(/from '(.+?)'/g)].map(([, name]) => name ?? '');
  expect(imported.length).toBeGreaterThan(5);
  for (const name of imported) expect((await client.control('GET', name.replace('.', ''))).status).toBe(200);
  for (const other of ['/views.ts', '/browser/main.ts', '/..%2fREADME.md', '/nothing.css', '/nothing.js']) {
    expect({ other, status: (await client.control('GET', other)).status }).toEqual({ other, status: 404 });
  }
});

test('calendars are drawn out in one zone, all-day events on their dates', async () => {
  const client = openSandbox();
  const week = await view<CalendarsView>(client, '/calendars?from=2026-11-24&days=7&zone=Asia/Tokyo');
  expect(week.now).toBe('2026-11-24T18:00');
  const ada = week.people.find(({ userPrincipalName }) => userPrincipalName === 'ada@contoso.example');
  const found = (subject: string) => ada?.events.find((event) => event.subject === subject);
  expect(found('Weekly review')).toMatchObject({ type: 'occurrence', isOrganizer: true });
  expect(found('Focus time')).toMatchObject({ start: '2026-11-26T22:00', end: '2026-11-27T00:00' });
  expect(found("Ada's day off")).toMatchObject({ start: '2026-11-30T00:00', end: '2026-12-01T00:00', isAllDay: true });
  expect(ada?.events.some((event) => event.subject === 'Quarterly figures')).toBe(false);
});

test.each(['days=0', 'days=400', 'from=tomorrow', 'zone=Nowhere/Land'])('a stretch of %s is refused', async (query) => {
  expect((await openSandbox().control('GET', `/calendars?${query}`)).status).toBe(400);
});

test('every switch says what it means, what it may be, and what is usual', async () => {
  const client = openSandbox();
  await client.control('PUT', '/settings', { throttle: 'off' });
  const { value } = await view<{ value: SwitchView[] }>(client, '/switches');
  expect(value.filter(({ meaning, usual }) => meaning === '' || usual === undefined)).toEqual([]);
  expect(value.map(({ name }) => name)).toEqual(Object.keys(client.world().settings));
  expect(value.find(({ name }) => name === 'throttle')).toMatchObject({
    value: 'off',
    usual: 'documented',
    allowed: ['documented', 'strict', 'off'],
  });
});

test('registrations tell addresses and secrets by hint alone', async () => {
  const client = openSandbox();
  const admin = client.as('admin', DIRECTORY);
  const made = await admin.post<{ id: string }>('/applications', {
    displayName: 'Mine',
    web: { redirectUris: ['https://calendar.example/callback'] },
  });
  const secret = await admin.post<{ secretText: string }>(`/applications/${made.body.id}/addPassword`, {});
  const { text } = await client.control('GET', '/registrations');
  expect(text).not.toContain(secret.body.secretText);
  expect((JSON.parse(text) as { value: RegistrationView[] }).value).toMatchObject([
    {
      displayName: 'Mine',
      redirectUris: [{ platform: 'web', uri: 'https://calendar.example/callback' }],
      credentials: [{ kind: 'secret', hint: secret.body.secretText.slice(0, 3), isExpired: false }],
    },
  ]);
});

test('the pulse moves with what happens, and looking at it moves nothing', async () => {
  const client = openSandbox();
  const look = () => view<Pulse>(client, '/pulse');
  const before = await look();
  for (const path of ['/calendars', '/registrations', '/switches', '/info', '/requests?last=5']) {
    await client.control('GET', path);
  }
  expect(await look()).toEqual(before);
  await client.as('ada').post('/me/events', {
    subject: 'Planning',
    start: { dateTime: '2026-12-01T09:00:00', timeZone: 'UTC' },
    end: { dateTime: '2026-12-01T10:00:00', timeZone: 'UTC' },
    attendees: [{ emailAddress: { address: 'bo@contoso.example' } }],
  });
  const after = await look();
  expect(after).toMatchObject({ mails: before.mails + 1, requests: before.requests + 1 });
  expect(after.changes).toBeGreaterThan(before.changes);
});

test('the latest requests say where in the ledger they stand', async () => {
  const client = openSandbox();
  for (const path of ['/me/calendar', '/me/calendars', '/me']) await client.as('ada').get(path);
  expect((await client.control('GET', '/requests?last=2')).body).toMatchObject({
    first: 1,
    value: [{ path: '/v1.0/me/calendars' }, { path: '/v1.0/me' }],
  });
  expect((await client.control('GET', '/requests?last=none')).status).toBe(400);
});
