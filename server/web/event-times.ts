// Between the calendar's instants and an event's wall clock in its own zone.
import { Temporal } from 'temporal-polyfill';
import type { When } from '../schemas/events.ts';

/** The zone of whoever looks at the page. */
export const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @param start,end ISO texts as the calendar gives them: dates for all-day, instants otherwise. */
export function whenFromCalendar(options: {
  start: string;
  end: string | null;
  isAllDay: boolean;
  zone: string;
}): When {
  const { start, end, isAllDay, zone } = options;
  if (isAllDay) {
    const first = Temporal.PlainDate.from(start.slice(0, 10));
    const last = end ? Temporal.PlainDate.from(end.slice(0, 10)) : first.add({ days: 1 });
    return { start: first.toString(), end: last.toString(), zone, isAllDay };
  }
  const begins = Temporal.Instant.from(start);
  const ends = end ? Temporal.Instant.from(end) : begins.add({ hours: 1 });
  return { start: clock(begins, zone), end: clock(ends, zone), zone, isAllDay };
}

function clock(instant: Temporal.Instant, zone: string): string {
  return instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' });
}

/** The next full hour, an hour long. */
export function nextHour(): When {
  const now = Temporal.Now.zonedDateTimeISO(viewerZone).round({ smallestUnit: 'hour', roundingMode: 'ceil' });
  return whenFromCalendar({ start: now.toInstant().toString(), end: null, isAllDay: false, zone: viewerZone });
}

/** All-day to timed and back, keeping the day. */
export function withAllDay(when: When, isAllDay: boolean): When {
  if (when.isAllDay === isAllDay) return when;
  if (!isAllDay) return { ...when, start: `${when.start}T09:00:00`, end: `${when.start}T10:00:00`, isAllDay };
  const first = Temporal.PlainDate.from(when.start.slice(0, 10));
  const last = Temporal.PlainDate.from(when.end.slice(0, 10)).add({ days: 1 });
  return { ...when, start: first.toString(), end: last.toString(), isAllDay };
}

/** The last day that a person reads of an all-day event: the end is exclusive. */
export function lastDay(when: When): string {
  return Temporal.PlainDate.from(when.end.slice(0, 10)).subtract({ days: 1 }).toString();
}

export function withLastDay(when: When, day: string): When {
  return { ...when, end: Temporal.PlainDate.from(day).add({ days: 1 }).toString() };
}

/** A start that moves takes the end along. */
export function withStart(when: When, start: string): When {
  if (when.isAllDay) {
    const days = Temporal.PlainDate.from(when.start).until(Temporal.PlainDate.from(when.end));
    return { ...when, start, end: Temporal.PlainDate.from(start).add(days).toString() };
  }
  const length = Temporal.PlainDateTime.from(when.start).until(Temporal.PlainDateTime.from(when.end));
  const end = Temporal.PlainDateTime.from(start).add(length).toString({ smallestUnit: 'second' });
  return { ...when, start: Temporal.PlainDateTime.from(start).toString({ smallestUnit: 'second' }), end };
}
