// Which mailbox and which calendar a path means: one's own, one that somebody shares, or somebody else's by name.
import type { User } from '../../../core/world.ts';
import type { GraphCall } from '../../operation.ts';
import { accessDenied, itemNotFound } from '../../refusals.ts';
import { mayAddressOthers } from '../../shared-paths.ts';
import { findByAnyId, parseOccurrenceId } from '../events/ids.ts';
import { type Item, type Mailbox, mailboxOf } from '../state.ts';
import { asSeenBy, behind, mayOpen, mayWrite, type ReaderRole, roleOn } from './sharing.ts';
import type { StoredCalendar } from './stored-calendar.ts';

/** Where the events of a calendar may be addressed; the first two mean the default calendar. */
export const CALENDAR_PATHS = [
  '/{mailbox}',
  '/{mailbox}/calendar',
  '/{mailbox}/calendars/{calendar}',
  '/{mailbox}/calendarGroup/calendars/{calendar}',
  '/{mailbox}/calendarGroups/{group}/calendars/{calendar}',
] as const;

/** A calendar as a caller reaches it. */
interface Reached {
  /** Whose items the calendar holds. */
  mailbox: Mailbox;
  calendar: StoredCalendar;
  role: ReaderRole;
}

/**
 * The mailbox that holds what a path names. Of a shared calendar it shows only that calendar's events, and those only
 * as far as the caller's role goes.
 * @throws GraphRefusal 403 for a calendar that isn't shared with the caller, or for a write that his role doesn't allow.
 */
export function readMailbox(call: GraphCall): Mailbox {
  const mailbox = addressedMailbox(call);
  const reached = reachShared(call, mailbox);
  if (!reached) return mailbox;
  if (call.request.method !== 'GET') {
    if (!mayWrite(reached.role)) throw accessDenied();
    checkEvent(call, reached);
    return reached.mailbox;
  }
  const items = [...reached.mailbox.items].filter(([, item]) => item.calendarId === reached.calendar.id);
  return {
    ...reached.mailbox,
    items: new Map(items.map(([id, item]): [string, Item] => [id, asSeenBy(reached.role, item)])),
  };
}

/** The mailbox that the path begins with, whoever owns the calendar that it goes on to. */
export function addressedMailbox(call: GraphCall): Mailbox {
  if (!call.owner) throw new TypeError('Calendar paths name a mailbox.');
  return mailboxOf(call.world, call.owner);
}

/** The calendar that a path names, or the default one; of a shared calendar, the owner's. @throws GraphRefusal 404 */
export function calendarOf(call: GraphCall, mailbox: Mailbox): StoredCalendar {
  const addressed = addressedMailbox(call);
  const { calendar: id, group } = call.parameters;
  if (group !== undefined && !addressed.calendarGroups.some((candidate) => candidate.id === group))
    throw itemNotFound();
  const shared = addressed.sharedCalendars.find((candidate) => candidate.id === id);
  const own = addressed.calendars.find((candidate) => (id === undefined ? candidate.isDefault : candidate.id === id));
  const calendar = shared ? mailbox.calendars.find((candidate) => candidate.id === shared.calendarId) : own;
  const isElsewhere = group !== undefined && (shared ?? own)?.groupId !== group;
  if (!calendar || isElsewhere) throw itemNotFound();
  return calendar;
}

/** The shared calendar that a call is about; null for what is the caller's own. */
function reachShared(call: GraphCall, mailbox: Mailbox): Reached | null {
  const { calendar: id, event } = call.parameters;
  const entry = mailbox.sharedCalendars.find((candidate) => candidate.id === id) ?? entryOfEvent(call, mailbox, event);
  if (entry) {
    const found = behind(call.world, entry);
    if (!found) throw itemNotFound();
    const role = roleOn(found.calendar, found.owner.owner, mailbox.owner);
    return { mailbox: found.owner, calendar: found.calendar, role };
  }
  return call.caller === null || call.caller.id === mailbox.owner.id ? null : reachByName(call, mailbox, call.caller);
}

/** `/users/{somebody}/calendar…`: only what he shares with the caller in person, or with everybody in detail. */
function reachByName(call: GraphCall, mailbox: Mailbox, caller: User): Reached {
  if (!mayAddressOthers(call.request.url.pathname, call.token)) throw accessDenied();
  const calendar = calendarOf(call, mailbox);
  const role = roleOn(calendar, mailbox.owner, caller);
  if (!mayOpen(role)) throw accessDenied();
  const reached = { mailbox, calendar, role };
  checkEvent(call, reached);
  return reached;
}

/** An event of a shared calendar answers under `/me/events/{id}` as well (inferred). */
function entryOfEvent(call: GraphCall, mailbox: Mailbox, id: string | undefined) {
  if (id === undefined || call.parameters.calendar !== undefined || itemOf(mailbox, id)) return undefined;
  return mailbox.sharedCalendars.find((entry) => {
    const found = behind(call.world, entry);
    return found && itemOf(found.owner, id)?.calendarId === entry.calendarId;
  });
}

/** No event of another calendar is reached through a shared one. */
function checkEvent(call: GraphCall, { mailbox, calendar }: Reached): void {
  const { event } = call.parameters;
  if (event !== undefined && itemOf(mailbox, event)?.calendarId !== calendar.id) throw itemNotFound();
}

function itemOf(mailbox: Mailbox, id: string): Item | undefined {
  return findByAnyId(mailbox, id) ?? findByAnyId(mailbox, parseOccurrenceId(id)?.masterId ?? '');
}
