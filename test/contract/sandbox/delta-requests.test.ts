// What a request for delta may ask and where: dates, query options, headers, tokens and paths.
import { expect, test } from 'vitest';
import { takeSandboxGaps } from '../../support/sandbox-gaps.ts';
import { inShort, openDelta, readPage, readRound, timesOn, WINDOW } from './delta-rounds.ts';

const refusals = (code: string, message: unknown) => ({ error: expect.objectContaining({ code, message }) });

test.each([
  ['no dates', ''],
  ['no end', '?startDateTime=2026-12-01T00:00:00Z'],
  ['no start', '?endDateTime=2026-12-01T00:00:00Z'],
  ['a start that is no date', '?startDateTime=soon&endDateTime=2026-12-01T00:00:00Z'],
])('a first request with %s is refused', async (_, query) => {
  const { graph, calendar } = await openDelta();
  const { status, body } = await graph.get(`${calendar}/calendarView/delta${query}`);
  expect(status).toBe(400);
  expect(body).toEqual(refusals('ErrorInvalidParameter', expect.any(String)));
});

test('a window of more than 1,825 days is refused, one of 1,825 is not', async () => {
  const { graph, calendar } = await openDelta();
  const url = (end: string) => `${calendar}/calendarView/delta?startDateTime=2026-01-01&endDateTime=${end}`;
  expect((await graph.get(url('2030-12-31'))).status).toBe(200);
  const { status, body } = await graph.get(url('2031-01-01'));
  expect(status).toBe(400);
  expect(body).toEqual(refusals('ErrorInvalidRequest', expect.stringContaining('Maximum number of days: 1825')));
});

test('dates may carry an offset, names of parameters any letter case, and the links keep both', async () => {
  const { graph, calendar, add } = await openDelta();
  await add('Late on the first', 1, timesOn(1, 23));
  const dates = 'STARTDATETIME=2026-12-01T20:00:00-04:00&enddatetime=2026-12-03T00:00:00%2B00:00';
  expect((await readRound(graph, `${calendar}/calendarView/delta?${dates}`)).entries).toEqual([]);
  const earlier = 'startdatetime=2026-12-01T18:00:00-04:00&enddatetime=2026-12-03T00:00:00%2B00:00';
  const { entries, deltaLink } = await readRound(graph, `${calendar}/calendarView/delta?${earlier}`);
  expect(inShort(entries)).toEqual(['Late on the first']);
  expect([...new URL(deltaLink).searchParams.keys()]).toEqual(['$deltatoken']);
});

test('$expand is answered by the error that Graph answers it by', async () => {
  const { graph, first } = await openDelta();
  const { status, body } = await graph.get(
    `${first}&$expand=singleValueExtendedProperties($filter=id eq 'String 0x1')`,
  );
  expect(status).toBe(500);
  expect(body).toEqual(refusals('InternalServerError', expect.stringMatching(/^Value cannot be null/)));
});

test.each(["$filter=subject eq 'x'", '$orderby=subject', '$search="x"', '$skip=1', '$count=true'])(
  'the query option %s is refused',
  async (option) => {
    const { graph, first } = await openDelta();
    const { status, body } = await graph.get(`${first}&${option}`);
    expect(status).toBe(400);
    expect(body).toEqual(refusals('ErrorInvalidUrlQuery', expect.stringContaining("the 'CalendarView' resource")));
  },
);

test('$top is refused with the header to use instead', async () => {
  const { graph, first } = await openDelta();
  const { status, body } = await graph.get(`${first}&$top=10`);
  expect(status).toBe(400);
  expect(body).toEqual(refusals('ErrorInvalidUrlQuery', expect.stringContaining('Prefer: odata.maxpagesize=')));
});

