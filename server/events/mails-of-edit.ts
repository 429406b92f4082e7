// Which mails an edit would make Outlook send: pure, from the event as it shall be and what Outlook holds of it.
import {
  changedUnits,
  type Mail,
  mailsOfAnswer,
  mailsOfCreate,
  mailsOfDelete,
  mailsOfUpdate,
} from '../../sync/index.ts';
import { isPast } from './edits.ts';
import { type EventRecord, valuesOf } from './event-record.ts';
import { isSending, type Sender, type SenderLink } from './sender.ts';

/**
 * The mails of everything that is not sent yet, this edit included.
 * A held event mails nobody until it is released; while a review is pending, the review asks.
 */
export function mailsOfEdit(after: EventRecord, sender: Sender | null, userId: string, now: string): Mail[] {
  if (!isSending(sender) || sender.link?.state === 'held') return [];
  return mailsWhenSent(after, sender.link, userId, now);
}

/** The mails of sending the event as it is, whether or not it is held. */
export function mailsWhenSent(after: EventRecord, link: SenderLink | null, userId: string, now: string): Mail[] {
  const isThere = link !== null && link.graphId !== null && link.state !== 'retired' && link.base !== null;
  if (after.organizer.userId !== userId) return isThere ? mailsOfGuest(after, link) : [];
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
  return event.status === 'live' && event.kind === 'single' && !isPast(event, now);
}

function mailsOfGuest(event: EventRecord, { base }: SenderLink): Mail[] {
  const hasAnswered = event.participation !== null && event.participation.answer !== base?.ours.answer;
  return hasAnswered && !event.participation?.isHidden ? mailsOfAnswer(event.organizer.address, true) : [];
}
