// A recurrence as sent: validated, and normalised to the seven fields that Graph always answers.
import { Temporal } from 'temporal-polyfill';
import type {
  DayOfWeek,
  PatternedRecurrence,
  RecurrencePattern,
  RecurrencePatternType,
  RecurrenceRange,
  RecurrenceRangeType,
  WeekIndex,
} from '../../../../../graph/models/recurrence.ts';
import { GraphRefusal } from '../../operation.ts';
import { invalidProperty, readFields, readInteger, readString, readWord, words } from '../events/read-values.ts';
import { readZone } from '../events/zones.ts';
import type { Item } from '../state.ts';
import { startFrom } from './expand.ts';

const PATTERN_FIELDS = ['type', 'interval', 'month', 'dayOfMonth', 'daysOfWeek', 'firstDayOfWeek', 'index'] as const;
const RANGE_FIELDS = ['type', 'startDate', 'endDate', 'recurrenceTimeZone', 'numberOfOccurrences'] as const;
const PATTERN_TYPES = words<RecurrencePatternType>(
  'daily',
  'weekly',
  'absoluteMonthly',
  'relativeMonthly',
  'absoluteYearly',
  'relativeYearly',
);
const RANGE_TYPES = words<RecurrenceRangeType>('endDate', 'noEnd', 'numbered');
const DAYS = words<DayOfWeek>('sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday');
const INDEXES = words<WeekIndex>('first', 'second', 'third', 'fourth', 'last');

/** Where a date says nothing. */
const NO_DATE = '0001-01-01';
/** The recurrence limits of Exchange (EWS Interval, NumberOfOccurrences elements; ErrorRecurrenceEndDateTooBig). */
const INTERVAL_DAYS_MAX = 999;
const INTERVAL_MAX = 99;
const OCCURRENCES_MAX = 999;
const LAST_DATE = '4500-09-01';
const DATE = /^\d{4}-\d{2}-\d{2}(?:T00:00:00(?:\.0+)?Z?)?$/;

/**
 * Reads a recurrence and anchors the item at its first occurrence, which keeps the time of day and the length.
 * @throws GraphRefusal for a value outside its set, also in a field that the type ignores; for a series without occurrences.
 */
export function applyRecurrence(item: Item, value: unknown): void {
  if (item.type === 'exception') {
    throw new GraphRefusal(400, 'ErrorInvalidRequest', "Your request can't be completed. An occurrence can't recur.");
  }
  if (value === null) {
    Object.assign(item, { recurrence: null, type: 'singleInstance', cancelledDates: [] });
    return;
  }
  const sent = readFields(value, 'microsoft.graph.patternedRecurrence', ['pattern', 'range']);
  if (!sent.pattern || !sent.range) throw invalidProperty();
  const recurrence = { pattern: readPattern(sent.pattern), range: readRange(sent.range, item) };
  anchor(item, recurrence);
  Object.assign(item, { recurrence, type: 'seriesMaster' });
}

/** Lets a series begin on another date, or at another time of day, with the pattern that it has. */
export function reanchor(item: Item): void {
  if (!item.recurrence) return;
  const { pattern, range } = item.recurrence;
  const startDate = item.start.toPlainDate().toString();
  if (range.type === 'endDate' && range.endDate < startDate) throw noOccurrence();
  const recurrence = { pattern, range: { ...range, startDate, recurrenceTimeZone: item.zoneName } };
  anchor(item, recurrence);
  item.recurrence = recurrence;
}

