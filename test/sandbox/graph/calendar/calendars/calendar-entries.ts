// Calendars as they hang in a mailbox, own and shared ones, and which of them a path means.
import type { User } from '../../../core/world.ts';
import type { GraphCall } from '../../operation.ts';
import { accessDenied, itemNotFound } from '../../refusals.ts';
import { findByAnyId, parseOccurrenceId } from '../events/ids.ts';
import type { Mailbox } from '../state.ts';
import { addressedMailbox } from './calendar-of.ts';
import { behind, mayOpen, type ReaderRole, roleOn } from './sharing.ts';
import { MY_CALENDARS, type SharedCalendar, type StoredCalendar, type StoredCalendarGroup } from './stored-calendar.ts';

/** A calendar in the mailbox where it is looked at. */
export interface CalendarEntry {
  mailbox: Mailbox;
  calendar: StoredCalendar;
  /** Set where the calendar is somebody else's. */
  shared: SharedCalendar | null;
  owner: User;
  role: ReaderRole;
}

/** The mailbox's own calendars, as far as the caller may open them, then the shared ones that are still there. */
export function calendarEntries(call: GraphCall, mailbox: Mailbox): CalendarEntry[] {
  const own = mailbox.calendars
    .map((calendar) => ownEntry(call, mailbox, calendar))
    .filter(({ role }) => mayOpen(role));
  const isOwn = call.caller === null || call.caller.id === mailbox.owner.id;
  return isOwn
    ? [...own, ...mailbox.sharedCalendars.flatMap((shared) => sharedEntry(call, mailbox, shared) ?? [])]
    : own;
}

function ownEntry(call: GraphCall, mailbox: Mailbox, calendar: StoredCalendar): CalendarEntry {
  return { mailbox, calendar, shared: null, owner: mailbox.owner, role: roleOn(calendar, mailbox.owner, call.caller) };
}

function sharedEntry(call: GraphCall, mailbox: Mailbox, shared: SharedCalendar): CalendarEntry | null {
  const found = behind(call.world, shared);
  if (!found) return null;
  const { owner } = found.owner;
  return { mailbox, calendar: found.calendar, shared, owner, role: roleOn(found.calendar, owner, mailbox.owner) };
}

/**
 * The calendar that a path names: by its id, by an event in it, or the default one.
 * @throws GraphRefusal 404; 403 where somebody else's is not shared with the caller
 */
export function entryOf(call: GraphCall): CalendarEntry {
  const mailbox = addressedMailbox(call);
  const group = groupOf(call, mailbox);
  const { event, calendar: id } = call.parameters;
  const entries = calendarEntries(call, mailbox).filter((entry) => !group || isIn(entry, group));
  const found = entries.find((entry) => {
    if (event !== undefined) return holds(call, entry, event);
    return id === undefined ? entry.shared === null && entry.calendar.isDefault : idIn(entry) === id;
  });
  if (found) return found;
  throw call.caller !== null && call.caller.id !== mailbox.owner.id ? accessDenied() : itemNotFound();
}

/** The id that a calendar goes by in the mailbox where it is looked at. */
export function idIn({ calendar, shared }: CalendarEntry): string {
  return (shared ?? calendar).id;
}

export function isIn({ calendar, shared }: CalendarEntry, group: StoredCalendarGroup): boolean {
  return (shared ?? calendar).groupId === group.id;
}

/** The group that a path names; undefined for paths that name none. @throws GraphRefusal 404 */
export function groupOf(call: GraphCall, mailbox: Mailbox): StoredCalendarGroup | undefined {
  const { group: id } = call.parameters;
  const isDefault = /\/calendarGroup\/calendars/i.test(call.request.url.pathname);
  if (id === undefined && !isDefault) return undefined;
  const group = mailbox.calendarGroups.find((candidate) =>
    isDefault ? candidate.classId === MY_CALENDARS.classId : candidate.id === id,
  );
  if (!group) throw itemNotFound();
  return group;
}

function holds(call: GraphCall, { mailbox, calendar, shared }: CalendarEntry, id: string): boolean {
  const items = shared ? behind(call.world, shared)?.owner : mailbox;
  if (!items) return false;
  const item = findByAnyId(items, id) ?? findByAnyId(items, parseOccurrenceId(id)?.masterId ?? '');
  return item?.calendarId === calendar.id && !item.isDeleted;
}
