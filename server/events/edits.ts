// What an edit makes of an event: pure, from the event as it is to the event as it shall be.
import { Temporal } from 'temporal-polyfill';
import type { ResponseType } from '../../graph/models/event.ts';
import {
  ASK_FOR_INVITATION,
  addressKey,
  type Guest,
  isPast,
  type MeetingValues,
  type ParticipationValues,
} from '../../sync/index.ts';
import { badInput, notFound, Refusal } from '../refusal.ts';
import type { EventChange, EventInput } from '../schemas/events.ts';
import { checkGuests, checkWhen } from './check-input.ts';
import { askForInvitation, demandEditable, demandOrganizer, demandSingle, nextVersion, notLive } from './conditions.ts';
import { type EventRecord, FIRST_PARTICIPATION, type Participation } from './event-record.ts';
import { placesNamed } from './places.ts';
import type { SenderLink } from './sender.ts';

export interface Organizer {
  userId: string;
  address: string;
  name: string;
}

/** A new event of its organizer. @throws Refusal for input that makes no sense. */
export function createEvent(input: EventInput, organizer: Organizer, id: string, createdAt: string): EventRecord {
  const empty: EventRecord = {
    id,
    version: 0,
    kind: 'single',
    seriesId: null,
    originalStart: null,
    organizer,
    status: 'live',
    meeting: {
      subject: input.subject,
      body: '',
      when: checkWhen(input.when),
      places: [],
      rule: null,
      guests: {},
      sensitivity: 'normal',
      importance: 'normal',
      onlineMeeting: null,
    },
    withheld: [],
    responses: {},
    webLink: null,
    sendAfter: null,
    createdAt,
    participation: { ...FIRST_PARTICIPATION, answer: 'organizer' },
  };
  return changeEvent(empty, input, organizer.userId);
}

/** @throws Refusal for somebody who may not, and for input that makes no sense. */
export function changeEvent(event: EventRecord, change: EventChange, userId: string): EventRecord {
  const { showAs, reminderMinutes, categories, ...meeting } = change;
  const hasMeeting = Object.values(meeting).some((value) => value !== undefined);
  if (hasMeeting) demandOrganizer(event, userId);
  demandSingle(event);
  if (hasMeeting && event.status !== 'live') throw notLive();
  return nextVersion(event, {
    ...(hasMeeting ? withMeeting(event, meeting) : {}),
    participation: withParticipation(event, { showAs, reminderMinutes, categories }),
  });
}

function withMeeting(event: EventRecord, change: EventChange): Pick<EventRecord, 'meeting' | 'withheld' | 'responses'> {
  const { guests, when, body, onlineMeeting, places, subject, sensitivity, importance } = change;
  const meeting: MeetingValues = {
    ...event.meeting,
    ...withoutUndefined<Pick<MeetingValues, 'subject' | 'body' | 'sensitivity' | 'importance'>>({
      subject,
      body,
      sensitivity,
      importance,
    }),
    ...(when === undefined ? {} : { when: checkWhen(when) }),
    ...(places === undefined ? {} : { places: placesNamed(places, event.meeting.places) }),
    ...(onlineMeeting === undefined ? {} : { onlineMeeting: onlineMeetingOf(event, onlineMeeting) }),
  };
  if (guests === undefined) return { meeting, withheld: event.withheld, responses: event.responses };
  const listed = checkGuests(guests, [...Object.values(event.meeting.guests), ...event.withheld]);
  if (addressKey(event.organizer.address) in listed) {
    throw badInput('guest_is_organizer', 'guests', 'The organizer takes part anyway and is no guest.');
  }
  const withheld = event.withheld.filter((guest) => addressKey(guest.address) in listed);
  for (const guest of withheld) delete listed[addressKey(guest.address)];
  return { meeting: { ...meeting, guests: listed }, withheld, responses: answersOf(event, listed) };
}

function onlineMeetingOf(event: EventRecord, wanted: boolean): MeetingValues['onlineMeeting'] {
  const { onlineMeeting } = event.meeting;
  if (wanted) return onlineMeeting ?? { provider: 'teamsForBusiness', joinUrl: null };
  if (!onlineMeeting?.joinUrl) return null;
  throw new Refusal({
    status: 409,
    code: 'online_meeting_stays',
    field: 'onlineMeeting',
    message: 'Outlook cannot take an online meeting back.',
    advice: 'Delete the event and make a new one without it.',
  });
}

function withParticipation(event: EventRecord, change: Loose<ParticipationValues>): Participation | null {
  if (event.participation === null) return null;
  const values = { ...event.participation, ...withoutUndefined(change) };
  return { ...values, categories: values.categories.toSorted() };
}

/** Ends it for everybody. */
export function deleteEvent(event: EventRecord, userId: string): EventRecord {
  demandOrganizer(event, userId);
  demandSingle(event);
  return nextVersion(event, { status: 'deleted' });
}

/**
 * A guest's deletion: gone and declined for this guest alone.
 * @param tellsOrganizer whether Outlook shall mail the organizer that this guest declines.
 */
export function hideEvent(event: EventRecord, tellsOrganizer: boolean): EventRecord {
  demandSingle(event);
  if (!event.participation) throw notFound('event');
  const participation = { ...event.participation, answer: 'declined' as const, isHidden: true, tellsOrganizer };
  return nextVersion(event, { participation });
}

/** Takes a guest's deletion back. An answer that was given before is given again; one that was not stays to be given. */
export function showEvent(event: EventRecord, answer: ResponseType = 'notResponded'): EventRecord {
  demandSingle(event);
  if (!event.participation?.isHidden) {
    throw new Refusal({ status: 409, code: 'not_hidden', message: 'The event is in your calendar.' });
  }
  const participation = { ...event.participation, answer, isHidden: false, tellsOrganizer: false };
  return nextVersion(event, { participation });
}

