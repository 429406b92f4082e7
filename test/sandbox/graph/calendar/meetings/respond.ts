// A guest's answer: the guest's own copy changes at once; with a response, the organizer is told and keeps it.
import type { DateTimeTimeZone } from '../../../../../graph/models/date-time.ts';
import type { World } from '../../../core/world.ts';
import type { MeetingFacts } from '../../messages/stored-message.ts';
import { moveItem, saveItem } from '../save-item.ts';
import { cancelOccurrence, exceptionFor } from '../series/exceptions.ts';
import { exceptionsOf, occurrenceOn } from '../series/occurrences.ts';
import { type Item, type Mailbox, mailboxByAddress } from '../state.ts';
import { exceptionOn, wholeIn } from './copies.ts';
import { shownAs } from './deliver.ts';
import { attendeeBy } from './guests.ts';
import { sendMail } from './send-mail.ts';

export type ResponseType = 'accepted' | 'tentativelyAccepted' | 'declined';

export interface Answer {
  response: ResponseType;
  sendResponse: boolean;
  comment?: string;
  proposedNewTime?: { start: DateTimeTimeZone; end: DateTimeTimeZone };
}

/** Microsoft's own spelling. */
const MESSAGE_TYPES = {
  accepted: 'meetingAccepted',
  tentativelyAccepted: 'meetingTenativelyAccepted',
  declined: 'meetingDeclined',
} as const;

/** Answers for a whole meeting, or for one occurrence where the item is an exception. */
export function respond(world: World, mailbox: Mailbox, item: Item, answer: Answer): void {
  const time = world.clock.now().toString({ smallestUnit: 'second' });
  setOwnAnswer(item, { response: answer.response, time });
  if (item.type === 'exception') item.ownFields = [...new Set([...item.ownFields, 'responseStatus'])];
  saveItem(world, mailbox, item);
  for (const exception of exceptionsOf(mailbox, item)) {
    setOwnAnswer(exception, { response: answer.response, time });
    exception.ownFields = exception.ownFields.filter((name) => name !== 'responseStatus');
    saveItem(world, mailbox, exception);
  }
  if (answer.sendResponse) tellOrganizer(world, mailbox, item, { answer, time });
  if (answer.response === 'declined') putAway(world, mailbox, item);
}

function setOwnAnswer(item: Item, status: { response: ResponseType; time: string }): void {
  item.properties.responseStatus = status;
  if (!item.ownFields.includes('showAs')) item.properties.showAs = shownAs(status.response, item.intendedShowAs);
}

/** What is declined leaves the calendar: a meeting for Deleted Items, an occurrence with its date. */
function putAway(world: World, mailbox: Mailbox, item: Item): void {
  const master = item.seriesMasterId === null ? undefined : mailbox.items.get(item.seriesMasterId);
  if (master && item.originalStart)
    cancelOccurrence(world, mailbox, master, item.originalStart.toPlainDate().toString());
  else moveItem(world, mailbox, item, 'deletedItems');
}

function tellOrganizer(
  world: World,
  mailbox: Mailbox,
  item: Item,
  { answer, time }: { answer: Answer; time: string },
): void {
  const { response, comment, proposedNewTime } = answer;
  const { owner } = mailbox;
  const organizer = mailboxByAddress(world, item.organizer.address);
  if (organizer) recordAnswer(world, organizer, item, { answer, time, guest: owner.mail, name: owner.displayName });
  const facts: MeetingFacts = {
    meetingMessageType: MESSAGE_TYPES[response],
    responseType: response,
    ...(comment === undefined ? {} : { comment }),
    ...(proposedNewTime === undefined ? {} : { proposedNewTime }),
  };
  const from = { name: owner.displayName, address: owner.mail };
  sendMail(world, { kind: 'response', from, to: item.organizer, item, facts });
}

interface Recorded {
  answer: Answer;
  time: string;
  guest: string;
  name: string;
}

/** An answer to one occurrence makes it an exception in the organizer's calendar, for its list of answers differs. */
function recordAnswer(world: World, organizer: Mailbox, item: Item, recorded: Recorded): void {
  const original = wholeIn(organizer, item.globalId);
  if (!original?.isOrganizer) return;
  if (item.originalStart === null) {
    setStatus(original, recorded);
    saveItem(world, organizer, original);
    for (const exception of exceptionsOf(organizer, original)) {
      if (!attendeeBy(exception, recorded.guest)) continue;
      setStatus(exception, recorded);
      saveItem(world, organizer, exception);
    }
    return;
  }
  const occurrence = occurrenceOn(organizer, original, item.originalStart.toPlainDate().toString());
  const exception =
    exceptionOn(organizer, original, item.originalStart) ?? (occurrence && exceptionFor(world, occurrence));
  if (!exception) return;
  setStatus(exception, recorded);
  saveItem(world, organizer, exception);
}

/** Somebody who answers without being listed, as a group's member does, is put on the list. */
function setStatus(item: Item, { answer, time, guest, name }: Recorded): void {
  const { response, proposedNewTime } = answer;
  let attendee = attendeeBy(item, guest);
  if (!attendee) {
    attendee = { type: 'optional', status: { response, time }, emailAddress: { name, address: guest } };
    item.properties.attendees.push(attendee);
    item.invited.push(guest.toLowerCase());
  }
  attendee.status = { response, time };
  delete attendee.proposedNewTime;
  if (proposedNewTime) attendee.proposedNewTime = proposedNewTime;
}
