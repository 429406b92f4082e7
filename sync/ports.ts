// The ports of a sync. Words: `link`, `seen`, `base` and `origin` as in core/; a run is one sync of one mailbox, fenced by its epoch.
//   OutlookPort  one mailbox at Microsoft: pages of changes, calls, look-ups
//   SyncStore    our side: events, links, what was seen, the journal; every write names the run's epoch
//   Clock, Ids   time and fresh identifiers, passed in
import type { Temporal } from 'temporal-polyfill';
import type {
  Conflict,
  Decision,
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
import type { SeenItem, SeenVersion } from './core/seen.ts';

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
  | { kind: 'notSent'; code: string; retryAfterMs: number };

/** The window of a calendar that is kept in sync; instants as ISO 8601 with `Z`. */
export interface Window {
  start: string;
  end: string;
}

export interface PullRequest {
  /** The calendar's Graph id. */
  calendarGraphId: string;
  /** A link that an earlier page or round gave; null begins a full round over the window. */
  continueFrom: string | null;
  window: Window;
}

/** A page as delivered: items in our terms, and where to go on. */
export interface PulledPage {
  versions: SeenVersion[];
  /** Occurrences carry nothing of their own but their time; they are kept with their master. */
  occurrences: { masterId: string; graphId: string; start: string }[];
  removedIds: string[];
  next: { kind: 'page'; link: string } | { kind: 'round'; deltaLink: string };
}

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
  iCalUId: string | null;
  /** The mailbox's other calendars, where a moved item would be. */
  otherCalendarGraphIds: string[];
}

export interface RemovalAnswer {
  /** The item by its id; null when Outlook answered 404. */
  byId: SeenVersion | null;
  /** Items with the same iCalUId that are listed in that calendar. */
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
  lookUpRemoved(questions: readonly RemovalQuestion[]): Promise<Outcome<RemovalAnswer>[]>;
  /** The items of a calendar that carry our property, newest version each. */
  findByOrigin(calendarGraphId: string, eventId: string): Promise<Outcome<SeenVersion[]>>;
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
}

export interface SyncedCalendar {
  id: string;
  graphId: string;
  isDefault: boolean;
  deltaLink: string | null;
  /** Of a round that was interrupted: where it goes on. */
  nextLink: string | null;
  round: { id: string; startedAt: string; isFull: boolean } | null;
  window: Window;
}

export interface RunMailbox {
  id: string;
  userId: string;
  /** Every address that the mailbox is known under, in lower case. */
  addresses: string[];
  installationId: string;
  phase: MailboxPhase;
  /** Null while reviewing. */
  confirmation: Confirmation | null;
  calendars: SyncedCalendar[];
}

export interface SavedPage {
  calendarId: string;
  round: { id: string; startedAt: string; isFull: boolean };
  versions: SeenVersion[];
  occurrences: PulledPage['occurrences'];
  removedIds: string[];
  next: PulledPage['next'];
  window: Window;
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

export interface JournalEntry {
  row: Decision['row'];
  side: 'here' | 'there' | 'link';
  eventId: string | null;
  units: string[];
  /** What the change replaced, so that it can be undone. */
  replaced: unknown;
  mails: Mail[];
  /** A deletion, archive or cancellation: counted by the guards. */
  isDeletion: boolean;
}

export interface Finding {
  calendarId: string;
  graphId: string;
  proof: SeenItem['proof'];
  version: SeenVersion | null;
}

export interface ParkedDecision {
  /** The same question about the same state has the same fingerprint. */
  fingerprint: string;
  guard: string;
  question: string;
  decision: Decision;
}

export interface RunReport {
  outcome: 'done' | 'waiting' | 'reviewing' | 'failed' | 'needsSignIn';
  pulled: number;
  sent: number;
  taken: number;
  mails: Mail[];
  parked: number;
  failed: number;
  conflicts: number;
  error: string | null;
  /** When Outlook allows the next request; null at once. */
  retryAt: string | null;
}

/** The counts that the guards need, over the last 24 hours. */
export interface RecentCounts {
  deletionsHere: number;
  deletionsThere: number;
  mails: number;
  /** Live and quiet links of the mailbox. */
  links: number;
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
  /** Stores a page as seen, and where the round goes on, in one commit. The last page of a full round also marks what it lacked. */
  savePage(run: RunRef, page: SavedPage): Promise<void>;
  /** Forgets the delta link of a calendar; what was seen stays. */
  resetRound(run: RunRef, calendarId: string): Promise<void>;
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
  recordFailure(run: RunRef, key: LinkKey, code: string): Promise<void>;
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
