// Recurrences: what one may say, how it comes back, and when its series takes place.
import { beforeEach, describe, expect, test } from 'vitest';
import {
  DAILY,
  dayOf,
  type Event,
  type MeetingWorld,
  openMeetingWorld,
  type Refusal,
  times,
  WEEKLY,
} from './meeting-world.ts';

let world: MeetingWorld;

beforeEach(() => {
  world = openMeetingWorld();
});

const range = { type: 'noEnd', startDate: '2026-12-01' };

async function refusal(recurrence: unknown, more: Record<string, unknown> = {}): Promise<[number, string]> {
  const body = { subject: 'Series', ...times('2026-12-01T09:00:00', '2026-12-01T10:00:00'), recurrence, ...more };
  const answer = await world.ada.post<Refusal>('/me/events', body);
  return [answer.status, answer.body.error.code];
}

async function starts(master: Event, from?: string, to?: string): Promise<string[]> {
  return (await world.instances(world.ada, master.id, from, to)).map(({ start }) => start.dateTime.slice(0, 16));
}

describe('what is answered', () => {
  test.each([
    ['daily', { type: 'Daily', interval: 1 }, {}],
    [
      'weekly',
      { type: 'WEEKLY', interval: 2, daysOfWeek: ['Tuesday', 'MONDAY'] },
      { daysOfWeek: ['monday', 'tuesday'] },
    ],
    ['absoluteMonthly', { type: 'absoluteMonthly', interval: 1, dayOfMonth: 1 }, { dayOfMonth: 1 }],
    [
      'relativeMonthly',
      { type: 'relativeMonthly', interval: 1, daysOfWeek: ['tuesday'] },
      { daysOfWeek: ['tuesday'], index: 'first' },
    ],
    ['absoluteYearly', { type: 'absoluteYearly', interval: 1, dayOfMonth: 1, month: 12 }, { dayOfMonth: 1, month: 12 }],
    [
      'relativeYearly',
      { type: 'relativeYearly', interval: 1, daysOfWeek: ['tuesday'], month: 12, index: 'First' },
      { daysOfWeek: ['tuesday'], month: 12, index: 'first' },
    ],
  ])('a %s pattern comes back normalised', async (type, pattern, fields) => {
    const master = await world.add({ recurrence: { pattern, range } });
    const plain = { month: 0, dayOfMonth: 0, firstDayOfWeek: 'sunday', index: 'first' };
    expect(master.recurrence?.pattern).toEqual({ type, interval: pattern.interval, ...plain, ...fields });
    expect(master.type).toBe('seriesMaster');
  });

  test.each([
    ['noEnd', {}, {}],
    ['endDate', { endDate: '2026-12-24' }, { endDate: '2026-12-24' }],
    ['numbered', { numberOfOccurrences: 3 }, { numberOfOccurrences: 3 }],
  ])('a %s range comes back with all its fields', async (type, sent, fields) => {
    const master = await world.add({ recurrence: { pattern: WEEKLY.pattern, range: { ...range, ...sent, type } } });
    expect(master.recurrence?.range).toEqual({
      type,
      startDate: '2026-12-01',
      endDate: '0001-01-01',
      recurrenceTimeZone: 'W. Europe Standard Time',
      numberOfOccurrences: 0,
      ...fields,
    });
  });

  test('an IANA zone of the range comes back under its Windows name', async () => {
    const zoned = { ...range, recurrenceTimeZone: 'Europe/Berlin' };
    const master = await world.add({ recurrence: { pattern: WEEKLY.pattern, range: zoned } });
    expect(master.recurrence?.range.recurrenceTimeZone).toBe('W. Europe Standard Time');
  });
});

describe('what is refused', () => {
  const daily = { type: 'daily', interval: 1 };
  test.each([
    ['an unknown type', { pattern: { type: 'hourly', interval: 1 }, range }, 'RequestBodyRead'],
    ['an unknown field', { pattern: { ...daily, count: 3 }, range }, 'RequestBodyRead'],
    ['no interval', { pattern: { type: 'daily' }, range }, 'RequestBodyRead'],
    ['an interval of zero', { pattern: { type: 'daily', interval: 0 }, range }, 'ErrorPropertyValidationFailure'],
    [
      'an interval of a hundred weeks',
      { pattern: { ...WEEKLY.pattern, interval: 100 }, range },
      'ErrorPropertyValidationFailure',
    ],
    ['weekly without days', { pattern: { type: 'weekly', interval: 1 }, range }, 'ErrorPropertyValidationFailure'],
    [
      'monthly without a day',
      { pattern: { type: 'absoluteMonthly', interval: 1 }, range },
      'ErrorPropertyValidationFailure',
    ],
    [
      'yearly without a month',
      { pattern: { type: 'absoluteYearly', interval: 1, dayOfMonth: 1 }, range },
      'ErrorPropertyValidationFailure',
    ],
    ['a bad word in an ignored field', { pattern: { ...daily, index: 'fifth' }, range }, 'RequestBodyRead'],
    [
      'a bad number in an ignored field',
      { pattern: { ...daily, dayOfMonth: 32 }, range },
      'ErrorPropertyValidationFailure',
    ],
    ['a bad day in an ignored field', { pattern: { ...daily, daysOfWeek: ['funday'] }, range }, 'RequestBodyRead'],
    ['no range', { pattern: daily }, 'ErrorPropertyValidationFailure'],
    ['an unknown range', { pattern: daily, range: { ...range, type: 'forever' } }, 'RequestBodyRead'],
    ['a date that is none', { pattern: daily, range: { ...range, startDate: '2026-13-01' } }, 'RequestBodyRead'],
    ['no count', { pattern: daily, range: { ...range, type: 'numbered' } }, 'ErrorPropertyValidationFailure'],
    [
      'an unknown zone',
      { pattern: daily, range: { ...range, recurrenceTimeZone: 'Mars' } },
      'TimeZoneNotSupportedException',
    ],
    [
      'an end before the start',
      { pattern: daily, range: { ...range, type: 'endDate', endDate: '2026-11-30' } },
      'ErrorRecurrenceHasNoOccurrence',
    ],
    [
      'no occurrence before the end',
      {
        pattern: { ...WEEKLY.pattern, daysOfWeek: ['monday'] },
        range: { ...range, type: 'endDate', endDate: '2026-12-06' },
      },
      'ErrorRecurrenceHasNoOccurrence',
    ],
    [
      'an end beyond the calendar',
      { pattern: daily, range: { ...range, type: 'endDate', endDate: '4500-09-02' } },
      'ErrorRecurrenceEndDateTooBig',
    ],
  ])('%s', async (_, recurrence, code) => {
    expect(await refusal(recurrence)).toEqual([400, code]);
  });

  test('occurrences that last longer than five years', async () => {
    const long = times('2026-12-01T09:00:00', '2032-12-01T09:00:00');
    expect(await refusal(DAILY, long)).toEqual([400, 'ErrorCalendarDurationIsTooLong']);
  });
});

