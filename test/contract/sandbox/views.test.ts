// Windows of time: what calendarView and instances show, in which order, and which windows are refused.
import { beforeAll, describe, expect, test } from 'vitest';
import { type GraphUser, openSandbox, type SandboxClient } from './sandbox-client.ts';

interface Page {
  '@odata.context': string;
  value: { id: string; subject: string; type: string; start: { dateTime: string } }[];
}

let box: SandboxClient;
let ada: GraphUser;
let calendar = '';
let master = '';

const at = (time: string) => ({ dateTime: time, timeZone: 'Europe/Berlin' });

beforeAll(async () => {
  box = openSandbox();
  ada = box.as('ada');
  calendar = (await ada.post<{ id: string }>('/me/calendars', { name: 'Views' })).body.id;
  const events = `/me/calendars/${calendar}/events`;
  const series = await ada.post<{ id: string }>(events, {
    subject: 'Daily',
    start: at('2027-03-01T09:00:00'),
    end: at('2027-03-01T09:30:00'),
    recurrence: {
      pattern: { type: 'daily', interval: 1 },
      range: { type: 'numbered', startDate: '2027-03-01', numberOfOccurrences: 5 },
    },
  });
  master = series.body.id;
  const { value } = (await ada.get<Page>(`/me/events/${master}/instances?${WEEK}`)).body;
  await ada.patch(`/me/events/${value[3]?.id ?? ''}`, {
    subject: 'Daily, moved',
    start: at('2027-03-04T15:00:00'),
    end: at('2027-03-04T16:00:00'),
  });
  await ada.delete(`/me/events/${value[1]?.id ?? ''}`);
  await ada.post(events, { subject: 'Single', start: at('2027-03-03T12:00:00'), end: at('2027-03-03T13:00:00') });
  await ada.post(events, { subject: 'Far', start: at('2027-05-03T12:00:00'), end: at('2027-05-03T13:00:00') });
});

const WEEK = 'startDateTime=2027-03-01T00:00:00Z&endDateTime=2027-03-08T00:00:00Z';
const view = (query: string) => `/me/calendars/${calendar}/calendarView?${query}`;
const shown = ({ value }: Page) => value.map(({ type, start }) => `${type} ${start.dateTime.slice(5, 16)}`);

