// Reads and writes users' connections to Outlook.
import { type Selectable, sql } from 'kysely';
import type { Confirmation } from '../../sync/index.ts';
import type { Database, MailboxesTable } from './tables.ts';

export type MailboxRow = Selectable<MailboxesTable>;

export function findMailboxOfUser(database: Database, userId: string): Promise<MailboxRow | undefined> {
  return database.selectFrom('mailboxes').selectAll().where('user_id', '=', userId).executeTakeFirst();
}

export function findMailbox(database: Database, mailboxId: string): Promise<MailboxRow | undefined> {
  return database.selectFrom('mailboxes').selectAll().where('id', '=', mailboxId).executeTakeFirst();
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

export async function insertMailbox(
  database: Database,
  mailbox: { id: string; userId: string; tenantId: string; objectId: string; address: string; connectedAt: string },
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
      connected_at: mailbox.connectedAt,
      run_epoch: 0,
    })
    .execute();
}

/** After a new sign-in of the same account: the sync goes on where it was. */
export async function renewMailbox(database: Database, mailboxId: string, address: string): Promise<void> {
  await database
    .updateTable('mailboxes')
    .set({ address, problem: null, not_before: null })
    .where('id', '=', mailboxId)
    .execute();
}

/** Removes the connection with everything that only a sync needs; events stay. */
export async function deleteMailbox(database: Database, mailboxId: string): Promise<void> {
  // The mailbox first, as whoever stores tokens does: two that lock in opposite orders would wait for each other.
  await database.deleteFrom('mailboxes').where('id', '=', mailboxId).execute();
  await database.deleteFrom('sealed').where('table_name', '=', 'mailboxes').where('row_id', '=', mailboxId).execute();
}

export async function stopMailbox(database: Database, mailboxId: string, at: string): Promise<void> {
  await database.updateTable('mailboxes').set({ stopped_at: at }).where('id', '=', mailboxId).execute();
}

/** Back to the review, which shows what a restart would do. */
export async function restartMailbox(database: Database, mailboxId: string): Promise<void> {
  await database
    .updateTable('mailboxes')
    .set({ stopped_at: null, phase: 'reviewing', confirmation: null, problem: null, not_before: null })
    .where('id', '=', mailboxId)
    .execute();
}

/** @returns false when no review is pending any more. */
export async function confirmMailbox(
  database: Database,
  mailboxId: string,
  confirmation: Confirmation,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('mailboxes')
    .set({ phase: 'confirmed', confirmation: JSON.stringify(confirmation) })
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
