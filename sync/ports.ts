// The ports of a sync. Words: `link`, `seen`, `base` and `origin` as in core/; a run is one sync of one mailbox, fenced by its epoch.
//   OutlookPort  one mailbox at Microsoft: pages of changes, calls, look-ups
//   SyncStore    our side: events, links, what was seen, the journal; every write names the run's epoch
//   Clock, Ids   time and fresh identifiers, passed in
import type { Temporal } from 'temporal-polyfill';
import type {
  CalendarDirection,
  Conflict,
  FirstSyncChoice,
  HereChange,
  LinkChange,
  Mail,
  MailboxPhase,
  Preparation,
  Subject,
  ThereCall,
} from './core/decision.ts';
import type { LinkKey } from './core/link.ts';
import type { MailBurst } from './core/pace.ts';
import type { SeenItem, SeenVersion } from './core/seen.ts';
import type { Window, WindowDays } from './core/window.ts';
import type { JournalEntry, ParkedDecision, RecentCounts, RunReport } from './records.ts';

export interface Clock {
  now(): Temporal.Instant;
}

export interface Ids {
  /** A fresh UUID. */
  uuid(): string;
}

/** What became of a call. Only `unknown` leaves open whether Outlook did it. */
export type Outcome<T> =
  | { kind: 'done'; answer: T }
  | { kind: 'refused'; status: number; code: string; message: string }
  | { kind: 'unknown'; reason: string }
  /** `status` is missing when nothing was sent at all. */
  | { kind: 'notSent'; code: string; retryAfterMs: number; status?: number };

export type { MailBurst } from './core/pace.ts';
export type { Window, WindowDays } from './core/window.ts';
export type { JournalEntry, ParkedDecision, PlannedStep, RecentCounts, RunReport } from './records.ts';

export interface PullRequest {
  /** The calendar's Graph id. */
  calendarGraphId: string;
  /** A link that an earlier page or round gave; null begins a full round over the window. */
  continueFrom: string | null;
  window: Window;
  /** How many items a page shall hold; Outlook takes it as a hint. */
  pageSize: number;
}

/** A page as delivered: items in our terms, and where to go on. */
export interface PulledPage {
  versions: SeenVersion[];
  /** Occurrences carry nothing of their own but their time; they are kept with their master. */
  occurrences: { masterId: string; graphId: string; start: string }[];
  removedIds: string[];
  next: { kind: 'page'; link: string } | { kind: 'round'; deltaLink: string };
}

export type { CalendarDirection } from './core/decision.ts';

export interface OutlookCalendar {
  graphId: string;
  name: string;
  isDefault: boolean;
  canEdit: boolean;
  isTallyingResponses: boolean;
  ownerAddress: string;
}

/** A question after a removal hint. */
export interface RemovalQuestion {
  graphId: string;
  calendarGraphId: string;
  /** The mailbox's other calendars, where a moved item would be. */
  otherCalendarGraphIds: string[];
}

export interface RemovalAnswer {
  /** The item by its id; null when Outlook answered 404. */
  byId: SeenVersion | null;
  /** Items with the same iCalUId that the calendar lists, by that id or around that time. */
  listed: SeenVersion[];
  /** Whether one of the other calendars lists it. */
  isListedElsewhere: boolean;
}

export interface OutlookPort {
  calendars(): Promise<Outcome<OutlookCalendar[]>>;
  /** `refused` with code `syncStateNotFound` (or kin) asks for a full round. */
  pull(request: PullRequest): Promise<Outcome<PulledPage>>;
  /** Independent calls, in batches; the outcomes stand in the same order. A deletion answers null. */
  call(calls: readonly ThereCall[]): Promise<Outcome<SeenVersion | null>[]>;
  /** Items by their ids, in order and in batches; null where Outlook answers 404. */
  read(graphIds: readonly string[]): Promise<Outcome<SeenVersion | null>[]>;
  /** Answers in the order of the questions; all of them travel in batches. */
  lookUpRemoved(questions: readonly RemovalQuestion[]): Promise<Outcome<RemovalAnswer>[]>;
  /** The items that carry our property for each event, in the order of the questions; they travel in batches. */
  findByOrigin(questions: readonly OriginQuestion[]): Promise<Outcome<SeenVersion[]>[]>;
  /** Every item of a calendar that carries our property, of whichever installation. */
  listMarked(calendarGraphId: string): Promise<Outcome<SeenVersion[]>>;
}

