// Handing a meeting over to another organizer: pure, from the event as it is to the event as the new organizer's.
import { Temporal } from 'temporal-polyfill';
import { addressKey, type Guest, isPast, type Mail, mailsOfCreate, mailsOfDelete } from '../../sync/index.ts';
import { Refusal } from '../refusal.ts';
import { demandEditable, nextVersion } from './conditions.ts';
import type { Organizer } from './edits.ts';
import type { EventRecord } from './event-record.ts';
import { isSending, type Sender } from './sender.ts';

/** Somebody who may become the organizer: what is known of that user and of his part in the event. */
export interface Successor {
  organizer: Organizer;
  takesPart: boolean;
  /** Null for a user without a mailbox. */
  sender: Sender | null;
  /** Whether Microsoft asks that user to sign in again. */
  needsSignIn: boolean;
}

/**
 * The event in the hands of its new organizer. The one before stays as a guest; who was withheld stays withheld.
 * @param now ISO 8601 with `Z`. @throws Refusal for an event, or a successor, for whom it cannot be: `not_the_organizer`,
 * `series_read_only`, `not_live`, `event_is_past`, `organizer_unchanged`, `organizer_takes_no_part`, `organizer_not_connected`.
 */
export function handOver(event: EventRecord, successor: Successor, userId: string, now: string): EventRecord {
  demandEditable(event, userId);
  if (isPast(event, Temporal.Instant.from(now))) {
    throw new Refusal({
      status: 409,
      code: 'event_is_past',
      message: 'The event is over, so nobody takes it over any more.',
    });
  }
  const obstacle = obstacleOf(event, successor);
  if (obstacle) throw obstacle;
  const { organizer } = successor;
  const { [addressKey(organizer.address)]: _, ...guests } = event.meeting.guests;
  const before: Guest = { address: event.organizer.address, name: event.organizer.name, type: 'required' };
  return nextVersion(event, {
    organizer,
    meeting: { ...event.meeting, guests: { ...guests, [addressKey(before.address)]: before } },
    withheld: event.withheld.filter((guest) => addressKey(guest.address) !== addressKey(organizer.address)),
    // To Outlook it is another meeting: everybody answers anew.
    responses: {},
    participation: event.participation && { ...event.participation, answer: 'notResponded' },
  });
}

/** Why somebody cannot take an event over; null where nothing is in the way. */
export function obstacleOf(
  event: EventRecord,
  { organizer, takesPart, sender, needsSignIn }: Successor,
): Refusal | null {
  const field = 'userId';
  if (organizer.userId === event.organizer.userId) {
    return new Refusal({ status: 409, code: 'organizer_unchanged', field, message: 'That is the organizer already.' });
  }
  if (!takesPart) {
    return new Refusal({
      status: 409,
      code: 'organizer_takes_no_part',
      field,
      message: `${organizer.name} takes no part in this event.`,
      advice: 'Invite that person first. The event can be handed over as soon as it stands in that calendar.',
    });
  }
  if (!isSending(sender) || needsSignIn) {
    return new Refusal({
      status: 409,
      code: 'organizer_not_connected',
      field,
      message: `${organizer.name} is not connected to Outlook at the moment.`,
      advice: 'Let that person connect, finish the review, or sign in again. Then hand the event over.',
    });
  }
  return null;
}

/**
 * The mails of a hand-over: the new meeting invites its guests, the old one is cancelled for its own.
 * @param sender of the organizer before. @throws Refusal `event_held`, `old_meeting_stays` where the old meeting could not end.
 */
export function mailsOfHandOver(after: EventRecord, sender: Sender | null): Mail[] {
  const link = sender?.link ?? null;
  if (link?.state === 'held') {
    throw new Refusal({
      status: 409,
      code: 'event_held',
      message: 'The event is kept here, with changes that were not sent.',
      advice: 'Send them first, or undo them.',
    });
  }
  const isThere = link !== null && link.graphId !== null && link.state !== 'retired' && link.base !== null;
  if (isThere && !isSending(sender)) {
    throw new Refusal({
      status: 409,
      code: 'old_meeting_stays',
      message: 'Your own sync does not run, so the meeting in your Outlook could not be ended.',
      advice: 'Start the sync again, or finish its review. Then hand the event over.',
    });
  }
  const cancelled = isThere && link.base ? mailsOfDelete(link.base.theirs.guests) : [];
  return [...mailsOfCreate(after.meeting.guests), ...cancelled];
}
