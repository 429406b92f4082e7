// The window of a calendar that is kept in sync: where it lies, when it slides, and what an absence from it says.
import { Temporal } from 'temporal-polyfill';
import type { SeenVersion } from './seen.ts';
import { instantsOf } from './when.ts';

/** Instants as ISO 8601 with `Z`. */
export interface Window {
  start: string;
  end: string;
}

/** How far the window reaches from today, in days. */
export interface WindowDays {
  back: number;
  ahead: number;
}

/** A window that is so far behind slides, in days. */
export const WINDOW_SLACK_DAYS = 30;
/** Mailboxes slide so many days apart at most, so that not all of them pull everything at once. */
export const WINDOW_JITTER_DAYS = 10;
/** So near to an edge Outlook and we may disagree about what is inside, in days: an absence there says nothing. */
const EDGE_DAYS = 1;

export function windowAround(now: Temporal.Instant, days: WindowDays): Window {
  const today = now.toZonedDateTimeISO('UTC').startOfDay();
  return {
    start: today.subtract({ days: days.back }).toInstant().toString(),
    end: today.add({ days: days.ahead }).toInstant().toString(),
  };
}

/** Whether the window lies so far from where it would be today that it has to slide. */
export function isWindowBehind(window: Window, wanted: Window, mailboxId: string): boolean {
  const slackDays = WINDOW_SLACK_DAYS + jitterDays(mailboxId);
  return daysApart(window.start, wanted.start) > slackDays || daysApart(window.end, wanted.end) > slackDays;
}

/** Of each mailbox always the same, from `-WINDOW_JITTER_DAYS / 2` on. */
function jitterDays(mailboxId: string): number {
  let hash = 7;
  for (let index = 0; index < mailboxId.length; index += 1) hash = (hash * 31 + mailboxId.charCodeAt(index)) % 65_536;
  return (hash % (WINDOW_JITTER_DAYS + 1)) - WINDOW_JITTER_DAYS / 2;
}

function daysApart(one: string, other: string): number {
  const between = Temporal.Instant.from(one).until(Temporal.Instant.from(other));
  return Math.abs(between.total('hours')) / 24;
}

/**
 * Whether an item that a complete round did not name is missing: only when it lay well inside of each window, the round's
 * own and that of the round before. Elsewhere it may just have left the window.
 * @param occurrences of a series: the starts of those that were delivered, ISO 8601 with `Z`.
 */
export function isAbsenceMeaningful(
  version: SeenVersion,
  occurrences: readonly { start: string }[],
  windows: readonly Window[],
): boolean {
  const own = instantsOf(version.values.when);
  const times =
    occurrences.length > 0
      ? occurrences.map(({ start }) => Temporal.Instant.from(start)).map((start) => ({ start, end: start }))
      : [own];
  return times.some((time) => windows.every((window) => liesWellInside(time, window)));
}

function liesWellInside(time: { start: Temporal.Instant; end: Temporal.Instant }, window: Window): boolean {
  const start = Temporal.Instant.from(window.start).add({ hours: 24 * EDGE_DAYS });
  const end = Temporal.Instant.from(window.end).subtract({ hours: 24 * EDGE_DAYS });
  return Temporal.Instant.compare(time.end, start) > 0 && Temporal.Instant.compare(time.start, end) < 0;
}
