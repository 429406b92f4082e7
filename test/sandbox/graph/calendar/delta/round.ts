// What one round of delta has to tell: which items changed in the calendar, and what a page says of each of them.
import { Temporal } from 'temporal-polyfill';
import type { World } from '../../../core/world.ts';
import { bareOccurrence, eventOutput, type OutputOptions } from '../events/event-output.ts';
import { occurrenceIdOf } from '../events/ids.ts';
import { exceptionsOf, type Occurrence, occurrencesIn } from '../series/occurrences.ts';
import type { Item, LogEntry, Mailbox } from '../state.ts';
import { overlaps, type ViewWindow } from '../views/views.ts';
import { versionShown } from './versions.ts';

export type Entry = Record<string, unknown>;

/** An item that changed, and the default ids under which the calendar held it. */
export interface Change {
  itemId: string;
  restIds: Set<string>;
}

/** A round as a page sees it. */
export interface Round {
  mailbox: Mailbox;
  calendarId: string;
  window: ViewWindow;
  /** A first round lists what there is, and says nothing of what isn't there. */
  isFirst: boolean;
  options: OutputOptions;
  /** `odata.maxpagesize`, a hint; null where none was sent. */
  pageSize: number | null;
  /** Whether a series that is gone is told with its occurrences. */
  namesLostOccurrences: boolean;
  /** Items changed after this instant, as epoch milliseconds, come in the version before; null: none does. */
  horizon: number | null;
}

/** How much of a mailbox's log delta shows yet: all but what was written within the lag. */
export function visibleLength({ clock, settings }: World, { log }: Mailbox, least: number): number {
  if (settings.deltaLagMs === 0) return log.length;
  const horizon = clock.now().epochMilliseconds - settings.deltaLagMs;
  return Math.max(log.findLastIndex(({ at }) => at <= horizon) + 1, least);
}

/** The last round asked for of each log: its pages follow one another. */
const rounds = new WeakMap<readonly LogEntry[], { key: string; changes: Change[] }>();

/** The changes of a calendar between two log positions, each item once, in the order in which they first changed. */
export function changesBetween({ log }: Mailbox, calendarId: string, since: number, until: number): Change[] {
  const key = `${calendarId} ${since} ${until}`;
  const known = rounds.get(log);
  if (known?.key === key) return known.changes;
  const changes = new Map<string, Change>();
  for (let position = since; position < until; position += 1) {
    const entry = log[position];
    if (entry?.calendarId !== calendarId) continue;
    const change = changes.get(entry.itemId) ?? { itemId: entry.itemId, restIds: new Set() };
    change.restIds.add(entry.restId);
    changes.set(entry.itemId, change);
  }
  const found = [...changes.values()];
  rounds.set(log, { key, changes: found });
  return found;
}

/**
 * All that a page says of a change, never split: the event, or the series with all that it has in the window. What is
 * not there (any more) is told as removed, under each id that the client may know it by.
 */
export function groupOf(round: Round, change: Change): Entry[] {
  const { mailbox, item } = versionShown(round.mailbox, change.itemId, round);
  const shown = contentOf(round, mailbox, item).map((row) => written(row, mailbox, round.options));
  if (round.isFirst) return shown;
  const { immutableIds } = round.options.preferences;
  const ids = immutableIds ? [change.itemId] : [...change.restIds];
  const shownId = shown[0]?.id;
  return [...ids.filter((id) => id !== shownId).flatMap((id) => removals(round, item, id)), ...shown];
}

/** Whether a page says nothing of a change; found out without writing the group. */
export function isSilentOn(round: Round, change: Change): boolean {
  if (!round.isFirst) return false;
  const { mailbox, item } = versionShown(round.mailbox, change.itemId, round);
  return contentOf(round, mailbox, item).length === 0;
}

/** An item and what hangs on it, as far as it lies in the round's calendar and window; a series stands there with its master. */
function contentOf(
  { calendarId, window }: Round,
  mailbox: Mailbox,
  item: Item | undefined,
): readonly (Item | Occurrence)[] {
  if (!item || item.isDeleted || item.calendarId !== calendarId) return [];
  if (item.type !== 'seriesMaster') return overlaps(item, window) ? [item] : [];
  const exceptions = exceptionsOf(mailbox, item).filter((exception) => overlaps(exception, window));
  const rows = [...exceptions, ...occurrencesIn(mailbox, item, window)];
  return rows.length > 0 ? [item, ...rows] : [];
}

function written(row: Item | Occurrence, mailbox: Mailbox, options: OutputOptions): Entry {
  if ('master' in row) return bareOccurrence(row, options);
  return { '@odata.type': '#microsoft.graph.event', ...eventOutput(mailbox, row, options) };
}

export function removal(id: string): Entry {
  return { '@odata.type': '#microsoft.graph.event', id, '@removed': { reason: 'deleted' } };
}

function removals({ mailbox, window, namesLostOccurrences }: Round, item: Item | undefined, id: string): Entry[] {
  if (!namesLostOccurrences || item?.type !== 'seriesMaster') return [removal(id)];
  const dates = new Set(occurrencesIn(mailbox, item, window).map(({ start }) => start.toPlainDate().toString()));
  for (const [date, exceptionId] of mailbox.exceptions.get(item.id) ?? []) {
    const exception = mailbox.items.get(exceptionId);
    if (exception && overlaps(exception, window)) dates.add(date);
  }
  return [removal(id), ...[...dates].map((date) => removal(occurrenceIdOf(id, Temporal.PlainDate.from(date))))];
}
