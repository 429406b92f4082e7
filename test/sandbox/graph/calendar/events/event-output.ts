// Items and occurrences as Graph answers them: every v1.0 property, Microsoft's formats.
import type { Temporal } from 'temporal-polyfill';
import { CONSUMER_TENANT_ID } from '../../../core/worlds.ts';
import type { Preferences } from '../../odata/prefer.ts';
import type { Output } from '../../odata/shape.ts';
import { iCalUIdOf } from '../global-ids.ts';
import type { Occurrence } from '../series/occurrences.ts';
import { changeKeyOf, type Item, type Mailbox } from '../state.ts';
import { plainText } from './body-text.ts';
import { idOf, occurrenceIdOf } from './ids.ts';
import { locationOf } from './location-output.ts';

/** `bodyPreview` holds this many characters (message resource). */
const PREVIEW_LENGTH_MAX = 255;

/** How an answer is to be written. */
export interface OutputOptions {
  preferences: Pick<Preferences, 'zone' | 'bodyAsText' | 'immutableIds'>;
  /** Beta has a few properties more; v1.0 where nothing is said. */
  version?: 'v1.0' | 'beta';
}

/** An event as it is about to be written. Of an occurrence, `item` is its series. */
interface Shown {
  mailbox: Mailbox;
  item: Item;
  type: string;
  id: string;
  seriesMasterId: string | null;
  originalStart: Temporal.PlainDateTime | null;
  start: Temporal.PlainDateTime;
  end: Temporal.PlainDateTime;
  options: OutputOptions;
}

/** Each property, in the order of an answer; undefined leaves it out. */
const PROPERTIES: Readonly<Record<string, (shown: Shown) => unknown>> = {
  id: ({ id }) => id,
  createdDateTime: ({ item }) => item.created.toString({ fractionalSecondDigits: 7 }),
  lastModifiedDateTime: ({ item }) => item.modified.toString({ fractionalSecondDigits: 7 }),
  changeKey: ({ item }) => changeKeyOf(item),
  categories: ({ item }) => item.properties.categories,
  // Returned only where an app has set it (event resource).
  transactionId: ({ item }) => item.properties.transactionId ?? undefined,
  originalStartTimeZone: ({ item }) => item.zoneName,
  originalEndTimeZone: ({ item }) => item.endZoneName,
  iCalUId: ({ item, originalStart }) => iCalUIdOf(item.globalId, originalStart),
  reminderMinutesBeforeStart: ({ item }) => item.properties.reminderMinutesBeforeStart,
  isReminderOn: ({ item }) => item.properties.isReminderOn,
  hasAttachments: ({ item }) => item.attachments.some(({ isInline }) => !isInline),
  subject: ({ item }) => item.properties.subject,
  bodyPreview: ({ item }) => plainText(item.properties.body.content).trim().slice(0, PREVIEW_LENGTH_MAX),
  importance: ({ item }) => item.properties.importance,
  sensitivity: ({ item }) => item.properties.sensitivity,
  originalStart: ({ item, originalStart }) => (originalStart ? instantText(originalStart, item.zone) : null),
  isAllDay: ({ item }) => item.properties.isAllDay,
  isCancelled: ({ item }) => item.properties.isCancelled,
  isOrganizer: ({ item }) => item.isOrganizer,
  responseRequested: ({ item }) => item.properties.responseRequested,
  seriesMasterId: ({ seriesMasterId }) => seriesMasterId,
  showAs: ({ item }) => item.properties.showAs,
  type: ({ type }) => type,
  webLink: ({ mailbox, id }) => webLink(mailbox, id),
  onlineMeetingUrl: () => null,
  isOnlineMeeting: ({ item }) => item.properties.isOnlineMeeting,
  onlineMeetingProvider: ({ item }) => item.properties.onlineMeetingProvider,
  allowNewTimeProposals: ({ item }) => item.properties.allowNewTimeProposals,
  isDraft: ({ item }) => item.properties.isDraft,
  hideAttendees: ({ item }) => item.properties.hideAttendees,
  responseStatus: ({ item }) => item.properties.responseStatus,
  body: ({ item, options }) => bodyOutput(item, options),
  start: ({ item, start, options }) => timeOutput(item, start, options),
  end: ({ item, end, options }) => timeOutput(item, end, options),
  location: ({ item }) => locationOf(item.properties.locations),
  locations: ({ item }) => item.properties.locations,
  recurrence: ({ item, type }) => (type === 'seriesMaster' ? item.recurrence : null),
  attendees: ({ item }) => item.properties.attendees,
  organizer: ({ item }) => ({ emailAddress: item.organizer }),
  onlineMeeting: ({ item }) => (item.properties.joinUrl === null ? null : { joinUrl: item.properties.joinUrl }),
};

