// Puts back our side of a conflict that Outlook's side had won: pure.
import { archiveEvent, deleteEvent, unarchiveEvent } from './edits.ts';
import type { EventRecord } from './event-record.ts';
import { movedOn } from './moved-on.ts';
import { restoreUnits, says } from './restore-units.ts';

export interface RecordedConflict {
  /** As the sync names it: `subject`, `when`, `guest:<address>`, `category:<name>`, … */
  unit: string;
  /** The unit's value here; `archived` or `deleted` where the event had ended, `edited` where it was edited. */
  ours: unknown;
  /** The unit's value in Outlook; `deleted` where the item was gone, `edited` where it was edited. */
  theirs: unknown;
}

/** @throws Refusal for somebody who may not, and `event_moved_on` when the event says something else by now. */
export function putBack(event: EventRecord, { unit, ours, theirs }: RecordedConflict, userId: string): EventRecord {
  if (theirs === 'deleted') return unarchiveEvent(event, userId);
  if (theirs === 'edited') return ours === 'archived' ? archiveEvent(event, userId) : deleteEvent(event, userId);
  if (!says(event, { [unit]: theirs })) throw movedOn();
  return restoreUnits(event, { [unit]: ours }, userId);
}
