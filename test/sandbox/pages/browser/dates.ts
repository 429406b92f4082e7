// Days and times as texts: `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM`, and how people write them. The zone was settled by the sandbox.

const DAY_MS = 86_400_000;

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
const WEEKDAY = format({ weekday: 'short', day: 'numeric' });
const WHOLE_DAY = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const SHORT_DAY = format({ day: 'numeric', month: 'short', year: 'numeric' });
const MOMENT = format({
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7));
}

export function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => addDays(first, index));
}

/** `Mon 23` */
export function weekdayText(day: string): string {
  return WEEKDAY.format(new Date(`${day}T00:00Z`));
}

/** `Monday 23 November 2026` */
export function wholeDayText(day: string): string {
  return WHOLE_DAY.format(new Date(`${day}T00:00Z`));
}

/** `23 Nov 2026`, of a day or an instant. */
export function shortDayText(time: string): string {
  return SHORT_DAY.format(new Date(time));
}

/** `Mon, 23 Nov, 09:00:00` of an instant, in UTC. */
export function momentText(instant: string): string {
  return MOMENT.format(new Date(instant));
}

/** `09:00:00` of an instant, in UTC. */
export function secondText(instant: string): string {
  return instant.slice(11, 19);
}

/** Minutes from the beginning of a day, between 0 and 24 hours. */
export function minuteOn(day: string, time: string): number {
  const date = time.slice(0, 10);
  if (date !== day) return date < day ? 0 : 24 * 60;
  return Number(time.slice(11, 13)) * 60 + Number(time.slice(14, 16));
}
