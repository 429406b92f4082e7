// Each field between Outlook's form and ours, where the two differ or Outlook does something odd.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ATTENDEE_TYPES,
  type Attendee,
  FREE_BUSY_STATUSES,
  type GraphEvent,
  IMPORTANCES,
  SENSITIVITIES,
} from '../../../graph/models/event.ts';
import { seenFromGraph } from '../../../sync/core/from-graph.ts';
import { createPayload, updatePayloads } from '../../../sync/core/to-graph.ts';
import { isSameAcross } from '../../../sync/core/units.ts';
import { whenFromGraph, whenToGraph } from '../../../sync/core/when.ts';
import { changedUnits, type EventValues, instantsOf, type When } from '../../../sync/index.ts';
import { createdEvent, patchedEvent } from '../../support/graph-event-twin.ts';
import { guests, meetingValues, places } from '../../support/sync-world.ts';

const ADA = { name: 'Ada', address: 'ada@contoso.example' };
const X500 = '/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=0a1b-Old Bob';

const payloadOf = (values: Partial<EventValues>) =>
  createPayload({
    values: meetingValues(values),
    withheld: [],
    transactionId: 'transaction',
    origin: { installationId: 'test', eventId: 'event', generation: 1 },
  });
const made = (values: Partial<EventValues> = {}) => createdEvent(payloadOf(values), ADA);
const attendee = (address: string | null, extra: Partial<Attendee> = {}): Attendee => ({
  emailAddress: { name: 'Somebody', address },
  type: 'required',
  ...extra,
});

/** The patches that an edit of ours sends. */
function patchesOf(delivered: GraphEvent, edit: Partial<EventValues>) {
  const version = seenFromGraph(delivered);
  const theirs = version.values;
  const ours = { ...theirs, ...edit };
  const units = changedUnits(theirs, ours);
  return updatePayloads({ units, ours, theirs, delivered: version, withheld: [], promotes: false }).map(
    ({ payload }) => payload,
  );
}

test.for(FREE_BUSY_STATUSES)('show as %s', (showAs) => {
  expect(seenFromGraph(made({ showAs })).values.showAs).toBe(showAs);
});

test.for(SENSITIVITIES)('sensitivity %s', (sensitivity) => {
  expect(seenFromGraph(made({ sensitivity })).values.sensitivity).toBe(sensitivity);
});

test.for(IMPORTANCES)('importance %s', (importance) => {
  expect(seenFromGraph(made({ importance })).values.importance).toBe(importance);
});

test.for(ATTENDEE_TYPES)('a guest who is %s', (type) => {
  const invited = { 'room@contoso.example': { address: 'Room@contoso.example', name: 'Room', type } };
  expect(seenFromGraph(made({ guests: invited })).values.guests).toEqual(invited);
});

test('what Outlook leaves null is what it means by it', () => {
  const { values, organizer } = seenFromGraph({ ...made(), subject: null, sensitivity: null, organizer: null });
  expect(values).toMatchObject({ subject: '', sensitivity: 'normal' });
  expect(organizer).toBeNull();
});

test('a reminder that is switched off keeps its minutes in Outlook', () => {
  const before = made({ reminderMinutes: 45 });
  const patches = patchesOf(before, { reminderMinutes: null });
  expect(patches).toEqual([{ isReminderOn: false }]);
  const after = patches.reduce(patchedEvent, before);
  expect(after.reminderMinutesBeforeStart).toBe(45);
  expect(seenFromGraph(after).values.reminderMinutes).toBeNull();
});

test('categories travel as a whole list of names, each once', () => {
  const before = { ...made(), categories: ['Red', 'Blue', 'Red'] };
  expect(seenFromGraph(before).values.categories).toEqual(['Blue', 'Red']);
  expect(patchesOf(before, { categories: ['Blue', 'Green'] })).toEqual([{ categories: ['Blue', 'Green'] }]);
});

test('a cancelled copy, its link and who organizes it are known', () => {
  const copy = { ...made(), isCancelled: true, isOrganizer: false, webLink: 'https://outlook.example/1' };
  expect(seenFromGraph(copy)).toMatchObject({
    isCancelled: true,
    isOrganizer: false,
    webLink: 'https://outlook.example/1',
    organizer: ADA,
  });
});

test('an online meeting is asked for only when somebody asked, and is never taken back', () => {
  expect(payloadOf({})).not.toHaveProperty('isOnlineMeeting');
  const before = made({ onlineMeeting: { provider: 'teamsForBusiness', joinUrl: null } });
  expect(before.isOnlineMeeting).toBe(true);
  expect(seenFromGraph(before).values.onlineMeeting?.joinUrl).toMatch(/^https:/);
  expect(patchesOf(before, { onlineMeeting: null })).toEqual([]);
});

test('a text that is edited here keeps the part that lets people join', () => {
  const joinUrl = 'https://teams.example/l/1';
  const content = `<html><body><p>Old</p><div>________________________________</div><a href="${joinUrl}">Join</a></body></html>`;
  const before: GraphEvent = {
    ...made(),
    isOnlineMeeting: true,
    onlineMeeting: { joinUrl },
    body: { contentType: 'html', content },
  };
  const [patch] = patchesOf(before, { body: '<p>New</p>' });
  expect(patch?.body?.content).toMatch(/^<p>New<\/p>.*https:\/\/teams\.example\/l\/1/s);
});

test('a text travels as it is, scripts and all: it is made safe where it is shown', () => {
  const body = '<p onclick="x()">a</p><script>b</script><!-- c --><o:p></o:p>';
  expect(payloadOf({ body }).body).toEqual({ contentType: 'html', content: body });
  expect(seenFromGraph(made({ body })).values.body).toBe(body);
});

