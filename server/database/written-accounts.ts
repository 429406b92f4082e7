// Accounts whose calendars hold items of this installation: remembered beyond the connection, for a later first sync.
import { sql } from 'kysely';
import type { Database } from './tables.ts';

export async function hasWrittenTo(
  database: Database,
  account: { tenant_id: string; object_id: string },
): Promise<boolean> {
  const row = await database
    .selectFrom('written_accounts')
    .select('tenant_id')
    .where('tenant_id', '=', account.tenant_id)
    .where('object_id', '=', account.object_id)
    .executeTakeFirst();
  return row !== undefined;
}

export async function rememberWritten(database: Database, mailboxId: string): Promise<void> {
  await sql`
    insert into written_accounts (tenant_id, object_id)
    select tenant_id, object_id from mailboxes where id = ${mailboxId}
    on conflict do nothing`.execute(database);
}
