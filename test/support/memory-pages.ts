// How the in-memory store keeps what was pulled.
import { isAbsenceMeaningful, type SavedPage, type SyncedCalendar, type Window } from '../../sync/index.ts';
import { seenKey } from './memory-subjects.ts';
import type { StoredMailbox, StoredSeen } from './memory-tables.ts';

/** Stores a page as seen, and where the round goes on; the last page of a full round also marks what it lacked. */
export function storePage(seen: Map<string, StoredSeen>, mailbox: StoredMailbox, page: SavedPage): void {
  const { calendarId, round, next } = page;
  const calendar = mailbox.calendars.find((candidate) => candidate.id === calendarId);
  const put = (graphId: string, change: Partial<StoredSeen>) => {
    const key = seenKey(mailbox.id, calendarId, graphId);
    const before = seen.get(key) ?? { ...NO_ITEM, graphId, calendarId };
    const delivered = { roundId: round.id, roundStartedAt: round.startedAt, isSettled: false, proof: null };
    seen.set(key, { ...before, ...delivered, ...change });
  };
  for (const version of page.versions) put(version.graphId, { version, removedHint: false });
  for (const graphId of page.removedIds) put(graphId, { removedHint: true });
  for (const [graphId, starts] of Map.groupBy(page.occurrences, ({ masterId }) => masterId)) {
    const master = seen.get(seenKey(mailbox.id, calendarId, graphId));
    if (master) master.starts = starts;
  }
  if (!calendar) return;
  Object.assign(calendar, {
    round: next.kind === 'page' ? round : null,
    nextLink: next.kind === 'page' ? next.link : null,
  });
  if (next.kind === 'page') return;
  if (round.isFull) for (const [graphId, change] of absentItems(seen.values(), calendar, page)) put(graphId, change);
  Object.assign(calendar, { deltaLink: next.deltaLink, window: round.window });
}

/** What a complete round did not name: missing where it lay in both windows, else out of the window. */
function absentItems(
  items: Iterable<StoredSeen>,
  { id, window }: SyncedCalendar,
  { round }: SavedPage,
): [string, Partial<StoredSeen>][] {
  const windows: Window[] = window ? [window, round.window] : [round.window];
  return [...items].flatMap((item): [string, Partial<StoredSeen>][] => {
    const { calendarId, roundId, removedHint, version, graphId, starts } = item;
    if (calendarId !== id || roundId === round.id || removedHint) return [];
    const isMissing = version === null || isAbsenceMeaningful(version, starts, windows);
    return [[graphId, { removedHint: true, proof: isMissing ? null : 'outside' }]];
  });
}

/** Of an item that was never delivered. */
export const NO_ITEM: StoredSeen = {
  graphId: '',
  calendarId: '',
  version: null,
  removedHint: false,
  proof: null,
  deletionSeen: false,
  roundStartedAt: '',
  roundId: '',
  starts: [],
  isSettled: true,
};
