// Microsoft Graph's `patternedRecurrence`: how a series repeats (pattern) and for how long (range).

export const DAYS_OF_WEEK = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type DayOfWeek = (typeof DAYS_OF_WEEK)[number];

export const RECURRENCE_PATTERN_TYPES = [
  'daily',
  'weekly',
  'absoluteMonthly',
  'relativeMonthly',
  'absoluteYearly',
  'relativeYearly',
] as const;
export type RecurrencePatternType = (typeof RECURRENCE_PATTERN_TYPES)[number];

export const WEEK_INDEXES = ['first', 'second', 'third', 'fourth', 'last'] as const;
export type WeekIndex = (typeof WEEK_INDEXES)[number];

export const RECURRENCE_RANGE_TYPES = ['endDate', 'noEnd', 'numbered'] as const;
export type RecurrenceRangeType = (typeof RECURRENCE_RANGE_TYPES)[number];

/** Graph answers all seven fields, whatever was sent (`month: 0`, `index: "first"` where they mean nothing). */
export interface RecurrencePattern {
  type: RecurrencePatternType;
  /** Units between occurrences: days, weeks, months or years; at least 1. */
  interval: number;
  /** 1 to 12 for the yearly types, else 0. */
  month: number;
  /** 1 to 31 for the absolute types, else 0. A day that a month lacks means its last day. */
  dayOfMonth: number;
  daysOfWeek?: DayOfWeek[];
  firstDayOfWeek: DayOfWeek;
  index: WeekIndex;
}

export interface RecurrenceRange {
  type: RecurrenceRangeType;
  /** `YYYY-MM-DD`; equals the date of the event's start in the same zone. */
  startDate: string;
  /** `YYYY-MM-DD`, inclusive; `0001-01-01` unless the type is `endDate`. */
  endDate: string;
  recurrenceTimeZone: string;
  /** 0 unless the type is `numbered`. */
  numberOfOccurrences: number;
}

export interface PatternedRecurrence {
  pattern: RecurrencePattern;
  range: RecurrenceRange;
}
