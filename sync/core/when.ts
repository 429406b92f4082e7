// Between wall clock and instants for the unit `when`.
import { Temporal } from 'temporal-polyfill';
import type { DateTimeTimeZone } from '../../graph/models/date-time.ts';
import type { When } from './values.ts';
import { ianaFromOutlook, outlookFromIana } from './zones.ts';

/** An event's time as Graph delivers it. */
interface DeliveredTime {
  start: DateTimeTimeZone;
  end: DateTimeTimeZone;
  isAllDay: boolean;
  /** The zone that the event was made in. */
  originalStartTimeZone: string;
}

/** `when` from a delivered event: an all-day event by its dates alone, any other on the wall clock of its own zone. */
export function whenFromGraph(time: DeliveredTime): When {
  const zone = ianaFromOutlook(time.originalStartTimeZone);
  if (time.isAllDay) {
    return { start: datePart(time.start.dateTime), end: datePart(time.end.dateTime), zone, isAllDay: true };
  }
  return { start: wallClock(time.start, zone), end: wallClock(time.end, zone), zone, isAllDay: false };
}

/** `start` and `end` for a POST or PATCH; an all-day event from midnight to midnight. */
export function whenToGraph(when: When): { start: DateTimeTimeZone; end: DateTimeTimeZone; isAllDay: boolean } {
  const timeZone = outlookFromIana(when.zone);
  const clock = (value: string) => (when.isAllDay ? `${value}T00:00:00` : value);
  return {
    start: { dateTime: clock(when.start), timeZone },
    end: { dateTime: clock(when.end), timeZone },
    isAllDay: when.isAllDay,
  };
}

/** First and last instant of an event; a wall-clock time that a zone skips moves forward, as calendars do. */
export function instantsOf(when: When): { start: Temporal.Instant; end: Temporal.Instant } {
  return { start: instantOf(when.start, when.zone), end: instantOf(when.end, when.zone) };
}

function instantOf(value: string, zone: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(value).toZonedDateTime(zone).toInstant();
}

function wallClock(time: DateTimeTimeZone, zone: string): string {
  const from = ianaFromOutlook(time.timeZone);
  const clock = Temporal.PlainDateTime.from(time.dateTime.slice(0, 19));
  const local = from === zone ? clock : clock.toZonedDateTime(from).withTimeZone(zone).toPlainDateTime();
  return local.toString({ smallestUnit: 'second' });
}

function datePart(dateTime: string): string {
  return dateTime.slice(0, 10);
}
