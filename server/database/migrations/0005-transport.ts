// What a calendar is good for, the pace of mails, and what a reset left to be deleted in Outlook.
import { type Kysely, sql } from 'kysely';

export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table mailbox_calendars
      add column is_own boolean not null default true,
      add column is_tallying_responses boolean not null default true,
      add column can_edit boolean not null default true`.execute(database);
  // A round now carries its own window; those of before begin again.
  await sql`update mailbox_calendars set round = null, next_link = null where round is not null`.execute(database);
  await sql`alter table mailboxes add column mail_bursts jsonb not null default '[]'`.execute(database);
  await sql`
    create table pending_removals (
      mailbox_id uuid not null references mailboxes on delete cascade,
      calendar_id uuid not null references mailbox_calendars on delete cascade,
      graph_id text not null,
      event_id uuid not null,
      change_key text not null,
      mails jsonb not null,
      requested_at timestamptz not null,
      primary key (calendar_id, graph_id)
    )`.execute(database);
  await sql`create index pending_removals_mailbox on pending_removals (mailbox_id)`.execute(database);
  // Accounts whose calendars hold items of this installation, also after the connection has ended.
  await sql`
    create table written_accounts (
      tenant_id text not null,
      object_id text not null,
      primary key (tenant_id, object_id)
    )`.execute(database);
}
