// What must hold of every event on its way to Outlook and back: nothing is lost, and nothing is touched that nobody edited.
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Attendee, GraphEvent, GraphEventPatch, Location } from '../../graph/models/event.ts';
import { withoutWithheldBlock, withWithheldBlock } from '../../sync/core/body.ts';
import { seenFromGraph } from '../../sync/core/from-graph.ts';
import { createPayload, updatePayloads } from '../../sync/core/to-graph.ts';
import { differencesAcross } from '../../sync/core/units.ts';
import { addressKey, changedUnits, type EventValues, type Guest, isUsableAddress } from '../../sync/index.ts';
import { body, eventEdit, eventValues, guest, guests, participationEdit } from './arbitraries/event-values.ts';
import { attendee, graphEvent, guestCopy, ORGANIZER } from './arbitraries/graph-event.ts';
import { createdEvent, patchedEvent } from './graph-event-twin.ts';

/** Properties by name, each for a number of runs. */
export const PROPERTIES: readonly { name: string; check: (numRuns: number) => void }[] = [
  { name: 'an event made here comes back as it was', check: checkCreate },
  { name: 'an edit arrives, and nothing else changes', check: checkEdit },
  { name: "a guest's own fields arrive in his copy, and nothing else changes", check: checkGuestEdit },
  { name: 'no list of attendees loses somebody, or invites somebody again', check: checkAttendees },
  { name: 'the block of withheld guests leaves the body as it was', check: checkBlock },
];

const run = <T>(property: fc.IProperty<T>, numRuns: number) => fc.assert(property, { numRuns });

function checkCreate(numRuns: number): void {
  run(
    fc.property(eventValues, fc.array(guest, { maxLength: 3 }), (values, withheld) => {
      const origin = { installationId: 'test', eventId: 'event', generation: 1 };
      const payload = createPayload({ values, withheld, transactionId: 'transaction', origin });
      const back = seenFromGraph(createdEvent(payload, ORGANIZER));
      const onlineMeeting = values.onlineMeeting && { ...values.onlineMeeting, joinUrl: expect.any(String) };
      expect(back.values).toEqual({ ...values, onlineMeeting });
      expect(differencesAcross(values, back.values)).toEqual([]);
      expect(back).toMatchObject({ transactionId: 'transaction', origin });
    }),
    numRuns,
  );
}

function checkEdit(numRuns: number): void {
  run(
    fc.property(graphEvent, eventEdit, (before, edit) => {
      const { after, ours, patches } = sent(before, edit);
      const arrived = seenFromGraph(after).values;
      expect(inOurWords(arrived)).toEqual(inOurWords(ours));
      expect(arrived.body).toContain(ours.body);
      if (before.onlineMeeting?.joinUrl) expect(arrived.body).toContain(before.onlineMeeting.joinUrl);
      expectUntouched(before, after, patches);
      expectNobodyLost(before, after, ours.guests);
      expectDetailsKept(before, after);
    }),
    numRuns,
  );
}

function checkGuestEdit(numRuns: number): void {
  run(
    fc.property(guestCopy, participationEdit, (before, edit) => {
      const { after, ours, patches } = sent(before, edit);
      expect(seenFromGraph(after).values).toEqual(ours);
      expectUntouched(before, after, patches);
      const OWN = ['isReminderOn', 'reminderMinutesBeforeStart', 'showAs', 'categories'];
      expect(patches.flatMap((patch) => Object.keys(patch)).filter((name) => !OWN.includes(name))).toEqual([]);
    }),
    numRuns,
  );
}

