// Expansion differential: the sandbox's starts (rrule-temporal) against rrule, used directly, over random recurrences.
import fastCheck from 'fast-check';
import rrule from 'rrule';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import {
  DAYS_OF_WEEK,
  type DayOfWeek,
  type PatternedRecurrence,
  RECURRENCE_PATTERN_TYPES,
  RECURRENCE_RANGE_TYPES,
  WEEK_INDEXES,
} from '../../../graph/models/recurrence.ts';
import { startBefore, startFrom, startsBetween } from '../../sandbox/graph/calendar/series/expand.ts';

const { RRule } = rrule;

const RULES = 2_000;
const YEARS_SHOWN = 2;

const WEEKDAYS = {
  sunday: RRule.SU,
  monday: RRule.MO,
  tuesday: RRule.TU,
  wednesday: RRule.WE,
  thursday: RRule.TH,
  friday: RRule.FR,
  saturday: RRule.SA,
};
const POSITIONS = { first: 1, second: 2, third: 3, fourth: 4, last: -1 };

/** rrule's own reading of a recurrence, on a wall clock that counts as UTC. */
function ruleOf({ pattern, range }: PatternedRecurrence, start: Temporal.PlainDateTime) {
  const days = (pattern.daysOfWeek ?? []).map((day) => WEEKDAYS[day]);
  const isRelative = pattern.type.startsWith('relative');
  const isAbsolute = pattern.type.startsWith('absolute');
  const clamped = Array.from({ length: Math.max(pattern.dayOfMonth - 27, 1) }, (_, back) => pattern.dayOfMonth - back);
  return new RRule({
    dtstart: dateOf(start),
    freq: {
      daily: RRule.DAILY,
      weekly: RRule.WEEKLY,
      absoluteMonthly: RRule.MONTHLY,
      relativeMonthly: RRule.MONTHLY,
      absoluteYearly: RRule.YEARLY,
      relativeYearly: RRule.YEARLY,
    }[pattern.type],
    interval: pattern.interval,
    wkst: WEEKDAYS[pattern.firstDayOfWeek],
    byweekday: pattern.type === 'weekly' || isRelative ? days : null,
    bysetpos: isRelative ? POSITIONS[pattern.index] : isAbsolute ? -1 : null,
    bymonthday: isAbsolute ? clamped : null,
    bymonth: pattern.type.endsWith('Yearly') ? pattern.month : null,
    count: range.type === 'numbered' ? range.numberOfOccurrences : null,
    until: range.type === 'endDate' ? new Date(`${range.endDate}T23:59:59Z`) : null,
  });
}

function dateOf(time: Temporal.PlainDateTime): Date {
  return new Date(time.toZonedDateTime('UTC').epochMilliseconds);
}

function textOf(time: Temporal.PlainDateTime | Date): string {
  return (time instanceof Date ? time.toISOString() : time.toString()).slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

const { integer, constantFrom, subarray, record } = fastCheck;

const cases = record({
  type: constantFrom(...RECURRENCE_PATTERN_TYPES),
  interval: integer({ min: 1, max: 7 }),
  month: integer({ min: 1, max: 12 }),
  dayOfMonth: integer({ min: 1, max: 31 }),
  daysOfWeek: subarray<DayOfWeek>([...DAYS_OF_WEEK], { minLength: 1 }),
  firstDayOfWeek: constantFrom(...DAYS_OF_WEEK),
  index: constantFrom(...WEEK_INDEXES),
  range: constantFrom(...RECURRENCE_RANGE_TYPES),
  days: integer({ min: 0, max: 1_500 }),
  count: integer({ min: 1, max: 40 }),
  startDay: integer({ min: 0, max: 1_000 }),
  hour: integer({ min: 0, max: 23 }),
});

test(`${RULES} random recurrences take place when another library says they do`, () => {
  fastCheck.assert(
    fastCheck.property(cases, ({ range: type, days, count, startDay, hour, ...pattern }) => {
      const from = Temporal.PlainDateTime.from({ year: 2024, month: 1, day: 1, hour, minute: 30 }).add({
        days: startDay,
      });
      const recurrence: PatternedRecurrence = {
        pattern,
        range: {
          type,
          startDate: from.toPlainDate().toString(),
          endDate: type === 'endDate' ? from.toPlainDate().add({ days }).toString() : '0001-01-01',
          recurrenceTimeZone: 'UTC',
          numberOfOccurrences: type === 'numbered' ? count : 0,
        },
      };
      const to = from.add({ years: YEARS_SHOWN });
      const first = startFrom(recurrence, from, from);
      const expected = ruleOf(recurrence, from).between(dateOf(from), dateOf(to), true);
      expect(first === null ? null : textOf(first)).toBe(
        expected[0] ? textOf(expected[0]) : startAfter(recurrence, from),
      );
      // A series is anchored at its first occurrence.
      if (first === null) return;
      const found = startsBetween(recurrence, first, { from, to });
      expect(found.map(textOf)).toEqual(ruleOf(recurrence, first).between(dateOf(from), dateOf(to), true).map(textOf));
      const middle = found[Math.floor(found.length / 2)];
      if (!middle) return;
      expect(startBefore(recurrence, first, middle)).toEqual(found[found.indexOf(middle) - 1] ?? null);
    }),
    { numRuns: RULES, seed: 1 },
  );
});

/** A first occurrence beyond the years shown. */
function startAfter(recurrence: PatternedRecurrence, from: Temporal.PlainDateTime): string | null {
  const later = ruleOf(recurrence, from).after(dateOf(from), true);
  return later === null ? null : textOf(later);
}