/** Asks for the items that were created for an event of ours. */
export interface OriginQuestion {
  calendarGraphId: string;
  eventId: string;
}

/** What the user agreed to in the review. */
export interface Confirmation {
  choice: FirstSyncChoice;
  /** Mails that the preview showed; more make the run go back to the review. */
  mails: number;
  /** Deletions on either side that the preview showed. */
  deletions: number;
  /** Events made until then follow the choice; later ones were agreed to one by one. */
  at: string;
  /** What was chosen otherwise for single events, by event id. */
  overrides: Record<string, FirstSyncChoice>;
}

/** Why a review is pending: what stands between now and the last agreement. */
export type ReviewReason =
  | 'first'
  | 'restart'
  | 'reconnect'
  | 'otherAccount'
  | 'restored'
  | 'window'
  | 'calendars'
  | 'reset'
  | 'exceeded';

/** A round over a calendar: what began when, over which window, and whether it delivers everything or changes only. */
export interface PullRound {
  id: string;
  startedAt: string;
  isFull: boolean;
  window: Window;
  /** How often in a row its next page was refused. */
  stalls: number;
}

export interface SyncedCalendar {
  id: string;
  graphId: string;
  isDefault: boolean;
  direction: CalendarDirection;
  /** Whether its owner is the mailbox's; whoever shares a calendar organizes what is in it. */
  isOwn: boolean;
  /** Whether Outlook collects the answers of guests there: no meeting with guests goes elsewhere. */
  isTallyingResponses: boolean;
  canEdit: boolean;
  deltaLink: string | null;
  /** Of a round that was interrupted: where it goes on. */
  nextLink: string | null;
  round: PullRound | null;
  /** Of the last complete round; null before the first. */
  window: Window | null;
}

/** An item that a reset promised to delete in Outlook; its link is cut already. */
export interface PendingRemoval {
  /** The event that it was tied to, and where. */
  key: LinkKey;
  graphId: string;
  /** As reviewed: an item that was edited since is kept. */
  changeKey: string;
  mails: Mail[];
}

export interface RunMailbox {
  id: string;
  userId: string;
  /** Every address that the mailbox is known under, in lower case. */
  addresses: string[];
  installationId: string;
  phase: MailboxPhase;
  /** Null when no review is pending. */
  reviewReason: ReviewReason | null;
  /** Null while reviewing. */
  confirmation: Confirmation | null;
  /** The calendars that are kept in sync, the default one first. */
  calendars: SyncedCalendar[];
  /** How far the window reaches from now, in days. */
  windowDays: WindowDays;
  /** Mails that count for the pace of those to come. */
  mailBursts: MailBurst[];
  /** Whom Outlook may mail on our account, addresses or `@domain`: the pilot's list; null: everybody. */
  mailRecipients: string[] | null;
  /** What a reset left to be deleted in Outlook. */
  pendingRemovals: PendingRemoval[];
  /** Whether this installation ever created an item in this account's calendars, also by an earlier connection. */
  hasWritten: boolean;
}

export interface SavedPage {
  calendarId: string;
  round: PullRound;
  versions: SeenVersion[];
  occurrences: PulledPage['occurrences'];
  removedIds: string[];
  next: PulledPage['next'];
}

/** What is stored before a create is sent. */
export type PreparedLink = Preparation & {
  /** Null for a link that is only held. */
  transactionId: string | null;
};

