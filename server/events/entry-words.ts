// Entries of the journal and the history in words that a person reads.
import type { Decision } from '../../sync/index.ts';
import type { EditKind } from './edit-record.ts';

const ROW_WORDS: Partial<Record<Decision['row'], string>> = {
  'send edits': 'Sent to Outlook',
  'take edits': 'Taken over from Outlook',
  'both travel': 'Edited on both sides: sent and taken over',
  'conflict on a unit': 'Edited on both sides: Outlook’s version stands',
  'delete there': 'Deleted in Outlook, because it was deleted here',
  'archive there': 'Deleted in Outlook, because it was archived here',
  'deleted there': 'Archived here, because it was deleted in Outlook',
  'edited here, deleted there': 'Archived here with its edit, because it was deleted in Outlook',
  'deleted here, edited there': 'Back here, because it was edited in Outlook',
  'restored in Outlook': 'Back here, because it was restored in Outlook',
  'cancelled by the organizer': 'Archived here, because its organizer cancelled it',
  'guest removed own copy': 'Hidden here, because it was deleted in Outlook',
  'hidden here': 'Declined in Outlook, because it was deleted here',
  'new in Outlook': 'Added here from Outlook',
  'new here': 'Added to Outlook',
  'un-archived': 'Added to Outlook again, because it was brought back here',
  'join a meeting': 'Joined with the meeting that is here already',
  matched: 'Matched with the same event in Outlook',
  'answer found': 'Found in Outlook after its answer was lost',
  'answers arrived': 'Guests answered',
  'created by the new organizer': 'Added to the new organizer’s Outlook',
  'deleted by the old organizer': 'Deleted in the old organizer’s Outlook, because it was handed over',
  "old organizer's copy": 'The copy of the meeting that was handed over is no longer followed',
  'answered after removal': 'Answered after the copy in Outlook was removed',
  'moved to another calendar': 'Moved to another calendar in Outlook',
  series: 'A series taken over from Outlook',
};

const EDIT_WORDS: Record<EditKind, string> = {
  created: 'Created here',
  changed: 'Edited here',
  deleted: 'Deleted here',
  archived: 'Archived here',
  'brought back': 'Brought back here',
  hidden: 'Deleted here for oneself',
  'shown again': 'Brought back for oneself',
  'organizer changed': 'Handed over to another organizer',
};

/** What a decision did; a row without words of its own is named as the decision table names it. */
export function wordsOfRow(row: Decision['row']): string {
  return ROW_WORDS[row] ?? `${row.charAt(0).toUpperCase()}${row.slice(1)}`;
}

export function wordsOfEdit(kind: EditKind): string {
  return EDIT_WORDS[kind];
}
