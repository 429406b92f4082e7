// The occurrences of a series: those in a window, the one on a date, and what stands beside it.
import { Temporal } from 'temporal-polyfill';
import type { Item, Mailbox } from '../state.ts';
import { startBefore, startFrom, startsBetween } from './expand.ts';

export interface Occurrence {
  master: Item;
  /** The wall-clock start that the pattern gives. */
  start: Temporal.PlainDateTime;
  end: Temporal.PlainDateTime;
}

/** No window of calendarView holds more of one series. */
const OCCURRENCES_MAX = 5_000;
/** How many cancelled dates in a row are stepped over in search of a neighbour. */
const CANCELLED_IN_A_ROW_MAX = 1_000;

/** Plain occurrences of a master that overlap a window: without cancelled dates and without those that are exceptions. */
export function occurrencesIn(
  mailbox: Mailbox,
  master: Item,
  window: { start: Temporal.Instant; end: Temporal.Instant },
): Occurrence[] {
  if (!master.recurrence) return [];
  const cancelled = new Set(master.cancelledDates);
  const exceptions = mailbox.exceptions.get(master.id);
  const length = master.start.until(master.end);
  const wall = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(master.zone).toPlainDateTime();
  const from = wall(window.start).subtract(length).subtract({ days: 1 });
  const found: Occurrence[] = [];
  for (const start of startsBetween(master.recurrence, master.start, { from, to: wall(window.end).add({ days: 1 }) })) {
    const date = start.toPlainDate().toString();
    if (cancelled.has(date) || exceptions?.has(date)) continue;
    const end = start.add(length);
    if (overlaps(master.zone, { start, end }, window)) found.push({ master, start, end });
    if (found.length === OCCURRENCES_MAX) break;
  }
  return found;
}

/** What lasts no time at all lies in a window that it only touches the beginning of. */
function overlaps(
  zone: string,
  { start, end }: { start: Temporal.PlainDateTime; end: Temporal.PlainDateTime },
  window: { start: Temporal.Instant; end: Temporal.Instant },
): boolean {
  const starts = start.toZonedDateTime(zone).toInstant();
  const ends = end.toZonedDateTime(zone).toInstant();
  const least = Temporal.Instant.compare(starts, ends) === 0 ? 0 : 1;
  return Temporal.Instant.compare(starts, window.end) < 0 && Temporal.Instant.compare(ends, window.start) >= least;
}

/** The occurrence of a date; null where the pattern gives none, or it is cancelled or an exception. */
export function occurrenceOn(mailbox: Mailbox, master: Item, date: string): Occurrence | null {
  if (!master.recurrence || master.cancelledDates.includes(date) || mailbox.exceptions.get(master.id)?.has(date))
    return null;
  const from = Temporal.PlainDate.from(date).toPlainDateTime();
  const to = from.add({ days: 1 }).subtract({ nanoseconds: 1 });
  const [start] = startsBetween(master.recurrence, master.start, { from, to });
  return start ? { master, start, end: start.add(master.start.until(master.end)) } : null;
}

/** The live exceptions of a series, in the order of their dates. */
export function exceptionsOf(mailbox: Mailbox, master: Item): Item[] {
  const byDate = mailbox.exceptions.get(master.id);
  if (!byDate) return [];
  return [...byDate]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, id]) => mailbox.items.get(id))
    .filter((item): item is Item => item !== undefined && !item.isDeleted);
}

/** When the live neighbours of an occurrence take place, moved ones where they were moved to; null where there is none. */
export function neighboursOf(
  mailbox: Mailbox,
  master: Item,
  originalStart: Temporal.PlainDateTime,
): { before: Place | null; after: Place | null } {
  const { recurrence, start } = master;
  if (!recurrence) return { before: null, after: null };
  return {
    before: placeBeside(mailbox, master, originalStart, (from) => startBefore(recurrence, start, from)),
    after: placeBeside(mailbox, master, originalStart, (from) =>
      startFrom(recurrence, start, from.add({ seconds: 1 })),
    ),
  };
}

interface Place {
  start: Temporal.PlainDateTime;
  end: Temporal.PlainDateTime;
}

function placeBeside(
  mailbox: Mailbox,
  master: Item,
  from: Temporal.PlainDateTime,
  step: (from: Temporal.PlainDateTime) => Temporal.PlainDateTime | null,
): Place | null {
  let start = step(from);
  for (let steps = 0; start !== null && steps < CANCELLED_IN_A_ROW_MAX; steps += 1) {
    const date = start.toPlainDate().toString();
    if (!master.cancelledDates.includes(date)) {
      const exception = mailbox.items.get(mailbox.exceptions.get(master.id)?.get(date) ?? '');
      return exception ?? { start, end: start.add(master.start.until(master.end)) };
    }
    start = step(start);
  }
  return null;
}
