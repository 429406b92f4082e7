// Items and occurrences as Graph answers them: every v1.0 property, Microsoft's formats.
import { Temporal } from 'temporal-polyfill';
import type { Preferences } from '../../odata/prefer.ts';
import type { Occurrence } from '../series/occurrences.ts';
import { changeKeyOf, type Item, iCalUIdOf, type Mailbox } from '../state.ts';

type Output = Record<string, unknown>;

/** How an answer is to be written. */
export interface OutputOptions {
  preferences: Pick<Preferences, 'zone' | 'bodyAsText'>;
  /** `$expand=singleValueExtendedProperties($filter=id eq '…')`: the ids asked for. */
  extendedPropertyIds?: readonly string[];
}

/** A whole event. */
export function eventOutput(mailbox: Mailbox, item: Item, options: OutputOptions): Output {
  const date = item.originalStart?.toPlainDate() ?? null;
  return {
    ...identity(item, item.id),
    ...plainProperties(item, options),
    originalStartTimeZone: item.zoneName,
    originalEndTimeZone: item.zoneName,
    iCalUId: iCalUIdOf(item.globalId, item.originalStart),
    originalStart: date && item.originalStart ? instantText(item.originalStart, item.zone) : null,
    seriesMasterId: item.seriesMasterId,
    type: item.type,
    webLink: webLink(mailbox, item.id),
    recurrence: item.recurrence,
    ...times(item, item.start, item.end, options),
    ...expanded(item, options),
  };
}

/** An occurrence, whole: what calendarView and instances answer. */
export function occurrenceOutput(mailbox: Mailbox, occurrence: Occurrence, options: OutputOptions): Output {
  const { master, start, end } = occurrence;
  const id = occurrenceId(master.id, start);
  return {
    ...identity(master, id),
    ...plainProperties(master, options),
    originalStartTimeZone: master.zoneName,
    originalEndTimeZone: master.zoneName,
    iCalUId: iCalUIdOf(master.globalId, start),
    originalStart: instantText(start, master.zone),
    seriesMasterId: master.id,
    type: 'occurrence',
    webLink: webLink(mailbox, id),
    recurrence: null,
    ...times(master, start, end, options),
  };
}

/** An occurrence on a delta page: bare. */
export function bareOccurrence(occurrence: Occurrence, options: OutputOptions): Output {
  const { master, start, end } = occurrence;
  return {
    '@odata.type': '#microsoft.graph.event',
    '@odata.etag': `W/"${changeKeyOf(master)}"`,
    id: occurrenceId(master.id, start),
    seriesMasterId: master.id,
    type: 'occurrence',
    ...times(master, start, end, options),
  };
}

const OCCURRENCE_ID = /^(.+)\.occ(\d{4})(\d{2})(\d{2})=$/;

/** The id of an occurrence: made from its master's and its date. */
export function occurrenceId(masterId: string, start: Temporal.PlainDateTime): string {
  return `${masterId.replace(/=$/, '')}.occ${start.toPlainDate().toString().replaceAll('-', '')}=`;
}

/** @returns the master's id and the date; null for the id of a stored item. */
export function parseOccurrenceId(id: string): { masterId: string; date: string } | null {
  const [, stem, year, month, day] = OCCURRENCE_ID.exec(id) ?? [];
  return stem === undefined ? null : { masterId: `${stem}=`, date: `${year}-${month}-${day}` };
}

function identity(item: Item, id: string): Output {
  return {
    '@odata.etag': `W/"${changeKeyOf(item)}"`,
    id,
    createdDateTime: isoSeconds(item.created),
    lastModifiedDateTime: item.modified.toString({ fractionalSecondDigits: 7 }),
    changeKey: changeKeyOf(item),
  };
}

function plainProperties({ properties, isOrganizer, organizer, type }: Item, { preferences }: OutputOptions): Output {
  const { locations, joinUrl, transactionId, body, ...rest } = properties;
  const [
    location = { displayName: '', locationType: 'default', uniqueIdType: 'unknown', address: {}, coordinates: {} },
  ] = locations;
  return {
    ...rest,
    transactionId,
    hasAttachments: false,
    bodyPreview: plainText(body.content).slice(0, 255),
    body: preferences.bodyAsText ? { contentType: 'text', content: plainText(body.content) } : body,
    isOrganizer,
    organizer: { emailAddress: organizer },
    onlineMeetingUrl: null,
    onlineMeeting: joinUrl === null ? null : { joinUrl },
    location,
    locations,
    ...(type === 'seriesMaster' ? { occurrenceId: null } : {}),
  };
}

/** All-day events keep their dates in every zone; others are shown in UTC or in the preferred zone. */
function times(
  item: Item,
  start: Temporal.PlainDateTime,
  end: Temporal.PlainDateTime,
  { preferences }: OutputOptions,
): Output {
  const name = preferences.zone?.name ?? 'UTC';
  const shown = (time: Temporal.PlainDateTime) => {
    const local = item.properties.isAllDay
      ? time
      : time
          .toZonedDateTime(item.zone)
          .withTimeZone(preferences.zone?.iana ?? 'UTC')
          .toPlainDateTime();
    return { dateTime: local.toString({ fractionalSecondDigits: 7 }), timeZone: name };
  };
  return { start: shown(start), end: shown(end) };
}

function expanded(item: Item, { extendedPropertyIds = [] }: OutputOptions): Output {
  const asked = item.extendedProperties.filter(({ id }) => extendedPropertyIds.includes(id));
  return asked.length > 0 ? { singleValueExtendedProperties: asked } : {};
}

function webLink(mailbox: Mailbox, id: string): string {
  const host = mailbox.owner.mail.endsWith('@outlook.example') ? 'outlook.live.com' : 'outlook.office365.com';
  return `https://${host}/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`;
}

/** Text of HTML, for previews and `outlook.body-content-type="text"`. */
function plainText(html: string): string {
  return html
    .replace(/<head[\s\S]*?<\/head>/gi, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function instantText(time: Temporal.PlainDateTime, zone: string): string {
  return isoSeconds(time.toZonedDateTime(zone).toInstant());
}

function isoSeconds(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'second' });
}
