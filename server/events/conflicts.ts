// Edits on both sides: both values in words, ours put back as a new edit with its preview, or Outlook's kept.
import type { ServerContext } from '../context.ts';
import { instantText } from '../database/instants.ts';
import { findConflict, listConflicts, type OpenConflict, resolveConflict } from '../database/mailbox-records.ts';
import { readEvents } from '../database/read-events.ts';
import { readSender } from '../database/senders.ts';
import { notFound } from '../refusal.ts';
import type { ConflictDecision, ConflictList } from '../schemas/conflicts.ts';
import type { UndoPreview } from '../schemas/history.ts';
import { mailsOfEdit, suggestedChoice } from './mails-of-edit.ts';
import { performEdit, readOwnEvent, UNDO_SECONDS } from './perform-edit.ts';
import { putBack } from './put-back.ts';
import { named, textOf } from './unit-words.ts';
import { changesBetween, wayBackOf } from './way-back.ts';

export async function readConflicts({ database }: ServerContext, userId: string): Promise<ConflictList['conflicts']> {
  const conflicts = await listConflicts(database, userId);
  const ids = [...new Set(conflicts.map((conflict) => conflict.event_id))];
  const events = await readEvents(database, ids, userId);
  return conflicts.map((conflict) => {
    const { id, event_id: eventId, subject, unit, ours, theirs } = conflict;
    return {
      id,
      eventId,
      subject,
      ...named(unit),
      ours,
      theirs,
      oursText: textOf(unit, ours),
      theirsText: textOf(unit, theirs),
      recordedAt: instantText(conflict.recorded_at),
      putBack: wayBackOf(events.get(eventId) ?? null, (event) => putBack(event, conflict, userId)),
    };
  });
}

/** What putting ours back would change and mail. Nothing is stored. @throws Refusal as putting it back would. */
export async function previewPutBack(context: ServerContext, conflictId: string, userId: string): Promise<UndoPreview> {
  const { database, clock } = context;
  const now = clock.now().toString();
  const conflict = await openConflict(context, conflictId, userId);
  const before = await readOwnEvent(database, conflict.event_id, userId, { now, also: 'ended' });
  const after = putBack(before, conflict, userId);
  const sender = await readSender(database, userId, conflict.event_id);
  return {
    what: named(conflict.unit).label,
    changes: changesBetween(before, after),
    mails: mailsOfEdit(after, sender, userId, now),
    suggested: suggestedChoice(after, now),
    undoSeconds: UNDO_SECONDS,
  };
}

/** @throws Refusal `not_found`, `event_moved_on`, `mail_choice_required`, or as the edit itself would. */
export async function decideConflict(
  context: ServerContext,
  request: { conflictId: string; userId: string } & ConflictDecision,
): Promise<void> {
  const { conflictId, userId, keep, mail } = request;
  const conflict = await openConflict(context, conflictId, userId);
  if (keep === 'ours') {
    await performEdit(context, {
      userId,
      eventId: conflict.event_id,
      expectedVersion: null,
      mail,
      also: 'ended',
      edit: (event) => putBack(event, conflict, userId),
    });
  }
  await resolveConflict(context.database, conflict, context.clock.now().toString());
}

async function openConflict({ database }: ServerContext, conflictId: string, userId: string): Promise<OpenConflict> {
  const conflict = await findConflict(database, conflictId, userId);
  if (!conflict) throw notFound('conflict');
  return conflict;
}
