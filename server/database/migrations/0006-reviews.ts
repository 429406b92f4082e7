// Why a mailbox waits for its review, how far it looks, which calendars were given up, and the meetings of earlier connections.
import { type Kysely, sql } from 'kysely';

export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table mailboxes
      add column review_reason text check (review_reason in (
        'first', 'restart', 'reconnect', 'otherAccount', 'restored', 'window', 'calendars', 'reset', 'exceeded'
      )),
      add column review_asked_at timestamptz,
      add column window_days_back integer not null default 365 check (window_days_back > 0),
      add column window_days_ahead integer not null default 730 check (window_days_ahead > 0),
      add column dry_run_asked_at timestamptz`.execute(database);
  await sql`
    update mailboxes set review_reason = 'first', review_asked_at = connected_at
    where phase = 'reviewing'`.execute(database);
  // A calendar that was given up keeps its links, so that its events are not taken for new ones.
  await sql`alter table mailbox_calendars add column is_synced boolean not null default true`.execute(database);
  // Of a calendar that was given up, or left as it was by a reset: no sync looks at it, whatever comes of either side.
  await sql`alter table links add column is_frozen boolean not null default false`.execute(database);
  await sql`alter table runs add column is_dry boolean not null default false`.execute(database);
  await sql`alter table oauth_states add column replaces_account boolean not null default false`.execute(database);
  // What a connection leaves behind when it ends: which event was which meeting. No account inherits more.
  await sql`
    create table earlier_meetings (
      event_id uuid not null references events on delete cascade,
      ical_uid text not null,
      tenant_id text not null,
      object_id text not null,
      is_retired boolean not null,
      primary key (event_id, ical_uid, tenant_id, object_id)
    )`.execute(database);
  await sql`create index earlier_meetings_ical_uid on earlier_meetings (ical_uid)`.execute(database);
}
