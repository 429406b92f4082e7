// Undoes an entry of the history: a new edit, with its own preview and consent, and the guards of the next sync.
import type { ServerContext } from '../context.ts';
import { findOwnEdit } from '../database/edits.ts';
import { findOwnEntry } from '../database/journal.ts';
import { readSender } from '../database/senders.ts';
import type { Database } from '../database/tables.ts';
import { notFound } from '../refusal.ts';
import type { UndoPreview } from '../schemas/history.ts';
import type { MailChoice } from '../schemas/mail.ts';
import { wordsOfEdit, wordsOfRow } from './entry-words.ts';
import type { EventRecord } from './event-record.ts';
import { mailsOfEdit, suggestedChoice } from './mails-of-edit.ts';
import { performEdit, readOwnEvent, UNDO_SECONDS } from './perform-edit.ts';
import { undoEdit } from './undo-edit.ts';
import { undoEntry } from './undo-entry.ts';
import { changesBetween } from './way-back.ts';

/** Nothing is stored. @throws Refusal as the undo itself would. */
export async function previewUndo(context: ServerContext, entryId: string, userId: string): Promise<UndoPreview> {
  const { database, clock } = context;
  const now = clock.now().toString();
  const { eventId, what, undo } = await findUndo(database, entryId, { userId, now });
  const before = await readOwnEvent(database, eventId, userId, { now, also: 'ended' });
  const after = undo(before);
  const sender = await readSender(database, userId, eventId);
  return {
    what,
    changes: changesBetween(before, after),
    mails: mailsOfEdit(after, sender, userId, now),
    suggested: suggestedChoice(after, now),
    undoSeconds: UNDO_SECONDS,
  };
}

/** @returns the event's id. @throws Refusal `not_found`, `event_moved_on`, `not_undoable`, `mail_choice_required` */
export async function performUndo(
  context: ServerContext,
  request: { entryId: string; userId: string; mail: MailChoice | undefined },
): Promise<string> {
  const { entryId, userId, mail } = request;
  const now = context.clock.now().toString();
  const { eventId, undo } = await findUndo(context.database, entryId, { userId, now });
  await performEdit(context, { userId, eventId, expectedVersion: null, mail, also: 'ended', edit: undo });
  return eventId;
}

interface Undo {
  eventId: string;
  what: string;
  undo: (event: EventRecord) => EventRecord;
}

/** By its id: an entry of the user's own mailbox, or an edit that the user made. */
async function findUndo(database: Database, entryId: string, by: { userId: string; now: string }): Promise<Undo> {
  const { userId } = by;
  const entry = await findOwnEntry(database, entryId, userId);
  if (entry?.event_id) {
    const undo = (event: EventRecord) => undoEntry(entry, event, userId);
    return { eventId: entry.event_id, what: wordsOfRow(entry.row), undo };
  }
  const edit = await findOwnEdit(database, entryId, userId);
  if (!edit) throw notFound('entry');
  const undo = (event: EventRecord) => undoEdit(edit, event, by);
  return { eventId: edit.event_id, what: wordsOfEdit(edit.kind), undo };
}