/** What one decision leaves behind, in one commit. */
export interface Settlement {
  /** The event to change, compared and set on its version; for a creation its new id and no version. Null: it stays. */
  here: { change: HereChange; eventId: string; expectedVersion: number | null } | null;
  link: LinkChange | null;
  /** The link that `link` replaces: retired. */
  retires: LinkKey | null;
  /**
   * The link for which this version of the event is dealt with: nothing is left to send until the next edit.
   * A change here that comes in the same settlement is dealt with, too.
   */
  settledEvent: { key: LinkKey; version: number } | null;
  /** The seen item whose news is dealt with. A removal hint that is settled is remembered as a deletion that was seen. */
  settledSeen: { calendarId: string; graphId: string } | null;
  /** What Outlook answered to our write: stored as seen, so that its echo is no news. */
  answered: { calendarId: string; version: SeenVersion } | null;
  conflicts: Conflict[];
  journal: JournalEntry | null;
}

export interface Finding {
  calendarId: string;
  graphId: string;
  proof: SeenItem['proof'];
  version: SeenVersion | null;
}

/** A write of a run that another run has overtaken: nothing was stored. */
export class FencedError extends Error {
  readonly code = 'run_fenced';
  constructor(mailboxId: string) {
    super(`A newer run of mailbox ${mailboxId} has begun; this one may not write any more.`);
    this.name = 'FencedError';
  }
}

/** One mailbox's side of our database during a run. Every method that writes throws FencedError when overtaken. */
export interface SyncStore {
  /** Takes the next epoch; earlier runs of this mailbox can no longer write. */
  beginRun(mailboxId: string, runId: string, at: Temporal.Instant): Promise<{ epoch: number; mailbox: RunMailbox }>;
  saveCalendars(run: RunRef, calendars: OutlookCalendar[]): Promise<SyncedCalendar[]>;
  /**
   * Stores a page as seen, and where the round goes on, in one commit. The last page of a full round also marks what it
   * lacked: as a removal hint where the item lay in this round's window and the last one's, else as out of the window.
   */
  savePage(run: RunRef, page: SavedPage): Promise<void>;
  /** Forgets the delta link and the round of a calendar; what was seen stays, and the window of the last complete round. */
  resetRound(run: RunRef, calendarId: string): Promise<void>;
  /** Remembers that the next page of a round was refused again. */
  saveStall(run: RunRef, calendarId: string, stalls: number): Promise<void>;
  /** Everything that may need something: changed here, changed there, unfinished, or never linked. */
  subjects(run: RunRef): Promise<Subject[]>;
  /** What look-ups have shown: a proof, or (with proof null) the item's newest version, which then is news. */
  saveFindings(run: RunRef, findings: Finding[]): Promise<void>;
  /** Stores new links, or the transactionId of held ones that were released; an event whose guests are withheld gets no new version. */
  prepare(run: RunRef, links: PreparedLink[]): Promise<void>;
  /**
   * Stores settlements in one commit, each compared and set on its event's version.
   * @returns one word each, in order; `versionMissed`: the event changed meanwhile, and of that settlement only what
   * Outlook has already done was stored (`link` and `answered`), not what should have changed here.
   */
  settle(run: RunRef, settlements: Settlement[]): Promise<('settled' | 'versionMissed')[]>;
  recordFailures(run: RunRef, failures: readonly { key: LinkKey; code: string }[]): Promise<void>;
  /** Stored before the mails are sent, so that no restart forgets the pace. */
  saveMailBursts(run: RunRef, bursts: MailBurst[]): Promise<void>;
  /** Takes items off the list of what a reset left to be deleted, and journals those that were deleted. */
  finishRemovals(run: RunRef, removals: readonly { removal: PendingRemoval; isDone: boolean }[]): Promise<void>;
  park(run: RunRef, parked: ParkedDecision[]): Promise<void>;
  /** Fingerprints that the user has released. */
  released(run: RunRef): Promise<Set<string>>;
  counts(run: RunRef, since: Temporal.Instant): Promise<RecentCounts>;
  /** Back to the review, or on to active. */
  setPhase(run: RunRef, phase: MailboxPhase): Promise<void>;
  finishRun(run: RunRef, report: RunReport, at: Temporal.Instant): Promise<void>;
}

export interface RunRef {
  mailboxId: string;
  runId: string;
  epoch: number;
}

/** What a run works with. */
export interface SyncPorts {
  store: SyncStore;
  outlook: OutlookPort;
  clock: Clock;
  ids: Ids;
}
