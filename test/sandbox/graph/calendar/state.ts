// The calendars of a world: items per mailbox, copies of one meeting joined by a global id, and an append-only change log.
import type { Temporal } from 'temporal-polyfill';
import type { DateTimeTimeZone } from '../../../../graph/models/date-time.ts';
import type { PatternedRecurrence } from '../../../../graph/models/recurrence.ts';
import type { User, World } from '../../core/world.ts';
import {
  MY_CALENDARS,
  type NewKeys,
  newCalendar,
  newGroup,
  type SharedCalendar,
  type StoredCalendar,
  type StoredCalendarGroup,
} from './calendars/stored-calendar.ts';
import { createIdSource, type IdSource, newFolderId } from './entry-ids.ts';

/** A GUID and a number of six bytes. */
const CHANGE_KEY_BYTES = 22;

/** An item as stored: a single event, a series master, or an exception of a series. */
export interface Item {
  /** The immutable id: the key of `Mailbox.items`. */
  id: string;
  /** The default id: another one after every move to another folder. */
  restId: string;
  calendarId: string;
  /** Joins the copies of one meeting; the iCalUId is made from it. */
  globalId: string;
  type: 'singleInstance' | 'seriesMaster' | 'exception';
  seriesMasterId: string | null;
  /** Of an exception, or of a single occurrence that somebody was invited to: the wall-clock start that the pattern gave it. */
  originalStart: Temporal.PlainDateTime | null;
  start: Temporal.PlainDateTime;
  end: Temporal.PlainDateTime;
  /** IANA name. */
  zone: string;
  /** The name that the start's zone was sent with, as a Windows name. */
  zoneName: string;
  endZoneName: string;
  recurrence: PatternedRecurrence | null;
  /** Dates of occurrences that were deleted, `YYYY-MM-DD`. */
  cancelledDates: string[];
  isOrganizer: boolean;
  organizer: { name: string; address: string };
  /** The plain properties, in Graph's names and shapes. */
  properties: ItemProperties;
  extendedProperties: { id: string; value: string }[];
  multiValueProperties: { id: string; value: string[] }[];
  /** Open extensions, by name. */
  extensions: StoredExtension[];
  attachments: StoredAttachment[];
  created: Temporal.Instant;
  modified: Temporal.Instant;
  /** The mailbox's change number at the last write; the change key is made from it. */
  version: number;
  /** In Deleted Items. */
  isDeleted: boolean;
  /** Names of properties that an exception, or a guest's copy, was given on its own: they don't follow the series or the organizer. */
  ownFields: string[];
  /** Addresses in lower case that hold an invitation to it; of an organizer's item only. */
  invited: string[];
  /** In a guest's copy: the organizer's show-as, which the guest's becomes when they accept. */
  intendedShowAs: string;
  reminder: { snoozedUntil: Temporal.Instant | null; isDismissed: boolean };
}

/** An open extension: its name, and the client's own data. */
export interface StoredExtension {
  name: string;
  data: Record<string, unknown>;
}

export interface StoredAttachment {
  id: string;
  kind: 'fileAttachment' | 'itemAttachment' | 'referenceAttachment';
  name: string;
  contentType: string | null;
  isInline: boolean;
  contentId: string | null;
  contentLocation: string | null;
  /** Of a file: its bytes in base64. */
  contentBytes: string;
  /** Of an attached item: the item as an answer shows it. */
  item: Record<string, unknown> | null;
  /** In bytes, with what the message store adds. */
  size: number;
  modified: Temporal.Instant;
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
  proposedNewTime?: { start: DateTimeTimeZone; end: DateTimeTimeZone };
}

/** One change of an item; a series changes as a whole, so its exceptions never stand here. */
export interface LogEntry {
  itemId: string;
  /** The default id that clients knew the item by until this change. */
  restId: string;
  calendarId: string;
  /** When it was written, as epoch milliseconds. */
  at: number;
}

export interface Mailbox {
  owner: User;
  calendarGroups: StoredCalendarGroup[];
  calendars: StoredCalendar[];
  /** Calendars of other mailboxes that are shared with this one's owner. */
  sharedCalendars: SharedCalendar[];
  /** By immutable id; deleted ones stay, in Deleted Items. */
  items: Map<string, Item>;
  /** Immutable ids by current default id. */
  byRestId: Map<string, string>;
  /** Immutable ids of the copies of one meeting, by global id; exceptions stand under their master. */
  byGlobalId: Map<string, Set<string>>;
  /** Immutable ids of the exceptions of a series by original date (`YYYY-MM-DD`), by the master's immutable id. */
  exceptions: Map<string, Map<string, string>>;
  /** The last versions of each item, oldest first, the current one included. */
  versions: Map<string, Item[]>;
  /** Counts the writes. */
  changes: number;
  ids: IdSource;
  /** One entry per change of an item (of a series: of its master), oldest first; never rewritten. */
  log: LogEntry[];
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
    const ids = createIdSource(world.random.uuid(), (length) => world.random.bytes(length));
    const keys = calendarKeys(world, ids);
    const group = newGroup(keys, MY_CALENDARS);
    const calendar = newCalendar(keys, { name: 'Calendar', groupId: group.id, isDefault: true });
    mailbox = {
      owner,
      calendarGroups: [group],
      calendars: [calendar],
      sharedCalendars: [],
      items: new Map(),
      byRestId: new Map(),
      byGlobalId: new Map(),
      exceptions: new Map(),
      versions: new Map(),
      changes: 0,
      ids,
      log: [],
      transactions: new Map(),
    };
    mailboxes.set(owner.id, mailbox);
  }
  return mailbox;
}

/** The mailboxes that there are so far, in the order in which they were made; looking makes none. */
export function mailboxesOf(world: World): Mailbox[] {
  return [...(calendars.get(world)?.values() ?? [])];
}

/** Ids and change keys for calendars and their groups. */
export function calendarKeys(world: World, ids: IdSource): NewKeys {
  return {
    id: () => newFolderId(ids),
    changeKey: () => Buffer.from(world.random.bytes(CHANGE_KEY_BYTES)).toString('base64'),
  };
}

/** The mailbox behind an address, where a user of this world has it. */
export function mailboxByAddress(world: World, address: string): Mailbox | null {
  const key = address.trim().toLowerCase();
  const owner = [...world.users.values()].find((user) => user.mail.toLowerCase() === key && user.hasMailbox);
  return owner ? mailboxOf(world, owner) : null;
}

/** URL-safe and long, like the ids of Outlook. */
export function newId(world: World, prefix: string, bytes = 54): string {
  return `${prefix}${Buffer.from(world.random.bytes(bytes)).toString('base64url')}=`;
}

/** As Exchange writes it: a GUID and the change number in six bytes, in base64. */
export function changeKeyOf(item: Item): string {
  const number = Buffer.alloc(6);
  number.writeUIntBE(item.version, 0, 6);
  return Buffer.concat([Buffer.from(item.globalId.slice(-32), 'hex'), number]).toString('base64');
}
