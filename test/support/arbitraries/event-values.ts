// Generators of events in our own terms: whatever a person could have entered here, and edits of it.
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { ATTENDEE_TYPES, FREE_BUSY_STATUSES, IMPORTANCES, SENSITIVITIES } from '../../../graph/models/event.ts';
import {
  addressKey,
  type EventValues,
  type Guest,
  type ParticipationValues,
  type Place,
  type When,
} from '../../../sync/index.ts';
import { placeDetails } from './locations.ts';

/** Of one or more hours' difference, with and without summer time, on both halves of the Earth; half and quarter hours too; by CLDR's names, as they come back. */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Asia/Calcutta',
  'Asia/Katmandu',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Apia',
] as const;
/** Minutes from 2024 to 2030: past and future, and each change of summer time. */
const FIRST_START = Temporal.Instant.from('2024-01-01T00:00:00Z');
const START_MINUTES_MAX = 7 * 365 * 24 * 60;
const DURATION_MINUTES_MAX = 40 * 24 * 60;
const DAYS_MAX = 30;
const GUESTS_MAX = 6;
const REMINDER_MINUTES_MAX = 40_320;

/** Printable text in any script, also empty, with blanks and with what HTML and lists treat specially. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('Planning', 'Sprint review, part 2', 'Größe & <b>"Maß"</b>', '会議; 2', '') },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
);

/** Fragments of HTML as editors write them: marks, links, pictures, comments, our own brackets, styles. */
const htmlFragment = fc.constantFrom(
  '<p>Agenda</p>',
  '<ul><li>One</li><li>Two &amp; three</li></ul>',
  '<a href="https://example.com/?a=1&amp;b=2">Link</a>',
  '<div style="color:red" class="x">Red</div>',
  '<!-- a comment -->',
  '<p>[in brackets]</p>',
  '<img src="cid:image001.png@01D" alt="">',
  '<table><tr><td colspan="2">&nbsp;</td></tr></table>',
  '<o:p></o:p>',
  'Plain text\r\nin two lines',
);
export const body: fc.Arbitrary<string> = fc.array(htmlFragment, { maxLength: 4 }).map((parts) => parts.join(''));

const timedWhen: fc.Arbitrary<When> = fc
  .record({
    startMinute: fc.nat(START_MINUTES_MAX),
    duration: fc.oneof(fc.constantFrom(0, 15, 30, 60, 1_440), fc.nat(DURATION_MINUTES_MAX)),
    zone: fc.constantFrom(...ZONES),
  })
  .map(({ startMinute, duration, zone }) => {
    const start = FIRST_START.add({ minutes: startMinute });
    return {
      start: wallClock(start, zone),
      end: wallClock(start.add({ minutes: duration }), zone),
      zone,
      isAllDay: false,
    };
  })
  .filter(isFirstOfItsName);

const allDayWhen: fc.Arbitrary<When> = fc
  .record({
    startMinute: fc.nat(START_MINUTES_MAX),
    days: fc.integer({ min: 1, max: DAYS_MAX }),
    zone: fc.constantFrom(...ZONES),
  })
  .map(({ startMinute, days, zone }) => {
    const start = FIRST_START.add({ minutes: startMinute }).toZonedDateTimeISO(zone).toPlainDate();
    return { start: start.toString(), end: start.add({ days }).toString(), zone, isAllDay: true };
  });

/** Wall clocks that exist; where summer time ends, the first of the two that share a name. */
export const when: fc.Arbitrary<When> = fc.oneof(
  { weight: 3, arbitrary: timedWhen },
  { weight: 1, arbitrary: allDayWhen },
);

function wallClock(instant: Temporal.Instant, zone: string): string {
  return instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' });
}

/** Whether the wall clock that repeats when summer time ends doesn't turn the event around. */
function isFirstOfItsName({ start, end }: When): boolean {
  return Temporal.PlainDateTime.compare(start, end) <= 0;
}

const PEOPLE = ['bob@fabrikam.example', 'eve@fabrikam.example', 'zoe@litware.example', 'max@litware.example'] as const;

/** Addresses as people write them: in any letter case, of groups, with the signs that a local part may have. */
export const address: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...PEOPLE),
  fc.constantFrom(...PEOPLE).map((person) => person.toUpperCase()),
  fc.constantFrom(
    'Everyone@Contoso.example',
    "o'hara+meet@contoso.example",
    'room-1@contoso.example',
    'a.b_c@d-e.example',
  ),
  fc.nat(499).map((index) => `guest-${index}@fabrikam.example`),
);

export const guest: fc.Arbitrary<Guest> = fc.record({
  address,
  name: fc.oneof(fc.constant(''), fc.constantFrom('Bob', 'Eve Ōta', 'Room 1 (8 seats)', 'All of Contoso')),
  type: fc.constantFrom(...ATTENDEE_TYPES),
});

/** Each address once, by its key. */
export const guests: fc.Arbitrary<Record<string, Guest>> = fc
  .uniqueArray(guest, { maxLength: GUESTS_MAX, selector: (one) => addressKey(one.address) })
  .map((list) => Object.fromEntries(list.map((one) => [addressKey(one.address), one])));

export const place: fc.Arbitrary<Place> = fc.record({
  name: fc.constantFrom('Room 1', 'Room 2', 'Roof terrace', 'Großer Saal; links', '会議室'),
  details: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: placeDetails }),
});

export const categories: fc.Arbitrary<string[]> = fc
  .subarray(['Blue category', 'Green category', 'Kunde: Müller', 'guest:odd', '紫'], { maxLength: 4 })
  .map((names) => names.toSorted());

const meetingFields = {
  subject: text,
  body,
  when,
  places: fc.array(place, { maxLength: 3 }),
  guests,
  sensitivity: fc.constantFrom(...SENSITIVITIES),
  importance: fc.constantFrom(...IMPORTANCES),
};
const participationFields = {
  reminderMinutes: fc.oneof(fc.constantFrom(null, 0, 15), fc.nat(REMINDER_MINUTES_MAX)),
  showAs: fc.constantFrom(...FREE_BUSY_STATUSES),
  categories,
};

/** A single event of its organizer. */
export const eventValues: fc.Arbitrary<EventValues> = fc.record<EventValues>({
  ...meetingFields,
  ...participationFields,
  rule: fc.constant(null),
  onlineMeeting: fc.constantFrom(null, null, { provider: 'teamsForBusiness', joinUrl: null }),
  answer: fc.constant('organizer'),
});

/** What one edit of an organizer may change, one field at least. */
export const eventEdit: fc.Arbitrary<Partial<EventValues>> = fc
  .record({ ...meetingFields, ...participationFields }, { requiredKeys: [] })
  .filter((edit) => Object.keys(edit).length > 0);

/** What one edit of a guest may change: what only his own copy says. */
export const participationEdit: fc.Arbitrary<Partial<ParticipationValues>> = fc
  .record(participationFields, { requiredKeys: [] })
  .filter((edit) => Object.keys(edit).length > 0);
