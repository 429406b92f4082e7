// Random events of the delta differential, most of them in or near its window.
import type { Random } from '../../../sandbox/core/random.ts';

/** The window that is followed. */
export const WINDOW = 'startDateTime=2026-12-01T00:00:00Z&endDateTime=2027-01-01T00:00:00Z';
/** Where occurrences to edit are looked for. */
export const WIDE = 'startDateTime=2026-11-15T00:00:00Z&endDateTime=2027-01-15T00:00:00Z';

const ZONES = ['UTC', 'W. Europe Standard Time', 'Pacific Standard Time', 'AUS Eastern Standard Time'];
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** Days from 2026-12-01 on which events begin. */
const FIRST_DAY = -12;
const DAY_COUNT = 56;

type Values = Record<string, unknown>;

export function oneOf<T>(random: Random, list: readonly T[]): T {
  const chosen = list[random.integer(list.length)];
  if (chosen === undefined) throw new RangeError('Nothing to choose from.');
  return chosen;
}

export function newEvent(random: Random): Values {
  return { ...newValues(random), ...newTimes(random) };
}

/** Anything that isn't a time. */
export function newValues(random: Random): Values {
  return {
    subject: `Subject ${random.integer(1_000)}`,
    ...(random.next() < 0.3 ? { location: { displayName: `Room ${random.integer(20)}` } } : {}),
    ...(random.next() < 0.3 ? { showAs: oneOf(random, ['free', 'tentative', 'busy', 'oof']) } : {}),
    ...(random.next() < 0.2 ? { categories: [oneOf(random, ['Red', 'Green', 'Blue'])] } : {}),
    ...(random.next() < 0.2 ? { importance: oneOf(random, ['low', 'normal', 'high']) } : {}),
  };
}

/** Times of an event of one to four hours, or of whole days. */
export function newTimes(random: Random): Values {
  const day = FIRST_DAY + random.integer(DAY_COUNT);
  const timeZone = oneOf(random, ZONES);
  if (random.next() < 0.15) {
    const at = (date: number) => ({ dateTime: dateTime(date, 0), timeZone });
    return { isAllDay: true, start: at(day), end: at(day + 1 + random.integer(2)) };
  }
  const hour = random.integer(20);
  const at = (time: number) => ({ dateTime: dateTime(day, time), timeZone });
  return { isAllDay: false, start: at(hour), end: at(hour + 1 + random.integer(4)) };
}

/** A pattern with the times of its first day. */
export function newRecurrence(random: Random): Values {
  const day = FIRST_DAY + random.integer(DAY_COUNT);
  const timeZone = oneOf(random, ZONES);
  const hour = random.integer(20);
  const at = (time: number) => ({ dateTime: dateTime(day, time), timeZone });
  return {
    isAllDay: false,
    start: at(hour),
    end: at(hour + 1),
    recurrence: { pattern: newPattern(random, day), range: newRange(random, day) },
  };
}

function newPattern(random: Random, day: number): Values {
  const weekday = DAYS[new Date(Date.UTC(2026, 11, 1 + day)).getUTCDay()];
  return oneOf(random, [
    { type: 'daily', interval: 1 + random.integer(3) },
    {
      type: 'weekly',
      interval: 1 + random.integer(2),
      daysOfWeek: [weekday, oneOf(random, DAYS)],
      firstDayOfWeek: 'monday',
    },
    { type: 'absoluteMonthly', interval: 1, dayOfMonth: 1 + random.integer(31) },
    { type: 'relativeMonthly', interval: 1, daysOfWeek: [weekday], index: oneOf(random, ['first', 'third', 'last']) },
  ]);
}

function newRange(random: Random, day: number): Values {
  const startDate = date(day);
  return oneOf(random, [
    { type: 'noEnd', startDate },
    { type: 'numbered', startDate, numberOfOccurrences: 1 + random.integer(20) },
    { type: 'endDate', startDate, endDate: date(day + 20 + random.integer(40)) },
  ]);
}

/** Other times on the day of an occurrence. @param start in UTC */
export function sameDayTimes(random: Random, start: string): Values {
  const hour = random.integer(20);
  const at = (time: number) => ({
    dateTime: `${start.slice(0, 10)}T${String(time).padStart(2, '0')}:30:00`,
    timeZone: 'UTC',
  });
  return { start: at(hour), end: at(hour + 1 + random.integer(3)) };
}

function date(day: number): string {
  return dateTime(day, 0).slice(0, 10);
}

function dateTime(day: number, hour: number): string {
  return new Date(Date.UTC(2026, 11, 1 + day, hour)).toISOString().slice(0, 19);
}
