// What ties one event of ours to one item in one mailbox's calendar, and what both last agreed on.
import type { EventValues } from './values.ts';

export const LINK_STATES = [
  /** Kept the same on both sides. */
  'live',
  /** Live, with guests withheld from Outlook. */
  'quiet',
  /** A change here that is kept back, visibly unsent. */
  'held',
  /** Its item moved to a calendar that doesn't sync. */
  'left',
  /** Ended; remembered so that old copies are recognised. */
  'retired',
  /** Outside the window; neither compared nor deleted. */
  'dormant',
] as const;
export type LinkState = (typeof LINK_STATES)[number];

export interface LinkKey {
  eventId: string;
  /** ISO 8601 with `Z`; null for a single event or a whole series. */
  originalStart: string | null;
  mailboxId: string;
  calendarId: string;
  /** Counts the items that Outlook has held for this event in this calendar: 1, then one more for each un-archive. */
  generation: number;
}

/**
 * The event as both sides last agreed, in each side's own form: Outlook wraps HTML, renames zones and trims,
 * so what was sent is not what comes back, and neither may look like an edit.
 */
export interface Base {
  ours: EventValues;
  theirs: EventValues;
}

export interface Link extends LinkKey {
  state: LinkState;
  /** Null until Outlook has answered the create. */
  graphId: string | null;
  iCalUId: string | null;
  changeKey: string | null;
  /** Stored before the create is sent, and repeated with it until Outlook answers. */
  transactionId: string | null;
  base: Base | null;
  /** The server's `lastModifiedDateTime` of base; older news is stale. */
  baseLastModified: string | null;
  /** Change keys that our own writes have replaced, newest last; at most `SUPERSEDED_KEYS_MAX`. */
  supersededKeys: string[];
  /** When Outlook answered our last write; a round that began earlier proves nothing about this item. */
  lastWriteAnsweredAt: string | null;
  /** Whether the item is the organizer's copy. */
  isOrganizer: boolean;
  attempts: number;
  lastError: string | null;
}

/** A link's `lastError`: whether Outlook did what was asked is not known. */
export const ANSWER_LOST = 'answer_lost';
/** A guest's `lastError`: the copy is gone for good, so that only a new invitation helps. */
export const ASK_FOR_INVITATION = 'ask_for_invitation';

/** Enough for every version that a replayed page can still carry. */
export const SUPERSEDED_KEYS_MAX = 20;

/** A link's identity as one string, for maps and logs. */
export function linkId(key: LinkKey): string {
  return [key.eventId, key.originalStart ?? '', key.mailboxId, key.calendarId, key.generation].join('|');
}
