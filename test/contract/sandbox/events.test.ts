// Events: what may be written and how it comes back, what is refused and in which words.
import { beforeEach, describe, expect, test } from 'vitest';
import {
  at,
  BO,
  type Event,
  expectStatus,
  invite,
  type MeetingWorld,
  openMeetingWorld,
  type Refusal,
  times,
} from './meeting-world.ts';

let world: MeetingWorld;

beforeEach(() => {
  world = openMeetingWorld();
});

const morning = times('2026-12-01T09:00:00', '2026-12-01T10:00:00');

async function refusal(body: Record<string, unknown>): Promise<[number, string, string]> {
  const answer = await world.ada.post<Refusal>('/me/events', { ...morning, ...body });
  return [answer.status, answer.body.error?.code, answer.body.error?.message];
}

async function patch(event: Pick<Event, 'id'>, body: Record<string, unknown>): Promise<Event> {
  return expectStatus(await world.ada.patch<Event>(`/me/events/${event.id}`, body), 200).body;
}

const utc = (event: Event) => [event.start.dateTime, event.end.dateTime].map((time) => time.slice(0, 16));

describe('what is written', () => {
  test('words and names are taken in any letter case, and come back in Microsoft’s', async () => {
    const event = await world.add({
      SUBJECT: 'Shouted',
      importance: 'HIGH',
      Sensitivity: 'Private',
      showAs: 'WorkingElsewhere',
      body: { ContentType: 'TEXT', Content: 'a < b' },
      attendees: [{ EmailAddress: { Address: BO, Name: 'Bo' }, Type: 'Optional' }],
    });
    expect(event).toMatchObject({
      subject: 'Shouted',
      importance: 'high',
      sensitivity: 'private',
      showAs: 'workingElsewhere',
    });
    expect(event.attendees).toMatchObject([{ type: 'optional', emailAddress: { address: BO, name: 'Bo' } }]);
    expect(event.body).toMatchObject({ contentType: 'html', content: expect.stringContaining('a &lt; b') });
  });

  test('HTML is sanitised and framed', async () => {
    const content = '<p onclick="x()">Hi</p><script>y()</script><a href="javascript:z()">z</a>';
    const { body } = await world.add({ body: { contentType: 'html', content } });
    expect(body.content).toMatch(/^<html>\r\n<head>\r\n<meta http-equiv="Content-Type"/);
    expect(body.content).toContain('<p>Hi</p>');
    expect(body.content).not.toMatch(/script|onclick/);
  });

  test('what is the service’s own is ignored without a word', async () => {
    const organizer = { emailAddress: { address: BO, name: 'Bo' } };
    const event = await world.add({ organizer, isOrganizer: false, iCalUId: 'mine', isCancelled: true, id: 'mine' });
    expect(event).toMatchObject({ isOrganizer: true, isCancelled: false });
    expect(event.iCalUId).toMatch(/^040000008200E00074C5B7101A82E00800000000[0-9A-F]{16}0{16}10000000[0-9A-F]{32}$/);
  });

  test('location replaces locations, and null empties them', async () => {
    const event = await world.add({ locations: [{ displayName: 'Here' }, { displayName: 'There' }] });
    const replaced = await patch(event, { location: { displayName: 'Elsewhere' } });
    expect(replaced.locations).toEqual([
      { displayName: 'Elsewhere', locationType: 'default', uniqueId: 'Elsewhere', uniqueIdType: 'private' },
    ]);
    expect((await patch(event, { location: null })).locations).toEqual([]);
  });

  test('the transaction id stays as it was made', async () => {
    const event = await world.add({ transactionId: 'first' });
    expect((await patch(event, { transactionId: 'second' })).transactionId).toBe('first');
  });

  test('an event that went online stays online with its provider', async () => {
    const event = await world.add({ isOnlineMeeting: true, onlineMeetingProvider: 'TeamsForBusiness' });
    const changed = await patch(event, { isOnlineMeeting: false, onlineMeetingProvider: 'skypeForBusiness' });
    expect(changed).toMatchObject({ isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' });
    expect(changed.body.content).toContain((changed.onlineMeeting as { joinUrl: string }).joinUrl);
  });

  test('extended properties and extensions are stored, and not echoed', async () => {
    const id = 'String {66f5a359-4659-4830-9070-00040ec6ac6e} Name Key';
    const event = await world.add({
      singleValueExtendedProperties: [{ id, value: 'ours' }],
      extensions: [{ '@odata.type': 'microsoft.graph.openTypeExtension', extensionName: 'com.example', colour: 'red' }],
    });
    expect(Object.keys(event)).not.toEqual(expect.arrayContaining(['singleValueExtendedProperties']));
    const read = await world.ada.get<Event>(
      `/me/events/${event.id}?$expand=singleValueExtendedProperties($filter=id eq '${id}'),extensions`,
    );
    expect(read.body.singleValueExtendedProperties).toEqual([{ id, value: 'ours' }]);
    expect(read.body.extensions).toMatchObject([{ extensionName: 'com.example', colour: 'red' }]);
  });
});

describe('what is refused', () => {
  const property = 'ErrorPropertyValidationFailure';
  const manyGuests = invite(...Array.from({ length: 501 }, (_, number) => `guest${number}@elsewhere.example`));
  test.each([
    ['an unknown property', { colour: 'red' }, 'RequestBodyRead'],
    ['an unknown part of one', { body: { content: '', format: 'html' } }, 'RequestBodyRead'],
    ['a word that there isn’t', { importance: 'urgent' }, 'RequestBodyRead'],
    ['text for a boolean', { isReminderOn: 'yes' }, 'RequestBodyRead'],
    ['text for a number', { reminderMinutesBeforeStart: '15' }, 'RequestBodyRead'],
    ['a number for text', { subject: 1 }, 'RequestBodyRead'],
    ['an object for a list', { attendees: {} }, 'RequestBodyRead'],
    ['text for an object', { start: '2026-12-01T09:00:00' }, 'RequestBodyRead'],
    ['a reminder after the start', { reminderMinutesBeforeStart: -5 }, property],
    ['a subject that is too long', { subject: 'x'.repeat(256) }, property],
    ['a category without a name', { categories: [' '] }, property],
    ['an address that is none', { attendees: invite('nobody') }, property],
    ['a guest without an address', { attendees: [{ type: 'required' }] }, property],
    ['more than five hundred guests', { attendees: manyGuests }, 'ErrorInvalidRequest'],
    ['an end before the start', times('2026-12-01T10:00:00', '2026-12-01T09:00:00'), property],
    ['a date that is none', times('2026-02-30T09:00:00', '2026-03-01T09:00:00'), property],
    ['a time that is none', times('tomorrow', '2026-12-01T10:00:00'), property],
    [
      'a zone that there isn’t',
      times('2026-12-01T09:00:00', '2026-12-01T10:00:00', 'Mars/Phobos'),
      'TimeZoneNotSupportedException',
    ],
    ['a date beyond the calendar', times('4501-01-01T09:00:00', '4501-01-01T10:00:00'), 'ErrorCalendarOutOfRange'],
    ['a date before it', times('1600-01-01T09:00:00', '1600-01-01T10:00:00'), 'ErrorCalendarOutOfRange'],
    ['more than five years', times('2026-12-01T09:00:00', '2032-12-01T09:00:00'), 'ErrorCalendarDurationIsTooLong'],
    [
      'all day, but not from midnight',
      { isAllDay: true, ...times('2026-12-01T09:00:00', '2026-12-02T00:00:00') },
      property,
    ],
    [
      'all day, but not to midnight',
      { isAllDay: true, ...times('2026-12-01T00:00:00', '2026-12-02T09:00:00') },
      property,
    ],
    ['all day, but no day long', { isAllDay: true, ...times('2026-12-01T00:00:00', '2026-12-01T00:00:00') }, property],
    [
      'all day in two zones',
      { isAllDay: true, start: at('2026-12-01T00:00:00'), end: at('2026-12-02T00:00:00', 'UTC') },
      property,
    ],
    [
      'a body that is too large',
      { body: { contentType: 'text', content: 'x'.repeat(4 * 1024 * 1024 + 1) } },
      'ErrorMessageSizeExceeded',
    ],
  ])('%s', async (_, body, code) => {
    const [status, answered] = await refusal(body);
    expect([status, answered]).toEqual([code === 'ErrorMessageSizeExceeded' ? 413 : 400, code]);
  });

  test('in Microsoft’s words', async () => {
    const messages = [
      await refusal({ colour: 'red' }),
      await refusal(times('2026-12-01T09:00:00', '2026-12-01T10:00:00', 'Mars')),
      await refusal({ isAllDay: true, ...times('2026-12-01T00:00:00', '2026-12-01T00:00:00') }),
    ].map(([, , message]) => message);
    expect(messages).toEqual([
      "The property 'colour' does not exist on type 'microsoft.graph.event'. Make sure to only use property names that are defined by the type.",
      "A valid TimeZone value must be specified. The following TimeZone value is not supported: 'Mars'.",
      'The duration of an event marked as All day must be at least 24 hours.',
    ]);
  });

  test.each(['start', 'end'])('an event without its %s', async (name) => {
    expect((await refusal({ [name]: undefined }))[1]).toBe(property);
  });

  test.each([[[]], ['text'], [null]])('a body that is no object: %j', async (body) => {
    const answer = await world.ada.post<Refusal>('/me/events', JSON.stringify(body));
    expect([answer.status, answer.body.error.code]).toEqual([400, 'BadRequest']);
  });

  test('leaves the event as it was', async () => {
    const event = await world.add();
    const bad = { subject: 'Half', importance: 'urgent' };
    expect((await world.ada.patch(`/me/events/${event.id}`, bad)).status).toBe(400);
    const read = await world.ada.get<Event>(`/me/events/${event.id}`);
    expect([read.body.subject, read.body['@odata.etag']]).toEqual(['Launch', event['@odata.etag']]);
  });
});

describe('times', () => {
  test.each([
    [
      'a Windows zone',
      times('2026-12-01T09:00:00', '2026-12-01T10:00:00', 'Pacific Standard Time'),
      ['2026-12-01T17:00', '2026-12-01T18:00'],
    ],
    [
      'an IANA zone',
      times('2026-12-01T09:00:00', '2026-12-01T10:00:00', 'Asia/Kolkata'),
      ['2026-12-01T03:30', '2026-12-01T04:30'],
    ],
    [
      'no zone',
      { start: { dateTime: '2026-12-01T09:00:00' }, end: { dateTime: '2026-12-01T10:00:00' } },
      ['2026-12-01T09:00', '2026-12-01T10:00'],
    ],
    [
      'an offset beside the zone',
      times('2026-12-01T09:00:00+08:00', '2026-12-01T10:00:00+08:00'),
      ['2026-12-01T01:00', '2026-12-01T02:00'],
    ],
    [
      'two zones',
      { start: at('2026-12-01T09:00:00', 'UTC'), end: at('2026-12-01T12:00:00', 'Europe/Berlin') },
      ['2026-12-01T09:00', '2026-12-01T11:00'],
    ],
    ['no seconds', times('2026-12-01T09:00', '2026-12-01T10:00', 'UTC'), ['2026-12-01T09:00', '2026-12-01T10:00']],
    [
      'a start in a gap of the clock',
      times('2026-03-29T02:30:00', '2026-03-29T04:00:00'),
      ['2026-03-29T01:30', '2026-03-29T02:00'],
    ],
  ])('with %s', async (_, sent, shown) => {
    expect(utc(await world.add(sent))).toEqual(shown);
  });

  test('the zones of start and end are kept under their Windows names', async () => {
    const event = await world.add({
      start: at('2026-12-01T09:00:00'),
      end: at('2026-12-01T10:00:00', 'Europe/London'),
    });
    expect([event.originalStartTimeZone, event.originalEndTimeZone]).toEqual([
      'W. Europe Standard Time',
      'GMT Standard Time',
    ]);
  });

  test('a new start leaves the end where it is, in whatever zone', async () => {
    const event = await world.add();
    expect(utc(await patch(event, { start: at('2026-12-01T08:30:00', 'UTC') }))).toEqual([
      '2026-12-01T08:30',
      '2026-12-01T09:00',
    ]);
    const tooLate = { start: at('2026-12-01T09:30:00', 'UTC') };
    expect((await world.ada.patch(`/me/events/${event.id}`, tooLate)).status).toBe(400);
  });

  test('all day is changed together with start and end', async () => {
    const event = await world.add();
    const days = times('2026-12-01T00:00:00', '2026-12-03T00:00:00');
    expect((await world.ada.patch(`/me/events/${event.id}`, { isAllDay: true })).status).toBe(400);
    expect((await world.ada.patch(`/me/events/${event.id}`, { isAllDay: true, start: days.start })).status).toBe(400);
    expect(utc(await patch(event, { isAllDay: true, ...days }))).toEqual(['2026-12-01T00:00', '2026-12-03T00:00']);
    expect((await world.ada.patch(`/me/events/${event.id}`, morning)).status).toBe(400);
    expect(utc(await patch(event, { isAllDay: false, ...morning }))).toEqual(['2026-12-01T08:00', '2026-12-01T09:00']);
  });
});
