// The starts that a recurrence gives, expanded with rrule-temporal: another library than the product's, on purpose.
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { PatternedRecurrence, RecurrencePattern } from '../../../../../graph/models/recurrence.ts';

/** A rule, parsed once for each version of a series, and the starts that it was asked for, by year. */
interface Expansion {
  from: string;
  rule: RRuleTemporal;
  years: Map<number, Temporal.PlainDateTime[]>;
}

/** By recurrence: a change of the pattern replaces the object, and with it what was expanded. */
const expansions = new WeakMap<PatternedRecurrence, Expansion>();

/**
 * The starts from one wall-clock time to another, both included, in order.
 * @param start the first occurrence: the wall clock that the series is anchored at
 */
export function startsBetween(
  recurrence: PatternedRecurrence,
  start: Temporal.PlainDateTime,
  window: { from: Temporal.PlainDateTime; to: Temporal.PlainDateTime },
): Temporal.PlainDateTime[] {
  const expansion = expansionOf(recurrence, start);
  const found: Temporal.PlainDateTime[] = [];
  const { from, to } = window;
  for (let year = Math.max(from.year, start.year); year <= to.year; year += 1) {
    for (const each of startsOf(expansion, year)) {
      if (Temporal.PlainDateTime.compare(each, from) >= 0 && Temporal.PlainDateTime.compare(each, to) <= 0)
        found.push(each);
    }
  }
  return found;
}

/** The first start at or after a wall-clock time; null where the recurrence gives none. */
export function startFrom(
  recurrence: PatternedRecurrence,
  start: Temporal.PlainDateTime,
  from: Temporal.PlainDateTime,
): Temporal.PlainDateTime | null {
  const { rule } = expansionOf(recurrence, start);
  const next = rule.next(asUtc(from), true);
  return next === null ? null : plain(next);
}

/** The last start before a wall-clock time; null where there is none. */
export function startBefore(
  recurrence: PatternedRecurrence,
  start: Temporal.PlainDateTime,
  before: Temporal.PlainDateTime,
): Temporal.PlainDateTime | null {
  const { rule } = expansionOf(recurrence, start);
  const previous = rule.previous(asUtc(before), false);
  return previous === null ? null : plain(previous);
}

function expansionOf(recurrence: PatternedRecurrence, start: Temporal.PlainDateTime): Expansion {
  const from = start.toString();
  const known = expansions.get(recurrence);
  if (known?.from === from) return known;
  const made = { from, rule: new RRuleTemporal({ rruleString: ruleString(start, recurrence) }), years: new Map() };
  expansions.set(recurrence, made);
  return made;
}

function startsOf({ rule, years }: Expansion, year: number): Temporal.PlainDateTime[] {
  const known = years.get(year);
  if (known) return known;
  const first = asUtc(Temporal.PlainDateTime.from({ year, month: 1, day: 1 }));
  const last = asUtc(Temporal.PlainDateTime.from({ year, month: 12, day: 31, hour: 23, minute: 59, second: 59 }));
  const starts = rule.between(first, last, true).map(plain);
  years.set(year, starts);
  return starts;
}

/** Floating: the wall clock is expanded as if it were UTC, and put into its zone only afterwards. */
function asUtc(time: Temporal.PlainDateTime): Temporal.ZonedDateTime {
  return time.toZonedDateTime('UTC');
}

function plain(date: { toPlainDateTime(): { toString(): string } }): Temporal.PlainDateTime {
  return Temporal.PlainDateTime.from(date.toPlainDateTime().toString());
}

function ruleString(start: Temporal.PlainDateTime, { pattern, range }: PatternedRecurrence): string {
  const stamp = start.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
  const parts = [...patternParts(pattern), `INTERVAL=${pattern.interval}`];
  if (range.type === 'numbered') parts.push(`COUNT=${range.numberOfOccurrences}`);
  if (range.type === 'endDate') parts.push(`UNTIL=${range.endDate.replaceAll('-', '')}T235959Z`);
  return `DTSTART:${stamp}Z\nRRULE:${parts.join(';')}`;
}

/** Relative patterns give one occurrence a period: the set position of the days that are asked for. */
function patternParts(pattern: RecurrencePattern): string[] {
  const byDay = `BYDAY=${(pattern.daysOfWeek ?? []).map((day) => day.slice(0, 2).toUpperCase()).join(',')}`;
  const index = { first: 1, second: 2, third: 3, fourth: 4, last: -1 }[pattern.index];
  switch (pattern.type) {
    case 'daily':
      return ['FREQ=DAILY'];
    case 'weekly':
      return ['FREQ=WEEKLY', byDay, `WKST=${pattern.firstDayOfWeek.slice(0, 2).toUpperCase()}`];
    case 'absoluteMonthly':
      return ['FREQ=MONTHLY', ...monthDay(pattern.dayOfMonth)];
    case 'relativeMonthly':
      return ['FREQ=MONTHLY', byDay, `BYSETPOS=${index}`];
    case 'absoluteYearly':
      return ['FREQ=YEARLY', `BYMONTH=${pattern.month}`, ...monthDay(pattern.dayOfMonth)];
    case 'relativeYearly':
      return ['FREQ=YEARLY', `BYMONTH=${pattern.month}`, byDay, `BYSETPOS=${index}`];
  }
}

/** Outlook takes the last day of a month that is too short (MS-OXOCAL). */
function monthDay(day: number): string[] {
  if (day <= 28) return [`BYMONTHDAY=${day}`];
  return [`BYMONTHDAY=${Array.from({ length: day - 27 }, (_, offset) => 28 + offset).join(',')}`, 'BYSETPOS=-1'];
}
