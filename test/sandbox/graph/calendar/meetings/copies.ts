// Where the copies of a meeting lie: one per mailbox, found by the global id.
import type { Temporal } from 'temporal-polyfill';
import type { Item, Mailbox } from '../state.ts';

/** The live copy of a whole meeting in a mailbox: the single event or the series master, never a single occurrence. */
export function wholeIn(mailbox: Mailbox, globalId: string): Item | undefined {
  return liveCopies(mailbox, globalId).find((item) => item.originalStart === null);
}

/** The live copies of single occurrences that a mailbox's owner was invited to without the series. */
export function singlesIn(mailbox: Mailbox, globalId: string): Item[] {
  return liveCopies(mailbox, globalId).filter((item) => item.originalStart !== null);
}

/** The item of a mailbox that stands for a meeting or for its occurrence on a date: an exception, or a single occurrence. */
export function copyIn(
  mailbox: Mailbox,
  item: Pick<Item, 'globalId' | 'originalStart'>,
  { isOrganizer }: { isOrganizer: boolean },
): Item | undefined {
  const { globalId, originalStart } = item;
  const whole = wholeIn(mailbox, globalId);
  if (originalStart === null) return whole?.isOrganizer === isOrganizer ? whole : undefined;
  const exception = whole && exceptionOn(mailbox, whole, originalStart);
  return exception ?? singlesIn(mailbox, globalId).find((single) => isSameDay(single, originalStart));
}

export function exceptionOn(mailbox: Mailbox, master: Item, originalStart: Temporal.PlainDateTime): Item | undefined {
  const date = originalStart.toPlainDate().toString();
  return mailbox.items.get(mailbox.exceptions.get(master.id)?.get(date) ?? '');
}

function isSameDay({ originalStart }: Item, date: Temporal.PlainDateTime): boolean {
  return originalStart?.toPlainDate().equals(date.toPlainDate()) ?? false;
}

function liveCopies(mailbox: Mailbox, globalId: string): Item[] {
  return [...(mailbox.byGlobalId.get(globalId) ?? [])]
    .map((id) => mailbox.items.get(id))
    .filter((item): item is Item => item !== undefined && !item.isDeleted);
}
