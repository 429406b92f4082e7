// What Graph makes of a POST and of a PATCH of an event: whatever isn't sent stays, whole lists are replaced (graph: event update).
import { Temporal } from 'temporal-polyfill';
import { findIana, findWindows } from 'windows-iana';
import type { DateTimeTimeZone } from '../../graph/models/date-time.ts';
import type { Attendee, GraphEvent, GraphEventPatch, Location } from '../../graph/models/event.ts';
import type { When } from '../../sync/index.ts';

const NEVER = '0001-01-01T00:00:00Z';
export const NOWHERE: Location = {
  displayName: '',
  locationType: 'default',
  uniqueIdType: 'unknown',
  address: {},
  coordinates: {},
};
const JOIN_URL = 'https://teams.example/l/made-by-outlook';

/** The event that a POST makes, as Graph answers it. */
export function createdEvent(payload: GraphEventPatch, organizer: { name: string; address: string }): GraphEvent {
  const number = payload.transactionId ?? '';
  const blank: GraphEvent = {
    '@odata.etag': `W/"key-${number}"`,
    id: `item-${number}`,
    createdDateTime: '2026-11-20T08:00:00Z',
    lastModifiedDateTime: '2026-11-20T08:00:00Z',
    changeKey: `key-${number}`,
    iCalUId: `uid-${number}`,
    webLink: 'https://outlook.example/item',
    categories: [],
    subject: '',
    bodyPreview: '',
    body: { contentType: 'html', content: '' },
    importance: 'normal',
    sensitivity: 'normal',
    showAs: 'busy',
    isReminderOn: true,
    reminderMinutesBeforeStart: 15,
    ...deliveredTimes({ start: '2026-01-01T00:00:00', end: '2026-01-01T00:30:00', zone: 'UTC', isAllDay: false }),
    isCancelled: false,
    isOrganizer: true,
    isDraft: false,
    hasAttachments: false,
    hideAttendees: false,
    responseRequested: true,
    allowNewTimeProposals: true,
    type: 'singleInstance',
    seriesMasterId: null,
    recurrence: null,
    responseStatus: { response: 'organizer', time: NEVER },
    location: NOWHERE,
    locations: [],
    attendees: [],
    organizer: { emailAddress: organizer },
    isOnlineMeeting: false,
    onlineMeetingProvider: 'unknown',
    onlineMeeting: null,
    onlineMeetingUrl: null,
  };
  return patchedEvent(blank, payload);
}

/** The event after a PATCH. */
export function patchedEvent(event: GraphEvent, patch: GraphEventPatch): GraphEvent {
  const { start, end, isAllDay, attendees, location, locations, isOnlineMeeting, ...others } = structuredClone(patch);
  const places = locations ?? (location && (location.displayName ? [location] : []));
  return {
    ...event,
    ...others,
    ...(start && end ? timesOf(start, end, isAllDay ?? event.isAllDay) : {}),
    ...(attendees ? { attendees: attendees.map((attendee) => withAnswer(attendee, event)) } : {}),
    ...(places ? { locations: places, location: places[0] ?? NOWHERE } : {}),
    ...(isOnlineMeeting && !event.isOnlineMeeting
      ? { isOnlineMeeting, onlineMeetingProvider: 'teamsForBusiness', onlineMeeting: { joinUrl: JOIN_URL } }
      : {}),
  };
}

type DeliveredTimes = Pick<GraphEvent, 'start' | 'end' | 'isAllDay' | 'originalStartTimeZone' | 'originalEndTimeZone'>;

/** Times as Graph delivers them: instants in UTC with the zone of their making beside them, all-day events by their dates. */
export function deliveredTimes({ start, end, zone, isAllDay }: When): DeliveredTimes {
  const timeZone = findWindows(zone)[0] ?? zone;
  const clock = (text: string) => ({ dateTime: isAllDay ? `${text}T00:00:00` : text, timeZone });
  return timesOf(clock(start), clock(end), isAllDay);
}

function timesOf(start: DateTimeTimeZone, end: DateTimeTimeZone, isAllDay: boolean): DeliveredTimes {
  return {
    isAllDay,
    start: isAllDay ? { ...start, timeZone: 'UTC' } : inUtc(start),
    end: isAllDay ? { ...end, timeZone: 'UTC' } : inUtc(end),
    originalStartTimeZone: start.timeZone,
    originalEndTimeZone: end.timeZone,
  };
}

function inUtc({ dateTime, timeZone }: DateTimeTimeZone): DateTimeTimeZone {
  const zone = timeZone === 'UTC' ? 'UTC' : (findIana(timeZone)[0] ?? timeZone);
  const instant = Temporal.PlainDateTime.from(dateTime).toZonedDateTime(zone).toInstant();
  return { dateTime: `${instant.toString().slice(0, 19)}.0000000`, timeZone: 'UTC' };
}

/** An answer stays with its address, whatever else becomes of the list. */
function withAnswer(attendee: Attendee, { attendees }: GraphEvent): Attendee {
  const key = attendee.emailAddress.address?.toLowerCase();
  const before = attendees.find(({ emailAddress }) => emailAddress.address?.toLowerCase() === key);
  return { ...attendee, status: attendee.status ?? before?.status ?? { response: 'none', time: NEVER } };
}
