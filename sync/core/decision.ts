// What the planner looks at (subjects) and what it says (decisions): data only, carried out by run-sync.
import type { GraphEventPatch } from '../../graph/models/event.ts';
import type { Base, Link, LinkKey, LinkState } from './link.ts';
import type { OurEvent } from './our-event.ts';
import type { SeenItem, SeenVersion } from './seen.ts';
import type { EventValues, Guest } from './values.ts';

/** One thing to decide about: an event of ours, its link in this mailbox, and what the mailbox delivered. Any may be missing. */
export interface Subject {
  event: OurEvent | null;
  link: Link | null;
  seen: SeenItem | null;
  /** The calendar that is meant: the link's, the item's, or where a new event would go. */
  calendarId: string;
  calendarGraphId: string;
  /** Other connected mailboxes' live links of the event, oldest first. */
  otherLinks: { mailboxId: string; isOrganizer: boolean; iCalUId: string | null; linkedAt: string }[];
  linkedAt: string | null;
  /** For an unlinked item: an event that another mailbox's link, or a retired one, ties to the same iCalUId. */
  joinEvent: OurEvent | null;
  /** Whether that tie is a retired link: the item is an old copy. */
  joinIsRetired: boolean;
}

export const ROWS = [
  'nothing',
  'waiting',
  'send edits',
  'take edits',
  'both travel',
  'same edit on both sides',
  'conflict on a unit',
  'delete there',
  'deleted here, edited there',
  'archive there',
  'deleted there',
  'edited here, deleted there',
  'gone on both sides',
  'un-archived',
  'old copy',
  'restored in Outlook',
  'new in Outlook',
  'join a meeting',
  'copy made in Outlook',
  'new here',
  "guest's mailbox",
  'matched',
  'held',
  'cancelled by the organizer',
  'guest removed own copy',
  'hidden here',
  'left the calendar',
  'outside the window',
  'key moved',
  'stale news',
  'series',
] as const;
export type Row = (typeof ROWS)[number];

export interface Mail {
  kind: 'invitation' | 'update' | 'cancellation' | 'response';
  to: string;
}

/** A change on our side. */
export type HereChange =
  | { kind: 'create'; values: EventValues; version: SeenVersion; eventKind: OurEvent['kind']; seriesGraphId: string | null }
  /** Takes units over; `values` holds the whole event as it shall be. */
  | { kind: 'update'; values: EventValues; units: string[]; version: SeenVersion }
  | { kind: 'join'; values: EventValues; version: SeenVersion }
  | { kind: 'archive' }
  | { kind: 'unarchive'; values: EventValues; version: SeenVersion }
  /** Back from deletion, with Outlook's edit. */
  | { kind: 'restore'; values: EventValues; version: SeenVersion }
  /** The guest of this mailbox no longer sees it, and has declined. */
  | { kind: 'hide' }
  | { kind: 'withhold'; guests: Guest[] }
  | { kind: 'forget' };

export type ThereCall =
  | { kind: 'create'; key: LinkKey; calendarGraphId: string; transactionId: string; payload: GraphEventPatch }
  | { kind: 'update'; key: LinkKey; graphId: string; changeKey: string; payload: GraphEventPatch }
  | { kind: 'delete'; key: LinkKey; graphId: string; changeKey: string }
  | { kind: 'answer'; key: LinkKey; graphId: string; answer: 'accept' | 'tentativelyAccept' | 'decline'; sendResponse: boolean };

/** How a link changes; `null` fields of `set` are stored as null, missing ones stay. */
export interface LinkChange {
  key: LinkKey;
  set: Partial<Omit<Link, keyof LinkKey>>;
}

/** Two edits of one unit: Outlook's stands, ours is kept and can be put back. */
export interface Conflict {
  unit: string;
  ours: unknown;
  theirs: unknown;
}

export interface Decision {
  row: Row;
  subject: Subject;
  /** Sent in this order, each after the one before was answered. */
  there: ThereCall[];
  here: HereChange | null;
  /** What the link becomes when everything above is done. For calls, base follows from Outlook's answer. */
  link: { key: LinkKey; state: LinkState; base: Base | null } | null;
  conflicts: Conflict[];
  mails: Mail[];
  /** The units sent and taken, by name. */
  sentUnits: string[];
  takenUnits: string[];
  isDeletion: 'here' | 'there' | null;
}
