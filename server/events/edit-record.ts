// What somebody did to an event here, for its history: pure, from the event before and after.
import { changedUnits, unitsOf } from '../../sync/index.ts';
import { type EventRecord, valuesOf } from './event-record.ts';

export type EditKind =
  | 'created'
  | 'changed'
  | 'deleted'
  | 'archived'
  | 'brought back'
  | 'hidden'
  | 'shown again'
  | 'organizer changed';

/** Each unit that was edited, before and after; null where the event had none of it. */
export type EditedUnits = Record<string, { before: unknown; after: unknown }>;

/** The unit under which a change of the organizer is recorded; no sync compares it. */
export const ORGANIZER_UNIT = 'organizer';

/** Its value: who organizes, and how the guests had answered. */
export type RecordedOrganizer = EventRecord['organizer'] & Pick<EventRecord, 'responses'>;

export interface EditRecord {
  kind: EditKind;
  units: EditedUnits;
}

/** @param before null for a new event. @returns null when nothing is different. */
export function editRecordOf(before: EventRecord | null, after: EventRecord): EditRecord | null {
  if (before === null) return { kind: 'created', units: {} };
  const units = editedUnits(before, after);
  const kind = kindOf(before, after);
  return kind === 'changed' && Object.keys(units).length === 0 ? null : { kind, units };
}

function kindOf(before: EventRecord, after: EventRecord): EditKind {
  if (before.organizer.userId !== after.organizer.userId) return 'organizer changed';
  if (before.status !== after.status) {
    return after.status === 'live' ? 'brought back' : after.status;
  }
  const [wasHidden, isHidden] = [before.participation?.isHidden ?? false, after.participation?.isHidden ?? false];
  if (wasHidden !== isHidden) return isHidden ? 'hidden' : 'shown again';
  return 'changed';
}

function editedUnits(before: EventRecord, after: EventRecord): EditedUnits {
  const [old, current] = [unitsOf(valuesOf(before)), unitsOf(valuesOf(after))];
  const names = changedUnits(valuesOf(before), valuesOf(after));
  const units = Object.fromEntries(
    names.map((name) => [name, { before: old.get(name) ?? null, after: current.get(name) ?? null }]),
  );
  if (before.organizer.userId === after.organizer.userId) return units;
  return { ...units, [ORGANIZER_UNIT]: { before: organizerOf(before), after: organizerOf(after) } };
}

function organizerOf({ organizer, responses }: EventRecord): RecordedOrganizer {
  return { ...organizer, responses };
}