test('$select is ignored, or honoured by setting: then on every page of the rounds that follow', async () => {
  const { graph, first, add, addSeries, settings } = await openDelta();
  await add('One', 1);
  await addSeries('Series', 2, 1);
  const whole = await readRound(graph, `${first}&$select=subject`);
  expect(whole.entries[0]).toHaveProperty('bodyPreview');
  await settings({ deltaSelect: 'honoured' });
  const { entries, deltaLink } = await readRound(graph, `${first}&$select=Subject,start`, {
    prefer: 'odata.maxpagesize=1',
  });
  const kept = ['@odata.etag', '@odata.type', 'id', 'start', 'subject'];
  expect(entries.map((entry) => Object.keys(entry).toSorted())).toEqual([
    kept,
    kept,
    ['@odata.etag', '@odata.type', 'end', 'id', 'seriesMasterId', 'start', 'type'],
  ]);
  await add('Two', 3);
  const next = await readRound(graph, deltaLink);
  expect(Object.keys(next.entries[0] ?? {}).toSorted()).toEqual(kept);
});

test('page size, zone, body type and kind of id are read anew on every page, and said to be applied', async () => {
  const { graph, first, add } = await openDelta();
  for (const day of [1, 2, 3, 4])
    await add(`Day ${day}`, day, { body: { contentType: 'html', content: '<p>Text</p>' } });
  const one = await readPage(graph, first, { prefer: 'odata.maxpagesize=1, outlook.timezone="Europe/Berlin"' });
  expect(one.body.value).toEqual([
    expect.objectContaining({ start: { dateTime: '2026-12-01T10:00:00.0000000', timeZone: 'Europe/Berlin' } }),
  ]);
  expect(one.headers['preference-applied']).toMatch(/outlook\.timezone.*odata\.maxpagesize=1/);
  const two = await readPage(graph, String(one.body['@odata.nextLink']), {
    prefer: 'odata.maxpagesize=2, outlook.body-content-type="text"',
  });
  expect(two.body.value).toHaveLength(2);
  expect(two.body.value[0]).toMatchObject({
    start: { dateTime: '2026-12-02T09:00:00.0000000', timeZone: 'UTC' },
    body: { contentType: 'text' },
  });
  const three = await graph.get(String(two.body['@odata.nextLink']), { prefer: 'outlook.timezone="Nowhere"' });
  expect(three.status).toBe(400);
  expect(three.body).toEqual(refusals('TimeZoneNotSupportedException', expect.any(String)));
});

test('links serve both kinds of id', async () => {
  const { graph, first, addSeries, mailbox } = await openDelta();
  const master = await addSeries('Stand-up', 1, 2);
  const item = [...mailbox().items.values()].find(({ restId }) => restId === master.id);
  const before = await readRound(graph, first);
  expect(before.entries[0]?.id).toBe(master.id);
  await graph.patch(`/me/events/${master.id}`, { subject: 'Sit-down' });
  const immutable = await readRound(graph, before.deltaLink, { prefer: 'IdType="ImmutableId"' });
  expect(immutable.entries[0]?.id).toBe(item?.id);
  expect(immutable.entries[1]?.seriesMasterId).toBe(item?.id);
  for (const { id } of [...before.entries, ...immutable.entries])
    expect((await graph.get(`/me/events/${id}`)).status).toBe(200);
  await graph.patch(`/me/events/${master.id}`, { subject: 'Lie-down' });
  expect((await readRound(graph, immutable.deltaLink)).entries[0]?.id).toBe(master.id);
});

test('tokens are opaque, and the links carry nothing else', async () => {
  const { graph, first, add } = await openDelta();
  await add('One', 1);
  await add('Two', 2);
  const { body } = await readPage(graph, first, { prefer: 'odata.maxpagesize=1' });
  const next = new URL(String(body['@odata.nextLink']));
  expect(body).not.toHaveProperty('@odata.deltaLink');
  expect(next.href).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\/me\/calendars\/.+\/calendarView\/delta\?/);
  expect([...next.searchParams.keys()]).toEqual(['$skiptoken']);
  expect(next.searchParams.get('$skiptoken')).toMatch(/^[\w-]+$/);
  expect(next.searchParams.get('$skiptoken')).not.toContain('2026');
  const { deltaLink } = await readRound(graph, next.href);
  expect([...new URL(deltaLink).searchParams.keys()]).toEqual(['$deltatoken']);
});

