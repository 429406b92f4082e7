// Which version of an item a delta page shows: the newest, or the one before where delta lags or a fault asks for it.
import type { Item, Mailbox } from '../state.ts';

/** @param horizon items changed after this instant, as epoch milliseconds, are shown as they were before; null: none is. */
export function versionShown(
  mailbox: Mailbox,
  itemId: string,
  { calendarId, horizon }: { calendarId: string; horizon: number | null },
): { mailbox: Mailbox; item: Item | undefined } {
  const item = mailbox.items.get(itemId);
  const before =
    item && horizon !== null && item.modified.epochMilliseconds > horizon ? versionBefore(mailbox, item) : null;
  // Another calendar's past is none of this one's.
  if (!before || before.isDeleted || before.calendarId !== calendarId) return { mailbox, item };
  return { mailbox: mailboxAsOf(mailbox, before), item: before };
}

export function versionBefore(mailbox: Mailbox, item: Item): Item | null {
  return mailbox.versions.get(item.id)?.findLast(({ version }) => version < item.version) ?? null;
}

/** The mailbox with a series as it was: an exception made since is no exception yet, a changed one is as before. */
function mailboxAsOf(mailbox: Mailbox, master: Item): Mailbox {
  const exceptions = new Map<string, string>();
  const items = new Map([[master.id, master]]);
  for (const [date, id] of mailbox.exceptions.get(master.id) ?? []) {
    const then = mailbox.versions.get(id)?.findLast(({ version }) => version <= master.version);
    if (!then) continue;
    items.set(id, then);
    exceptions.set(date, id);
  }
  return { ...mailbox, items, exceptions: new Map([[master.id, exceptions]]) };
}
