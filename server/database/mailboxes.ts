// Reads and writes users' connections to Outlook.
import { type Selectable, sql } from 'kysely';
import type { Confirmation, ReviewReason } from '../../sync/index.ts';
import { anyOf } from './any-of.ts';
import type { MailboxesTable } from './mailbox-tables.ts';
import type { Database } from './tables.ts';

export type MailboxRow = Selectable<MailboxesTable>;

export function findMailboxOfUser(database: Database, userId: string): Promise<MailboxRow | undefined> {
  return database.selectFrom('mailboxes').selectAll().where('user_id', '=', userId).executeTakeFirst();
}

export function findMailbox(database: Database, mailboxId: string): Promise<MailboxRow | undefined> {
  return database.selectFrom('mailboxes').selectAll().where('id', '=', mailboxId).executeTakeFirst();
}

/** Keeps runs and other requests from changing the mailbox until the transaction ends. */
export function lockMailbox(database: Database, mailboxId: string): Promise<MailboxRow | undefined> {
  return database.selectFrom('mailboxes').selectAll().where('id', '=', mailboxId).forUpdate().executeTakeFirst();
}

export function findMailboxOfAccount(
  database: Database,
  account: { tenantId: string; objectId: string },
): Promise<MailboxRow | undefined> {
  return database
    .selectFrom('mailboxes')
    .selectAll()
    .where('tenant_id', '=', account.tenantId)
    .where('object_id', '=', account.objectId)
    .executeTakeFirst();
}

export async function findMailboxIds(database: Database): Promise<string[]> {
  const rows = await database.selectFrom('mailboxes').select('id').orderBy('id').execute();
  return rows.map((row) => row.id);
}

export async function insertMailbox(
  database: Database,
  mailbox: {
    id: string;
    userId: string;
    tenantId: string;
    objectId: string;
    address: string;
    connectedAt: string;
    reviewReason: ReviewReason;
  },
): Promise<void> {
  await database
    .insertInto('mailboxes')
    .values({
      id: mailbox.id,
      user_id: mailbox.userId,
      tenant_id: mailbox.tenantId,
      object_id: mailbox.objectId,
      address: mailbox.address,
      addresses: JSON.stringify(mailbox.address ? [mailbox.address.toLowerCase()] : []),
      phase: 'reviewing',
      review_reason: mailbox.reviewReason,
      review_asked_at: mailbox.connectedAt,
      connected_at: mailbox.connectedAt,
      run_epoch: 0,
    })
    .execute();
}

/** After a new sign-in of the same account. */
export async function renewMailbox(database: Database, mailboxId: string, address: string): Promise<void> {
  await database
    .updateTable('mailboxes')
    .set({ address, problem: null, not_before: null })
    .where('id', '=', mailboxId)
    .execute();
}

/** Removes the connection with everything that only a sync needs; events stay, and which meeting each of them was. */
export async function deleteMailbox(database: Database, mailboxId: string): Promise<void> {
  await rememberMeetings(database, mailboxId);
  // The mailbox first, as whoever stores tokens does: two that lock in opposite orders would wait for each other.
  await database.deleteFrom('mailboxes').where('id', '=', mailboxId).execute();
  await database.deleteFrom('sealed').where('table_name', '=', 'mailboxes').where('row_id', '=', mailboxId).execute();
}

export async function stopMailbox(database: Database, mailboxId: string, at: string): Promise<void> {
  await database.updateTable('mailboxes').set({ stopped_at: at }).where('id', '=', mailboxId).execute();
}

/** Makes the next run a dry one. */
export async function askForDryRun(database: Database, mailboxId: string, at: string): Promise<void> {
  await database.updateTable('mailboxes').set({ dry_run_asked_at: at }).where('id', '=', mailboxId).execute();
}

/** After a dry run, whatever came of it. */
export async function endDryRun(database: Database, mailboxId: string, runId: string): Promise<void> {
  await database.updateTable('runs').set({ is_dry: true }).where('id', '=', runId).execute();
  await database.updateTable('mailboxes').set({ dry_run_asked_at: null }).where('id', '=', mailboxId).execute();
}

