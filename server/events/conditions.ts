// What has to hold before an event may be edited, in the words that a refusal gives.
import { ASK_FOR_INVITATION } from '../../sync/index.ts';
import { Refusal } from '../refusal.ts';
import type { EventRecord } from './event-record.ts';

/** The event with a change, as its next version. */
export function nextVersion(event: EventRecord, change: Partial<EventRecord>): EventRecord {
  return { ...event, ...change, version: event.version + 1 };
}

/** @throws Refusal `not_the_organizer`, `series_read_only`, `not_live` */
export function demandEditable(event: EventRecord, userId: string): void {
  demandOrganizer(event, userId);
  demandSingle(event);
  if (event.status !== 'live') throw notLive();
}

/** @throws Refusal `not_the_organizer` */
export function demandOrganizer(event: EventRecord, userId: string): void {
  if (event.organizer.userId === userId) return;
  throw new Refusal({
    status: 403,
    code: 'not_the_organizer',
    message: 'Only the organizer of an event may change what it says.',
    advice: 'Ask the organizer. Your own reminder, categories and answer are yours to change.',
  });
}

/** @throws Refusal `series_read_only` */
export function demandSingle(event: EventRecord): void {
  if (event.kind === 'single') return;
  throw new Refusal({
    status: 409,
    code: 'series_read_only',
    message: 'Repeating events can only be read here.',
    advice: 'Change the series in Outlook; the change arrives here with the next sync.',
  });
}

export function notLive(): Refusal {
  return new Refusal({
    status: 409,
    code: 'not_live',
    message: 'The event is archived.',
    advice: 'Bring it back first.',
  });
}

/** For a guest whose copy is gone: Graph has no way back that does not begin with the organizer. */
export function askForInvitation({ organizer }: EventRecord, message: string): Refusal {
  return new Refusal({
    status: 409,
    code: ASK_FOR_INVITATION,
    message,
    advice: `Ask ${organizer.name || organizer.address || 'the organizer'} for a new invitation.`,
  });
}