/** Two recurrences that give the same starts from the same first one. */
export function isSamePattern(one: PatternedRecurrence | null, other: PatternedRecurrence | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function anchor(item: Item, recurrence: PatternedRecurrence): void {
  const from = Temporal.PlainDate.from(shownDate(item, recurrence.range)).toPlainDateTime(item.start.toPlainTime());
  const first = startFrom(recurrence, from, from);
  if (first === null) throw noOccurrence();
  if (first.toPlainDate().toString() > LAST_DATE) throw endTooBig();
  const length = item.start.until(item.end);
  item.start = first;
  item.end = first.add(length);
}

/**
 * The range's first date in the item's zone: it is given in the range's own zone, where the start may lie on another
 * date. What the two zones make of it is shifted by that day (observed: docs issue 2202).
 */
function shownDate(item: Item, range: RecurrenceRange): string {
  const { iana } = readZone(range.recurrenceTimeZone);
  const own = item.start.toPlainDate();
  const there = item.start.toZonedDateTime(item.zone).withTimeZone(iana).toPlainDate();
  return Temporal.PlainDate.from(range.startDate).add(there.until(own)).toString();
}

function readPattern(value: unknown): RecurrencePattern {
  const sent = readFields(value, 'microsoft.graph.recurrencePattern', PATTERN_FIELDS);
  const type = readWord(sent.type, PATTERN_TYPES);
  const interval = within(sent.interval, 1, type === 'daily' ? INTERVAL_DAYS_MAX : INTERVAL_MAX);
  const daysOfWeek = readDays(sent.daysOfWeek);
  const dayOfMonth = within(sent.dayOfMonth ?? 0, 0, 31);
  const month = within(sent.month ?? 0, 0, 12);
  const firstDayOfWeek = readWord(sent.firstDayOfWeek ?? 'sunday', DAYS);
  const index = readWord(sent.index ?? 'first', INDEXES);
  const needsDays = type === 'weekly' || type.startsWith('relative');
  const needsDay = type.startsWith('absolute');
  const needsMonth = type.endsWith('Yearly');
  if ((needsDays && daysOfWeek.length === 0) || (needsDay && dayOfMonth === 0) || (needsMonth && month === 0))
    throw invalidProperty();
  return {
    type,
    interval,
    month: needsMonth ? month : 0,
    dayOfMonth: needsDay ? dayOfMonth : 0,
    ...(needsDays ? { daysOfWeek } : {}),
    firstDayOfWeek,
    index: type.startsWith('relative') ? index : 'first',
  };
}

/** In the order of the week, each once. */
function readDays(value: unknown): DayOfWeek[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalidProperty();
  const sent = new Set((value as unknown[]).map((day) => readWord(day, DAYS)));
  return [...DAYS.values()].filter((day) => sent.has(day));
}

function readRange(value: unknown, item: Item): RecurrenceRange {
  const sent = readFields(value, 'microsoft.graph.recurrenceRange', RANGE_FIELDS);
  const type = readWord(sent.type, RANGE_TYPES);
  const startDate = sent.startDate === undefined ? item.start.toPlainDate().toString() : readDate(sent.startDate);
  const ends = sent.endDate === undefined || sent.endDate === null ? NO_DATE : readDate(sent.endDate);
  const count = within(sent.numberOfOccurrences ?? 0, 0, OCCURRENCES_MAX);
  if (startDate > LAST_DATE) throw endTooBig();
  if (type === 'endDate') {
    if (ends > LAST_DATE) throw endTooBig();
    if (ends < startDate) throw noOccurrence();
  }
  if (type === 'numbered' && count === 0) throw invalidProperty();
  const zone = sent.recurrenceTimeZone ? readZone(readString(sent.recurrenceTimeZone)).windows : item.zoneName;
  return {
    type,
    startDate,
    endDate: type === 'endDate' ? ends : NO_DATE,
    recurrenceTimeZone: zone,
    numberOfOccurrences: type === 'numbered' ? count : 0,
  };
}

function within(value: unknown, least: number, most: number): number {
  const number = readInteger(value);
  if (number < least || number > most) throw invalidProperty();
  return number;
}

function readDate(value: unknown): string {
  const text = readString(value);
  if (!DATE.test(text)) throw notADate(text);
  try {
    return Temporal.PlainDate.from(text.slice(0, 'YYYY-MM-DD'.length), { overflow: 'reject' }).toString();
  } catch {
    throw notADate(text);
  }
}

function notADate(text: string): GraphRefusal {
  return new GraphRefusal(
    400,
    'RequestBodyRead',
    `Cannot convert the literal '${text}' to the expected type 'Edm.Date'.`,
  );
}

function noOccurrence(): GraphRefusal {
  return new GraphRefusal(400, 'ErrorRecurrenceHasNoOccurrence', 'The recurrence has no occurrences.');
}

function endTooBig(): GraphRefusal {
  return new GraphRefusal(400, 'ErrorRecurrenceEndDateTooBig', 'The recurrence end date is too far in the future.');
}
