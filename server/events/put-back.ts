// Puts back our side of a conflict that Outlook's side had won: pure.
import type { Guest } from '../../sync/index.ts';
import type { EventChange } from '../schemas/events.ts';
import { archiveEvent, changeEvent, deleteEvent, unarchiveEvent } from './edits.ts';
import type { EventRecord } from './event-record.ts';

interface RecordedConflict {
  /** As the sync names it: `subject`, `when`, `guest:<address>`, `category:<name>`, … */
  unit: string;
  ours: unknown;
  theirs: unknown;
}

/** @throws Refusal for somebody who may not. */
export function putBack(event: EventRecord, { unit, ours, theirs }: RecordedConflict, userId: string): EventRecord {
  if (theirs === 'deleted') return unarchiveEvent(event, userId);
  if (theirs === 'edited') return ours === 'archived' ? archiveEvent(event, userId) : deleteEvent(event, userId);
  return changeEvent(event, changeFor(event, unit, ours), userId);
}

function changeFor(event: EventRecord, unit: string, ours: unknown): EventChange {
  const [kind, name = ''] = splitUnit(unit);
  switch (kind) {
    case 'guest':
      return { guests: guestsWith(event, name, ours as Guest | null) };
    case 'category':
      return { categories: categoriesWith(event, name, ours === true) };
    case 'onlineMeeting':
      return { onlineMeeting: ours !== null };
    default:
      return { [kind]: ours };
  }
}

function splitUnit(unit: string): [string, string?] {
  const colon = unit.indexOf(':');
  return colon < 0 ? [unit] : [unit.slice(0, colon), unit.slice(colon + 1)];
}

function guestsWith(event: EventRecord, address: string, guest: Guest | null): Guest[] {
  const { [address]: _, ...others } = event.meeting.guests;
  return [...Object.values(others), ...event.withheld, ...(guest ? [guest] : [])];
}

function categoriesWith(event: EventRecord, name: string, isWanted: boolean): string[] {
  const others = (event.participation?.categories ?? []).filter((category) => category !== name);
  return isWanted ? [...others, name] : others;
}
