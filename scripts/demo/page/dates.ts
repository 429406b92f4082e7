// Days and times as the viewer's zone has them.
import type { Range } from '../state.ts';

export const DAYS_SHOWN = 7;
const LOCALE = 'en-GB';
const MINUTE_MS = 60_000;

const time = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });
const second = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'short' });
const dayAndMonth = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const wholeDay = new Intl.DateTimeFormat(LOCALE, { weekday: 'long', day: 'numeric', month: 'long' });

/** e.g. `17:00`, of an instant. */
export const timeText = (instant: string): string => time.format(new Date(instant));
/** e.g. `17:00:05`. */
export const secondText = (at: Date): string => second.format(at);
/** e.g. `Tue`. */
export const weekdayText = (day: Date): string => weekday.format(day);
/** e.g. `Tuesday 1 December`. */
export const wholeDayText = (day: Date): string => wholeDay.format(day);

/** e.g. `29 Nov – 5 Dec`, `1–7 Dec`. */
export function weekText(firstDay: Date): string {
  return dayAndMonth.formatRange(firstDay, addDays(firstDay, DAYS_SHOWN - 1));
}

export function startOfDay(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate());
}

export function addDays(day: Date, days: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
}

export function daysFrom(firstDay: Date): Date[] {
  return Array.from({ length: DAYS_SHOWN }, (_, index) => addDays(firstDay, index));
}

export function rangeOf(firstDay: Date, days = DAYS_SHOWN): Range {
  return { from: firstDay.toISOString(), to: addDays(firstDay, days).toISOString() };
}

/** e.g. `2026-12-01`, to compare with the dates of all-day events. */
export function dateText(day: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** Minutes since a day's midnight on the wall clock; outside the day, its nearest edge. */
export function minuteOfDay(instant: string, day: Date): number {
  const at = new Date(instant);
  if (at < day) return 0;
  if (at >= addDays(day, 1)) return 24 * 60;
  return at.getHours() * 60 + at.getMinutes();
}

/** Whole seconds from now until an instant, 0 when it has passed. */
export function secondsUntil(instant: string, now: Date): number {
  return Math.max(0, Math.ceil((Date.parse(instant) - now.getTime()) / 1000));
}

export function isOn(event: { start: string; end: string; isAllDay: boolean }, day: Date): boolean {
  if (event.isAllDay) return event.start <= dateText(day) && dateText(day) < event.end;
  const end = Math.max(Date.parse(event.end), Date.parse(event.start) + MINUTE_MS);
  return Date.parse(event.start) < addDays(day, 1).getTime() && end > day.getTime();
}
