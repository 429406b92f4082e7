// Single occurrences of a series: turned into an exception by a change, left out by a deletion, kept in step with the series.
import { Temporal } from 'temporal-polyfill';
import type { World } from '../../../core/world.ts';
import { GraphRefusal } from '../../operation.ts';
import { occurrenceIdOf } from '../events/ids.ts';
import { copyItem } from '../events/new-item.ts';
import { purgeItem, saveItem } from '../save-item.ts';
import type { Item, ItemProperties, Mailbox, StoredAttendee } from '../state.ts';
import { exceptionsOf, neighboursOf, type Occurrence } from './occurrences.ts';

/** Properties that an exception takes from its series unless it was given its own. */
const FOLLOWED: readonly (keyof ItemProperties)[] = [
  'subject',
  'body',
  'importance',
  'sensitivity',
  'showAs',
  'categories',
  'isAllDay',
  'isReminderOn',
  'reminderMinutesBeforeStart',
  'responseRequested',
  'allowNewTimeProposals',
  'hideAttendees',
  'isOnlineMeeting',
  'onlineMeetingProvider',
  'joinUrl',
  'locations',
  'responseStatus',
];

/** The exception that an occurrence becomes; it keeps the occurrence's id, and is in the mailbox once it is saved. */
export function exceptionFor(world: World, { master, start, end }: Occurrence): Item {
  const copy = copyItem(master);
  return {
    ...copy,
    id: occurrenceIdOf(master.id, start),
    restId: occurrenceIdOf(master.restId, start),
    type: 'exception',
    seriesMasterId: master.id,
    originalStart: start,
    start,
    end,
    recurrence: null,
    cancelledDates: [],
    properties: { ...copy.properties, transactionId: null },
    extendedProperties: [],
    multiValueProperties: [],
    extensions: [],
    attachments: [],
    created: world.clock.now(),
    version: 0,
    ownFields: [],
    reminder: { snoozedUntil: null, isDismissed: false },
  };
}

/** The names of what an exception says differently from its series. */
export function ownFieldsOf(exception: Item, master: Item): string[] {
  const { properties } = exception;
  const own: string[] = FOLLOWED.filter((name) => !isSame(properties[name], master.properties[name]));
  if (!isSame(invitees(properties.attendees), invitees(master.properties.attendees))) own.push('attendees');
  const { originalStart, start, end, zone } = exception;
  const length = master.start.until(master.end);
  if (zone !== master.zone || !originalStart?.equals(start)) own.push('start', 'end');
  else if (!originalStart.add(length).equals(end)) own.push('end');
  return own;
}

/** Takes over what the series says now, save for what the exception was given itself. Answers stay with their givers. */
export function followMaster(exception: Item, master: Item): void {
  const { properties, ownFields } = exception;
  const originalStart = exception.originalStart?.withPlainTime(master.start.toPlainTime());
  if (properties.isCancelled || !originalStart) return;
  exception.originalStart = originalStart;
  const followed = FOLLOWED.filter((name) => !ownFields.includes(name));
  const fresh = structuredClone(master.properties);
  Object.assign(properties, Object.fromEntries(followed.map((name) => [name, fresh[name]])));
  const answers = new Map(
    properties.attendees.map((attendee) => [attendee.emailAddress.address.toLowerCase(), attendee]),
  );
  if (!ownFields.includes('attendees')) {
    properties.attendees = fresh.attendees.map((attendee) => ({
      ...attendee,
      status: answers.get(attendee.emailAddress.address.toLowerCase())?.status ?? attendee.status,
    }));
  }
  if (!ownFields.includes('start'))
    Object.assign(exception, { start: originalStart, zone: master.zone, zoneName: master.zoneName });
  if (!ownFields.includes('end')) exception.end = exception.start.add(master.start.until(master.end));
  exception.organizer = master.organizer;
}

/**
 * Refuses an occurrence that would come to or beyond the day of a neighbour, where that stands now (event-update).
 * @throws GraphRefusal ErrorOccurrenceCrossingBoundary
 */
export function checkBoundary(mailbox: Mailbox, master: Item, exception: Item): void {
  if (!exception.originalStart) return;
  const { before, after } = neighboursOf(mailbox, master, exception.originalStart);
  const inSeriesZone = (time: Temporal.PlainDateTime) =>
    time.toZonedDateTime(exception.zone).withTimeZone(master.zone).toPlainDateTime();
  const start = inSeriesZone(exception.start);
  const end = inSeriesZone(exception.end);
  const day = start.toPlainDate();
  const crosses =
    (before && (Temporal.PlainDate.compare(day, before.start.toPlainDate()) <= 0 || isBefore(start, before.end))) ||
    (after && (Temporal.PlainDate.compare(day, after.start.toPlainDate()) >= 0 || isBefore(after.start, end)));
  if (!crosses) return;
  throw new GraphRefusal(
    400,
    'ErrorOccurrenceCrossingBoundary',
    'Modified occurrence is crossing or overlapping adjacent occurrence.',
  );
}

/** Leaves a date out, and drops the exception that stood on it: a change of the master; nothing goes to Deleted Items. */
export function cancelOccurrence(world: World, mailbox: Mailbox, master: Item, date: string): void {
  const exception = mailbox.items.get(mailbox.exceptions.get(master.id)?.get(date) ?? '');
  if (exception) purgeItem(world, mailbox, exception);
  if (!master.cancelledDates.includes(date)) master.cancelledDates = [...master.cancelledDates, date].toSorted();
  saveItem(world, mailbox, master);
}

/** Forgets exceptions and cancelled dates: what another pattern does to a series. The caller saves the master. */
export function dropExceptions(world: World, mailbox: Mailbox, master: Item): void {
  for (const exception of exceptionsOf(mailbox, master)) purgeItem(world, mailbox, exception);
  master.cancelledDates = [];
}

function invitees(attendees: readonly StoredAttendee[]): string[] {
  return attendees.map(({ type, emailAddress }) => `${type} ${emailAddress.address.toLowerCase()}`).toSorted();
}

function isBefore(one: Temporal.PlainDateTime, other: Temporal.PlainDateTime): boolean {
  return Temporal.PlainDateTime.compare(one, other) < 0;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
