// The calendars of a world: items per mailbox, copies of one meeting joined by a global id, and an append-only change log.
import type { Temporal } from 'temporal-polyfill';
import type { PatternedRecurrence } from '../../../../graph/models/recurrence.ts';
import type { User, World } from '../../core/world.ts';

/** An item as stored: a single event, a series master, or an exception of a series. */
export interface Item {
  id: string;
  calendarId: string;
  /** Joins the copies of one meeting; the iCalUId is made from it. */
  globalId: string;
  type: 'singleInstance' | 'seriesMaster' | 'exception';
  seriesMasterId: string | null;
  /** Of an exception: the wall-clock start that the pattern gave it. */
  originalStart: Temporal.PlainDateTime | null;
  start: Temporal.PlainDateTime;
  end: Temporal.PlainDateTime;
  /** IANA name. */
  zone: string;
  /** The name that the zone was sent with, as a Windows name. */
  zoneName: string;
  recurrence: PatternedRecurrence | null;
  /** Dates of occurrences that were deleted, `YYYY-MM-DD`. */
  cancelledDates: string[];
  isOrganizer: boolean;
  organizer: { name: string; address: string };
  /** The plain properties, in Graph's names and shapes. */
  properties: ItemProperties;
  extendedProperties: { id: string; value: string }[];
  created: Temporal.Instant;
  modified: Temporal.Instant;
  /** Counts the versions; the change key is made from it. */
  version: number;
  /** In Deleted Items. */
  isDeleted: boolean;
}

export interface ItemProperties {
  subject: string | null;
  body: { contentType: 'html' | 'text'; content: string };
  importance: string;
  sensitivity: string;
  showAs: string;
  categories: string[];
  isAllDay: boolean;
  isCancelled: boolean;
  isReminderOn: boolean;
  reminderMinutesBeforeStart: number;
  responseRequested: boolean;
  allowNewTimeProposals: boolean;
  hideAttendees: boolean;
  isDraft: boolean;
  isOnlineMeeting: boolean;
  onlineMeetingProvider: string;
  joinUrl: string | null;
  locations: Record<string, unknown>[];
  attendees: StoredAttendee[];
  responseStatus: { response: string; time: string };
  transactionId: string | null;
}

export interface StoredAttendee {
  type: string;
  status: { response: string; time: string };
  emailAddress: { name: string; address: string };
}

export interface StoredCalendar {
  id: string;
  name: string;
  isDefault: boolean;
  changeKey: string;
}

export interface Mailbox {
  owner: User;
  calendars: StoredCalendar[];
  /** By id; deleted ones stay, in Deleted Items. */
  items: Map<string, Item>;
  /** One entry per change of an item (of a series: of its master), oldest first; never rewritten. */
  log: { itemId: string; calendarId: string }[];
  /** Ids of answered transactions, with the item that each made. */
  transactions: Map<string, string>;
}

const calendars = new WeakMap<World, Map<string, Mailbox>>();

/** A user's mailbox; made, with its default calendar, when it is first asked for. */
export function mailboxOf(world: World, owner: User): Mailbox {
  const mailboxes = calendars.get(world) ?? new Map<string, Mailbox>();
  calendars.set(world, mailboxes);
  let mailbox = mailboxes.get(owner.id);
  if (!mailbox) {
    const calendar = {
      id: newId(world, 'AAMkCal'),
      name: 'Calendar',
      isDefault: true,
      changeKey: newId(world, 'ck', 12),
    };
    mailbox = { owner, calendars: [calendar], items: new Map(), log: [], transactions: new Map() };
    mailboxes.set(owner.id, mailbox);
  }
  return mailbox;
}

/** The mailbox behind an address, where a user of this world has it. */
export function mailboxByAddress(world: World, address: string): Mailbox | null {
  const key = address.trim().toLowerCase();
  const owner = [...world.users.values()].find((user) => user.mail.toLowerCase() === key && user.hasMailbox);
  return owner ? mailboxOf(world, owner) : null;
}

/** Stores a new version of an item and writes the log. */
export function saveItem(world: World, mailbox: Mailbox, item: Item): void {
  item.version += 1;
  item.modified = world.clock.now();
  mailbox.items.set(item.id, item);
  mailbox.log.push({ itemId: item.seriesMasterId ?? item.id, calendarId: item.calendarId });
}

/** URL-safe and long, like the ids of Outlook. */
export function newId(world: World, prefix: string, bytes = 54): string {
  return `${prefix}${Buffer.from(world.random.bytes(bytes)).toString('base64url')}=`;
}

export function changeKeyOf(item: Item): string {
  return Buffer.from(`${item.globalId.slice(0, 12)}.${item.version}`).toString('base64url');
}

/** The first 16 bytes of every GlobalObjectId (MS-OXOCAL), in hex. */
const GLOBAL_OBJECT_ID_PREFIX = '040000008200E00074C5B7101A82E008';

/** The iCalUId of an item: the instance's date stands in it for an exception, zeros otherwise. */
export function iCalUIdOf(globalId: string, date: Temporal.PlainDateTime | null): string {
  const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
  const digits = date ? hex(date.year, 4) + hex(date.month, 2) + hex(date.day, 2) : '00000000';
  return `${GLOBAL_OBJECT_ID_PREFIX}${digits}${globalId}`;
}
