// A mailbox's version of an item as last delivered, and what is known of an item that is no longer delivered.
import type { Attendee, EventType, ResponseType } from '../../graph/models/event.ts';
import type { EventValues } from './values.ts';

/** Ties an item to the event of ours that it was created for; stands in an extended property that only we read. */
export interface OriginMark {
  installationId: string;
  eventId: string;
  generation: number;
}

/** One version of an item in Outlook, mapped to our terms. */
export interface SeenVersion {
  graphId: string;
  iCalUId: string;
  changeKey: string;
  /** ISO 8601 with `Z`, by the server's clock; orders versions of one item, never decides between two sides. */
  lastModified: string;
  type: EventType;
  /** Of an occurrence or exception: its series master's id. */
  seriesMasterId: string | null;
  /** Of an occurrence or exception, ISO 8601 with `Z`. */
  originalStart: string | null;
  isOrganizer: boolean;
  isCancelled: boolean;
  organizer: { address: string; name: string } | null;
  values: EventValues;
  /** As delivered, also whom no address reaches: a later list of attendees is made from it, so that nobody is lost. */
  attendees: Attendee[];
  /** Each guest's answer by address in lower case, as the organizer's copy tells it. */
  responses: Record<string, ResponseType>;
  transactionId: string | null;
  origin: OriginMark | null;
  webLink: string;
}

/** What the look-ups after a removal hint have shown. */
export type RemovalProof =
  /** Gone from the mailbox, or in its Deleted Items. */
  | 'deleted'
  /** Alive in another calendar of the mailbox. */
  | 'elsewhere'
  /** Alive in this calendar, outside the window. */
  | 'outside';

/** What the store keeps for each item of a synced calendar. */
export interface SeenItem {
  graphId: string;
  calendarId: string;
  /** The version last delivered; null for an item that was only ever named as removed. */
  version: SeenVersion | null;
  /** Set when the item was named as removed, or absent from a complete round; a hint, not a proof. */
  removedHint: boolean;
  proof: RemovalProof | null;
  /** Whether this item was once known to be deleted: alive again, it was restored in Outlook. */
  deletionSeen: boolean;
  /** When the round that delivered this (or the hint) began. */
  roundStartedAt: string;
}
