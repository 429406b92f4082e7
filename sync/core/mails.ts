// Which mails Outlook will send for a change, and to whom: shown before it happens, and counted by the guards.
import type { Mail } from './decision.ts';
import { addressOf, isGuestUnit, isMeetingUnit, type UnitName } from './units.ts';
import type { Guest } from './values.ts';

type Guests = Readonly<Record<string, Guest>>;

/** A new meeting invites every guest at once, optional ones and resources too (graph: event create). */
export function mailsOfCreate(guests: Guests): Mail[] {
  return everyGuest(guests, 'invitation');
}

/** A cancelled meeting tells every guest (graph: event delete, cancel). */
export function mailsOfDelete(guests: Guests): Mail[] {
  return everyGuest(guests, 'cancellation');
}

/**
 * What an update of some units mails. Guests change first: an added one is invited, a removed one gets a cancellation;
 * then a change of anything else that the meeting says updates everybody who is left.
 * @param before the guests as Outlook has them, @param after the guests as they will be.
 */
export function mailsOfUpdate(units: readonly UnitName[], before: Guests, after: Guests): Mail[] {
  const mails: Mail[] = [];
  for (const address of units.filter(isGuestUnit).map(addressOf)) {
    const [old, current] = [before[address], after[address]];
    if (current && !old) mails.push({ kind: 'invitation', to: current.address });
    if (old && !current) mails.push({ kind: 'cancellation', to: old.address });
    if (old && current) mails.push({ kind: 'update', to: current.address });
  }
  const changesMeeting = units.some((unit) => isMeetingUnit(unit) && !isGuestUnit(unit));
  return changesMeeting ? [...mails, ...everyGuest(after, 'update')] : mails;
}

/** An answer tells the organizer. */
export function mailsOfAnswer(organizerAddress: string, sendResponse: boolean): Mail[] {
  return sendResponse ? [{ kind: 'response', to: organizerAddress }] : [];
}

function everyGuest(guests: Guests, kind: Mail['kind']): Mail[] {
  return Object.values(guests).map((guest) => ({ kind, to: guest.address }));
}
