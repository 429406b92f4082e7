// The events API of a user without a mailbox: nothing is mailed, everything else works.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventView } from '../../server/schemas/events.ts';
import type { HttpSession } from '../support/http-session.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const WHEN = { start: '2026-11-27T10:00', end: '2026-11-27T11:00', zone: 'Europe/Berlin', isAllDay: false };
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
let server: RunningServer;
let ada: HttpSession;
let bo: HttpSession;

beforeAll(async () => {
  server = await startServer();
  const administrator = await server.setUp();
  ada = await server.signInAs(administrator, 'ada@calendar.example');
  bo = await server.signInAs(administrator, 'bo@calendar.example');
});
afterAll(() => server.close());

const create = (body: object) => ada.call<EventView>('POST', '/api/events', { subject: 'Plan', when: WHEN, ...body });
const patch = (id: string, body: object, version: number) =>
  ada.request('PATCH', `/api/events/${id}`, { body, headers: { 'if-match': `"${version}"` } });
const refused = (status: number, code: string, field?: string) => ({
  status,
  json: { error: { code, ...(field ? { field } : {}), message: expect.any(String) } },
});

test('an event keeps all that was said about it', async () => {
  const said = {
    subject: 'Launch',
    body: '<p>Agenda</p>',
    places: ['Room Aalto', 'Online'],
    guests: [{ address: 'Guest@elsewhere.example', name: 'A guest', type: 'optional' }],
    sensitivity: 'private',
    importance: 'high',
    showAs: 'tentative',
    reminderMinutes: 30,
    categories: ['Work', 'Blue'],
  };
  const { id } = await create(said);
  expect(await ada.call('GET', `/api/events/${id}`)).toMatchObject({
    ...said,
    version: 1,
    kind: 'single',
    status: 'live',
    when: { ...WHEN, start: '2026-11-27T10:00:00', end: '2026-11-27T11:00:00' },
    startsAt: '2026-11-27T09:00:00Z',
    endsAt: '2026-11-27T10:00:00Z',
    categories: ['Blue', 'Work'],
    guests: [
      { address: 'Guest@elsewhere.example', name: 'A guest', type: 'optional', response: 'none', state: 'invited' },
    ],
    organizer: { address: 'ada@calendar.example', isMe: true },
    answer: 'organizer',
    link: { state: null, held: false },
    canEdit: true,
  });
});

test('scripts, styles and remote pictures do not survive where a text is shown; it is kept as it is', async () => {
  const body =
    '<p onclick="x()">a<script>b</script><a href="javascript:c">d</a><img src="https://spy.example/1.png"><b>e</b></p>';
  const event = await create({ body });
  expect(event.body).toBe(body);
  expect(event.bodyHtml).toBe('<p>a<a rel="noopener noreferrer" target="_blank">d</a><img /><b>e</b></p>');
});

test.each([
  ['an end before the start', { when: { ...WHEN, end: '2026-11-27T09:00' } }, 'when_invalid', 'when/end'],
  ['a day that does not exist', { when: { ...WHEN, start: '2026-02-30T10:00' } }, 'when_invalid', 'when/start'],
  ['a time in an all-day event', { when: { ...WHEN, isAllDay: true } }, 'when_invalid', 'when/start'],
  ['a zone that nobody knows', { when: { ...WHEN, zone: 'Mars/Olympus' } }, 'zone_unknown', 'when/zone'],
  ['an address that is none', { guests: [{ address: 'nobody' }] }, 'address_invalid', 'guests/0/address'],
  [
    'a guest twice',
    { guests: [{ address: 'a@b.example' }, { address: 'A@B.example' }] },
    'guest_twice',
    'guests/1/address',
  ],
  ['the organizer as guest', { guests: [{ address: 'ADA@calendar.example' }] }, 'guest_is_organizer', 'guests'],
  ['an unknown field', { colour: 'red' }, 'input_invalid', 'colour'],
  ['a value off the list', { importance: 'huge' }, 'input_invalid', 'importance'],
])('%s is refused, naming the field', async (_, body, code, field) => {
  const answer = await ada.request('POST', '/api/events', { body: { subject: 'Plan', when: WHEN, ...body } });
  expect(answer).toMatchObject(refused(400, code, field));
});

test('a change needs the version that it was made on', async () => {
  const { id, version } = await create({});
  expect(await ada.request('PATCH', `/api/events/${id}`, { body: { subject: 'X' } })).toMatchObject(
    refused(428, 'version_required'),
  );
  const changed = await patch(id, { subject: 'Changed' }, version);
  expect(changed).toMatchObject({
    status: 200,
    json: { subject: 'Changed', version: 2, when: { zone: 'Europe/Berlin' } },
  });
  expect(changed.headers.get('etag')).toBe('"2"');
  expect(await patch(id, { subject: 'Late' }, version)).toMatchObject(refused(412, 'version_mismatch'));
  expect(await ada.call('GET', `/api/events/${id}`)).toMatchObject({ subject: 'Changed' });
});

