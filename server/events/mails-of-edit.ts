// Which mails an edit would make Outlook send: pure, from the event as it shall be and what Outlook holds of it.
import { Temporal } from 'temporal-polyfill';
import {
  ASK_FOR_INVITATION,
  changedUnits,
  isPast,
  type Mail,
  mailsOfAnswer,
  mailsOfCreate,
  mailsOfDelete,
  mailsOfUpdate,
} from '../../sync/index.ts';
import type { MailChoice } from '../schemas/mail.ts';
import { type EventRecord, GIVEN_ANSWERS, valuesOf } from './event-record.ts';
import { isSending, type Sender, type SenderLink } from './sender.ts';

/**
 * The mails of everything that is not sent yet, this edit included.
 * A held event mails nobody until it is released, and one that no longer syncs never; while a review is pending, the review asks.
 */
export function mailsOfEdit(after: EventRecord, sender: Sender | null, userId: string, now: string): Mail[] {
  if (!isSending(sender) || sender.link?.state === 'held' || sender.link?.state === 'left') return [];
  return mailsWhenSent(after, sender.link, userId, now);
}

/** What a person would choose about mails to begin with: nobody waits for news of a meeting that is over. */
export function suggestedChoice(after: EventRecord, now: string): MailChoice {
  return isPast(after, Temporal.Instant.from(now)) ? 'hold' : 'send';
}

/** The mails of sending the event as it is, whether or not it is held. */
export function mailsWhenSent(after: EventRecord, link: SenderLink | null, userId: string, now: string): Mail[] {
  const isThere = link !== null && link.graphId !== null && link.state !== 'retired' && link.base !== null;
  if (after.organizer.userId !== userId) return link ? mailsOfGuest(after, link) : [];
  if (!isThere) return isCreated(after, now) ? mailsOfCreate(after.meeting.guests) : [];
  const { base } = link;
  if (!base) return [];
  if (after.status !== 'live') return mailsOfDelete(base.theirs.guests);
  const units = changedUnits(base.ours, valuesOf(after));
  // Inviting withheld guests removes our text block in the same call, which is no edit of the text.
  const promotes = link.state === 'quiet' && after.withheld.length === 0;
  const told = promotes ? units.filter((unit) => unit !== 'body') : units;
  return mailsOfUpdate(told, base.theirs.guests, after.meeting.guests);
}

/** Past events go to Outlook without their guests. */
function isCreated(event: EventRecord, now: string): boolean {
  return event.status === 'live' && event.kind === 'single' && !isPast(event, Temporal.Instant.from(now));
}

/** A guest's answer tells the organizer; a deletion only when the guest says so. Also after the copy was removed: that is tried once. */
function mailsOfGuest({ participation, organizer }: EventRecord, link: SenderLink): Mail[] {
  if (participation === null || link.graphId === null || link.lastError === ASK_FOR_INVITATION) return [];
  if (participation.isHidden) return mailsOfAnswer(organizer.address, participation.tellsOrganizer);
  const agreed = link.state === 'retired' ? link.base?.theirs.answer : link.base?.ours.answer;
  const isGiven = GIVEN_ANSWERS.has(participation.answer);
  return isGiven && participation.answer !== agreed ? mailsOfAnswer(organizer.address, true) : [];
}
