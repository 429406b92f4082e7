// The database as Kysely sees it. Ids are UUIDs and times are passed in: SQL knows neither clock nor randomness.
import type { ColumnType, Kysely } from 'kysely';
import type { AttendeeType, FreeBusyStatus, Importance, ResponseType, Sensitivity } from '../../graph/models/event.ts';
import type {
  Base,
  Confirmation,
  Decision,
  EventKind,
  LinkState,
  Mail,
  MailboxPhase,
  OnlineMeeting,
  PulledPage,
  RemovalProof,
  RunReport,
  SeenVersion,
  SyncedCalendar,
} from '../../sync/index.ts';

/** A connection, or a transaction on one. */
export type Database = Kysely<Tables>;

/** Written as ISO 8601 with `Z`. */
type Instant = ColumnType<Date, string, string>;
/** Written as JSON text, so that both drivers send the same. */
type Json<T> = ColumnType<T, string, string>;

export interface Tables {
  users: UsersTable;
  sessions: SessionsTable;
  settings: SettingsTable;
  sealed: SealedTable;
  handover_tokens: HandoverTokensTable;
  oauth_states: OauthStatesTable;
  contacts: ContactsTable;
  events: EventsTable;
  attendees: AttendeesTable;
  participations: ParticipationsTable;
  mailboxes: MailboxesTable;
  mailbox_calendars: MailboxCalendarsTable;
  links: LinksTable;
  seen_items: SeenItemsTable;
  conflicts: ConflictsTable;
  journal: JournalTable;
  runs: RunsTable;
  parked: ParkedTable;
}

export interface UsersTable {
  id: string;
  /** Unique in lower case. */
  email: string;
  display_name: string;
  password_hash: string;
  role: 'administrator' | 'member';
  created_at: Instant;
}

export interface SessionsTable {
  /** SHA-256 of the cookie's value; the value itself is nowhere. */
  id_hash: string;
  user_id: string;
  created_at: Instant;
  expires_at: Instant;
}

export interface SettingsTable {
  key: string;
  value: Json<unknown>;
  updated_at: Instant;
}

export interface SealedTable {
  table_name: string;
  row_id: string;
  column_name: string;
  /** A compact JWE that names its place, so that it opens nowhere else. */
  value: string;
  key_id: string;
  updated_at: Instant;
}

export interface HandoverTokensTable {
  token_hash: string;
  created_by: string;
  expires_at: Instant;
  /** Of the registration that it handed over; the same again is answered, another is refused. */
  used_fingerprint: string | null;
}

export interface OauthStatesTable {
  id: string;
  state_hash: string;
  session_hash: string;
  nonce: string;
  return_to: string;
  expires_at: Instant;
}

export interface ContactsTable {
  id: string;
  /** Unique in lower case. */
  address_key: string;
  address: string;
  name: string;
}

export interface EventsTable {
  id: string;
  /** Grows with every edit; commits compare and set it. */
  version: number;
  kind: EventKind;
  /** Of an exception: its series here, where that is known. */
  series_id: string | null;
  original_start: ColumnType<Date | null, string | null, string | null>;
  organizer_user_id: string | null;
  organizer_address: string;
  organizer_name: string;
  subject: string;
  body: string;
  start_local: string;
  end_local: string;
  zone: string;
  is_all_day: boolean;
  /** Instants of start and end, for range reads; of a series, of its first occurrence. */
  starts_at: Instant;
  ends_at: Instant;
  places: Json<string[]>;
  rule: string | null;
  sensitivity: Sensitivity;
  importance: Importance;
  online_meeting: ColumnType<OnlineMeeting | null, string | null, string | null>;
  status: 'live' | 'archived' | 'deleted';
  web_link: string | null;
  send_after: ColumnType<Date | null, string | null, string | null>;
  created_at: Instant;
  updated_at: Instant;
}

export interface AttendeesTable {
  event_id: string;
  address_key: string;
  /** As invited; editing the contact changes no meeting. */
  address: string;
  name: string;
  type: AttendeeType;
  state: 'invited' | 'withheld';
  response: ResponseType;
  contact_id: string;
}

export interface ParticipationsTable {
  event_id: string;
  user_id: string;
  answer: ResponseType;
  reminder_minutes: number | null;
  show_as: FreeBusyStatus;
  categories: Json<string[]>;
  is_hidden: boolean;
}

export interface MailboxesTable {
  id: string;
  user_id: string;
  /** A person at Microsoft is (tenant, object), never an address. */
  tenant_id: string;
  object_id: string;
  address: string;
  addresses: Json<string[]>;
  phase: MailboxPhase;
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
}

export interface MailboxCalendarsTable {
  id: string;
  mailbox_id: string;
  graph_id: string;
  name: string;
  is_default: boolean;
  direction: 'both' | 'here' | 'there';
  delta_link: string | null;
  next_link: string | null;
  round: ColumnType<SyncedCalendar['round'], string | null, string | null>;
  window_start: ColumnType<Date | null, string | null, string | null>;
  window_end: ColumnType<Date | null, string | null, string | null>;
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
  replaced: Json<unknown>;
  mails: Json<Mail[]>;
  is_deletion: boolean;
}

export interface RunsTable {
  id: string;
  mailbox_id: string;
  started_at: Instant;
  finished_at: ColumnType<Date | null, string | null, string | null>;
  report: ColumnType<RunReport | null, string | null, string | null>;
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
