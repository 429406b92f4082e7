// The tables of the sync as Kysely sees them: connections, their calendars and links, what was seen, and what runs did.
import type { ColumnType } from 'kysely';
import type {
  Base,
  CalendarDirection,
  Confirmation,
  Decision,
  LinkState,
  Mail,
  MailBurst,
  MailboxPhase,
  PulledPage,
  RemovalProof,
  Replaced,
  ReviewReason,
  RunReport,
  SeenVersion,
  SyncedCalendar,
} from '../../sync/index.ts';
import type { Instant, Json } from './column-types.ts';

export interface MailboxesTable {
  id: string;
  user_id: string;
  /** A person at Microsoft is (tenant, object), never an address. */
  tenant_id: string;
  object_id: string;
  address: string;
  addresses: Json<string[]>;
  phase: MailboxPhase;
  /** Why a review is pending; null while none is. */
  review_reason: ColumnType<ReviewReason | null, ReviewReason | null, ReviewReason | null>;
  /** A review shows only what was pulled since. */
  review_asked_at: ColumnType<Date | null, string | null, string | null>;
  confirmation: ColumnType<Confirmation | null, string | null, string | null>;
  connected_at: Instant;
  stopped_at: ColumnType<Date | null, string | null, string | null>;
  /** The code of what keeps it from syncing; `needs_sign_in` among them. */
  problem: string | null;
  run_epoch: number;
  current_run: string | null;
  last_run_at: ColumnType<Date | null, string | null, string | null>;
  /** Outlook asked not to be called before. */
  not_before: ColumnType<Date | null, string | null, string | null>;
  /** Mails that count for the pace of those to come. */
  mail_bursts: ColumnType<MailBurst[], string | undefined, string>;
  /** The window around now that is kept in sync, in days. */
  window_days_back: ColumnType<number, number | undefined, number>;
  window_days_ahead: ColumnType<number, number | undefined, number>;
  /** When the user asked what the next sync would do; null: the next run is a real one. */
  dry_run_asked_at: ColumnType<Date | null, string | null, string | null>;
}

export interface MailboxCalendarsTable {
  id: string;
  mailbox_id: string;
  graph_id: string;
  name: string;
  is_default: boolean;
  /** False for a calendar that was given up: its links stay. */
  is_synced: ColumnType<boolean, boolean | undefined, boolean>;
  direction: CalendarDirection;
  is_own: ColumnType<boolean, boolean | undefined, boolean>;
  is_tallying_responses: ColumnType<boolean, boolean | undefined, boolean>;
  can_edit: ColumnType<boolean, boolean | undefined, boolean>;
  delta_link: string | null;
  next_link: string | null;
  round: ColumnType<SyncedCalendar['round'], string | null, string | null>;
  /** Of the last complete round. */
  window_start: ColumnType<Date | null, string | null, string | null>;
  window_end: ColumnType<Date | null, string | null, string | null>;
}

/** Items that a reset promised to delete in Outlook. */
export interface PendingRemovalsTable {
  mailbox_id: string;
  calendar_id: string;
  graph_id: string;
  event_id: string;
  /** As reviewed: an item that was edited since is kept. */
  change_key: string;
  mails: Json<Mail[]>;
  requested_at: Instant;
}

/** Accounts whose calendars hold items of this installation. */
export interface WrittenAccountsTable {
  tenant_id: string;
  object_id: string;
}

export interface LinksTable {
  event_id: string;
  original_start: ColumnType<Date | null, string | null, string | null>;
  mailbox_id: string;
  calendar_id: string;
  generation: number;
  state: LinkState;
  graph_id: string | null;
  ical_uid: string | null;
  change_key: string | null;
  transaction_id: string | null;
  base: ColumnType<Base | null, string | null, string | null>;
  /** Microsoft's stamp as delivered, to its last digit. */
  base_last_modified: string | null;
  superseded_keys: Json<string[]>;
  last_write_answered_at: ColumnType<Date | null, string | null, string | null>;
  is_organizer: boolean;
  attempts: number;
  last_error: string | null;
  /** The event's version for which nothing is left to send; 0 for none. */
  settled_version: number;
  /** No sync looks at it, whatever comes of either side. */
  is_frozen: ColumnType<boolean, boolean | undefined, boolean>;
  linked_at: Instant;
}

export interface SeenItemsTable {
  mailbox_id: string;
  calendar_id: string;
  graph_id: string;
  version: ColumnType<SeenVersion | null, string | null, string | null>;
  ical_uid: string | null;
  removed_hint: boolean;
  proof: RemovalProof | null;
  deletion_seen: boolean;
  round_id: string | null;
  round_started_at: Instant;
  settled: boolean;
  /** Of a series: its occurrences in the window, as delivered. */
  occurrences: Json<PulledPage['occurrences']>;
}

/** What ended connections leave behind: which event was which meeting. */
export interface EarlierMeetingsTable {
  event_id: string;
  ical_uid: string;
  /** The account in whose calendar it was. */
  tenant_id: string;
  object_id: string;
  /** Whether the event's item was gone already when the connection ended. */
  is_retired: boolean;
}

export interface ConflictsTable {
  id: string;
  mailbox_id: string;
  event_id: string;
  unit: string;
  ours: Json<unknown>;
  theirs: Json<unknown>;
  recorded_at: Instant;
  resolved_at: ColumnType<Date | null, string | null, string | null>;
}

export interface JournalTable {
  id: string;
  mailbox_id: string;
  run_id: string;
  at: Instant;
  row: Decision['row'];
  side: 'here' | 'there' | 'link';
  event_id: string | null;
  units: Json<string[]>;
  replaced: Json<Replaced>;
  mails: Json<Mail[]>;
  is_deletion: boolean;
}

export interface RunsTable {
  id: string;
  mailbox_id: string;
  started_at: Instant;
  finished_at: ColumnType<Date | null, string | null, string | null>;
  report: ColumnType<RunReport | null, string | null, string | null>;
  /** It only planned. */
  is_dry: ColumnType<boolean, boolean | undefined, boolean>;
}

export interface ParkedTable {
  mailbox_id: string;
  fingerprint: string;
  guard: string;
  question: string;
  decision: Json<Decision>;
  parked_at: Instant;
  released_at: ColumnType<Date | null, string | null, string | null>;
  dismissed_at: ColumnType<Date | null, string | null, string | null>;
}
