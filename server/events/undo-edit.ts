// The way back of what somebody did here, as a new edit: pure, from the record of the edit and the event as it is now.
import type { ResponseType } from '../../graph/models/event.ts';
import { withUnitValues } from '../../sync/index.ts';
import { Refusal } from '../refusal.ts';
import { nextVersion } from './conditions.ts';
import { type EditRecord, ORGANIZER_UNIT, type RecordedOrganizer } from './edit-record.ts';
import { archiveEvent, hideEvent, showEvent, unarchiveEvent } from './edits.ts';
import { type EventRecord, isWaiting, valuesOf } from './event-record.ts';
import { movedOn } from './moved-on.ts';
import { restoreUnits, says, type UnitValues } from './restore-units.ts';

/**
 * The event after undoing what this user did. @param context.now ISO 8601 with `Z`.
 * @throws Refusal `event_moved_on`, `not_undoable`, or as the edit itself would.
 */
export function undoEdit(
  edit: EditRecord,
  event: EventRecord,
  { userId, now }: { userId: string; now: string },
): EventRecord {
  switch (edit.kind) {
    case 'changed':
      return restoreUnits(event, unitsBefore(edit, event), userId);
    case 'created':
    case 'brought back':
      if (event.status !== 'live') throw movedOn();
      return archiveEvent(event, userId);
    case 'archived':
    case 'deleted':
      if (event.status === 'live') throw movedOn();
      return unarchiveEvent(event, userId);
    case 'hidden':
      return showEvent(event, edit.units.answer?.before as ResponseType | undefined);
    case 'shown again':
      if (event.participation?.isHidden) throw movedOn();
      return hideEvent(event, false);
    case 'organizer changed':
      return takenBack(edit, event, now);
  }
}

/** A hand-over can be taken back while its mails wait; then the meeting belongs to its new organizer. */
function takenBack({ units }: EditRecord, event: EventRecord, now: string): EventRecord {
  const { [ORGANIZER_UNIT]: change, ...others } = units;
  const [before, after] = [change?.before, change?.after] as [RecordedOrganizer, RecordedOrganizer];
  if (event.organizer.userId !== after.userId) throw movedOn();
  if (!isWaiting(event, now)) {
    throw new Refusal({
      status: 409,
      code: 'not_undoable',
      message: 'A meeting that was handed over belongs to its new organizer.',
      advice: `Ask ${after.name || after.address} to hand it back.`,
    });
  }
  const { responses, ...organizer } = before;
  const unitsOfBefore = unitsBefore({ kind: 'changed', units: others }, event);
  const { guests } = withUnitValues(valuesOf(event), Object.entries(unitsOfBefore));
  const participation = event.participation && { ...event.participation, answer: 'organizer' as const };
  return nextVersion(event, { organizer, responses, meeting: { ...event.meeting, guests }, participation });
}

function unitsBefore({ units }: EditRecord, event: EventRecord): UnitValues {
  const after = Object.fromEntries(Object.entries(units).map(([unit, value]) => [unit, value.after]));
  if (!says(event, after)) throw movedOn();
  return Object.fromEntries(Object.entries(units).map(([unit, value]) => [unit, value.before]));
}
