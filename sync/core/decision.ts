// What the planner looks at (subjects) and what it says (decisions): data only, carried out by run-sync.
import type { Temporal } from 'temporal-polyfill';
import type { GraphEventPatch, ResponseType } from '../../graph/models/event.ts';
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
  direction: CalendarDirection;
  /** Whether the calendar's owner is the mailbox; of a shared one its owner organizes what is in it. */
  isOwnCalendar: boolean;
  /** Whether guests may be invited from the calendar: its owner is the mailbox, and it tallies responses. */
  takesMeetings: boolean;
  /** Other connected mailboxes' links of the event that are neither retired nor left, oldest first. */
  otherLinks: OtherLink[];
  linkedAt: string | null;
  /** For an unlinked item: the event that a link of any mailbox, or of an earlier connection, ties to the same iCalUId. */
  joinEvent: OurEvent | null;
  /** Whether every such tie is retired: then the item is an old copy. */
  joinIsRetired: boolean;
  /** For an unlinked item with a `joinEvent`: this mailbox's newest link of that event, in any calendar and state. */
  ownLink: Link | null;
}

export interface OtherLink {
  mailboxId: string;
  isOrganizer: boolean;
  /** Null until Outlook has answered the create. */
  graphId: string | null;
  iCalUId: string | null;
  linkedAt: string;
}

/** Which way a calendar syncs: `here` from Outlook to us only, `there` from us to Outlook only. */
export type CalendarDirection = 'both' | 'here' | 'there';

export const ROWS = [
  'nothing',
  'waiting',
  'given up',
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
  'new here',
  "guest's mailbox",
  'matched',
  'answer found',
  'held',
  'cancelled by the organizer',
  'guest removed own copy',
  'hidden here',
  'left the calendar',
  'outside the window',
  'answers arrived',
  'key moved',
  'series',
  'past, stays quiet',
  'one way',
  'no calendar for guests',
  'moved to another calendar',
  'created by the new organizer',
  'deleted by the old organizer',
  "old organizer's copy",
  'answered after removal',
] as const;
export type Row = (typeof ROWS)[number];

/**
 * `reviewing`: pulls and plans, writes nothing anywhere; `confirmed`: the reviewed plan is being carried out;
 * `active`: from now on both calendars are one.
 */
export type MailboxPhase = 'reviewing' | 'confirmed' | 'active';

/**
 * What becomes of whatever would mail while a review is pending or being carried out. `quiet`: new events go out without
 * their guests, changes that mail are held; `invite`: all goes, with its mails; `hold`: new events are held, too.
 */
export type FirstSyncChoice = 'quiet' | 'invite' | 'hold';

export interface Mail {
  kind: 'invitation' | 'update' | 'cancellation' | 'response';
  to: string;
}

/** A change on our side. */
export type HereChange =
  | {
      kind: 'create';
      values: EventValues;
      version: SeenVersion;
      eventKind: OurEvent['kind'];
      seriesGraphId: string | null;
    }
  /** Takes units over; `values` holds the whole event as it shall be, `withhold` guests of ours that Outlook lacks. */
  | { kind: 'update'; values: EventValues; units: string[]; version: SeenVersion; withhold: Guest[] }
  | { kind: 'join'; values: EventValues; version: SeenVersion }
  | { kind: 'archive' }
  | { kind: 'unarchive'; values: EventValues; version: SeenVersion }
  /** Back from deletion, with Outlook's edit. */
  | { kind: 'restore'; values: EventValues; version: SeenVersion }
  /** The guest of this mailbox no longer sees it, and has declined. */
  | { kind: 'hide' }
  /** The guest's copy is back: shown again, with what that copy says of the guest. */
  | { kind: 'unhide'; values: EventValues; version: SeenVersion }
  /** The organizer was told that the guest of this mailbox declines; no edit. */
  | { kind: 'told' }
  /** Other guests' answers, as the organizer's copy tells them; no edit. */
  | { kind: 'answers'; responses: Record<string, ResponseType> };

export type ThereCall =
  /** The payload's transactionId is the link's; null until the link is prepared. */
  | { kind: 'create'; key: LinkKey; calendarGraphId: string; transactionId: string | null; payload: GraphEventPatch }
  | { kind: 'update'; key: LinkKey; graphId: string; changeKey: string; payload: GraphEventPatch; units: string[] }
  | { kind: 'delete'; key: LinkKey; graphId: string; changeKey: string }
  | {
      kind: 'answer';
      key: LinkKey;
      graphId: string;
      answer: 'accept' | 'tentativelyAccept' | 'decline';
      sendResponse: boolean;
      /** The reply to the same answer was lost: before it is repeated, the item is read, since a repeat mails again. */
      isRepeat: boolean;
      /** The guest's copy was removed: tried once, and a 404 counts as answered. */
      copyIsRemoved: boolean;
    };

/** What stands in our database before a create is sent, so that a lost answer can't double the event. */
export interface Preparation {
  key: LinkKey;
  state: 'live' | 'quiet' | 'held';
  isOrganizer: boolean;
  /** Moves the event's invited guests to withheld in the same commit. */
  withholdGuests: boolean;
  /** The link that this one replaces: retired in the same commit. */
  retires: LinkKey | null;
}

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

/** Who is being planned for, and when. */
export interface PlanContext {
  mailboxId: string;
  userId: string;
  installationId: string;
  now: Temporal.Instant;
  phase: MailboxPhase;
  /** What the review agreed to, or in the review itself what it previews. */
  choice: FirstSyncChoice;
  /** Events made until then follow the choice; null while reviewing: all do. */
  choiceUntil: string | null;
  /** Other choices for single events, by event id. */
  overrides: Readonly<Record<string, FirstSyncChoice>>;
  /** Every address that the mailbox is known under, in lower case. */
  addresses: readonly string[];
}

export interface Decision {
  row: Row;
  subject: Subject;
  /** Stored before anything is sent. */
  prepare: Preparation | null;
  /** Sent in this order, each after the one before was answered. */
  there: ThereCall[];
  here: HereChange | null;
  /** What the link becomes when everything above is done. */
  link: LinkOutcome | null;
  conflicts: Conflict[];
  mails: Mail[];
  /** The units sent and taken, by name. */
  sentUnits: string[];
  takenUnits: string[];
  isDeletion: 'here' | 'there' | null;
  /** Something about the event still waits, so it must be planned again without a new edit. */
  leavesWork: boolean;
}

export interface LinkOutcome {
  originalStart: string | null;
  generation: number;
  state: LinkState;
  /** For a decision with calls, `theirs` is replaced by what Outlook answers. Null: base stays. */
  base: Base | null;
  isOrganizer: boolean;
  /** The version that base stands for; null: the link keeps its ids and keys. */
  version: SeenVersion | null;
  /** The link that this one replaces: retired in the same commit. */
  retires: LinkKey | null;
}
