// Generators of events as Graph delivers them, with everything that this product doesn't model, and with Outlook's oddities.
import fc from 'fast-check';
import {
  ATTENDEE_TYPES,
  type Attendee,
  FREE_BUSY_STATUSES,
  type GraphEvent,
  IMPORTANCES,
  type Location,
  RESPONSE_TYPES,
  SENSITIVITIES,
} from '../../../graph/models/event.ts';
import { deliveredTimes, NOWHERE } from '../graph-event-twin.ts';
import { address, body, categories, text, when } from './event-values.ts';
import { placeDetails } from './locations.ts';

const NEVER = '0001-01-01T00:00:00Z';
export const ORGANIZER = { name: 'Ada', address: 'ada@contoso.example' };
const ATTENDEES_MAX = 8;

/** Addresses that Outlook lists and no mail reaches. */
const unusableAddress = fc.constantFrom(
  '',
  null,
  'Bob without an address',
  '/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=0a1b-Bob',
  '/O=CONTOSO/CN=BOB@OLD',
);
const status = fc.record({
  response: fc.constantFrom(...RESPONSE_TYPES.filter((response) => response !== 'organizer')),
  time: fc.constantFrom(NEVER, '2026-11-20T08:15:00Z', '4501-01-01T00:00:00Z'),
});
const proposedNewTime = fc.constantFrom(null, {
  start: { dateTime: '2026-12-01T09:00:00.0000000', timeZone: 'UTC' },
  end: { dateTime: '2026-12-01T10:00:00.0000000', timeZone: 'UTC' },
});

/** Guests, rooms and groups; people without a usable address; the organizer; a property that nobody has heard of. */
export const attendee: fc.Arbitrary<Attendee> = fc
  .tuple(
    fc.record({
      type: fc.constantFrom(...ATTENDEE_TYPES),
      status,
      emailAddress: fc.record({
        name: fc.constantFrom('Bob', 'Eve Ōta', '', null),
        address: fc.oneof(
          { weight: 6, arbitrary: address },
          { weight: 2, arbitrary: unusableAddress },
          { weight: 1, arbitrary: fc.constantFrom(ORGANIZER.address, 'ADA@Contoso.example') },
        ),
      }),
    }),
    fc.record({ proposedNewTime, importedFrom: fc.constant('another calendar') }, { requiredKeys: [] }),
  )
  .map(([known, others]) => ({ ...known, ...others }));

/** Also places without a name, of which only an address or coordinates are known. */
export const location: fc.Arbitrary<Location> = fc
  .tuple(fc.constantFrom('Room 1', 'Room 2', 'Roof terrace', ''), placeDetails)
  .map(([displayName, details]) => ({ displayName, ...details }))
  .filter(({ displayName, address: street, coordinates }) => displayName !== '' || Boolean(street ?? coordinates));

/** Of what a person may set, what we leave to Outlook. */
const unmodelled = fc.record({
  allowNewTimeProposals: fc.boolean(),
  hasAttachments: fc.boolean(),
  hideAttendees: fc.boolean(),
  isDraft: fc.boolean(),
  responseRequested: fc.boolean(),
  reminderMinutesBeforeStart: fc.nat(40_320),
  onlineMeetingUrl: fc.constantFrom(null, 'https://meet.example/1'),
  /** The type is open: Graph may add properties at any time. */
  uid: fc.constantFrom(undefined, '040000008200E00074C5B7101A82E008'),
  extensions: fc.constantFrom(undefined, [{ id: 'com.contoso.room', seats: 8 }]),
});

const onlineMeeting = fc.constantFrom(
  { isOnlineMeeting: false, onlineMeetingProvider: 'unknown' as const, onlineMeeting: null },
  { isOnlineMeeting: false, onlineMeetingProvider: 'unknown' as const, onlineMeeting: null },
  {
    isOnlineMeeting: true,
    onlineMeetingProvider: 'teamsForBusiness' as const,
    onlineMeeting: { joinUrl: 'https://teams.example/l/1', conferenceId: '123', tollNumber: '+43 1 1' },
  },
  {
    isOnlineMeeting: true,
    onlineMeetingProvider: 'skypeForBusiness' as const,
    onlineMeeting: { joinUrl: 'https://skype.example/1' },
  },
);

const content = fc.record({
  subject: fc.oneof(text, fc.constant(null)),
  html: body,
  importance: fc.constantFrom(...IMPORTANCES),
  sensitivity: fc.constantFrom(...SENSITIVITIES, null),
  showAs: fc.constantFrom(...FREE_BUSY_STATUSES),
  isReminderOn: fc.boolean(),
  categories,
  locations: fc.array(location, { maxLength: 3 }),
  attendees: fc.array(attendee, { maxLength: ATTENDEES_MAX }),
});

/** A single event in its organizer's calendar. */
export const graphEvent: fc.Arbitrary<GraphEvent> = fc
  .record({ content, when, unmodelled, online: onlineMeeting, number: fc.nat(999_999) })
  .map(({ content: { html, ...parts }, when: time, unmodelled: others, online, number }) => ({
    ...identityOf(number),
    ...others,
    ...online,
    ...parts,
    ...deliveredTimes(time),
    bodyPreview: '',
    body: { contentType: 'html', content: wrapped(html, online.onlineMeeting?.joinUrl) },
    location: parts.locations[0] ?? NOWHERE,
    organizer: { emailAddress: ORGANIZER },
  }));

/** A guest's copy of a meeting, in the calendar of somebody who is invited to it. */
export const guestCopy: fc.Arbitrary<GraphEvent> = fc.tuple(graphEvent, status).map(([event, responseStatus]) => ({
  ...event,
  isOrganizer: false,
  responseStatus,
  organizer: { emailAddress: { name: 'Grace', address: 'grace@litware.example' } },
}));

/** As Outlook wraps HTML; below an online meeting's text stands how to join it. */
function wrapped(html: string, joinUrl: string | undefined): string {
  const part = joinUrl ? `<div>________________________________</div><p><a href="${joinUrl}">Join</a></p>` : '';
  return `<html>\r\n<head></head>\r\n<body>\r\n${html}${part}</body>\r\n</html>\r\n`;
}

function identityOf(number: number) {
  return {
    '@odata.etag': `W/"key-${number}"`,
    id: `item-${number}`,
    iCalUId: `uid-${number}`,
    changeKey: `key-${number}`,
    createdDateTime: '2026-11-01T08:00:00Z',
    lastModifiedDateTime: '2026-11-20T08:00:00Z',
    seriesMasterId: null,
    recurrence: null,
    type: 'singleInstance' as const,
    webLink: `https://outlook.example/${number}`,
    isCancelled: false,
    isOrganizer: true,
    responseStatus: { response: 'organizer' as const, time: NEVER },
  };
}
