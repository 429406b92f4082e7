// Keeps and reads what people did to events here.
import type { Selectable } from 'kysely';
import type { EditRecord } from '../events/edit-record.ts';
import type { Mail } from '../schemas/mail.ts';
import type { Database, EditsTable } from './tables.ts';

export type EditRow = Selectable<EditsTable>;

export async function insertEdit(
  database: Database,
  edit: EditRecord & { id: string; eventId: string; userId: string; at: string; mails: readonly Mail[] },
): Promise<void> {
  await database
    .insertInto('edits')
    .values({
      id: edit.id,
      event_id: edit.eventId,
      user_id: edit.userId,
      at: edit.at,
      kind: edit.kind,
      units: JSON.stringify(edit.units),
      mails: JSON.stringify(edit.mails),
    })
    .execute();
}

/** The edits of an event with who made them, newest first. */
export function listEdits(
  database: Database,
  eventId: string,
  limit: number,
): Promise<(EditRow & { display_name: string | null })[]> {
  return database
    .selectFrom('edits')
    .leftJoin('users', 'users.id', 'edits.user_id')
    .selectAll('edits')
    .select('users.display_name')
    .where('event_id', '=', eventId)
    .orderBy('at', 'desc')
    .orderBy('edits.id')
    .limit(limit)
    .execute();
}

/** An edit that this user made. */
export function findOwnEdit(database: Database, editId: string, userId: string): Promise<EditRow | undefined> {
  return database
    .selectFrom('edits')
    .selectAll()
    .where('id', '=', editId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
}
