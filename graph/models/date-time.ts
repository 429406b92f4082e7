// Microsoft Graph's `dateTimeTimeZone`: a wall-clock time and the name of its zone, kept apart.

/**
 * A point on a wall clock.
 * `dateTime` is local, seven decimals on the way out of Graph, never with `Z` or an offset (`2026-11-24T09:00:00.0000000`).
 * `timeZone` is `UTC` unless `Prefer: outlook.timezone` asked otherwise; Windows names (`Pacific Standard Time`) are safe to send.
 */
export interface DateTimeTimeZone {
  dateTime: string;
  timeZone: string;
}