test('two changes on one version at the same time: one wins, the other is told', async () => {
  const { id } = await create({});
  const answers = await Promise.all(['A', 'B', 'C'].map((subject) => patch(id, { subject }, 1)));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412]);
});

test('guests are added and removed one by one', async () => {
  const { id } = await create({});
  const path = `/api/events/${id}/attendees`;
  expect(await ada.call('POST', path, { address: 'guest@elsewhere.example' })).toMatchObject({
    guests: [{ address: 'guest@elsewhere.example', state: 'invited' }],
  });
  expect(await ada.request('POST', path, { body: { address: 'GUEST@elsewhere.example' } })).toMatchObject(
    refused(409, 'already_invited', 'address'),
  );
  expect(await ada.request('POST', path, { body: { address: 'guest' } })).toMatchObject(
    refused(400, 'address_invalid', 'address'),
  );
  expect(await ada.call('DELETE', `${path}/guest@elsewhere.example`)).toMatchObject({ guests: [] });
  expect(await ada.request('DELETE', `${path}/guest@elsewhere.example`)).toMatchObject(refused(404, 'not_found'));
});

test('without a mailbox nobody is mailed, and nothing asks for a choice', async () => {
  const { id } = await create({ guests: [{ address: 'guest@elsewhere.example' }] });
  expect(await ada.call('POST', '/api/events/preview', { action: 'delete', eventId: id })).toMatchObject({ mails: [] });
  expect((await ada.request('DELETE', `/api/events/${id}`)).status).toBe(204);
  expect(await ada.request('GET', `/api/events/${id}`)).toMatchObject(refused(404, 'not_found'));
});

test('an archived event leaves the calendar and comes back', async () => {
  const { id } = await create({ subject: 'Old' });
  const range = '/api/events?from=2026-11-27T00:00:00Z&to=2026-11-28T00:00:00Z';
  const subjects = async (query: string) =>
    (await ada.call<{ events: EventView[] }>('GET', range + query)).events.map(({ subject }) => subject);
  await ada.call('POST', `/api/events/${id}/archive`, {});
  expect(await subjects('')).not.toContain('Old');
  expect(await subjects('&archived=true')).toEqual(['Old']);
  expect(await patch(id, { subject: 'New' }, 2)).toMatchObject(refused(409, 'not_live'));
  await ada.call('POST', `/api/events/${id}/unarchive`, {});
  expect(await subjects('')).toContain('Old');
});

test('a range shows what overlaps it, and has its limits', async () => {
  const night = { start: '2027-03-01T23:00', end: '2027-03-02T01:00', zone: 'UTC', isAllDay: false };
  await create({ subject: 'Night', when: night });
  await create({ subject: 'Day', when: { start: '2027-03-02', end: '2027-03-03', zone: 'UTC', isAllDay: true } });
  const subjects = async (from: string, to: string) =>
    (await ada.call<{ events: EventView[] }>('GET', `/api/events?from=${from}&to=${to}`)).events.map(
      ({ subject }) => subject,
    );
  expect(await subjects('2027-03-02T00:00:00Z', '2027-03-02T00:30:00Z')).toEqual(['Night', 'Day']);
  expect(await subjects('2027-03-02T01:00:00Z', '2027-03-02T02:00:00Z')).toEqual(['Day']);
  expect(await subjects('2027-03-03T00:00:00Z', '2027-03-04T00:00:00Z')).toEqual([]);
  const long = '/api/events?from=2026-01-01T00:00:00Z&to=2027-12-01T00:00:00Z';
  expect(await ada.request('GET', long)).toMatchObject(refused(400, 'range_too_long', 'to'));
  const backwards = '/api/events?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z';
  expect(await ada.request('GET', backwards)).toMatchObject(refused(400, 'range_invalid', 'to'));
});

test("somebody else's events look as if they were not there", async () => {
  const { id } = await create({ subject: 'Private' });
  for (const [method, path, body] of [
    ['GET', `/api/events/${id}`],
    ['PATCH', `/api/events/${id}`, { subject: 'Mine' }],
    ['DELETE', `/api/events/${id}`],
    ['POST', `/api/events/${id}/archive`, {}],
    ['POST', `/api/events/${id}/attendees`, { address: 'x@y.example' }],
    ['POST', `/api/events/${id}/answer`, { answer: 'declined' }],
    ['POST', `/api/events/${id}/send-now`],
    ['POST', `/api/events/${id}/release`, { mail: 'send' }],
    ['POST', '/api/events/preview', { action: 'delete', eventId: id }],
  ] as const) {
    const answer = await bo.request(method, path, { body, headers: { 'if-match': '"1"' } });
    expect({ path, status: answer.status }).toEqual({ path, status: 404 });
  }
  expect(await ada.call('GET', `/api/events/${id}`)).toMatchObject({ subject: 'Private', version: 1 });
  expect((await bo.request('GET', `/api/events/${UNKNOWN}`)).status).toBe(404);
});
