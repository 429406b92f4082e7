// The database as Kysely sees it. Ids are UUIDs and times are passed in: SQL knows neither clock nor randomness.
import type { ColumnType, Kysely } from 'kysely';
import type { CategoryColor } from '../../graph/models/category.ts';
import type { AttendeeType, FreeBusyStatus, Importance, ResponseType, Sensitivity } from '../../graph/models/event.ts';
import type { EventKind, Mail, OnlineMeeting, Place } from '../../sync/index.ts';
import type { EditedUnits, EditKind } from '../events/edit-record.ts';
import type { Instant, Json } from './column-types.ts';
import type {
  ConflictsTable,
  EarlierMeetingsTable,
  JournalTable,
  LinksTable,
  MailboxCalendarsTable,
  MailboxesTable,
  ParkedTable,
  PendingRemovalsTable,
  RunsTable,
  SeenItemsTable,
  WrittenAccountsTable,
} from './mailbox-tables.ts';

/** A connection, or a transaction on one. */
export type Database = Kysely<Tables>;

export interface Tables {
  users: UsersTable;
  sessions: SessionsTable;
  settings: SettingsTable;
  sealed: SealedTable;
  handover_tokens: HandoverTokensTable;
  oauth_states: OauthStatesTable;
  categories: CategoriesTable;
  contacts: ContactsTable;
  address_books: AddressBooksTable;
  events: EventsTable;
  attendees: AttendeesTable;
  participations: ParticipationsTable;
  mailboxes: MailboxesTable;
  mailbox_calendars: MailboxCalendarsTable;
  pending_removals: PendingRemovalsTable;
  written_accounts: WrittenAccountsTable;
  links: LinksTable;
  seen_items: SeenItemsTable;
  conflicts: ConflictsTable;
  journal: JournalTable;
  edits: EditsTable;
  earlier_meetings: EarlierMeetingsTable;
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
  /** Whether signing in with another account may end the connection that there is. */
  replaces_account: boolean;
  expires_at: Instant;
}

export interface CategoriesTable {
  user_id: string;
  name: string;
  color: CategoryColor;
}

export interface ContactsTable {
  id: string;
  /** Unique in lower case. */
  address_key: string;
  address: string;
  name: string;
}

/** Contacts that a user put there by hand; whom he met in an event he sees anyway. */
export interface AddressBooksTable {
  user_id: string;
  contact_id: string;
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
  places: Json<Place[]>;
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
  /** The organizer shall be told that this user declines; until that is sent. */
  tells_organizer: ColumnType<boolean, boolean | undefined, boolean>;
}

export interface EditsTable {
  id: string;
  event_id: string;
  user_id: string | null;
  at: Instant;
  kind: EditKind;
  units: Json<EditedUnits>;
  mails: Json<Mail[]>;
}
