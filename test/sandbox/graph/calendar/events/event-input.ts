// What a POST or PATCH may say, checked as Outlook checks it, and put into an item.
import { Temporal } from 'temporal-polyfill';
import { GraphRefusal } from '../../operation.ts';
import { readRecurrence } from '../series/recurrence-input.ts';
import type { Item, ItemProperties, StoredAttendee } from '../state.ts';
import { sanitize, wrapHtml } from './body.ts';
import {
  ATTENDEE_TYPES_LOWER,
  CATEGORIES,
  FREE_BUSY,
  IGNORED_PROPERTIES,
  IMPORTANCE,
  SENSITIVITY,
  WRITABLE_PROPERTIES,
} from './event-schema.ts';
import { readZone } from './zones.ts';

export type EventBody = Readonly<Record<string, unknown>>;

/** Where a time never happened. */
export const NEVER = '0001-01-01T00:00:00Z';
const ATTENDEES_MAX = 500;
const HOURS_A_DAY = 24;

/** Outlook's one message for every bad property; it never says which. */
export function invalidProperty(): GraphRefusal {
  return new GraphRefusal(400, 'ErrorPropertyValidationFailure', 'At least one property failed validation.');
}

/** Checks names, then applies what is there. @throws GraphRefusal */
export function applyBody(item: Item, body: EventBody): void {
  for (const name of Object.keys(body)) {
    if (name.startsWith('@odata.') || WRITABLE_PROPERTIES.has(name) || IGNORED_PROPERTIES.has(name)) continue;
    throw new GraphRefusal(
      400,
      'RequestBodyRead',
      `The property '${name}' does not exist on type 'microsoft.graph.event'. Make sure to only use property names that are defined by the type.`,
    );
  }
  applyTimes(item, body);
  applyTexts(item.properties, body);
  applyPlaces(item.properties, body);
  applyFlags(item.properties, body);
  if (body.attendees !== undefined) item.properties.attendees = readAttendees(body.attendees, item);
  if (body.recurrence !== undefined) applyRecurrence(item, body.recurrence);
  if (body.singleValueExtendedProperties !== undefined)
    applyExtendedProperties(item, body.singleValueExtendedProperties);
}

function applyTimes(item: Item, body: EventBody): void {
  const isAllDay = body.isAllDay === undefined ? item.properties.isAllDay : body.isAllDay === true;
  if (isAllDay !== item.properties.isAllDay && (body.start === undefined || body.end === undefined))
    throw invalidProperty();
  if (body.start !== undefined) {
    const { time, zone } = readTime(body.start);
    Object.assign(item, { start: time, zone: zone.iana, zoneName: zone.windows });
  }
  if (body.end !== undefined) {
    const { time, zone } = readTime(body.end);
    item.end = time.toZonedDateTime(zone.iana).withTimeZone(item.zone).toPlainDateTime();
    if (isAllDay) item.end = time;
  }
  item.properties.isAllDay = isAllDay;
  if (Temporal.PlainDateTime.compare(item.start, item.end) > 0) throw invalidProperty();
  if (isAllDay) checkAllDay(item);
}

function readTime(value: unknown): { time: Temporal.PlainDateTime; zone: { iana: string; windows: string } } {
  const { dateTime, timeZone } = (value ?? {}) as { dateTime?: unknown; timeZone?: unknown };
  const zone = readZone(timeZone ?? 'UTC');
  if (typeof dateTime !== 'string') throw invalidProperty();
  try {
    // An offset inside is converted to the zone first, as the service does.
    const hasOffset = /(?:Z|[+-]\d{2}:\d{2})$/.test(dateTime);
    const time = hasOffset
      ? Temporal.Instant.from(dateTime).toZonedDateTimeISO(zone.iana).toPlainDateTime()
      : Temporal.PlainDateTime.from(dateTime);
    return { time, zone };
  } catch {
    throw invalidProperty();
  }
}

function checkAllDay({ start, end }: Item): void {
  const isMidnight = (time: Temporal.PlainDateTime) => time.toPlainTime().equals(Temporal.PlainTime.from('00:00'));
  if (!isMidnight(start) || !isMidnight(end)) {
    throw new GraphRefusal(
      400,
      'ErrorPropertyValidationFailure',
      'The Event.Start property for an all-day event needs to be set to midnight.',
    );
  }
  if (start.until(end).total({ unit: 'hours', relativeTo: start }) < HOURS_A_DAY) {
    throw new GraphRefusal(
      400,
      'ErrorPropertyValidationFailure',
      'The duration of an event marked as All day must be at least 24 hours.',
    );
  }
}

function applyTexts(properties: ItemProperties, body: EventBody): void {
  if (body.subject !== undefined) properties.subject = body.subject === null ? null : readString(body.subject);
  if (body.body !== undefined) {
    const { contentType, content } = (body.body ?? {}) as { contentType?: unknown; content?: unknown };
    if (typeof content !== 'string') throw invalidProperty();
    properties.body = {
      contentType: 'html',
      content: wrapHtml(sanitize(content, String(contentType).toLowerCase() === 'text')),
    };
  }
}

