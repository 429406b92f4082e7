// The occurrences of a series in a range, on the wall clock of its own zone. Uses rrule in floating time, then the zone.
import rrule from 'rrule';
import { Temporal } from 'temporal-polyfill';
import type { When } from './values.ts';
import { instantsOf } from './when.ts';

export interface Occurrence {
  /** The instant at which the rule puts it, ISO 8601 with `Z`: what exceptions and cancelled dates are known by. */
  originalStart: string;
  when: When;
}

/** More occurrences than a person can look at; a longer range is cut there. */
export const OCCURRENCES_PER_RANGE_MAX = 1500;

/**
 * The occurrences that overlap a range.
 * @param first the time of the first occurrence, @param rule an RRULE as `ruleFromGraph` gives it.
 * @param range instants, end exclusive.
 */
export function expandSeries(
  first: When,
  rule: string,
  range: { start: Temporal.Instant; end: Temporal.Instant },
): Occurrence[] {
  const start = Temporal.PlainDateTime.from(first.start);
  const length = start.until(Temporal.PlainDateTime.from(first.end));
  const set = new rrule.RRule({ ...rrule.RRule.parseString(floatingUntil(rule)), dtstart: asFloating(start) });
  const from = range.start.toZonedDateTimeISO(first.zone).toPlainDateTime().subtract(length);
  const to = range.end.toZonedDateTimeISO(first.zone).toPlainDateTime();
  const found: Occurrence[] = [];
  set.between(asFloating(from), asFloating(to), true, (date, index) => {
    const occurrence = occurrenceAt(fromFloating(date), length, first);
    const { start: begins, end: ends } = instantsOf(occurrence.when);
    const overlaps = Temporal.Instant.compare(begins, range.end) < 0 && Temporal.Instant.compare(ends, range.start) > 0;
    if (overlaps) found.push(occurrence);
    return index < OCCURRENCES_PER_RANGE_MAX;
  });
  return found;
}

function occurrenceAt(start: Temporal.PlainDateTime, length: Temporal.Duration, first: When): Occurrence {
  const end = start.add(length);
  const text = (time: Temporal.PlainDateTime) =>
    first.isAllDay ? time.toPlainDate().toString() : time.toString({ smallestUnit: 'second' });
  const when = { ...first, start: text(start), end: text(end) };
  return { originalStart: instantsOf(when).start.toString(), when };
}

/** rrule knows dates only: the wall clock goes in as if it were UTC, so that no zone of the machine interferes. */
function asFloating(time: Temporal.PlainDateTime): Date {
  return new Date(time.toZonedDateTime('UTC').epochMilliseconds);
}

function fromFloating(date: Date): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO('UTC').toPlainDateTime();
}

/** `UNTIL` as a local date means the whole of that day. */
function floatingUntil(rule: string): string {
  return rule.replace(/UNTIL=(\d{8})(?=;|$)/, 'UNTIL=$1T235959Z');
}