/** Ends a stop. */
export async function restartMailbox(database: Database, mailboxId: string): Promise<void> {
  await database
    .updateTable('mailboxes')
    .set({ stopped_at: null, problem: null, not_before: null })
    .where('id', '=', mailboxId)
    .execute();
}

/**
 * Sends mailboxes to the review: nothing is written on either side until the user has confirmed what is planned. A run
 * that is under way can write no more, since nobody has reviewed its plan. A review that is pending keeps its reason.
 * @param at ISO 8601 with `Z`. What was pulled before shows in no review.
 */
export async function beginReview(
  database: Database,
  mailboxIds: readonly string[],
  review: { reason: ReviewReason; at: string },
): Promise<void> {
  await database
    .updateTable('runs')
    .set({ finished_at: review.at })
    .where('mailbox_id', '=', anyOf(mailboxIds))
    .where('finished_at', 'is', null)
    .execute();
  await database
    .updateTable('mailboxes')
    .set({
      review_reason: sql`case when phase = 'reviewing' then coalesce(review_reason, ${review.reason}) else ${review.reason} end`,
      phase: 'reviewing',
      confirmation: null,
      review_asked_at: review.at,
      run_epoch: sql`run_epoch + 1`,
      current_run: null,
    })
    .where('id', '=', anyOf(mailboxIds))
    .execute();
}

/** Keeps which event was which meeting, for the first sync of a later connection. */
export async function rememberMeetings(database: Database, mailboxId: string): Promise<void> {
  await sql`
    insert into earlier_meetings (event_id, ical_uid, tenant_id, object_id, is_retired)
    select links.event_id, links.ical_uid, mailboxes.tenant_id, mailboxes.object_id, bool_and(links.state = 'retired')
    from links
    join mailboxes on mailboxes.id = links.mailbox_id
    where links.mailbox_id = ${mailboxId} and links.ical_uid is not null and links.original_start is null
    group by links.event_id, links.ical_uid, mailboxes.tenant_id, mailboxes.object_id
    on conflict (event_id, ical_uid, tenant_id, object_id) do update set is_retired = excluded.is_retired`.execute(
    database,
  );
}

/** @returns false when no review is pending any more. */
export async function confirmMailbox(
  database: Database,
  mailboxId: string,
  confirmation: Confirmation,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('mailboxes')
    .set({ phase: 'confirmed', confirmation: JSON.stringify(confirmation), review_reason: null })
    .where('id', '=', mailboxId)
    .where('phase', '=', 'reviewing')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Mailboxes that nobody looked at since their interval ended.
 * @param options.jitterS spreads mailboxes over so many seconds, each always at its own place.
 */
export async function findMailboxesToPoll(
  database: Database,
  options: { now: string; intervalS: number; jitterS: number },
): Promise<string[]> {
  const { now, intervalS, jitterS } = options;
  const due = sql<boolean>`coalesce(last_run_at, connected_at)
    + make_interval(secs => ${intervalS} + mod(abs(hashtext(id::text)::bigint), ${jitterS}::bigint)) <= ${now}::timestamptz`;
  const rows = await database
    .selectFrom('mailboxes')
    .select('id')
    .where('stopped_at', 'is', null)
    .where((expression) =>
      expression.or([expression('problem', 'is', null), expression('problem', '<>', 'needs_sign_in')]),
    )
    .where((expression) =>
      expression.or([expression('not_before', 'is', null), expression('not_before', '<=', new Date(now))]),
    )
    .where(due)
    .execute();
  return rows.map((row) => row.id);
}

/** Ends a run that broke, so that the mailbox does not look busy. A run that was overtaken is left alone. */
export async function abandonRun(database: Database, mailboxId: string, runId: string, at: string): Promise<void> {
  await database.updateTable('runs').set({ finished_at: at }).where('id', '=', runId).execute();
  await database
    .updateTable('mailboxes')
    .set({ current_run: null })
    .where('id', '=', mailboxId)
    .where('current_run', '=', runId)
    .execute();
}
