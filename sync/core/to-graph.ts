// What a create or an update sends: the changed units in Graph's form, and nothing else.
import type { Attendee, GraphEventPatch } from '../../graph/models/event.ts';
import { withMeetingPart, withWithheldBlock } from './body.ts';
import { originProperty } from './origin.ts';
import type { OriginMark } from './seen.ts';
import { isGuestUnit, type UnitName, withUnits } from './units.ts';
import type { EventValues, Guest } from './values.ts';
import { whenToGraph } from './when.ts';

/** The body of a POST: the whole event, with the guests that are to be invited. */
export function createPayload(options: {
  values: EventValues;
  withheld: readonly Guest[];
  transactionId: string;
  origin: OriginMark;
}): GraphEventPatch {
  const { values, withheld } = options;
  return {
    subject: values.subject,
    body: { contentType: 'html', content: withWithheldBlock(values.body, withheld) },
    ...whenToGraph(values.when),
    ...(values.places.length > 0 ? placesToGraph(values.places) : {}),
    attendees: attendeesToGraph(values.guests),
    sensitivity: values.sensitivity,
    importance: values.importance,
    showAs: values.showAs,
    categories: values.categories,
    ...reminderToGraph(values.reminderMinutes),
    ...(values.onlineMeeting ? { isOnlineMeeting: true } : {}),
    transactionId: options.transactionId,
    singleValueExtendedProperties: [originProperty(options.origin)],
  };
}

/**
 * The bodies of the PATCHes that send some units, in order. Lists (guests, categories) travel whole: as last delivered,
 * plus our additions and removals. Guests travel alone and first, so that a removed guest gets a cancellation and no update.
 */
export function updatePayloads(options: {
  units: readonly UnitName[];
  ours: EventValues;
  theirs: EventValues;
  withheld: readonly Guest[];
  /** Whether withheld guests are being invited: then our text block goes in the same PATCH. */
  promotes: boolean;
}): { payload: GraphEventPatch; units: UnitName[] }[] {
  const { units, ours, theirs, withheld } = options;
  const merged = withUnits(theirs, ours, units);
  const guestUnits = units.filter(isGuestUnit);
  const withGuests = options.promotes ? [...guestUnits, 'body'] : guestUnits;
  const fields = units.filter((unit) => !withGuests.includes(unit));
  const payloadOf = (names: readonly UnitName[], patch: GraphEventPatch): GraphEventPatch =>
    Object.assign(patch, ...names.map((unit) => unitToGraph(unit, merged, theirs, withheld)));
  const updates = [];
  if (guestUnits.length > 0) {
    updates.push({ units: withGuests, payload: payloadOf(withGuests, { attendees: attendeesToGraph(merged.guests) }) });
  }
  const payload = payloadOf(fields, {});
  if (Object.keys(payload).length > 0) updates.push({ units: fields, payload });
  return updates;
}

function unitToGraph(
  unit: UnitName,
  merged: EventValues,
  theirs: EventValues,
  withheld: readonly Guest[],
): GraphEventPatch {
  switch (unit) {
    case 'subject':
      return { subject: merged.subject };
    case 'body': {
      const body = withMeetingPart(merged.body, theirs.body, theirs.onlineMeeting?.joinUrl ?? null);
      return { body: { contentType: 'html', content: withWithheldBlock(body, withheld) } };
    }
    case 'when':
      return whenToGraph(merged.when);
    case 'places':
      return placesToGraph(merged.places);
    case 'sensitivity':
      return { sensitivity: merged.sensitivity };
    case 'importance':
      return { importance: merged.importance };
    case 'onlineMeeting':
      // Outlook can't take a meeting offline again; asking for it would be refused.
      return merged.onlineMeeting ? { isOnlineMeeting: true } : {};
    case 'reminderMinutes':
      return reminderToGraph(merged.reminderMinutes);
    case 'showAs':
      return { showAs: merged.showAs };
    default:
      return unit.startsWith('category:') ? { categories: merged.categories } : {};
  }
}

function placesToGraph(places: readonly string[]): GraphEventPatch {
  return places.length === 0
    ? { location: { displayName: '' }, locations: [] }
    : { locations: places.map((displayName) => ({ displayName })) };
}

function reminderToGraph(minutes: number | null): GraphEventPatch {
  return minutes === null ? { isReminderOn: false } : { isReminderOn: true, reminderMinutesBeforeStart: minutes };
}

function attendeesToGraph(guests: Record<string, Guest>): Attendee[] {
  return Object.values(guests).map(({ address, name, type }) => ({
    emailAddress: { address, ...(name ? { name } : {}) },
    type,
  }));
}