export function archiveEvent(event: EventRecord, userId: string): EventRecord {
  demandOrganizer(event, userId);
  demandSingle(event);
  if (event.status !== 'live') throw notLive();
  return nextVersion(event, { status: 'archived' });
}

/** Brings an archived event back, and a deleted one as long as it can be reached: within its undo time. */
export function unarchiveEvent(event: EventRecord, userId: string): EventRecord {
  demandOrganizer(event, userId);
  demandSingle(event);
  if (event.status === 'live') {
    throw new Refusal({ status: 409, code: 'not_archived', message: 'Only an archived event can be brought back.' });
  }
  return nextVersion(event, { status: 'live' });
}

/** A guest's deletion ends for that guest alone; an archived event comes back for everybody. */
export function bringBack(event: EventRecord, userId: string): EventRecord {
  return event.participation?.isHidden ? showEvent(event) : unarchiveEvent(event, userId);
}

/** @throws Refusal `already_invited` */
export function addGuest(event: EventRecord, guest: Guest, userId: string): EventRecord {
  demandEditable(event, userId);
  const key = addressKey(guest.address);
  const isKnown =
    key in event.meeting.guests ||
    key === addressKey(event.organizer.address) ||
    event.withheld.some((other) => addressKey(other.address) === key);
  if (isKnown) {
    throw new Refusal({
      status: 409,
      code: 'already_invited',
      field: 'address',
      message: `${guest.address} takes part already.`,
    });
  }
  return withGuests(event, { ...event.meeting.guests, [key]: guest }, event.withheld);
}

export function removeGuest(event: EventRecord, address: string, userId: string): EventRecord {
  demandEditable(event, userId);
  const key = addressKey(address);
  const guests = Object.fromEntries(Object.entries(event.meeting.guests).filter(([other]) => other !== key));
  const withheld = event.withheld.filter((guest) => addressKey(guest.address) !== key);
  const before = Object.keys(event.meeting.guests).length + event.withheld.length;
  if (Object.keys(guests).length + withheld.length === before) throw notFound('guest');
  return withGuests(event, guests, withheld);
}

/** A guest under another name or address; one who was withheld stays so. Whoever takes part already is not doubled. */
export function replaceGuest(
  event: EventRecord,
  address: string,
  guest: Omit<Guest, 'type'>,
  userId: string,
): EventRecord {
  const [key, newKey] = [addressKey(address), addressKey(guest.address)];
  const invited = event.meeting.guests[key];
  const held = event.withheld.find((other) => addressKey(other.address) === key);
  const type = invited?.type ?? held?.type ?? 'required';
  const others = removeGuest(event, address, userId);
  const isKnown =
    newKey in others.meeting.guests ||
    newKey === addressKey(event.organizer.address) ||
    others.withheld.some((other) => addressKey(other.address) === newKey);
  if (isKnown) return others;
  if (!invited) return { ...others, withheld: [...others.withheld, { ...guest, type }] };
  const guests = { ...others.meeting.guests, [newKey]: { ...guest, type } };
  // The answer stays with somebody whose address stays.
  const responses = key === newKey ? event.responses : others.responses;
  return { ...others, meeting: { ...others.meeting, guests }, responses };
}

/** Invites the guests that were withheld. @throws Refusal `event_is_past`, `nobody_withheld` */
export function promoteGuests(event: EventRecord, userId: string, now: string): EventRecord {
  demandEditable(event, userId);
  if (isPast(event, Temporal.Instant.from(now))) {
    throw new Refusal({
      status: 409,
      code: 'event_is_past',
      message: 'The event is over, so nobody is invited to it any more.',
    });
  }
  if (event.withheld.length === 0) {
    throw new Refusal({ status: 409, code: 'nobody_withheld', message: 'Every guest of this event has been invited.' });
  }
  const promoted = Object.fromEntries(event.withheld.map((guest) => [addressKey(guest.address), guest]));
  return withGuests(event, { ...event.meeting.guests, ...promoted }, []);
}

/**
 * A guest's own answer.
 * @param guest.addresses under which the guest may have been invited, in lower case. @param guest.link the guest's copy.
 * @throws Refusal `organizer_cannot_answer`; `ask_for_invitation` where Outlook no longer has the guest's copy.
 */
export function answerEvent(
  event: EventRecord,
  answer: ResponseType,
  { addresses, link }: { addresses: readonly string[]; link: SenderLink | null },
): EventRecord {
  demandSingle(event);
  if (!event.participation) throw notFound('event');
  if (event.participation.answer === 'organizer') {
    throw new Refusal({
      status: 409,
      code: 'organizer_cannot_answer',
      message: 'The organizer of an event has no answer to give.',
    });
  }
  if (link?.lastError === ASK_FOR_INVITATION) {
    throw askForInvitation(event, 'Outlook no longer has your copy of this meeting.');
  }
  const own = addresses.filter((address) => address in event.meeting.guests).map((address) => [address, answer]);
  return nextVersion(event, {
    participation: { ...event.participation, answer },
    responses: { ...event.responses, ...Object.fromEntries(own) },
  });
}

function withGuests(event: EventRecord, guests: Record<string, Guest>, withheld: Guest[]): EventRecord {
  return nextVersion(event, {
    meeting: { ...event.meeting, guests },
    withheld,
    responses: answersOf(event, guests),
  });
}

function answersOf(event: EventRecord, guests: Record<string, Guest>): EventRecord['responses'] {
  return Object.fromEntries(Object.entries(event.responses).filter(([address]) => address in guests));
}

/** Values of which any may be left out, in whichever way. */
type Loose<T> = { [K in keyof T]?: T[K] | undefined };

function withoutUndefined<T>(values: Loose<T>): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
