// What a create or an update sends: the changed units in Graph's form, and nothing else.
import type { Attendee, GraphEventPatch, Location } from '../../graph/models/event.ts';
import { withMeetingPart, withWithheldBlock } from './body.ts';
import { originProperty } from './origin.ts';
import type { OriginMark, SeenVersion } from './seen.ts';
import { isGuestUnit, type UnitName, withUnits } from './units.ts';
import { addressKey, type EventValues, type Guest, isUsableAddress, type Place } from './values.ts';
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
    ...(values.places.length > 0 ? placesToGraph(values.places, []) : {}),
    attendees: Object.values(values.guests).map(attendeeToGraph),
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
  /** The version last delivered, of whose attendees nobody may be lost; null where nothing was. */
  delivered: DeliveredPeople | null;
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
  const attendees = attendeesAfter(options.delivered, merged.guests);
  const updates = [];
  if (guestUnits.length > 0) {
    updates.push({ units: withGuests, payload: payloadOf(withGuests, { attendees }) });
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
      return placesToGraph(merged.places, theirs.places);
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

/** A place keeps what Outlook knows of it as long as its name stays, wherever it stands in the list. */
function placesToGraph(places: readonly Place[], theirs: readonly Place[]): GraphEventPatch {
  if (places.length === 0) return { location: { displayName: '' }, locations: [] };
  const known = [...theirs];
  return {
    locations: places.map(({ name, details }): Location => {
      const index = known.findIndex((place) => place.name === name);
      const [same] = index < 0 ? [] : known.splice(index, 1);
      return { displayName: name, ...(same ? same.details : details) };
    }),
  };
}

function reminderToGraph(minutes: number | null): GraphEventPatch {
  return minutes === null ? { isReminderOn: false } : { isReminderOn: true, reminderMinutesBeforeStart: minutes };
}

type DeliveredPeople = Pick<SeenVersion, 'attendees' | 'organizer'>;

/**
 * The whole list of attendees: the guests as they shall be, each as delivered where he was, and as delivered the organizer
 * and everybody without a usable address. Answers are left out: Outlook keeps them by address, and would turn a sent
 * `declined` into `notResponded`.
 */
function attendeesAfter(delivered: DeliveredPeople | null, guests: Readonly<Record<string, Guest>>): Attendee[] {
  const organizer = addressKey(delivered?.organizer?.address ?? '');
  const before = delivered?.attendees ?? [];
  const stay = before.flatMap((attendee): Attendee[] => {
    const { status: _status, proposedNewTime: _proposedNewTime, ...entry } = attendee;
    const key = keyOf(attendee);
    if (key === null || key === organizer) return [entry];
    const guest = guests[key];
    return guest ? [{ ...entry, type: guest.type }] : [];
  });
  const listed = new Set(before.map(keyOf));
  const added = Object.entries(guests).filter(([key]) => !listed.has(key));
  return [...stay, ...added.map(([, guest]) => attendeeToGraph(guest))];
}

function keyOf({ emailAddress: { address } }: Attendee): string | null {
  return isUsableAddress(address) ? addressKey(address) : null;
}

function attendeeToGraph({ address, name, type }: Guest): Attendee {
  return { emailAddress: { address, ...(name ? { name } : {}) }, type };
}