test('text that no database takes is left out, and blocks no other', () => {
  const before = { ...made(), subject: 'Half a \ud83d pair\0', attendees: [attendee('bob@fabrikam.example\0')] };
  const { values, attendees } = seenFromGraph(before);
  expect(values.subject).toBe('Half a \ufffd pair');
  expect(JSON.stringify([values, attendees])).not.toContain('\\u0000');
});

test("editing one place keeps another's address and coordinates, wherever it stands", () => {
  const aalto = { displayName: 'Aalto', locationType: 'conferenceRoom', address: { city: 'Helsinki' } } as const;
  const cafe = { displayName: 'Café', coordinates: { latitude: 60.17, longitude: 24.94 } };
  const before = { ...made(), locations: [aalto, cafe], location: aalto };
  const [patch] = patchesOf(before, { places: places('Terrace', 'Café') });
  expect(patch).toEqual({ locations: [{ displayName: 'Terrace' }, cafe] });
});

test('a place without a name is a place; the empty one that Outlook always delivers is none', () => {
  const address = { street: 'Main St 1', city: 'Redmond' };
  const nameless = { ...made(), locations: [{ displayName: '', address }] };
  expect(seenFromGraph(nameless).values.places).toEqual([{ name: '', details: { address } }]);
  expect(seenFromGraph(made()).values.places).toEqual([]);
});

test('the last place is taken out of both of the lists that mirror each other', () => {
  expect(patchesOf(made({ places: places('Room') }), { places: [] })).toEqual([
    { location: { displayName: '' }, locations: [] },
  ]);
});

test('guests without a usable address, groups and the organizer stay in the list when somebody is added and another removed', () => {
  const before: GraphEvent = {
    ...made(),
    attendees: [
      attendee('Bob@Fabrikam.example', { status: { response: 'declined', time: null } }),
      attendee(X500),
      attendee(null),
      attendee('all@contoso.example', { type: 'optional' }),
      attendee('ADA@contoso.example'),
      attendee('eve@fabrikam.example'),
    ],
  };
  const known = seenFromGraph(before).values.guests;
  expect(Object.keys(known)).toEqual(['bob@fabrikam.example', 'all@contoso.example', 'eve@fabrikam.example']);
  const { 'eve@fabrikam.example': _, ...others } = known;
  const [patch] = patchesOf(before, { guests: { ...others, ...guests('zoe@litware.example') } });
  expect(patch).toEqual({
    attendees: [
      attendee('Bob@Fabrikam.example'),
      attendee(X500),
      attendee(null),
      attendee('all@contoso.example', { type: 'optional' }),
      attendee('ADA@contoso.example'),
      { emailAddress: { address: 'zoe@litware.example' }, type: 'required' },
    ],
  });
});

test('a guest whom no address reaches is in no unit, so that others can be edited', () => {
  const before = { ...made(), attendees: [attendee(X500), attendee(''), attendee('bob')] };
  expect(seenFromGraph(before).values.guests).toEqual({});
  expect(patchesOf(before, { subject: 'Other' })).toEqual([{ subject: 'Other' }]);
});

test('an address in other letters is the same guest', () => {
  const before = { ...made(), attendees: [attendee('BOB@Fabrikam.Example')] };
  expect(patchesOf(before, { guests: guests('bob@fabrikam.example') })).toEqual([]);
});

test('an all-day event is its dates, in whatever zone it was made', () => {
  const when: When = { start: '2026-12-24', end: '2026-12-27', zone: 'Pacific/Auckland', isAllDay: true };
  expect(whenToGraph(when)).toEqual({
    start: { dateTime: '2026-12-24T00:00:00', timeZone: 'New Zealand Standard Time' },
    end: { dateTime: '2026-12-27T00:00:00', timeZone: 'New Zealand Standard Time' },
    isAllDay: true,
  });
  expect(whenFromGraph(made({ when }))).toEqual(when);
});

test('when summer time ends: an event in the second of two equal hours stays where it is', () => {
  const when = whenFromGraph({
    start: { dateTime: '2026-10-25T00:45:00.0000000', timeZone: 'UTC' },
    end: { dateTime: '2026-10-25T01:15:00.0000000', timeZone: 'UTC' },
    isAllDay: false,
    originalStartTimeZone: 'W. Europe Standard Time',
  });
  expect(spanOf(when)).toEqual(['2026-10-25T00:45:00Z', '2026-10-25T01:15:00Z']);
});

test.for(['tzone://Microsoft/Custom', 'Customized Time Zone', 'UTC'])(
  'a zone called %s is kept by its instants',
  (name) => {
    const delivered = { ...made(), originalStartTimeZone: name };
    expect(whenFromGraph(delivered).zone).toBe('UTC');
    expect(spanOf(whenFromGraph(delivered))).toEqual(spanOf(whenFromGraph(made())));
  },
);

test('no zone shifts an event, also where Outlook has none of that name or its clocks differ', () => {
  const zones = [...Intl.supportedValuesOf('timeZone'), 'Europe/Kyiv', 'Asia/Kolkata', 'US/Pacific', 'Etc/UTC'];
  const day = fc.record({ month: fc.integer({ min: 1, max: 12 }), hour: fc.integer({ min: 4, max: 20 }) });
  fc.assert(
    fc.property(fc.constantFrom(...zones), day, (zone, { month, hour }) => {
      const clock = (time: number) => `2027-${two(month)}-15T${two(time)}:00:00`;
      const when: When = { start: clock(hour), end: clock(hour + 1), zone, isAllDay: false };
      const back = whenFromGraph(made({ when }));
      expect(spanOf(back)).toEqual(spanOf(when));
      expect(isSameAcross('when', when, back)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

const spanOf = (when: When) => Object.values(instantsOf(when)).map(String);
const two = (number: number) => String(number).padStart(2, '0');
