// What an edit makes of an event: pure, from the event as it is to the event as it shall be.
import type { ResponseType } from '../../graph/models/event.ts';
import { addressKey, type Guest, instantsOf, type MeetingValues, type ParticipationValues } from '../../sync/index.ts';
import { badInput, notFound, Refusal } from '../refusal.ts';
import type { EventChange, EventInput } from '../schemas/events.ts';
import { checkGuests, checkWhen, safeHtml } from './check-input.ts';
import { type EventRecord, FIRST_PARTICIPATION, type Participation } from './event-record.ts';

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
    ...withoutUndefined<Pick<MeetingValues, 'places' | 'subject' | 'sensitivity' | 'importance'>>({
      places,
      subject,
      sensitivity,
      importance,
    }),
    ...(when === undefined ? {} : { when: checkWhen(when) }),
    ...(body === undefined ? {} : { body: safeHtml(body) }),
    ...(onlineMeeting === undefined ? {} : { onlineMeeting: onlineMeetingOf(event, onlineMeeting) }),
  };
  if (guests === undefined) return { meeting, withheld: event.withheld, responses: event.responses };
  const listed = checkGuests(guests);
  if (addressKey(event.organizer.address) in listed) {
    throw badInput('guest_is_organizer', 'guests', 'The organizer takes part anyway and is no guest.');
  }
  const withheld = event.withheld.filter((guest) => addressKey(guest.address) in listed);
  for (const guest of withheld) delete listed[addressKey(guest.address)];
  return { meeting: { ...meeting, guests: listed }, withheld, responses: answersOf(event, listed) };
}

function onlineMeetingOf(event: EventRecord, wanted: boolean): MeetingValues['onlineMeeting'] {
  return wanted ? (event.meeting.onlineMeeting ?? { provider: 'teamsForBusiness', joinUrl: null }) : null;
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

/** A guest's deletion: gone and declined for this guest alone. */
export function hideEvent(event: EventRecord): EventRecord {
  demandSingle(event);
  if (!event.participation) throw notFound('event');
  return nextVersion(event, { participation: { ...event.participation, answer: 'declined', isHidden: true } });
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

/** Invites the guests that were withheld. @throws Refusal `event_is_past`, `nobody_withheld` */
export function promoteGuests(event: EventRecord, userId: string, now: string): EventRecord {
  demandEditable(event, userId);
  if (isPast(event, now)) {
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

/** A guest's own answer. @param addresses under which the guest may have been invited, in lower case. */
export function answerEvent(event: EventRecord, answer: ResponseType, addresses: readonly string[]): EventRecord {
  demandSingle(event);
  if (!event.participation) throw notFound('event');
  if (event.participation.answer === 'organizer') {
    throw new Refusal({
      status: 409,
      code: 'organizer_cannot_answer',
      message: 'The organizer of an event has no answer to give.',
    });
  }
  const own = addresses.filter((address) => address in event.meeting.guests).map((address) => [address, answer]);
  return nextVersion(event, {
    participation: { ...event.participation, answer },
    responses: { ...event.responses, ...Object.fromEntries(own) },
  });
}

/** Whether an event is over. @param now ISO 8601 with `Z`. */
export function isPast(event: EventRecord, now: string): boolean {
  return instantsOf(event.meeting.when).end.epochMilliseconds < Date.parse(now);
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

function nextVersion(event: EventRecord, change: Partial<EventRecord>): EventRecord {
  return { ...event, ...change, version: event.version + 1 };
}

function demandEditable(event: EventRecord, userId: string): void {
  demandOrganizer(event, userId);
  demandSingle(event);
  if (event.status !== 'live') throw notLive();
}

export function demandOrganizer(event: EventRecord, userId: string): void {
  if (event.organizer.userId === userId) return;
  throw new Refusal({
    status: 403,
    code: 'not_the_organizer',
    message: 'Only the organizer of an event may change what it says.',
    advice: 'Ask the organizer. Your own reminder, categories and answer are yours to change.',
  });
}

function demandSingle(event: EventRecord): void {
  if (event.kind === 'single') return;
  throw new Refusal({
    status: 409,
    code: 'series_read_only',
    message: 'Repeating events can only be read here.',
    advice: 'Change the series in Outlook; the change arrives here with the next sync.',
  });
}

function notLive(): Refusal {
  return new Refusal({
    status: 409,
    code: 'not_live',
    message: 'The event is archived.',
    advice: 'Bring it back first.',
  });
}

/** Values of which any may be left out, in whichever way. */
type Loose<T> = { [K in keyof T]?: T[K] | undefined };

function withoutUndefined<T>(values: Loose<T>): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
