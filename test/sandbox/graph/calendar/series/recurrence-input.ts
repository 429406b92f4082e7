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
import { readZone } from '../events/zones.ts';
import type { Item } from '../state.ts';

const PATTERN_TYPES: readonly RecurrencePatternType[] = [
  'daily',
  'weekly',
  'absoluteMonthly',
  'relativeMonthly',
  'absoluteYearly',
  'relativeYearly',
];
const RANGE_TYPES: readonly RecurrenceRangeType[] = ['endDate', 'noEnd', 'numbered'];
const DAYS: readonly DayOfWeek[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const INDEXES: readonly WeekIndex[] = ['first', 'second', 'third', 'fourth', 'last'];
const NO_DATE = '0001-01-01';

/** @throws GraphRefusal for a value outside its set, also in a field that the type ignores. */
export function readRecurrence(value: unknown, item: Item): PatternedRecurrence {
  const { pattern, range } = (value ?? {}) as { pattern?: Record<string, unknown>; range?: Record<string, unknown> };
  if (!pattern || !range) throw invalid();
  return { pattern: readPattern(pattern), range: readRange(range, item) };
}

function readPattern(sent: Record<string, unknown>): RecurrencePattern {
  const type = word(sent.type, PATTERN_TYPES);
  const interval = whole(sent.interval, 1, 999);
  const daysOfWeek = sent.daysOfWeek === undefined ? [] : (sent.daysOfWeek as unknown[]).map((day) => word(day, DAYS));
  const dayOfMonth = sent.dayOfMonth === undefined ? 0 : whole(sent.dayOfMonth, 0, 31);
  const month = sent.month === undefined ? 0 : whole(sent.month, 0, 12);
  const firstDayOfWeek = sent.firstDayOfWeek === undefined ? 'sunday' : word(sent.firstDayOfWeek, DAYS);
  const index = sent.index === undefined ? 'first' : word(sent.index, INDEXES);
  const needsDays = type === 'weekly' || type.startsWith('relative');
  const needsDay = type.startsWith('absolute');
  if (
    (needsDays && daysOfWeek.length === 0) ||
    (needsDay && dayOfMonth === 0) ||
    (type.endsWith('Yearly') && month === 0)
  )
    throw invalid();
  return { type, interval, month, dayOfMonth, ...(needsDays ? { daysOfWeek } : {}), firstDayOfWeek, index };
}

function readRange(sent: Record<string, unknown>, item: Item): RecurrenceRange {
  const type = word(sent.type, RANGE_TYPES);
  const startDate = date(sent.startDate ?? item.start.toPlainDate().toString());
  const endDate = type === 'endDate' ? date(sent.endDate) : NO_DATE;
  const numberOfOccurrences = type === 'numbered' ? whole(sent.numberOfOccurrences, 1, 999) : 0;
  if (type === 'endDate' && endDate < startDate) throw invalid();
  const zone = sent.recurrenceTimeZone ? readZone(sent.recurrenceTimeZone).windows : item.zoneName;
  return { type, startDate, endDate, recurrenceTimeZone: zone, numberOfOccurrences };
}

function word<T extends string>(value: unknown, words: readonly T[]): T {
  const found = words.find((candidate) => candidate.toLowerCase() === String(value).toLowerCase());
  if (!found) throw invalid();
  return found;
}

function whole(value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) throw invalid();
  return value;
}

function date(value: unknown): string {
  try {
    return Temporal.PlainDate.from(String(value)).toString();
  } catch {
    throw invalid();
  }
}

function invalid(): GraphRefusal {
  return new GraphRefusal(400, 'ErrorPropertyValidationFailure', 'At least one property failed validation.');
}
