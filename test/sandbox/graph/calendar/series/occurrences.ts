// The occurrences of a series in a window, expanded with rrule-temporal: another library than the product's, on purpose.
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { PatternedRecurrence, RecurrencePattern } from '../../../../../graph/models/recurrence.ts';
import type { Item, Mailbox } from '../state.ts';

export interface Occurrence {
  master: Item;
  /** The wall-clock start that the pattern gives. */
  start: Temporal.PlainDateTime;
  end: Temporal.PlainDateTime;
}

/** No window of calendarView holds more of one series. */
const OCCURRENCES_MAX = 5_000;

/** Plain occurrences of a master that overlap a window: without cancelled dates and without those that are exceptions. */
export function occurrencesIn(
  mailbox: Mailbox,
  master: Item,
  window: { start: Temporal.Instant; end: Temporal.Instant },
): Occurrence[] {
  const taken = new Set([
    ...master.cancelledDates,
    ...exceptionsOf(mailbox, master).map((exception) => exception.originalStart?.toPlainDate().toString()),
  ]);
  const length = master.start.until(master.end);
  const found: Occurrence[] = [];
  for (const start of startsIn(master, window)) {
    const end = start.add(length);
    const endsBefore = Temporal.Instant.compare(end.toZonedDateTime(master.zone).toInstant(), window.start) <= 0;
    if (!endsBefore && !taken.has(start.toPlainDate().toString())) found.push({ master, start, end });
  }
  return found;
}

/** The occurrence of a date; null where the pattern gives none, or it is cancelled or an exception. */
export function occurrenceOn(mailbox: Mailbox, master: Item, date: string): Occurrence | null {
  const day = Temporal.PlainDate.from(date).toZonedDateTime(master.zone);
  const window = { start: day.toInstant(), end: day.add({ days: 1 }).toInstant() };
  return (
    occurrencesIn(mailbox, master, window).find((occurrence) => occurrence.start.toPlainDate().toString() === date) ??
    null
  );
}

/** The live exceptions of a series. */
export function exceptionsOf(mailbox: Mailbox, master: Item): Item[] {
  return [...mailbox.items.values()].filter((item) => item.seriesMasterId === master.id && !item.isDeleted);
}

/** Starts from one day before the window's begin, less the event's length, to its end. */
function startsIn(master: Item, window: { start: Temporal.Instant; end: Temporal.Instant }): Temporal.PlainDateTime[] {
  if (!master.recurrence) return [];
  // Floating: the wall clock is expanded as if it were UTC, and only then put into its zone.
  const floating = (instant: Temporal.Instant) =>
    instant.toZonedDateTimeISO(master.zone).toPlainDateTime().toZonedDateTime('UTC');
  const rule = new RRuleTemporal({ rruleString: ruleString(master.start, master.recurrence) });
  const from = floating(window.start).subtract(master.start.until(master.end)).subtract({ days: 1 });
  return rule
    .between(from, floating(window.end), true)
    .slice(0, OCCURRENCES_MAX)
    .map((date) => Temporal.PlainDateTime.from(date.toPlainDateTime().toString()));
}

function ruleString(start: Temporal.PlainDateTime, { pattern, range }: PatternedRecurrence): string {
  const stamp = start.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
  const parts = [...patternParts(pattern), `INTERVAL=${pattern.interval}`];
  if (range.type === 'numbered') parts.push(`COUNT=${range.numberOfOccurrences}`);
  if (range.type === 'endDate') parts.push(`UNTIL=${range.endDate.replaceAll('-', '')}T235959Z`);
  return `DTSTART:${stamp}Z\nRRULE:${parts.join(';')}`;
}

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
