// Shared calendars: who holds which role on a calendar, and what a role lets its holder see and do.
import type { User, World } from '../../../core/world.ts';
import { calendarKeys, type Item, type Mailbox, mailboxOf } from '../state.ts';
import {
  type CalendarRole,
  newGroup,
  OTHER_CALENDARS,
  type SharedCalendar,
  type StoredCalendar,
  type StoredPermission,
} from './stored-calendar.ts';

/** What a reader of somebody's calendar is to it; the owner sees and does everything. */
export type ReaderRole = CalendarRole | 'owner';

const WRITERS: readonly ReaderRole[] = [
  'owner',
  'write',
  'delegateWithoutPrivateEventAccess',
  'delegateWithPrivateEventAccess',
];
const PRIVATE_READERS: readonly ReaderRole[] = ['owner', 'delegateWithPrivateEventAccess'];
const DETAIL_READERS: readonly ReaderRole[] = [...WRITERS, 'read', 'custom'];
const TITLE_READERS: readonly ReaderRole[] = [...DETAIL_READERS, 'limitedRead'];

export const mayWrite = (role: ReaderRole): boolean => WRITERS.includes(role);
export const maySeePrivate = (role: ReaderRole): boolean => PRIVATE_READERS.includes(role);

/** Whether a role is enough to address a calendar in its owner's mailbox (outlook-get-shared-events-calendars). */
export const mayOpen = (role: ReaderRole): boolean => TITLE_READERS.includes(role);

/** Whether a role shows the title and place of an event. */
export function maySeeTitle(role: ReaderRole, item: Item): boolean {
  return isPrivate(item) ? maySeePrivate(role) : TITLE_READERS.includes(role);
}

export function isPrivate({ properties }: Item): boolean {
  return properties.sensitivity === 'private';
}

/** The role that somebody holds on a calendar: in person, or else as one of the owner's organization. */
export function roleOn(calendar: StoredCalendar, owner: User, reader: User | null): ReaderRole {
  if (reader === null || reader.id === owner.id) return 'owner';
  const own = permissionFor(calendar, reader);
  if (own) return own.role;
  const organization = calendar.permissions.find(({ address }) => address === null);
  return reader.tenantId === owner.tenantId ? (organization?.role ?? 'none') : 'none';
}

export function permissionFor(calendar: StoredCalendar, reader: User): StoredPermission | undefined {
  const address = reader.mail.toLowerCase();
  return calendar.permissions.find((permission) => permission.address?.toLowerCase() === address);
}

/** Hangs a calendar into the mailbox of somebody who was given a role on it, among the other calendars. */
export function shareInto(world: World, reader: User, shared: { owner: Mailbox; calendar: StoredCalendar }): void {
  const { owner, calendar } = shared;
  const mailbox = mailboxOf(world, reader);
  if (sharedEntry(mailbox, owner.owner, calendar)) return;
  const keys = calendarKeys(world, mailbox.ids);
  let group = mailbox.calendarGroups.find(({ classId }) => classId === OTHER_CALENDARS.classId);
  if (!group) {
    group = newGroup(keys, OTHER_CALENDARS);
    mailbox.calendarGroups.push(group);
  }
  mailbox.sharedCalendars.push({
    id: keys.id(),
    // Outlook names a shared default calendar after its owner (outlook-share-or-delegate-calendar).
    name: calendar.isDefault ? owner.owner.displayName : calendar.name,
    groupId: group.id,
    color: 'auto',
    hexColor: '',
    changeKey: keys.changeKey(),
    ownerId: owner.owner.id,
    calendarId: calendar.id,
  });
}

/** Takes a calendar out of the mailbox of somebody who lost his role, or of everybody when it is gone. */
export function unshare(world: World, calendar: StoredCalendar, reader?: User): void {
  const readers = reader ? [reader] : [...world.users.values()].filter((user) => user.hasMailbox);
  for (const user of readers) {
    const mailbox = mailboxOf(world, user);
    mailbox.sharedCalendars = mailbox.sharedCalendars.filter(({ calendarId }) => calendarId !== calendar.id);
  }
}

function sharedEntry(mailbox: Mailbox, owner: User, calendar: StoredCalendar): SharedCalendar | undefined {
  return mailbox.sharedCalendars.find(({ ownerId, calendarId }) => ownerId === owner.id && calendarId === calendar.id);
}

/** The mailbox and the calendar behind a shared one; null where its owner's side is gone. */
export function behind(world: World, shared: SharedCalendar): { owner: Mailbox; calendar: StoredCalendar } | null {
  const user = world.users.get(shared.ownerId);
  const owner = user && mailboxOf(world, user);
  const calendar = owner?.calendars.find(({ id }) => id === shared.calendarId);
  return owner && calendar ? { owner, calendar } : null;
}

/** An event as a role sees it: whole, as title and place, or as a block of time. */
export function asSeenBy(role: ReaderRole, item: Item): Item {
  if (DETAIL_READERS.includes(role) && (!isPrivate(item) || maySeePrivate(role))) return item;
  const shown = maySeeTitle(role, item);
  return {
    ...item,
    properties: {
      ...item.properties,
      subject: shown ? item.properties.subject : blockTitle(item),
      locations: shown ? item.properties.locations : [],
      body: { contentType: 'html', content: '' },
      categories: [],
      attendees: [],
      joinUrl: null,
      transactionId: null,
    },
    extendedProperties: [],
    multiValueProperties: [],
    extensions: [],
    attachments: [],
  };
}

/** What Outlook calls an event that it may not name (inferred). */
function blockTitle(item: Item): string {
  if (isPrivate(item)) return 'Private Appointment';
  return { free: 'Free', tentative: 'Tentative', oof: 'Away' }[item.properties.showAs] ?? 'Busy';
}
