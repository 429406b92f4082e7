// The meeting workflow of an organizer: what a write does to the guests' copies, and which mails Outlook sends for it.
import type { World } from '../../../core/world.ts';
import type { MeetingFacts } from '../../messages/stored-message.ts';
import { occurrenceIdOf } from '../events/ids.ts';
import { NEVER } from '../events/read-attendees.ts';
import { saveItem } from '../save-item.ts';
import { dropExceptions, followMaster } from '../series/exceptions.ts';
import { exceptionsOf } from '../series/occurrences.ts';
import { isSamePattern } from '../series/recurrence-input.ts';
import type { Item, Mailbox } from '../state.ts';
import { type Decision, decideMails, type Letter } from './decide-mails.ts';
import { cancelCopy, type Delivery, deliver } from './deliver.ts';
import { attendeeBy, guestsOf, isGroup, isRoom, keyOf, mailboxesBehind } from './guests.ts';
import { sendMail } from './send-mail.ts';

/** An organizer's write: what the item was, and which properties the request named. */
export interface Change {
  before: Item;
  names: readonly string[];
}

const FIRST_DELIVERY: Delivery = { isSignificant: false, isNewPattern: false };

/** Saves a new item of an organizer, and invites its guests unless it is a draft. */
export function saveNew(world: World, mailbox: Mailbox, item: Item): void {
  saveItem(world, mailbox, item);
  if (!item.properties.isDraft)
    send(world, mailbox, item, { ...decisionFor(world, item, null), delivery: FIRST_DELIVERY });
}

/** Saves a change of an organizer's item, takes it to the exceptions of a series, and tells the guests. */
export function saveChange(world: World, mailbox: Mailbox, item: Item, change: Change): void {
  const { before } = change;
  const delivery = { isSignificant: isSignificant(before, item), isNewPattern: isNewPattern(before, item) };
  if (delivery.isSignificant && item.isOrganizer) forgetAnswers(item);
  const gone = changeExceptions(world, mailbox, item, delivery);
  saveItem(world, mailbox, item);
  if (!item.isOrganizer || item.properties.isDraft) return;
  for (const exception of gone) cancelDropped(world, mailbox, exception);
  send(world, mailbox, item, { ...decisionFor(world, item, change), delivery, previous: before });
}

/** Cancels a meeting, or one occurrence, for everybody who was invited. The item itself is the caller's to remove. */
export function cancelForAll(world: World, mailbox: Mailbox, item: Item, comment?: string): void {
  if (!item.isOrganizer) return;
  for (const to of item.invited) cancelFor(world, mailbox, { item, to, comment });
  if (item.type !== 'seriesMaster') return;
  for (const exception of exceptionsOf(mailbox, item))
    for (const to of exception.invited.filter((address) => !item.invited.includes(address)))
      cancelFor(world, mailbox, { item: exception, to, comment });
}

/** Tells everybody of a change beside the item itself, such as an attachment. */
export function tellGuests(world: World, mailbox: Mailbox, item: Item): void {
  if (!item.isOrganizer || item.properties.isDraft) return;
  const letters = item.invited.map((to): Letter => ({ kind: 'update', to }));
  send(world, mailbox, item, { letters, tellsGuests: true, delivery: FIRST_DELIVERY, previous: item });
}

function decisionFor(world: World, item: Item, change: Change | null): Decision {
  const { invited } = item;
  const guests = [...new Set(guestsOf(item).map(({ emailAddress }) => keyOf(emailAddress.address)))];
  const update = {
    names: change?.names ?? [],
    invited,
    guests,
    releasesDraft: change?.before.properties.isDraft ?? false,
    removesGroup: invited.some((address) => !guests.includes(address) && isGroup(world, address)),
  };
  return decideMails(update, world.settings);
}

interface Sending extends Decision {
  delivery: Delivery;
  previous?: Item;
}