/** The delivered list may be older than what both sides agreed on last. */
function checkAttendees(numRuns: number): void {
  run(
    fc.property(
      fc.array(attendee, { maxLength: 8 }),
      guests,
      guests,
      graphEvent,
      (attendees, theirGuests, edit, event) => {
        const { [addressKey(ORGANIZER.address)]: _, ...agreed } = theirGuests;
        const theirs = { ...seenFromGraph(event).values, guests: agreed };
        const ours = { ...theirs, guests: edit };
        const units = changedUnits(theirs, ours);
        const delivered = { attendees, organizer: ORGANIZER };
        const [update] = updatePayloads({ units, ours, theirs, delivered, withheld: [], promotes: false });
        expect(update === undefined).toBe(units.length === 0);
        if (!update) return;
        const list = update.payload.attendees ?? [];
        const invited = list.map(keyOf).filter((key) => key !== null && key !== ORGANIZER.address);
        expect(new Set(invited)).toEqual(new Set(Object.keys(edit)));
        expect(list.filter((entry) => keyOf(entry) === null)).toEqual(
          attendees.filter((entry) => keyOf(entry) === null).map(withoutAnswer),
        );
        expect(list.filter((entry) => 'status' in entry)).toEqual([]);
      },
    ),
    numRuns,
  );
}

function checkBlock(numRuns: number): void {
  run(
    fc.property(body, fc.array(guest, { maxLength: 5 }), (html, withheld) => {
      expect(withoutWithheldBlock(withWithheldBlock(html, withheld))).toBe(html);
    }),
    numRuns,
  );
}

/** An event after an edit of ours was sent to it. */
function sent(before: GraphEvent, edit: Partial<EventValues>) {
  const delivered = seenFromGraph(before);
  const theirs = delivered.values;
  const ours: EventValues = { ...theirs, ...edit };
  const units = changedUnits(theirs, ours);
  const updates = updatePayloads({ units, ours, theirs, delivered, withheld: [], promotes: false });
  const patches = updates.map((update) => update.payload);
  expect(patches.length > 0).toBe(units.length > 0);
  return { ours, patches, after: patches.reduce(patchedEvent, before) };
}

/** What we say of an event. How a guest is called and all but the name of a place is Outlook's to say. */
function inOurWords({ body: _body, guests: invited, places, ...values }: EventValues) {
  const types = Object.fromEntries(Object.entries(invited).map(([key, { type }]) => [key, type]));
  return { ...values, guests: types, places: places.map(({ name }) => name) };
}

/** Whatever no patch names is as it was, and a patch names nothing but edited fields. */
function expectUntouched(before: GraphEvent, after: GraphEvent, patches: readonly GraphEventPatch[]): void {
  const named = new Set<string>(patches.flatMap((patch) => Object.keys(patch)));
  if (named.has('start')) for (const name of ['originalStartTimeZone', 'originalEndTimeZone']) named.add(name);
  if (named.has('locations')) named.add('location');
  const others = (event: GraphEvent) => Object.entries(event).filter(([name]) => !named.has(name));
  expect(others(after)).toEqual(others(before));
}

function expectNobodyLost(before: GraphEvent, after: GraphEvent, wanted: Readonly<Record<string, Guest>>): void {
  const stays = (entry: Attendee) => {
    const key = keyOf(entry);
    return key === null || key === ORGANIZER.address || key in wanted;
  };
  const withoutType = (entry: Attendee) => ({ ...withoutAnswer(entry), type: null });
  const stayed = before.attendees.filter(stays).map(withoutType);
  expect(after.attendees.slice(0, stayed.length).map(withoutType)).toEqual(stayed);
}

/** A place that keeps its name keeps everything that Outlook says of it. */
function expectDetailsKept(before: GraphEvent, after: GraphEvent): void {
  const known = Map.groupBy(before.locations, (location) => location.displayName ?? '');
  for (const location of after.locations) {
    const same: Location | undefined = known.get(location.displayName ?? '')?.shift();
    if (same) expect(location).toEqual(same);
  }
}

function withoutAnswer({ status: _status, proposedNewTime: _time, ...entry }: Attendee): Attendee {
  return entry;
}

function keyOf({ emailAddress }: Attendee): string | null {
  return isUsableAddress(emailAddress.address) ? addressKey(emailAddress.address) : null;
}
