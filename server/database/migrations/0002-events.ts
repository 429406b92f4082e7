// Events, their attendees, and each local user's own participation.
import { type Kysely, sql } from 'kysely';

export async function up(database: Kysely<never>): Promise<void> {
  await createEvents(database);
  await createPeople(database);
}

async function createEvents(database: Kysely<never>): Promise<void> {
  await sql`
    create table events (
      id uuid primary key,
      version integer not null check (version > 0),
      kind text not null check (kind in ('single', 'series', 'exception')),
      series_id uuid references events on delete cascade,
      original_start timestamptz,
      organizer_user_id uuid references users on delete set null,
      organizer_address text not null,
      organizer_name text not null,
      subject text not null,
      body text not null,
      start_local text not null,
      end_local text not null,
      zone text not null,
      is_all_day boolean not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      places jsonb not null,
      rule text,
      sensitivity text not null,
      importance text not null,
      online_meeting jsonb,
      status text not null check (status in ('live', 'archived', 'deleted')),
      web_link text,
      send_after timestamptz,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      check (starts_at <= ends_at)
    )`.execute(database);
  await sql`create index events_range on events (starts_at, ends_at) where status <> 'deleted'`.execute(database);
  await sql`create index events_organizer on events (organizer_user_id) where status = 'live'`.execute(database);
  await sql`create index events_series on events (series_id) where series_id is not null`.execute(database);
}

async function createPeople(database: Kysely<never>): Promise<void> {
  await sql`
    create table contacts (
      id uuid primary key,
      address_key text not null unique,
      address text not null,
      name text not null
    )`.execute(database);
  await sql`
    create table attendees (
      event_id uuid not null references events on delete cascade,
      address_key text not null,
      address text not null,
      name text not null,
      type text not null,
      state text not null check (state in ('invited', 'withheld')),
      response text not null,
      contact_id uuid not null references contacts,
      primary key (event_id, address_key)
    )`.execute(database);
  await sql`create index attendees_contact on attendees (contact_id)`.execute(database);
  await sql`
    create table participations (
      event_id uuid not null references events on delete cascade,
      user_id uuid not null references users on delete cascade,
      answer text not null,
      reminder_minutes integer,
      show_as text not null,
      categories jsonb not null,
      is_hidden boolean not null,
      primary key (event_id, user_id)
    )`.execute(database);
  await sql`create index participations_user on participations (user_id)`.execute(database);
}
