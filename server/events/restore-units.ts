// Gives units of an event the values that they had: what undoing an entry and putting back a conflict come down to. Pure.
import {
  addressKey,
  changedUnits,
  isMeetingUnit,
  type MeetingValues,
  type UnitName,
  withUnitValues,
} from '../../sync/index.ts';
import { notFound, Refusal } from '../refusal.ts';
import { demandEditable, demandSingle, nextVersion } from './conditions.ts';
import { type EventRecord, GIVEN_ANSWERS, valuesOf } from './event-record.ts';

/** Values by unit, as `unitsOf` names them; null for one that the event shall not have. */
export type UnitValues = Readonly<Record<UnitName, unknown>>;

const GUEST = 'guest:';

/** @throws Refusal for somebody who may not, and `answer_stands` for an answer that Outlook cannot forget. */
export function restoreUnits(event: EventRecord, units: UnitValues, userId: string): EventRecord {
  if (Object.keys(units).some(isMeetingUnit)) demandEditable(event, userId);
  demandSingle(event);
  const { participation } = event;
  if (!participation) throw notFound('event');
  demandAnswer(event, units.answer);
  const { answer, reminderMinutes, showAs, categories, ...meeting } = withUnitValues(
    valuesOf(event),
    Object.entries(units),
  );
  const withheld = event.withheld.filter((guest) => !(GUEST + addressKey(guest.address) in units));
  return nextVersion(event, {
    meeting,
    withheld,
    responses: answersOf(event, meeting),
    participation: { ...participation, answer, reminderMinutes, showAs, categories },
  });
}

/** Graph knows three answers to give, and none that takes one back. */
function demandAnswer(event: EventRecord, answer: unknown): void {
  if (answer === undefined || GIVEN_ANSWERS.has(answer) || answer === event.participation?.answer) return;
  throw new Refusal({
    status: 409,
    code: 'answer_stands',
    message: 'An answer that was given cannot be taken back.',
    advice: 'Give another answer.',
  });
}

function answersOf(event: EventRecord, { guests }: MeetingValues): EventRecord['responses'] {
  return Object.fromEntries(Object.entries(event.responses).filter(([address]) => address in guests));
}

/** Whether the event says of these units what they are said to be. */
export function says(event: EventRecord, units: UnitValues): boolean {
  const values = valuesOf(event);
  return changedUnits(values, withUnitValues(values, Object.entries(units))).length === 0;
}
