// Start, end and all-day of a body: zones, offsets, and the rules that the three must keep together.
import { Temporal } from 'temporal-polyfill';
import { GraphRefusal } from '../../operation.ts';
import type { Item } from '../state.ts';
import type { EventBody } from './event-schema.ts';
import { invalidProperty, readBoolean, readFields, readString } from './read-values.ts';
import { readZone } from './zones.ts';

const DATE_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(?:Z|[+-]\d{2}:\d{2})?$/i;
const OFFSET = /T.*(?:Z|[+-]\d{2}:\d{2})$/i;
const MIDNIGHT = Temporal.PlainTime.from('00:00');
/** Exchange's calendar ends and begins here (ErrorCalendarOutOfRange). */
const FIRST_DATE = '1601-01-01';
const LAST_DATE = '4500-09-01';
/** ErrorCalendarDurationIsTooLong: five years. */
const DURATION_DAYS_MAX = 5 * 365;
const ALL_DAY_HOURS_MIN = 24;

/** A wall clock and its zone, as sent. */
export interface SentTime {
  time: Temporal.PlainDateTime;
  zone: { iana: string; windows: string };
}

/** @throws GraphRefusal for times that don't fit each other. */
export function applyTimes(item: Item, body: EventBody): void {
  const wasAllDay = item.properties.isAllDay;
  const isAllDay = body.isAllDay === undefined ? wasAllDay : readBoolean(body.isAllDay);
  if (isAllDay !== wasAllDay && (body.start === undefined || body.end === undefined)) throw invalidProperty();
  const sent = {
    start: body.start === undefined ? null : readTime(body.start),
    end: body.end === undefined ? null : readTime(body.end),
  };
  if (!sent.start && !sent.end) return;
  if (sent.start) moveStart(item, sent.start, isAllDay);
  if (sent.end) moveEnd(item, sent.end, isAllDay);
  item.properties.isAllDay = isAllDay;
  checkTimes(item);
}

/** The end stays where it was, and is written in the start's zone. */
function moveStart(item: Item, { time, zone }: SentTime, isAllDay: boolean): void {
  if (!isAllDay) item.end = inZone(item.end, item.zone, zone.iana);
  Object.assign(item, { start: time, zone: zone.iana, zoneName: zone.windows });
}

function moveEnd(item: Item, { time, zone }: SentTime, isAllDay: boolean): void {
  if (isAllDay && zone.iana !== item.zone) throw invalidProperty();
  Object.assign(item, { end: inZone(time, zone.iana, item.zone), endZoneName: zone.windows });
}

function inZone(time: Temporal.PlainDateTime, from: string, to: string): Temporal.PlainDateTime {
  return from === to ? time : time.toZonedDateTime(from).withTimeZone(to).toPlainDateTime();
}

/** Reads a `dateTimeTimeZone`. An offset inside is converted to the zone first, as the service does (inferred). */
export function readTime(value: unknown): SentTime {
  const { dateTime, timeZone } = readFields(value, 'microsoft.graph.dateTimeTimeZone', ['dateTime', 'timeZone']);
  const zone = readZone(timeZone ?? 'UTC');
  const text = dateTime === undefined || dateTime === null ? '' : readString(dateTime);
  if (!DATE_TIME.test(text)) throw invalidProperty();
  try {
    const time = OFFSET.test(text)
      ? Temporal.Instant.from(text).toZonedDateTimeISO(zone.iana).toPlainDateTime()
      : Temporal.PlainDateTime.from(text, { overflow: 'reject' });
    return { time: time.round({ smallestUnit: 'microsecond', roundingMode: 'trunc' }), zone };
  } catch {
    throw invalidProperty();
  }
}

function checkTimes({ start, end, properties }: Item): void {
  if (start.toPlainDate().toString() < FIRST_DATE || end.toPlainDate().toString() > LAST_DATE)
    throw new GraphRefusal(400, 'ErrorCalendarOutOfRange', 'The calendar item is out of the supported range of dates.');
  if (Temporal.PlainDateTime.compare(start, end) > 0) throw invalidProperty();
  if (start.until(end, { largestUnit: 'days' }).days > DURATION_DAYS_MAX)
    throw new GraphRefusal(400, 'ErrorCalendarDurationIsTooLong', 'The duration of a calendar item is too long.');
  if (properties.isAllDay) checkAllDay(start, end);
}

function checkAllDay(start: Temporal.PlainDateTime, end: Temporal.PlainDateTime): void {
  if (!start.toPlainTime().equals(MIDNIGHT)) throw notMidnight('Start');
  if (!end.toPlainTime().equals(MIDNIGHT)) throw notMidnight('End');
  if (start.until(end).total({ unit: 'hours', relativeTo: start }) < ALL_DAY_HOURS_MIN) {
    throw new GraphRefusal(
      400,
      'ErrorPropertyValidationFailure',
      'The duration of an event marked as All day must be at least 24 hours.',
    );
  }
}

function notMidnight(name: 'Start' | 'End'): GraphRefusal {
  return new GraphRefusal(
    400,
    'ErrorPropertyValidationFailure',
    `The Event.${name} property for an all-day event needs to be set to midnight.`,
  );
}