describe('calendarView', () => {
  test('shows singles, then exceptions, then occurrences; no masters, nothing deleted', async () => {
    const { body } = await ada.get<Page>(view(WEEK));
    expect(shown(body)).toEqual([
      'singleInstance 03-03T11:00',
      'exception 03-04T14:00',
      'occurrence 03-01T08:00',
      'occurrence 03-03T08:00',
      'occurrence 03-05T08:00',
    ]);
    expect(body['@odata.context']).toMatch(/#users\('[^']+'\)\/calendars\('[^']+%3D'\)\/calendarView$/);
  });

  test('in order of time where that is asked for, over pages', async () => {
    const first = await ada.get<Page & { '@odata.nextLink': string }>(view(`${WEEK}&$orderby=start/dateTime&$top=3`));
    const second = await ada.get<Page>(first.body['@odata.nextLink']);
    expect([...shown(first.body), ...shown(second.body)]).toEqual([
      'occurrence 03-01T08:00',
      'occurrence 03-03T08:00',
      'singleInstance 03-03T11:00',
      'exception 03-04T14:00',
      'occurrence 03-05T08:00',
    ]);
  });

  test('takes filters on what it shows, and counts', async () => {
    expect((await ada.get<Page>(view(`${WEEK}&$filter=type eq 'exception'`))).body.value).toMatchObject([
      { subject: 'Daily, moved' },
    ]);
    const counted = await ada.get(`/me/calendars/${calendar}/calendarView/$count?${WEEK}`);
    expect(counted.text).toBe('5');
  });

  test.each([
    ['startDateTime=2027-03-03T11:30:00&endDateTime=2027-03-03T11:31:00', ['singleInstance 03-03T11:00']],
    [
      'startDateTime=2027-03-03T12:30:00%2B01:00&endDateTime=2027-03-03T12:31:00%2B01:00',
      ['singleInstance 03-03T11:00'],
    ],
    // The plus of an offset that nobody encoded.
    ['startDateTime=2027-03-03T12:30:00+01:00&endDateTime=2027-03-03T12:31:00+01:00', ['singleInstance 03-03T11:00']],
    ['startdatetime=2027-03-03T11:30:00.0000000&enddatetime=2027-03-03T11:31:00Z', ['singleInstance 03-03T11:00']],
    ['startDateTime=2027-03-03&endDateTime=2027-03-04', ['singleInstance 03-03T11:00', 'occurrence 03-03T08:00']],
    // What ends where the window begins, or begins where it ends, lies outside.
    ['startDateTime=2027-03-03T12:00:00Z&endDateTime=2027-03-04T00:00:00Z', []],
    ['startDateTime=2027-03-03T10:00:00Z&endDateTime=2027-03-03T11:00:00Z', []],
  ])('%s shows %j', async (window, expected) => {
    expect(shown((await ada.get<Page>(view(window))).body)).toEqual(expected);
  });

  test.each([
    ['', 'ErrorInvalidParameter'],
    ['startDateTime=2027-03-01T00:00:00Z', 'ErrorInvalidParameter'],
    ['endDateTime=2027-03-01T00:00:00Z', 'ErrorInvalidParameter'],
    ['startDateTime=&endDateTime=2027-03-01T00:00:00Z', 'ErrorInvalidParameter'],
    ['startDateTime=today&endDateTime=2027-03-01T00:00:00Z', 'ErrorInvalidParameter'],
    ['startDateTime=2027-03-02T00:00:00Z&endDateTime=2027-03-01T00:00:00Z', 'ErrorInvalidParameter'],
    ['startDateTime=2027-01-01T00:00:00Z&endDateTime=2032-01-01T00:00:00Z', 'ErrorInvalidRequest'],
  ])('the window "%s" is refused', async (window, code) => {
    const { status, body } = await ada.get(view(window));
    expect([status, body]).toMatchObject([400, { error: { code } }]);
  });

  test('of 1825 days is the widest', async () => {
    expect((await ada.get(view('startDateTime=2027-01-01T00:00:00Z&endDateTime=2031-12-31T00:00:00Z'))).status).toBe(
      200,
    );
  });

  test.each([
    '/me/calendarView',
    '/me/calendar/calendarView',
    '/users/ada@contoso.example/calendarview',
    '/beta/me/calendarView',
  ])('%s shows the default calendar', async (path) => {
    const { status, body } = await ada.get<Page>(
      `${path}?startDateTime=2026-11-24T00:00:00Z&endDateTime=2026-12-01T00:00:00Z`,
    );
    expect(status).toBe(200);
    expect(body.value.map(({ subject }) => subject)).toContain('Focus time');
  });

  test('of a calendar in its group shows the same', async () => {
    const { body } = await ada.get<{ value: { id: string }[] }>('/me/calendarGroups');
    const path = `/me/calendarGroups/${body.value[0]?.id ?? ''}/calendars/${calendar}/calendarView?${WEEK}`;
    expect(shown((await ada.get<Page>(path)).body)).toHaveLength(5);
  });

  test('fails with 503 where a fault lies in the window', async () => {
    const failSlice = { start: '2027-03-02T00:00:00Z', end: '2027-03-03T00:00:00Z' };
    await box.control('PUT', '/faults', { rules: [{ match: { service: 'graph' }, effect: { failSlice } }] });
    const failed = await ada.get(view(WEEK));
    const spared = await ada.get(view('startDateTime=2027-03-04T00:00:00Z&endDateTime=2027-03-05T00:00:00Z'));
    await box.control('PUT', '/faults', { rules: [] });
    expect([failed.status, failed.body, spared.status]).toMatchObject([503, { error: { code: 'UnknownError' } }, 200]);
  });
});

describe('instances', () => {
  test('show exceptions first, then occurrences, whole', async () => {
    const { body } = await ada.get<Page>(`/me/events/${master}/instances?${WEEK}`);
    expect(shown(body)).toEqual([
      'exception 03-04T14:00',
      'occurrence 03-01T08:00',
      'occurrence 03-03T08:00',
      'occurrence 03-05T08:00',
    ]);
    expect(body.value.every(({ subject }) => subject.startsWith('Daily'))).toBe(true);
    expect(body['@odata.context']).toMatch(/\/events\('[^']+%3D'\)\/instances$/);
  });

  test('select', async () => {
    const { body } = await ada.get<Page>(`/me/events/${master}/instances?${WEEK}&$select=subject,seriesMasterId,type`);
    expect(body['@odata.context']).toMatch(/\/instances\(subject,seriesMasterId,type\)$/);
    expect(Object.keys(body.value[0] ?? {})).toEqual(['@odata.etag', 'id', 'subject', 'seriesMasterId', 'type']);
  });

  test('need both dates, and an event that is there', async () => {
    expect((await ada.get(`/me/events/${master}/instances`)).status).toBe(400);
    expect((await ada.get(`/me/events/${master.slice(0, -6)}xAAA=/instances?${WEEK}`)).status).toBe(404);
  });
});