function send(world: World, mailbox: Mailbox, item: Item, { letters, tellsGuests, delivery, previous }: Sending): void {
  for (const { kind, to } of letters) {
    if (kind === 'cancellation') {
      cancelFor(world, mailbox, { item, to, listed: previous });
      continue;
    }
    for (const guest of mailboxesBehind(world, to, item.organizer.address)) deliver(world, guest, item, delivery);
    const requestType = delivery.isSignificant ? 'fullUpdate' : 'informationalUpdate';
    const facts = requestFacts(kind === 'invitation' ? 'newMeetingRequest' : requestType, previous);
    sendMail(world, { kind, from: item.organizer, to: nameOf(item, to), item, facts });
    if (isRoom(world, to)) acceptForRoom(world, mailbox, item, to);
    if (item.type === 'seriesMaster') sendInstances(world, mailbox, item, { letter: { kind, to }, delivery });
  }
  item.invited = invitedAfter(item, letters);
  if (item.type === 'seriesMaster' && tellsGuests) updateInstanceGuests(world, mailbox, item);
}

/** Guests of single instances alone hear of a change of the series through their instances. */
function updateInstanceGuests(world: World, mailbox: Mailbox, master: Item): void {
  for (const exception of exceptionsOf(mailbox, master))
    for (const to of exception.invited)
      if (!master.invited.includes(to))
        sendInstance(world, exception, { letter: { kind: 'update', to }, delivery: FIRST_DELIVERY });
}

function sendInstance(
  world: World,
  exception: Item,
  { letter, delivery }: { letter: Letter; delivery: Delivery },
): void {
  const { kind, to } = letter;
  for (const guest of mailboxesBehind(world, to, exception.organizer.address))
    deliver(world, guest, exception, delivery);
  if (!isAhead(world, exception)) return;
  const facts = requestFacts(kind === 'invitation' ? 'newMeetingRequest' : 'informationalUpdate', exception);
  sendMail(world, { kind, from: exception.organizer, to: nameOf(exception, to), item: exception, facts });
}

function invitedAfter({ invited }: Item, letters: readonly Letter[]): string[] {
  const cancelled = letters.filter(({ kind }) => kind === 'cancellation').map(({ to }) => to);
  const added = letters.filter(({ kind }) => kind === 'invitation').map(({ to }) => to);
  return [...invited.filter((address) => !cancelled.includes(address)), ...added];
}

/** With the series go its modified instances, and once more the cancellations of the deleted ones, as far as they lie ahead. */
function sendInstances(
  world: World,
  mailbox: Mailbox,
  master: Item,
  { letter, delivery }: { letter: Letter; delivery: Delivery },
): void {
  const { kind, to } = letter;
  for (const exception of exceptionsOf(mailbox, master)) {
    if (!attendeeBy(exception, to)) continue;
    if (kind === 'invitation' && !exception.invited.includes(to)) exception.invited.push(to);
    sendInstance(world, exception, { letter, delivery });
  }
  if (kind !== 'update') return;
  for (const date of master.cancelledDates) {
    const cancelled = instanceOn(master, date);
    if (isAhead(world, cancelled))
      sendMail(world, {
        kind: 'cancellation',
        from: master.organizer,
        to: nameOf(master, to),
        item: cancelled,
        facts: { meetingMessageType: 'meetingCancelled' },
      });
  }
}

function cancelFor(
  world: World,
  mailbox: Mailbox,
  { item, to, listed, comment }: { item: Item; to: string; listed?: Item | undefined; comment?: string | undefined },
): void {
  for (const guest of mailboxesBehind(world, to, item.organizer.address)) {
    cancelCopy(world, guest, item);
  }
  if (item.type === 'seriesMaster') leaveInstances(world, mailbox, item, to);
  const facts: MeetingFacts = { meetingMessageType: 'meetingCancelled', ...(comment === undefined ? {} : { comment }) };
  sendMail(world, { kind: 'cancellation', from: item.organizer, to: nameOf(listed ?? item, to), item, facts });
}

/** Who is taken off a series is off its instances too, save for those that have a list of their own with them on it. */
function leaveInstances(world: World, mailbox: Mailbox, master: Item, address: string): void {
  for (const exception of exceptionsOf(mailbox, master)) {
    if (exception.ownFields.includes('attendees') && attendeeBy(exception, address)) {
      for (const guest of mailboxesBehind(world, address, master.organizer.address))
        deliver(world, guest, exception, FIRST_DELIVERY);
    } else exception.invited = exception.invited.filter((each) => each !== address);
  }
}

