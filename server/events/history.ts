// "Why did this change?": what people and runs did to an event, and what a mailbox's runs did, in words.
import { isMeetingUnit } from '../../sync/index.ts';
import type { ServerContext } from '../context.ts';
import { type EditRow, listEdits } from '../database/edits.ts';
import { instantText } from '../database/instants.ts';
import { type JournalRow, listJournal, listJournalOfEvent } from '../database/journal.ts';
import { readEvents } from '../database/read-events.ts';
import type { HistoryEntry, JournalEntryView } from '../schemas/history.ts';
import { type EditedUnits, ORGANIZER_UNIT } from './edit-record.ts';
import { wordsOfEdit, wordsOfRow } from './entry-words.ts';
import type { EventRecord } from './event-record.ts';
import { readOwnEvent } from './perform-edit.ts';
import { undoEdit } from './undo-edit.ts';
import { changesOfEntry, undoEntry } from './undo-entry.ts';
import { changesInWords, wayBackOf } from './way-back.ts';

const HISTORY_ENTRIES_SHOWN_MAX = 100;
const JOURNAL_ENTRIES_SHOWN_MAX = 200;

/** Newest first. Of what concerns somebody else alone (a reminder, categories), nothing is told. @throws Refusal `not_found` */
export async function readHistory(
  { database, clock }: ServerContext,
  eventId: string,
  userId: string,
): Promise<HistoryEntry[]> {
  const now = clock.now().toString();
  const event = await readOwnEvent(database, eventId, userId, { now, also: 'ended' });
  const edits = await listEdits(database, eventId, HISTORY_ENTRIES_SHOWN_MAX);
  const runs = await listJournalOfEvent(database, eventId, HISTORY_ENTRIES_SHOWN_MAX);
  const entries = [
    ...edits.flatMap((edit) => editEntry(edit, event, { userId, now }) ?? []),
    ...runs.flatMap((entry) => sharedEntry(entry, event, userId) ?? []),
  ];
  const newestFirst = entries.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
  return newestFirst.slice(0, HISTORY_ENTRIES_SHOWN_MAX);
}

/** What the runs of a user's own mailbox did. */
export async function readJournal(
  { database }: ServerContext,
  mailbox: { id: string; userId: string },
  runId: string | undefined,
): Promise<JournalEntryView[]> {
  const options = { limit: JOURNAL_ENTRIES_SHOWN_MAX, ...(runId === undefined ? {} : { runId }) };
  const rows = await listJournal(database, mailbox.id, options);
  const ids = [...new Set(rows.flatMap((row) => row.event_id ?? []))];
  const events = await readEvents(database, ids, mailbox.userId);
  return rows.map((row) => {
    const event = events.get(row.event_id ?? '') ?? null;
    const entry = journalEntry(row, { by: null, changes: changesOfEntry(row) }, event, mailbox.userId);
    return { ...entry, eventId: row.event_id, subject: row.subject };
  });
}

function editEntry(
  edit: EditRow & { display_name: string | null },
  event: EventRecord,
  by: { userId: string; now: string },
): HistoryEntry | null {
  const isOwn = edit.user_id === by.userId;
  const changes = isOwn ? edit.units : meetingOnly(edit.units);
  const isPrivate = edit.kind === 'hidden' || edit.kind === 'shown again';
  const isEmpty = edit.kind === 'changed' && Object.keys(changes).length === 0;
  if (!isOwn && (isPrivate || isEmpty)) return null;
  return {
    id: edit.id,
    kind: 'edit',
    at: instantText(edit.at),
    by: edit.display_name,
    what: wordsOfEdit(edit.kind),
    side: 'here',
    runId: null,
    row: null,
    changes: changesInWords(changes),
    mails: edit.mails,
    undo: isOwn ? wayBackOf(event, (current) => undoEdit(edit, current, by)) : SOMEBODY_ELSES,
  };
}

/** An entry as one of an event's participants may see it: of another one's mailbox only what the meeting says. */
function sharedEntry(
  row: JournalRow & { user_id: string; display_name: string },
  event: EventRecord,
  userId: string,
): HistoryEntry | null {
  const changes = changesOfEntry(row);
  if (row.user_id === userId) return journalEntry(row, { by: row.display_name, changes }, event, userId);
  const shared = meetingOnly(changes);
  const isPrivate = row.row === 'hidden here' || row.row === 'guest removed own copy';
  if (isPrivate || (Object.keys(changes).length > 0 && Object.keys(shared).length === 0)) return null;
  const entry = journalEntry(row, { by: row.display_name, changes: shared }, event, userId);
  return { ...entry, undo: SOMEBODY_ELSES };
}

function journalEntry(
  row: JournalRow,
  { by, changes }: { by: string | null; changes: EditedUnits },
  event: EventRecord | null,
  userId: string,
): HistoryEntry {
  return {
    id: row.id,
    kind: 'sync',
    at: instantText(row.at),
    by,
    what: wordsOfRow(row.row),
    side: row.side,
    runId: row.run_id,
    row: row.row,
    changes: changesInWords(changes),
    mails: row.mails,
    undo: wayBackOf(event, (current) => undoEntry(row, current, userId)),
  };
}

function meetingOnly(units: EditedUnits): EditedUnits {
  return Object.fromEntries(Object.entries(units).filter(([unit]) => isMeetingUnit(unit) || unit === ORGANIZER_UNIT));
}

const SOMEBODY_ELSES: HistoryEntry['undo'] = {
  possible: false,
  code: 'not_yours',
  reason: 'Somebody else did this.',
  advice: 'Whoever did it can undo it.',
};
