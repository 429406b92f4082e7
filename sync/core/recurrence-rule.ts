// Graph's recurrence as an RFC 5545 rule, for reading a series. Changing a series comes with series editing.
import {
  DAYS_OF_WEEK,
  type DayOfWeek,
  type PatternedRecurrence,
  type RecurrencePattern,
  WEEK_INDEXES,
} from '../../graph/models/recurrence.ts';

/** Days that every month has; Outlook moves a later day to the month's last, iCalendar would skip the month (MS-OXOCAL). */
const DAYS_IN_EVERY_MONTH = 28;

/**
 * The RRULE value of a recurrence, without DTSTART; `UNTIL` is a local date, inclusive.
 * A relative pattern with several weekdays means one occurrence per period, hence BYSETPOS.
 */
export function ruleFromGraph({ pattern, range }: PatternedRecurrence): string {
  const parts = [...frequencyParts(pattern)];
  if (pattern.interval > 1) parts.push(`INTERVAL=${pattern.interval}`);
  if (range.type === 'numbered') parts.push(`COUNT=${range.numberOfOccurrences}`);
  if (range.type === 'endDate') parts.push(`UNTIL=${range.endDate.replaceAll('-', '')}`);
  return parts.join(';');
}

function frequencyParts(pattern: RecurrencePattern): string[] {
  const days = `BYDAY=${(pattern.daysOfWeek ?? []).map(dayCode).join(',')}`;
  const position = `BYSETPOS=${pattern.index === 'last' ? -1 : WEEK_INDEXES.indexOf(pattern.index) + 1}`;
  switch (pattern.type) {
    case 'daily':
      return ['FREQ=DAILY'];
    case 'weekly':
      return ['FREQ=WEEKLY', days, `WKST=${dayCode(pattern.firstDayOfWeek)}`];
    case 'absoluteMonthly':
      return ['FREQ=MONTHLY', ...dayOfMonthParts(pattern.dayOfMonth)];
    case 'relativeMonthly':
      return ['FREQ=MONTHLY', days, position];
    case 'absoluteYearly':
      return ['FREQ=YEARLY', `BYMONTH=${pattern.month}`, ...dayOfMonthParts(pattern.dayOfMonth)];
    case 'relativeYearly':
      return ['FREQ=YEARLY', `BYMONTH=${pattern.month}`, days, position];
  }
}

function dayOfMonthParts(day: number): string[] {
  if (day <= DAYS_IN_EVERY_MONTH) return [`BYMONTHDAY=${day}`];
  const days = Array.from({ length: day - DAYS_IN_EVERY_MONTH + 1 }, (_, index) => DAYS_IN_EVERY_MONTH + index);
  return [`BYMONTHDAY=${days.join(',')}`, 'BYSETPOS=-1'];
}

function dayCode(day: DayOfWeek): string {
  return (DAYS_OF_WEEK.includes(day) ? day : 'sunday').slice(0, 2).toUpperCase();
}
