// What a POST or PATCH may say, checked as Outlook checks it, and put into an item.
import { GraphRefusal } from '../../operation.ts';
import { applyRecurrence, reanchor } from '../series/recurrence-input.ts';
import type { Item, ItemProperties } from '../state.ts';
import { sanitize, wrapHtml } from './body.ts';
import {
  BODY_TYPES,
  EVENT_TYPE,
  type EventBody,
  FREE_BUSY_STATUSES,
  IMPORTANCES,
  PROPERTIES,
  SENSITIVITIES,
} from './event-schema.ts';
import { applyOnlineMeeting } from './online-meeting.ts';
import { readAttendees } from './read-attendees.ts';
import { applyHidden } from './read-hidden.ts';
import { readPlaces } from './read-places.ts';
import { applyTimes } from './read-times.ts';
import {
  invalidProperty,
  readArray,
  readBoolean,
  readFields,
  readInteger,
  readString,
  readText,
  readWord,
} from './read-values.ts';

/** Exchange's limits for what it stores of an item (inferred: none is documented for events). */
const SUBJECT_LENGTH_MAX = 255;
const CATEGORIES_MAX = 100;
const REMINDER_MINUTES_MAX = 2_629_800;
/** Graph takes no request larger than this. */
const BODY_LENGTH_MAX = 4 * 1024 * 1024;

/** @throws GraphRefusal for what is no object, or names what an event doesn't have. */
export function readBody(value: unknown): EventBody {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new GraphRefusal(400, 'BadRequest', 'Empty Payload. JSON content expected.');
  return readFields(value, EVENT_TYPE, PROPERTIES);
}

/** Applies what is there. A refusal may leave the item half changed: give it a copy. @throws GraphRefusal */
export function applyBody(item: Item, body: EventBody): void {
  const before = { start: item.start, zone: item.zone };
  applyTimes(item, body);
  applyTexts(item.properties, body);
  item.properties.locations = readPlaces(body) ?? item.properties.locations;
  applyFlags(item.properties, body);
  applyOnlineMeeting(item, body);
  if (body.attendees !== undefined) item.properties.attendees = readAttendees(body.attendees, item);
  if (body.recurrence !== undefined) applyRecurrence(item, body.recurrence);
  else if (!item.start.equals(before.start) || item.zone !== before.zone) reanchor(item);
  applyHidden(item, body);
}

function applyTexts(properties: ItemProperties, body: EventBody): void {
  if (body.subject !== undefined) {
    properties.subject = readText(body.subject);
    if ((properties.subject?.length ?? 0) > SUBJECT_LENGTH_MAX) throw invalidProperty();
  }
  if (body.body !== undefined) properties.body = { contentType: 'html', content: readContent(body.body) };
}

/** HTML always: plain text is turned into it, and everything is put into Outlook's frame. */
function readContent(value: unknown): string {
  if (value === null) return '';
  const sent = readFields(value, 'microsoft.graph.itemBody', ['contentType', 'content']);
  const isText = readWord(sent.contentType ?? 'text', BODY_TYPES) === 'text';
  const content = sent.content === undefined ? '' : (readText(sent.content) ?? '');
  if (content.length > BODY_LENGTH_MAX)
    throw new GraphRefusal(413, 'ErrorMessageSizeExceeded', 'The message exceeds the maximum supported size.');
  return content === '' ? '' : wrapHtml(sanitize(content, isText));
}

function applyFlags(properties: ItemProperties, body: EventBody): void {
  const flags = ['isReminderOn', 'responseRequested', 'allowNewTimeProposals', 'hideAttendees', 'isDraft'] as const;
  for (const flag of flags) {
    const value = body[flag];
    if (value !== undefined && value !== null) properties[flag] = readBoolean(value);
  }
  if (body.importance !== undefined) properties.importance = readWord(body.importance, IMPORTANCES);
  if (body.sensitivity !== undefined) properties.sensitivity = readWord(body.sensitivity, SENSITIVITIES);
  if (body.showAs !== undefined) properties.showAs = readWord(body.showAs, FREE_BUSY_STATUSES);
  if (body.categories !== undefined) properties.categories = readCategories(body.categories);
  if (body.reminderMinutesBeforeStart !== undefined) properties.reminderMinutesBeforeStart = readMinutes(body);
  // Set once, by whoever made the event.
  if (body.transactionId !== undefined && properties.transactionId === null)
    properties.transactionId = readText(body.transactionId);
}

function readCategories(value: unknown): string[] {
  if (value === null) return [];
  const categories = [...new Set(readArray(value).map(readString))];
  if (
    categories.length > CATEGORIES_MAX ||
    categories.some((name) => name.trim() === '' || name.length > SUBJECT_LENGTH_MAX)
  )
    throw invalidProperty();
  return categories;
}

function readMinutes({ reminderMinutesBeforeStart }: EventBody): number {
  const minutes = readInteger(reminderMinutesBeforeStart);
  if (minutes < 0 || minutes > REMINDER_MINUTES_MAX) throw invalidProperty();
  return minutes;
}
