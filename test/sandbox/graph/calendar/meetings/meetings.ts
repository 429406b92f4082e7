// The meeting workflow: what an organizer's or a guest's write does to the other copies, and which mails Outlook sends for it.
import type { OutboxMail, World } from '../../../core/world.ts';
import { NEVER } from '../events/event-input.ts';
import {
  type Item,
  iCalUIdOf,
  type Mailbox,
  mailboxByAddress,
  newId,
  type StoredAttendee,
  saveItem,
} from '../state.ts';

/** What an update changed, as far as mails depend on it. */
export interface Change {
  before: readonly StoredAttendee[];
  /** Whether anything changed that guests are told about. */
  tellsGuests: boolean;
}

/** Mails the guests of a new meeting and puts a copy into each mailbox of this world. */
export function inviteAll(world: World, mailbox: Mailbox, item: Item): void {
  for (const attendee of guestsOf(item)) {
    mail(world, 'invitation', mailbox, item, attendee.emailAddress.address);
    deliver(world, item, attendee);
  }
}

/**
 * The mail matrix for an organizer's update: added guests are invited, removed ones get a cancellation, and a change
 * of what the meeting says updates the others.
 */
export function updateGuests(world: World, mailbox: Mailbox, item: Item, change: Change): void {
  const key = (attendee: StoredAttendee) => attendee.emailAddress.address.toLowerCase();
  const before = new Map(change.before.map((attendee) => [key(attendee), attendee]));
  const after = new Map(guestsOf(item).map((attendee) => [key(attendee), attendee]));
  for (const [address, attendee] of before) {
    if (after.has(address) || address === item.organizer.address.toLowerCase()) continue;
    mail(world, 'cancellation', mailbox, item, attendee.emailAddress.address);
    cancelCopy(world, item, attendee);
  }
  for (const [address, attendee] of after) {
    const isNew = !before.has(address);
    if (isNew) mail(world, 'invitation', mailbox, item, attendee.emailAddress.address);
    else if (change.tellsGuests) mail(world, 'update', mailbox, item, attendee.emailAddress.address);
    if (isNew || change.tellsGuests) deliver(world, item, attendee);
  }
}

/** Cancels a meeting for all its guests. */
export function cancelForAll(world: World, mailbox: Mailbox, item: Item): void {
  for (const attendee of guestsOf(item)) {
    mail(world, 'cancellation', mailbox, item, attendee.emailAddress.address);
    cancelCopy(world, item, attendee);
  }
}

/** A guest's answer: his own copy changes at once; with a response, the organizer is told. */
export function respond(world: World, mailbox: Mailbox, item: Item, response: string, sendResponse: boolean): void {
  const time = world.clock.now().toString({ smallestUnit: 'second' });
  item.properties.responseStatus = { response, time };
  if (response !== 'declined') item.properties.showAs = response === 'accepted' ? 'busy' : 'tentative';
  saveItem(world, mailbox, item);
  if (!sendResponse) return;
  mail(world, 'response', mailbox, item, item.organizer.address);
  const organizer = mailboxByAddress(world, item.organizer.address);
  const original = organizer && copyIn(organizer, item.globalId);
  const own = mailbox.owner.mail.toLowerCase();
  const attendee = original?.properties.attendees.find((entry) => entry.emailAddress.address.toLowerCase() === own);
  if (!organizer || !original || !attendee) return;
  attendee.status = { response, time };
  saveItem(world, organizer, original);
}

function guestsOf(item: Item): StoredAttendee[] {
  const organizer = item.organizer.address.toLowerCase();
  return item.properties.attendees.filter((attendee) => attendee.emailAddress.address.toLowerCase() !== organizer);
}

function mail(world: World, kind: OutboxMail['kind'], from: Mailbox, item: Item, to: string): void {
  world.outbox.push({
    kind,
    from: from.owner.mail,
    to,
    subject: item.properties.subject ?? '',
    eventId: item.id,
    iCalUId: iCalUIdOf(item.globalId, item.originalStart),
    at: world.clock.now().toString(),
  });
}

function copyIn(mailbox: Mailbox, globalId: string): Item | undefined {
  return [...mailbox.items.values()].find(
    (item) => item.globalId === globalId && item.type !== 'exception' && !item.isDeleted,
  );
}

/** Puts the organizer's version into a guest's mailbox; what is the guest's own (answer, reminder, categories) stays. */
function deliver(world: World, item: Item, attendee: StoredAttendee): void {
  const mailbox = mailboxByAddress(world, attendee.emailAddress.address);
  if (!mailbox || item.type === 'exception') return;
  const known = copyIn(mailbox, item.globalId);
  const copy: Item = {
    ...structuredClonePlain(item),
    id: known?.id ?? newId(world, 'AAMkEvt'),
    calendarId: known?.calendarId ?? mailbox.calendars[0]?.id ?? '',
    isOrganizer: false,
    extendedProperties: known?.extendedProperties ?? [],
    created: known?.created ?? world.clock.now(),
    version: known?.version ?? 0,
  };
  const own = known?.properties;
  copy.properties.transactionId = null;
  copy.properties.responseStatus = own?.responseStatus ?? { response: 'notResponded', time: NEVER };
  copy.properties.showAs = own?.showAs ?? 'tentative';
  copy.properties.categories = own?.categories ?? [];
  copy.properties.isReminderOn = own?.isReminderOn ?? item.properties.isReminderOn;
  copy.properties.reminderMinutesBeforeStart =
    own?.reminderMinutesBeforeStart ?? item.properties.reminderMinutesBeforeStart;
  saveItem(world, mailbox, copy);
}

/** A cancelled meeting stays in the guest's calendar, marked, until the guest removes it. */
function cancelCopy(world: World, item: Item, attendee: StoredAttendee): void {
  const mailbox = mailboxByAddress(world, attendee.emailAddress.address);
  const copy = mailbox && copyIn(mailbox, item.globalId);
  if (!mailbox || !copy) return;
  copy.properties.isCancelled = true;
  copy.properties.subject = `Canceled: ${copy.properties.subject ?? ''}`;
  copy.properties.showAs = 'free';
  saveItem(world, mailbox, copy);
}

/** A copy whose plain properties are its own; Temporal values are immutable and shared. */
function structuredClonePlain(item: Item): Item {
  return {
    ...item,
    properties: structuredClone(item.properties),
    recurrence: structuredClone(item.recurrence),
    cancelledDates: [...item.cancelledDates],
  };
}