describe('when it takes place', () => {
  test('a day that a month lacks is the last one it has', async () => {
    const master = await world.add({
      ...times('2026-12-31T09:00:00', '2026-12-31T10:00:00'),
      recurrence: {
        pattern: { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
        range: { ...range, startDate: '2026-12-31' },
      },
    });
    expect((await world.instances(world.ada, master.id, '2026-12-01', '2027-05-01')).map(dayOf)).toEqual([
      '2026-12-31',
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
      '2027-04-30',
    ]);
  });

  test('several days of a relative pattern give one occurrence a month', async () => {
    const pattern = { type: 'relativeMonthly', interval: 1, daysOfWeek: ['thursday', 'friday'], index: 'last' };
    const master = await world.add({ recurrence: { pattern, range } });
    expect((await world.instances(world.ada, master.id)).map(dayOf)).toEqual(['2026-12-31', '2027-01-29']);
  });

  test('the week begins where it is said to, which counts from two weeks on', async () => {
    const pattern = { type: 'weekly', interval: 2, daysOfWeek: ['sunday', 'tuesday'] };
    const dates = async (firstDayOfWeek: string) => {
      const master = await world.add({ recurrence: { pattern: { ...pattern, firstDayOfWeek }, range } });
      return (await world.instances(world.ada, master.id, '2026-12-01', '2026-12-21')).map(dayOf);
    };
    expect(await dates('monday')).toEqual(['2026-12-01', '2026-12-06', '2026-12-15', '2026-12-20']);
    expect(await dates('sunday')).toEqual(['2026-12-01', '2026-12-13', '2026-12-15']);
  });

  test('the first occurrence may come later than the range begins, and the master shows it', async () => {
    const pattern = { ...WEEKLY.pattern, daysOfWeek: ['friday'] };
    const master = await world.add({ recurrence: { pattern, range } });
    expect([dayOf(master), master.recurrence?.range.startDate]).toEqual(['2026-12-04', '2026-12-01']);
    expect(master.end.dateTime).toBe('2026-12-04T09:00:00.0000000');
  });

  test('the range decides where it begins when the start says another date', async () => {
    const late = { ...range, startDate: '2026-12-08' };
    const master = await world.add({ recurrence: { pattern: WEEKLY.pattern, range: late } });
    expect(dayOf(master)).toBe('2026-12-08');
  });

  test('a range in another zone shifts the series by the day that lies between', async () => {
    const evening = times('2026-12-01T20:00:00', '2026-12-01T21:00:00', 'Pacific Standard Time');
    const zoned = { ...range, startDate: '2026-12-01', recurrenceTimeZone: 'UTC' };
    const master = await world.add({ ...evening, recurrence: { pattern: DAILY.pattern, range: zoned } });
    expect(master.start.dateTime).toBe('2026-12-01T04:00:00.0000000');
  });

  test('it keeps its wall clock over a change to summer time', async () => {
    const master = await world.add({
      ...times('2027-03-21T02:30:00', '2027-03-21T03:30:00'),
      recurrence: {
        pattern: { ...WEEKLY.pattern, daysOfWeek: ['sunday'] },
        range: { ...range, startDate: '2027-03-21' },
      },
    });
    expect(await starts(master, '2027-03-20', '2027-04-10')).toEqual([
      '2027-03-21T01:30',
      '2027-03-28T01:30',
      '2027-04-04T00:30',
    ]);
    const autumn = await world.add({
      ...times('2026-10-18T02:30:00', '2026-10-18T03:30:00'),
      recurrence: {
        pattern: { ...WEEKLY.pattern, daysOfWeek: ['sunday'] },
        range: { ...range, startDate: '2026-10-18' },
      },
    });
    expect(await starts(autumn, '2026-10-17', '2026-11-07')).toEqual([
      '2026-10-18T00:30',
      '2026-10-25T00:30',
      '2026-11-01T01:30',
    ]);
  });

  test('without an end it goes on', async () => {
    const master = await world.add({ recurrence: WEEKLY });
    expect((await starts(master, '2076-12-01', '2077-01-01')).length).toBe(5);
  });
});
