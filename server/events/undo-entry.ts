// The way back of an entry of the journal, as a new edit: pure, from what the entry replaced and the event as it is now.
import { isDeepStrictEqual } from 'node:util';
import { type Decision, type Replaced, type UnitName, unitOf } from '../../sync/index.ts';
import { Refusal } from '../refusal.ts';
import { askForInvitation } from './conditions.ts';
import type { EditedUnits } from './edit-record.ts';
import { archiveEvent, deleteEvent, hideEvent, showEvent, unarchiveEvent } from './edits.ts';
import type { EventRecord } from './event-record.ts';
import { movedOn } from './moved-on.ts';
import { restoreUnits, says, type UnitValues } from './restore-units.ts';

export interface UndoableEntry {
  row: Decision['row'];
  side: 'here' | 'there' | 'link';
  units: readonly string[];
  replaced: Replaced;
}

/** How an entry can be undone. */
type WayBack = 'restore units' | 'bring back' | 'archive' | 'end again' | 'show again';

const WAYS_BACK: Partial<Record<Decision['row'], WayBack>> = {
  'send edits': 'restore units',
  'take edits': 'restore units',
  'both travel': 'restore units',
  'conflict on a unit': 'restore units',
  matched: 'restore units',
  'delete there': 'bring back',
  'archive there': 'bring back',
  'deleted there': 'bring back',
  'edited here, deleted there': 'bring back',
  'cancelled by the organizer': 'bring back',
  'new here': 'archive',
  'un-archived': 'archive',
  'restored in Outlook': 'archive',
  'deleted here, edited there': 'end again',
  'guest removed own copy': 'show again',
  'hidden here': 'show again',
};

/**
 * The event after undoing an entry. Whether Outlook would mail somebody for it is asked as for any other edit.
 * @throws Refusal `not_undoable`, `event_moved_on`, `ask_for_invitation`, or as the edit itself would.
 */
export function undoEntry(entry: UndoableEntry, event: EventRecord, userId: string): EventRecord {
  const wayBack = WAYS_BACK[entry.row];
  if (wayBack === undefined) throw notUndoable(entry);
  switch (wayBack) {
    case 'restore units':
      return restoreUnits(event, unitsBefore(entry, event), userId);
    case 'bring back':
      return broughtBack(event, userId);
    case 'archive':
      if (event.status !== 'live' || event.participation?.isHidden) throw movedOn();
      return entry.replaced.here?.isHidden ? hideEvent(event, false) : archiveEvent(event, userId);
    case 'end again':
      if (event.status !== 'live') throw movedOn();
      return entry.replaced.here?.status === 'archived' ? archiveEvent(event, userId) : deleteEvent(event, userId);
    case 'show again':
      if (!event.participation?.isHidden) throw movedOn();
      return showEvent(event, entry.replaced.here?.isHidden ? undefined : entry.replaced.here?.answer);
  }
}

function broughtBack(event: EventRecord, userId: string): EventRecord {
  if (event.status === 'live') throw movedOn();
  if (event.organizer.userId !== userId)
    throw askForInvitation(event, 'Only its organizer can bring this meeting back.');
  return unarchiveEvent(event, userId);
}

/** What the entry's units said before, provided that they still say what the entry made of them. */
function unitsBefore({ units, replaced }: UndoableEntry, event: EventRecord): UnitValues {
  const left = Object.fromEntries(units.map((unit) => [unit, replaced.left[unit] ?? null]));
  if (!says(event, left)) throw movedOn();
  return Object.fromEntries(units.map((unit) => [unit, valueBefore(unit, replaced)]));
}

/** Each unit that the entry changed here or in Outlook, before and after. Rows about a whole event name none. */
export function changesOfEntry({ units, replaced }: Pick<UndoableEntry, 'units' | 'replaced'>): EditedUnits {
  const known = units.filter((unit) => unit in replaced.left);
  return Object.fromEntries(
    known.map((unit) => [unit, { before: valueBefore(unit, replaced), after: replaced.left[unit] ?? null }]),
  );
}

/** A unit that the entry took replaced ours; one that it sent replaced what both had agreed on. */
function valueBefore(unit: UnitName, { here, agreed, left }: Replaced): unknown {
  const ours = here && unitOf(here, unit);
  const wasTaken = here !== null && !isDeepStrictEqual(ours, left[unit] ?? null);
  return wasTaken || agreed === null ? ours : unitOf(agreed, unit);
}

function notUndoable({ row }: UndoableEntry): Refusal {
  return new Refusal({
    status: 409,
    code: 'not_undoable',
    message: `An entry "${row}" has no way back of its own.`,
    advice: 'Edit, archive or delete the event itself.',
  });
}
