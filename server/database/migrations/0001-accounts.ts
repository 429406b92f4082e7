// People, sessions, settings and sealed secrets.
import { type Kysely, sql } from 'kysely';

export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table users (
      id uuid primary key,
      email text not null,
      display_name text not null,
      password_hash text not null,
      role text not null check (role in ('administrator', 'member')),
      created_at timestamptz not null
    )`.execute(database);
  await sql`create unique index users_email on users (lower(email))`.execute(database);
  await sql`
    create table sessions (
      id_hash text primary key,
      user_id uuid not null references users on delete cascade,
      created_at timestamptz not null,
      expires_at timestamptz not null
    )`.execute(database);
  await sql`create index sessions_user on sessions (user_id)`.execute(database);
  await sql`
    create table settings (
      key text primary key,
      value jsonb not null,
      updated_at timestamptz not null
    )`.execute(database);
  await sql`
    create table sealed (
      table_name text not null,
      row_id text not null,
      column_name text not null,
      value text not null,
      key_id text not null,
      updated_at timestamptz not null,
      primary key (table_name, row_id, column_name)
    )`.execute(database);
  await sql`
    create table handover_tokens (
      token_hash text primary key,
      created_by uuid not null references users on delete cascade,
      expires_at timestamptz not null,
      used_fingerprint text
    )`.execute(database);
  await sql`
    create table oauth_states (
      id uuid primary key,
      state_hash text not null unique,
      session_hash text not null references sessions on delete cascade,
      nonce text not null,
      return_to text not null,
      expires_at timestamptz not null
    )`.execute(database);
}