/** Returned only where `$select` names them (event resource of beta, where they come from). */
const SELECTED_ONLY: Readonly<Record<string, (shown: Shown) => unknown>> = {
  cancelledOccurrences: ({ item, id, type }) =>
    type === 'seriesMaster' ? item.cancelledDates.map((date) => `OID.${id}.${date}`) : [],
};

const BETA_PROPERTIES: Readonly<Record<string, (shown: Shown) => unknown>> = {
  uid: ({ item }) => iCalUIdOf(item.globalId, null),
  occurrenceId: ({ seriesMasterId, originalStart }) =>
    seriesMasterId !== null && originalStart ? `OID.${seriesMasterId}.${originalStart.toPlainDate().toString()}` : null,
};

const ALWAYS = withLowerCase(PROPERTIES);
const ON_BETA = withLowerCase(BETA_PROPERTIES);
const ON_SELECT = withLowerCase(SELECTED_ONLY);

/** @param names in lower case, of the properties asked for; null: a whole event */
export function eventOutput(
  mailbox: Mailbox,
  item: Item,
  options: OutputOptions,
  names: ReadonlySet<string> | null = null,
): Output {
  const master = item.seriesMasterId === null ? undefined : mailbox.items.get(item.seriesMasterId);
  const { start, end, originalStart, type } = item;
  const seriesMasterId = master ? idOf(master, options.preferences) : null;
  const id = idOf(item, options.preferences);
  return written({ mailbox, item, type, id, seriesMasterId, originalStart, start, end, options }, names);
}

/** An occurrence, whole: what calendarView and instances answer. @param names as for `eventOutput` */
export function occurrenceOutput(
  mailbox: Mailbox,
  { master, start, end }: Occurrence,
  options: OutputOptions,
  names: ReadonlySet<string> | null = null,
): Output {
  const seriesMasterId = idOf(master, options.preferences);
  const id = occurrenceIdOf(seriesMasterId, start);
  return written(
    { mailbox, item: master, type: 'occurrence', id, seriesMasterId, originalStart: start, start, end, options },
    names,
  );
}

/** An occurrence on a delta page: bare. */
export function bareOccurrence({ master, start, end }: Occurrence, options: OutputOptions): Output {
  const masterId = idOf(master, options.preferences);
  return {
    '@odata.type': '#microsoft.graph.event',
    '@odata.etag': etagOf(master),
    id: occurrenceIdOf(masterId, start),
    seriesMasterId: masterId,
    type: 'occurrence',
    start: timeOutput(master, start, options),
    end: timeOutput(master, end, options),
  };
}

function written(shown: Shown, names: ReadonlySet<string> | null): Output {
  const output: Output = { '@odata.etag': etagOf(shown.item) };
  const properties = shown.options.version === 'beta' ? [...ALWAYS, ...ON_BETA] : ALWAYS;
  for (const { name, key, read } of names ? [...properties, ...ON_SELECT] : properties) {
    if (names && key !== 'id' && !names.has(key)) continue;
    const value = read(shown);
    if (value !== undefined) output[name] = value;
  }
  return output;
}

function withLowerCase(properties: Readonly<Record<string, (shown: Shown) => unknown>>) {
  return Object.entries(properties).map(([name, read]) => ({ name, key: name.toLowerCase(), read }));
}

function etagOf(item: Item): string {
  return `W/"${changeKeyOf(item)}"`;
}

function bodyOutput({ properties: { body } }: Item, { preferences }: OutputOptions): Output {
  return preferences.bodyAsText ? { contentType: 'text', content: plainText(body.content) } : { ...body };
}

/** All-day events keep their dates in every zone; others are shown in UTC or in the preferred zone. */
function timeOutput(item: Item, time: Temporal.PlainDateTime, { preferences: { zone } }: OutputOptions): Output {
  const target = zone?.iana ?? 'UTC';
  // A page of delta writes thousands of times: those that stand in the zone already are not converted.
  const local =
    item.properties.isAllDay || item.zone === target
      ? time
      : time.toZonedDateTime(item.zone).withTimeZone(target).toPlainDateTime();
  return { dateTime: sevenDecimals(local), timeZone: zone?.name ?? 'UTC' };
}

/** Events begin at whole seconds, of which the library writes no decimals. */
function sevenDecimals(time: Temporal.PlainDateTime): string {
  const text = time.toString();
  return text.includes('.') ? time.toString({ fractionalSecondDigits: 7 }) : `${text}.0000000`;
}

function webLink({ owner }: Mailbox, id: string): string {
  const host = owner.tenantId === CONSUMER_TENANT_ID ? 'outlook.live.com' : 'outlook.office365.com';
  return `https://${host}/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`;
}

function instantText(time: Temporal.PlainDateTime, zone: string): string {
  return time.toZonedDateTime(zone).toInstant().toString({ smallestUnit: 'second' });
}
