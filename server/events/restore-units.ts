// Gives units of an event the values that they had: what undoing an entry and putting back a conflict come down to. Pure.
import {
  addressKey,
  type EventValues,
  type Guest,
  isMeetingUnit,
  type MeetingValues,
  type UnitName,
} from '../../sync/index.ts';
import { notFound, Refusal } from '../refusal.ts';
import { demandEditable, demandSingle, nextVersion } from './conditions.ts';
import { type EventRecord, GIVEN_ANSWERS, valuesOf } from './event-record.ts';

/** Values by unit, as `unitsOf` names them; null for one that the event shall not have. */
export type UnitValues = Readonly<Record<UnitName, unknown>>;

const GUEST = 'guest:';
const CATEGORY = 'category:';

/** @throws Refusal for somebody who may not, and `answer_stands` for an answer that Outlook cannot forget. */
export function restoreUnits(event: EventRecord, units: UnitValues, userId: string): EventRecord {
  if (Object.keys(units).some(isMeetingUnit)) demandEditable(event, userId);
  demandSingle(event);
  const { participation } = event;
  if (!participation) throw notFound('event');
  demandAnswer(event, units.answer);
  const { answer, reminderMinutes, showAs, categories, ...meeting } = valuesWith(valuesOf(event), units);
  const withheld = event.withheld.filter((guest) => !(GUEST + addressKey(guest.address) in units));
  return nextVersion(event, {
    meeting,
    withheld,
    responses: answersOf(event, meeting),
    participation: { ...participation, answer, reminderMinutes, showAs, categories },
  });
}

/** Values with some units replaced. */
export function valuesWith(values: EventValues, units: UnitValues): EventValues {
  const result: EventValues = { ...values, guests: { ...values.guests } };
  for (const [unit, value] of Object.entries(units)) {
    if (unit.startsWith(GUEST)) setGuest(result, unit.slice(GUEST.length), value as Guest | null);
    else if (unit.startsWith(CATEGORY)) setCategory(result, unit.slice(CATEGORY.length), value === true);
    else Object.assign(result, { [unit]: value });
  }
  return result;
}

function setGuest(values: EventValues, address: string, guest: Guest | null): void {
  if (guest) values.guests[address] = guest;
  else delete values.guests[address];
}

function setCategory(values: EventValues, name: string, isWanted: boolean): void {
  const others = values.categories.filter((category) => category !== name);
  values.categories = (isWanted ? [...others, name] : others).toSorted();
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
