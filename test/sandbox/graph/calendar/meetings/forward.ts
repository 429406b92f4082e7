// Forwarding a meeting: the new recipients are invited, and a work mailbox's organizer hears of it and lists them.
import type { World } from '../../../core/world.ts';
import { NEVER } from '../events/read-attendees.ts';
import { saveItem } from '../save-item.ts';
import { exceptionFor } from '../series/exceptions.ts';
import { occurrenceOn } from '../series/occurrences.ts';
import { type Item, type Mailbox, mailboxByAddress, type StoredAttendee } from '../state.ts';
import { exceptionOn, wholeIn } from './copies.ts';
import { deliver } from './deliver.ts';
import { attendeeBy, keyOf, mailboxesBehind } from './guests.ts';
import { sendMail } from './send-mail.ts';

export interface Forward {
  to: StoredAttendee['emailAddress'][];
  comment?: string;
}

const INVITATION = { meetingMessageType: 'meetingRequest', meetingRequestType: 'newMeetingRequest' } as const;

/** Forwards an item of a mailbox; an organizer's own forward adds to the list as well, without a notice. */
export function forward(world: World, mailbox: Mailbox, item: Item, { to, comment }: Forward): void {
  const isWork = world.tenants.get(mailbox.owner.tenantId)?.kind === 'organization';
  const organizer = item.isOrganizer ? mailbox : mailboxByAddress(world, item.organizer.address);
  const original = organizer && (item.isOrganizer || isWork) ? originalOf(world, organizer, item) : undefined;
  const from = { name: mailbox.owner.displayName, address: mailbox.owner.mail };
  for (const recipient of to) {
    if (organizer && original) addGuest(world, organizer, original, recipient);
    const sent = { ...(original ?? item), restId: item.restId };
    for (const guest of mailboxesBehind(world, recipient.address, item.organizer.address))
      deliver(world, guest, sent, { isSignificant: false, isNewPattern: false });
    const facts = { ...INVITATION, ...(comment === undefined ? {} : { comment }) };
    sendMail(world, { kind: 'invitation', from, to: recipient, item: sent, facts });
  }
  if (isWork && !item.isOrganizer)
    sendMail(world, { kind: 'forwardNotice', from, to: item.organizer, item, facts: { meetingMessageType: 'none' } });
}

function originalOf(world: World, organizer: Mailbox, item: Item): Item | undefined {
  const whole = wholeIn(organizer, item.globalId);
  if (!whole?.isOrganizer || item.originalStart === null) return whole?.isOrganizer ? whole : undefined;
  const occurrence = occurrenceOn(organizer, whole, item.originalStart.toPlainDate().toString());
  return (
    exceptionOn(organizer, whole, item.originalStart) ?? (occurrence ? exceptionFor(world, occurrence) : undefined)
  );
}

function addGuest(world: World, organizer: Mailbox, original: Item, recipient: StoredAttendee['emailAddress']): void {
  if (attendeeBy(original, recipient.address)) return;
  const attendee = { type: 'required', status: { response: 'none', time: NEVER }, emailAddress: recipient };
  original.properties.attendees.push(attendee);
  original.invited.push(keyOf(recipient.address));
  if (original.type === 'exception') original.ownFields = [...new Set([...original.ownFields, 'attendees'])];
  saveItem(world, organizer, original);
}
