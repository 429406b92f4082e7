// Connections to Outlook: calendars, links, what was seen, and what runs did.
import { type Kysely, sql } from 'kysely';

export async function up(database: Kysely<never>): Promise<void> {
  await createMailboxes(database);
  await createLinks(database);
  await createRecords(database);
}

async function createMailboxes(database: Kysely<never>): Promise<void> {
  await sql`
    create table mailboxes (
      id uuid primary key,
      user_id uuid not null unique references users on delete cascade,
      tenant_id text not null,
      object_id text not null,
      address text not null,
      addresses jsonb not null,
      phase text not null check (phase in ('reviewing', 'confirmed', 'active')),
      confirmation jsonb,
      connected_at timestamptz not null,
      stopped_at timestamptz,
      problem text,
      run_epoch integer not null,
      current_run uuid,
      last_run_at timestamptz,
      not_before timestamptz,
      unique (tenant_id, object_id)
    )`.execute(database);
  await sql`
    create table mailbox_calendars (
      id uuid primary key,
      mailbox_id uuid not null references mailboxes on delete cascade,
      graph_id text not null,
      name text not null,
      is_default boolean not null,
      direction text not null check (direction in ('both', 'here', 'there')),
      delta_link text,
      next_link text,
      round jsonb,
      window_start timestamptz,
      window_end timestamptz,
      unique (mailbox_id, graph_id)
    )`.execute(database);
}

async function createLinks(database: Kysely<never>): Promise<void> {
  // "nulls not distinct" (PostgreSQL 15): one link for a whole event, too, and not only for each of its occurrences.
  await sql`
    create table links (
      event_id uuid not null references events on delete cascade,
      original_start timestamptz,
      mailbox_id uuid not null references mailboxes on delete cascade,
      calendar_id uuid not null references mailbox_calendars on delete cascade,
      generation integer not null check (generation > 0),
      state text not null check (state in ('live', 'quiet', 'held', 'left', 'retired', 'dormant')),
      graph_id text,
      ical_uid text,
      change_key text,
      transaction_id text,
      base jsonb,
      base_last_modified text,
      superseded_keys jsonb not null,
      last_write_answered_at timestamptz,
      is_organizer boolean not null,
      attempts integer not null,
      last_error text,
      settled_version integer not null,
      linked_at timestamptz not null,
      constraint links_key unique nulls not distinct (event_id, original_start, mailbox_id, calendar_id, generation)
    )`.execute(database);
  await sql`
    create unique index links_item on links (mailbox_id, calendar_id, graph_id)
    where graph_id is not null and state <> 'retired'`.execute(database);
  await sql`create index links_mailbox on links (mailbox_id)`.execute(database);
  await sql`create index links_ical_uid on links (ical_uid)`.execute(database);
  await sql`
    create table seen_items (
      mailbox_id uuid not null references mailboxes on delete cascade,
      calendar_id uuid not null references mailbox_calendars on delete cascade,
      graph_id text not null,
      version jsonb,
      ical_uid text,
      removed_hint boolean not null,
      proof text check (proof in ('deleted', 'elsewhere', 'outside')),
      deletion_seen boolean not null,
      round_id uuid,
      round_started_at timestamptz not null,
      settled boolean not null,
      occurrences jsonb not null,
      primary key (calendar_id, graph_id)
    )`.execute(database);
  await sql`create index seen_items_news on seen_items (mailbox_id) where not settled`.execute(database);
  await sql`create index seen_items_ical_uid on seen_items (ical_uid)`.execute(database);
}

async function createRecords(database: Kysely<never>): Promise<void> {
  await sql`
    create table conflicts (
      id uuid primary key,
      mailbox_id uuid not null references mailboxes on delete cascade,
      event_id uuid not null references events on delete cascade,
      unit text not null,
      ours jsonb not null,
      theirs jsonb not null,
      recorded_at timestamptz not null,
      resolved_at timestamptz
    )`.execute(database);
  await sql`create index conflicts_open on conflicts (mailbox_id) where resolved_at is null`.execute(database);
  await sql`
    create table journal (
      id uuid primary key,
      mailbox_id uuid not null references mailboxes on delete cascade,
      run_id uuid not null,
      at timestamptz not null,
      row text not null,
      side text not null check (side in ('here', 'there', 'link')),
      event_id uuid references events on delete cascade,
      units jsonb not null,
      replaced jsonb not null,
      mails jsonb not null,
      is_deletion boolean not null
    )`.execute(database);
  await sql`create index journal_recent on journal (mailbox_id, at)`.execute(database);
  await sql`
    create table runs (
      id uuid primary key,
      mailbox_id uuid not null references mailboxes on delete cascade,
      started_at timestamptz not null,
      finished_at timestamptz,
      report jsonb
    )`.execute(database);
  await sql`create index runs_recent on runs (mailbox_id, started_at)`.execute(database);
  await sql`
    create table parked (
      mailbox_id uuid not null references mailboxes on delete cascade,
      fingerprint text not null,
      guard text not null,
      question text not null,
      decision jsonb not null,
      parked_at timestamptz not null,
      released_at timestamptz,
      dismissed_at timestamptz,
      primary key (mailbox_id, fingerprint)
    )`.execute(database);
}
