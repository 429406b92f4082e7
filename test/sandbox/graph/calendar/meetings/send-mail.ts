// Every mail of a meeting: written into the outbox, and as an event message into the inboxes that it reaches.
import type { OutboxMail, World } from '../../../core/world.ts';
import { inboxOf, type MeetingFacts, type StoredMessage } from '../../messages/stored-message.ts';
import { newFolderId, newItemIds } from '../entry-ids.ts';
import { iCalUIdOf } from '../global-ids.ts';
import { changeKeyOf, type Item, type Mailbox, newId } from '../state.ts';
import { copyIn } from './copies.ts';
import { keyOf, mailboxesBehind } from './guests.ts';

export interface Mail {
  kind: OutboxMail['kind'];
  from: { name: string; address: string };
  to: { name: string; address: string };
  /** The sender's version of the event. */
  item: Item;
  facts: MeetingFacts;
}

const CONVERSATION_ID_BYTES = 53;

/** What Outlook writes before the meeting's subject. */
const SUBJECT_PREFIXES: Readonly<Partial<Record<MeetingFacts['meetingMessageType'], string>>> = {
  meetingCancelled: 'Canceled: ',
  meetingAccepted: 'Accepted: ',
  meetingTenativelyAccepted: 'Tentative: ',
  meetingDeclined: 'Declined: ',
  none: 'Meeting Forward Notification: ',
};

/** Sends a mail. An event message names the event of the mailbox that it lies in, so deliver the event first. */
export function sendMail(world: World, mail: Mail): void {
  const { kind, from, to, item } = mail;
  world.outbox.push({
    kind,
    from: from.address,
    to: to.address,
    subject: item.properties.subject ?? '',
    eventId: item.restId,
    iCalUId: iCalUIdOf(item.globalId, item.originalStart),
    at: world.clock.now().toString(),
  });
  for (const mailbox of mailboxesBehind(world, to.address, from.address))
    inboxOf(world, mailbox.owner.id, () => newFolderId(mailbox.ids)).messages.push(messageFor(world, mailbox, mail));
}

function messageFor(world: World, mailbox: Mailbox, { from, to, item, facts }: Mail): StoredMessage {
  const { properties } = item;
  const time = (dateTime: Item['start']) => ({
    dateTime: dateTime
      .toZonedDateTime(item.zone)
      .withTimeZone('UTC')
      .toPlainDateTime()
      .toString({ fractionalSecondDigits: 7 }),
    timeZone: 'UTC',
  });
  const prefix = SUBJECT_PREFIXES[facts.meetingMessageType] ?? '';
  const isOwn = keyOf(item.organizer.address) === keyOf(mailbox.owner.mail);
  return {
    ...newItemIds(mailbox.ids),
    from,
    to,
    subject: `${prefix}${(properties.subject ?? '').replace(/^Canceled: /, '')}`,
    body: facts.comment ?? properties.body.content,
    at: world.clock.now(),
    changeKey: changeKeyOf(item),
    importance: properties.importance,
    conversationId: newId(world, 'AAQkAG', CONVERSATION_ID_BYTES),
    internetMessageId: `<${world.random.uuid()}@sandbox.prod.outlook.com>`,
    facts,
    eventId: copyIn(mailbox, item, { isOrganizer: isOwn })?.id ?? null,
    iCalUId: iCalUIdOf(item.globalId, item.originalStart),
    meeting: {
      type: item.type,
      isAllDay: properties.isAllDay,
      start: time(item.start),
      end: time(item.end),
      location: properties.locations[0] ?? null,
      recurrence: item.recurrence,
      allowNewTimeProposals: properties.allowNewTimeProposals,
      responseRequested: properties.responseRequested,
    },
  };
}
