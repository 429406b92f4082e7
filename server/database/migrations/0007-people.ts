// What people did here, beside the journal of the runs; and a guest's wish that the organizer be told.
import { type Kysely, sql } from 'kysely';

export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table edits (
      id uuid primary key,
      event_id uuid not null references events on delete cascade,
      user_id uuid references users on delete set null,
      at timestamptz not null,
      kind text not null,
      units jsonb not null,
      mails jsonb not null
    )`.execute(database);
  await sql`create index edits_event on edits (event_id, at)`.execute(database);
  await sql`create index journal_event on journal (event_id, at)`.execute(database);
  await sql`create index journal_run on journal (run_id)`.execute(database);
  // Entries of before hold too little to be undone.
  await sql`update journal set replaced = '{"here":null,"agreed":null,"left":{}}'`.execute(database);
  await sql`alter table participations add column tells_organizer boolean not null default false`.execute(database);
  // Contacts that somebody put into his address book by hand; the others came along with meetings.
  await sql`
    create table address_books (
      user_id uuid not null references users on delete cascade,
      contact_id uuid not null references contacts on delete cascade,
      primary key (user_id, contact_id)
    )`.execute(database);
}