test.each([
  ['garbage', () => '$deltatoken=garbage'],
  [
    'a token with a letter changed',
    (token: string) => `$deltatoken=${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`,
  ],
  ['a token of the other kind', (token: string) => `$skiptoken=${token}`],
  ['half a token', (token: string) => `$deltatoken=${token.slice(0, token.length / 2)}`],
])('%s is refused as badly formed', async (_, spoil) => {
  const { graph, calendar, first } = await openDelta();
  const { deltaLink } = await readRound(graph, first);
  const token = new URL(deltaLink).searchParams.get('$deltatoken') ?? '';
  const { status, body } = await graph.get(`${calendar}/calendarView/delta?${spoil(token)}`);
  expect(status).toBe(400);
  expect(body).toEqual(refusals('BadRequest', 'Badly formed token.'));
});

test('a token of another calendar is no good here', async () => {
  const { graph, first } = await openDelta();
  const { deltaLink } = await readRound(graph, first);
  const { status, body } = await graph.get(`/me/calendarView/delta${new URL(deltaLink).search}`);
  expect(status).toBe(410);
  expect(body).toEqual(refusals('SyncStateInvalid', expect.any(String)));
});

test('every path to a calendar has its delta, with parentheses and namespace as well', async () => {
  const { client, graph, calendarId, add } = await openDelta();
  await add('Here', 3);
  const user = [...client.world().users.values()].find(
    ({ userPrincipalName }) => userPrincipalName === 'ada@contoso.example',
  );
  const groups = await graph.get<{ value: { id: string }[] }>('/me/calendarGroups');
  const [group] = groups.body.value;
  const subjects = async (path: string) => inShort((await readRound(graph, `${path}?${WINDOW}`)).entries);
  const defaults = await subjects('/me/calendarView/delta');
  expect(defaults.length).toBeGreaterThan(0);
  for (const path of [
    '/me/calendar/calendarView/delta',
    '/me/calendarview/Delta',
    '/me/calendarView/delta()',
    '/me/calendarView/microsoft.graph.delta()',
    '/me/calendarView/microsoft.graph.delta',
    '/beta/me/calendarView/delta',
    `/users/${user?.id}/calendarView/delta`,
    `/users('ada@contoso.example')/calendarView/delta`,
  ])
    expect([path, await subjects(path)]).toEqual([path, defaults]);
  for (const path of [
    `/me/calendars/${calendarId}/calendarView/delta`,
    `/users/ada@contoso.example/calendars/${calendarId}/calendarView/delta`,
    `/me/calendarGroup/calendars/${calendarId}/calendarView/delta`,
    `/me/calendarGroups/${group?.id}/calendars/${calendarId}/calendarView/delta`,
  ])
    expect([path, await subjects(path)]).toEqual([path, ['Here']]);
  expect((await graph.get(`/me/calendars/${calendarId}AA/calendarView/delta?${WINDOW}`)).status).toBe(404);
});

test('the context names a collection of events, in the version asked for', async () => {
  const { graph } = await openDelta();
  const v1 = await readPage(graph, `/me/calendarView/delta?${WINDOW}`);
  expect(v1.body['@odata.context']).toBe('https://graph.microsoft.com/v1.0/$metadata#Collection(event)');
  const beta = await readPage(graph, `/beta/me/calendarView/delta?${WINDOW}`);
  expect(beta.body['@odata.context']).toBe('https://graph.microsoft.com/beta/$metadata#Collection(event)');
});

test('delta of events without a window: v1.0 has none, beta’s is not in the sandbox', async () => {
  const { graph } = await openDelta();
  const { status, body } = await graph.get('/me/events/delta');
  expect(status).toBe(400);
  expect(body).toEqual(refusals('BadRequest', expect.stringContaining('Change tracking is not supported')));
  expect((await graph.get('/beta/me/calendar/events/delta')).status).toBe(501);
  expect(takeSandboxGaps()).toEqual(['GET /beta/me/calendar/events/delta']);
});

test('without a scope for calendars there is no delta', async () => {
  const { client } = await openDelta();
  const { status, body } = await client.as('ada', ['User.Read']).get(`/me/calendarView/delta?${WINDOW}`);
  expect(status).toBe(403);
  expect(body).toEqual(refusals('ErrorAccessDenied', expect.any(String)));
});