/** `location` replaces `locations` and the other way round: they mirror each other. */
function applyPlaces(properties: ItemProperties, body: EventBody): void {
  const places = body.locations ?? (body.location === undefined ? undefined : [body.location]);
  if (places === undefined) return;
  if (!Array.isArray(places)) throw invalidProperty();
  const named = (places as ({ displayName?: string } | null)[]).filter((place) => place?.displayName);
  properties.locations = named.map((place) => ({
    locationType: 'default',
    uniqueId: place?.displayName,
    uniqueIdType: 'private',
    ...place,
  }));
}

function applyFlags(properties: ItemProperties, body: EventBody): void {
  const flags = ['isReminderOn', 'responseRequested', 'allowNewTimeProposals', 'hideAttendees', 'isDraft'] as const;
  for (const flag of flags) {
    const value = body[flag];
    if (value !== undefined) properties[flag] = readBoolean(value);
  }
  if (body.importance !== undefined) properties.importance = readWord(body.importance, IMPORTANCE);
  if (body.sensitivity !== undefined) properties.sensitivity = readWord(body.sensitivity, SENSITIVITY);
  if (body.showAs !== undefined) properties.showAs = readWord(body.showAs, FREE_BUSY);
  if (body.categories !== undefined) properties.categories = readStrings(body.categories, CATEGORIES);
  if (body.reminderMinutesBeforeStart !== undefined)
    properties.reminderMinutesBeforeStart = readMinutes(body.reminderMinutesBeforeStart);
  if (body.transactionId !== undefined && properties.transactionId === null)
    properties.transactionId = readString(body.transactionId);
  applyOnlineMeeting(properties, body);
}

/** Once online, a meeting stays online with its provider. */
function applyOnlineMeeting(properties: ItemProperties, body: EventBody): void {
  if (body.isOnlineMeeting !== true || properties.isOnlineMeeting) return;
  properties.isOnlineMeeting = true;
  const provider = body.onlineMeetingProvider;
  properties.onlineMeetingProvider =
    typeof provider === 'string' && provider !== 'unknown' ? provider : 'teamsForBusiness';
}

function readAttendees(value: unknown, item: Item): StoredAttendee[] {
  if (!Array.isArray(value) || value.length > ATTENDEES_MAX) throw invalidProperty();
  const known = new Map(
    item.properties.attendees.map((attendee) => [attendee.emailAddress.address.toLowerCase(), attendee]),
  );
  return (value as unknown[]).map((entry) => {
    const { emailAddress, type } = (entry ?? {}) as {
      emailAddress?: { address?: unknown; name?: unknown };
      type?: unknown;
    };
    const address = emailAddress?.address;
    if (typeof address !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(address)) throw invalidProperty();
    const before = known.get(address.toLowerCase());
    const name = typeof emailAddress?.name === 'string' && emailAddress.name !== '' ? emailAddress.name : address;
    return {
      type: readWord(type ?? 'required', ATTENDEE_TYPES_LOWER),
      status: before?.status ?? { response: 'none', time: NEVER },
      emailAddress: { name, address },
    };
  });
}

function applyRecurrence(item: Item, value: unknown): void {
  if (item.type === 'exception')
    throw new GraphRefusal(400, 'ErrorInvalidRequest', 'An occurrence can’t have a recurrence of its own.');
  if (value === null) {
    Object.assign(item, { recurrence: null, type: 'singleInstance', cancelledDates: [] });
    return;
  }
  Object.assign(item, { recurrence: readRecurrence(value, item), type: 'seriesMaster' });
}

function applyExtendedProperties(item: Item, value: unknown): void {
  if (!Array.isArray(value)) throw invalidProperty();
  for (const entry of value as { id?: unknown; value?: unknown }[]) {
    if (typeof entry.id !== 'string' || typeof entry.value !== 'string') throw invalidProperty();
    const { id, value: text } = { id: entry.id, value: entry.value };
    item.extendedProperties = [
      ...item.extendedProperties.filter((property) => property.id !== id),
      { id, value: text },
    ];
  }
}

function readWord(value: unknown, words: ReadonlyMap<string, string>): string {
  const word = typeof value === 'string' ? words.get(value.toLowerCase()) : undefined;
  if (word === undefined)
    throw new GraphRefusal(400, 'RequestBodyRead', `Requested value '${String(value)}' was not found.`);
  return word;
}

function readString(value: unknown): string {
  if (typeof value !== 'string')
    throw new GraphRefusal(400, 'RequestBodyRead', "Cannot read the value as the expected type 'Edm.String'.");
  return value;
}

function readBoolean(value: unknown): boolean {
  if (typeof value !== 'boolean')
    throw new GraphRefusal(
      400,
      'RequestBodyRead',
      `Cannot convert the literal '${String(value)}' to the expected type 'Edm.Boolean'.`,
    );
  return value;
}

function readMinutes(value: unknown): number {
  if (!Number.isSafeInteger(value))
    throw new GraphRefusal(
      400,
      'RequestBodyRead',
      `Cannot convert the literal '${String(value)}' to the expected type 'Edm.Int32'.`,
    );
  return value as number;
}

function readStrings(value: unknown, most: number): string[] {
  if (!Array.isArray(value) || value.length > most || !value.every((entry) => typeof entry === 'string'))
    throw invalidProperty();
  return value;
}