/** Another pattern drops the exceptions, the same one takes the change to them. @returns those that were dropped */
function changeExceptions(world: World, mailbox: Mailbox, item: Item, { isNewPattern }: Delivery): Item[] {
  if (item.type === 'exception') return [];
  const exceptions = exceptionsOf(mailbox, item);
  if (isNewPattern && (item.recurrence === null || world.settings.exceptionsAfterPatternChange === 'dropped')) {
    dropExceptions(world, mailbox, item);
    return exceptions;
  }
  for (const exception of exceptions) {
    followMaster(exception, item);
    saveItem(world, mailbox, exception);
  }
  return [];
}

/** What becomes of an instance that its series no longer has: guests of the instance hear of it, as far as it lies ahead. */
function cancelDropped(world: World, mailbox: Mailbox, exception: Item): void {
  if (!isAhead(world, exception)) return;
  for (const to of exception.invited) cancelFor(world, mailbox, { item: exception, to });
}

function isSignificant(before: Item, after: Item): boolean {
  const isMoved = !instantOf(before, before.start).equals(instantOf(after, after.start));
  const isResized = !instantOf(before, before.end).equals(instantOf(after, after.end));
  const isAllDayNow = before.properties.isAllDay !== after.properties.isAllDay;
  return isMoved || isResized || isAllDayNow || !isSamePattern(before.recurrence, after.recurrence);
}

/** The recurrence, the series' time of day, its zone or whether it lasts all day: what the exceptions rest on. */
function isNewPattern(before: Item, after: Item): boolean {
  if (before.type !== 'seriesMaster') return false;
  return (
    !isSamePattern(before.recurrence, after.recurrence) ||
    !before.start.equals(after.start) ||
    before.zone !== after.zone ||
    before.properties.isAllDay !== after.properties.isAllDay
  );
}

function forgetAnswers(item: Item): void {
  for (const attendee of guestsOf(item)) {
    if (attendee.status.response === 'none') continue;
    attendee.status = { response: 'notResponded', time: NEVER };
    delete attendee.proposedNewTime;
  }
}

function acceptForRoom(world: World, mailbox: Mailbox, item: Item, address: string): void {
  const attendee = attendeeBy(item, address);
  if (!attendee) return;
  attendee.status = { response: 'accepted', time: world.clock.now().toString({ smallestUnit: 'second' }) };
  saveItem(world, mailbox, item);
  const facts: MeetingFacts = { meetingMessageType: 'meetingAccepted', responseType: 'accepted' };
  sendMail(world, { kind: 'response', from: attendee.emailAddress, to: item.organizer, item, facts });
}

function requestFacts(type: NonNullable<MeetingFacts['meetingRequestType']>, previous: Item | undefined): MeetingFacts {
  const facts: MeetingFacts = { meetingMessageType: 'meetingRequest', meetingRequestType: type };
  if (type === 'newMeetingRequest' || !previous) return facts;
  const time = (dateTime: Item['start']) => ({
    dateTime: instantOf(previous, dateTime)
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime()
      .toString({ fractionalSecondDigits: 7 }),
    timeZone: 'UTC',
  });
  const location = previous.properties.locations[0] ?? null;
  return { ...facts, previous: { start: time(previous.start), end: time(previous.end), location } };
}

/** An occurrence as an item of its own, to speak of in a mail. */
function instanceOn(master: Item, date: string): Item {
  const start = master.start.with(fieldsOf(date));
  const restId = occurrenceIdOf(master.restId, start);
  return {
    ...master,
    restId,
    type: 'exception',
    originalStart: start,
    start,
    end: start.add(master.start.until(master.end)),
    recurrence: null,
  };
}

function fieldsOf(date: string): { year: number; month: number; day: number } {
  const [year = 1, month = 1, day = 1] = date.split('-').map(Number);
  return { year, month, day };
}

function isAhead(world: World, item: Item): boolean {
  return instantOf(item, item.start).epochMilliseconds > world.clock.now().epochMilliseconds;
}

function instantOf({ zone }: Item, time: Item['start']) {
  return time.toZonedDateTime(zone).toInstant();
}

/** The name and the address that the list has for an address; the address alone for somebody who isn't on it any more. */
function nameOf(item: Item, address: string): { name: string; address: string } {
  return attendeeBy(item, address)?.emailAddress ?? { name: address, address };
}
