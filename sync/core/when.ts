// Between wall clock and instants for the unit `when`.
import { Temporal } from 'temporal-polyfill';
import type { DateTimeTimeZone } from '../../graph/models/date-time.ts';
import type { When } from './values.ts';
import { ianaFromOutlook, isKnownToOutlook, isSameZone, outlookFromIana } from './zones.ts';

/** An event's time as Graph delivers it. */
interface DeliveredTime {
  start: DateTimeTimeZone;
  end: DateTimeTimeZone;
  isAllDay: boolean;
  /** The zone that the event was made in. */
  originalStartTimeZone: string;
}

/**
 * `when` from a delivered event: an all-day event by its dates alone, any other on the wall clock of its own zone. Where
 * summer time ends an hour has its names twice; what lies in the second one is told in UTC, so that it stays where it is.
 */
export function whenFromGraph(time: DeliveredTime): When {
  const when = seriesWhenFromGraph(time);
  if (when.isAllDay) return when;
  const [start, end] = [deliveredInstant(time.start), deliveredInstant(time.end)];
  const named = instantsOf(when);
  return named.start.equals(start) && named.end.equals(end) ? when : timed(start, end, 'UTC');
}

/** `when` of a series, which follows the wall clock of its zone whatever becomes of single instants. */
export function seriesWhenFromGraph(time: DeliveredTime): When {
  const zone = ianaFromOutlook(time.originalStartTimeZone);
  if (time.isAllDay) {
    return { start: datePart(time.start.dateTime), end: datePart(time.end.dateTime), zone, isAllDay: true };
  }
  return timed(deliveredInstant(time.start), deliveredInstant(time.end), zone);
}

/** `start` and `end` for a POST or PATCH of a single event; an all-day event from midnight to midnight. */
export function whenToGraph(when: When): { start: DateTimeTimeZone; end: DateTimeTimeZone; isAllDay: boolean } {
  const { start, end, zone, isAllDay } = inOutlooksWords(when);
  const timeZone = outlookFromIana(zone);
  const clock = (value: string) => ({ dateTime: isAllDay ? `${value}T00:00:00` : value, timeZone });
  return { start: clock(start), end: clock(end), isAllDay };
}

/** In UTC where Outlook has no name for the zone, or means by it one whose clocks differ then. */
function inOutlooksWords(when: When): When {
  if (isKnownToOutlook(when.zone)) {
    if (when.isAllDay || isSameInstants(when, { ...when, zone: ianaFromOutlook(outlookFromIana(when.zone)) }))
      return when;
  } else if (when.isAllDay) return { ...when, zone: 'UTC' };
  const { start, end } = instantsOf(when);
  return timed(start, end, 'UTC');
}

/** Whether both mean the same to Outlook: for all-day events the same days, else the same instants in one zone. */
export function isSameWhen(one: When, other: When): boolean {
  if (one.isAllDay || other.isAllDay) {
    return one.isAllDay === other.isAllDay && one.start === other.start && one.end === other.end;
  }
  return isSameInstants(one, other) && isSameZone(inOutlooksWords(one).zone, inOutlooksWords(other).zone);
}

function isSameInstants(one: When, other: When): boolean {
  const [first, second] = [instantsOf(one), instantsOf(other)];
  return first.start.equals(second.start) && first.end.equals(second.end);
}

/** First and last instant of an event; a wall-clock time that a zone skips moves forward, as calendars do. */
export function instantsOf(when: When): { start: Temporal.Instant; end: Temporal.Instant } {
  return { start: instantOf(when.start, when.zone), end: instantOf(when.end, when.zone) };
}

function instantOf(value: string, zone: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(value).toZonedDateTime(zone).toInstant();
}

function deliveredInstant({ dateTime, timeZone }: DateTimeTimeZone): Temporal.Instant {
  return instantOf(dateTime.slice(0, 19), ianaFromOutlook(timeZone));
}

function timed(start: Temporal.Instant, end: Temporal.Instant, zone: string): When {
  const clock = (instant: Temporal.Instant) =>
    instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' });
  return { start: clock(start), end: clock(end), zone, isAllDay: false };
}

function datePart(dateTime: string): string {
  return dateTime.slice(0, 10);
}
