// Rolls a run back: every entry that has a way back becomes an edit, newest first, with one preview and one consent.
import type { ServerContext } from '../context.ts';
import { type JournalRow, listJournal } from '../database/journal.ts';
import { readEvents } from '../database/read-events.ts';
import { readSenders } from '../database/senders.ts';
import type { Database } from '../database/tables.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { RollBackPreview, RolledBack } from '../schemas/history.ts';
import { wordsOfRow } from './entry-words.ts';
import type { EventRecord } from './event-record.ts';
import { UNDO_SECONDS } from './perform-edit.ts';
import { type Consent, type PlannedEdit, previewEdits, storeEdits } from './perform-edits.ts';
import { undoEntry } from './undo-entry.ts';
import { changesBetween, tryUndo } from './way-back.ts';

/** A run that did more is undone entry by entry. */
const ROLL_BACK_ENTRIES_MAX = 1_000;

export interface RunOfUser {
  runId: string;
  mailboxId: string;
  userId: string;
}

interface RollBackPlan {
  events: PlannedEdit[];
  preview: RollBackPreview;
}

/** Nothing is stored. @throws Refusal `not_found`, `run_too_large` */
export async function previewRollBack(context: ServerContext, run: RunOfUser): Promise<RollBackPreview> {
  return (await planRollBack(context, context.database, run)).preview;
}

/**
 * Takes everything back that has a way back, in one commit.
 * @throws Refusal `nothing_to_roll_back`, and as `storeEdits` says.
 */
export async function rollBack(context: ServerContext, run: RunOfUser, consent: Consent): Promise<RolledBack> {
  return context.database.transaction().execute(async (transaction) => {
    const { events, preview } = await planRollBack(context, transaction, run);
    if (events.length === 0) throw nothingToRollBack();
    await storeEdits(context, transaction, events, { userId: run.userId, consent });
    return { events: events.length, left: preview.left.length };
  });
}

async function planRollBack({ clock }: ServerContext, database: Database, run: RunOfUser): Promise<RollBackPlan> {
  const now = clock.now().toString();
  const { entries, records } = await readRun(database, run);
  const left: RollBackPreview['left'] = [];
  const events: RollBackPlan['events'] = [];
  const senders = await readSenders(database, run.userId, [...records.keys()]);
  for (const [eventId, ofEvent] of Map.groupBy(entries, (entry) => entry.event_id ?? '')) {
    const before = records.get(eventId);
    if (!before?.participation) continue;
    const after = undoAll(before, ofEvent, run.userId, left);
    if (after === before) continue;
    events.push({ before, after, sender: senders.get(eventId) ?? null });
  }
  return { events, preview: previewOf(events, left, run.userId, now) };
}

async function readRun(
  database: Database,
  run: RunOfUser,
): Promise<{ entries: JournalRow[]; records: Map<string, EventRecord> }> {
  const { runId, mailboxId, userId } = run;
  const entries = await listJournal(database, mailboxId, { runId, limit: ROLL_BACK_ENTRIES_MAX + 1 });
  if (entries.length === 0) throw notFound('run that changed anything');
  if (entries.length > ROLL_BACK_ENTRIES_MAX) throw tooLarge();
  const ids = [...new Set(entries.flatMap((entry) => entry.event_id ?? []))];
  return { entries, records: await readEvents(database, ids, userId, { lock: database.isTransaction }) };
}

/** The event without what the entries did, newest first; what has no way back is listed and stays. */
function undoAll(
  before: EventRecord,
  entries: readonly JournalRow[],
  userId: string,
  left: RollBackPreview['left'],
): EventRecord {
  let after = before;
  for (const entry of entries) {
    const result = tryUndo(after, (event) => undoEntry(entry, event, userId));
    if (!(result instanceof Refusal)) after = { ...result, version: before.version + 1 };
    else {
      const { code, message, advice = null } = result.facts;
      const what = wordsOfRow(entry.row);
      left.push({ entryId: entry.id, subject: before.meeting.subject, what, code, reason: message, advice });
    }
  }
  return after;
}

function previewOf(
  events: readonly PlannedEdit[],
  left: RollBackPreview['left'],
  userId: string,
  now: string,
): RollBackPreview {
  const { mailsOfEach, mails, suggested, fingerprint } = previewEdits(events, userId, now);
  const shown = events.map(({ before, after }, index) => ({
    eventId: before.id,
    subject: before.meeting.subject,
    changes: changesBetween(before, after),
    mails: mailsOfEach[index] ?? [],
  }));
  return { events: shown, left, mails, suggested, undoSeconds: UNDO_SECONDS, fingerprint };
}

function nothingToRollBack(): Refusal {
  return new Refusal({
    status: 409,
    code: 'nothing_to_roll_back',
    message: 'Nothing of this run has a way back any more.',
    advice: 'Edit the events themselves; the preview says why each of them stays.',
  });
}

function tooLarge(): Refusal {
  return new Refusal({
    status: 409,
    code: 'run_too_large',
    message: `The run did more than ${ROLL_BACK_ENTRIES_MAX} things.`,
    advice: 'Undo single entries, from the newest to the oldest.',
  });
}
