// A delivered event in our terms.
import type { Attendee, GraphEvent, Location, ResponseType } from '../../graph/models/event.ts';
import { withoutWithheldBlock } from './body.ts';
import { ORIGIN_PROPERTY_ID, parseOrigin } from './origin.ts';
import { ruleFromGraph } from './recurrence-rule.ts';
import type { SeenVersion } from './seen.ts';
import { withStorableText } from './storable-text.ts';
import { addressKey, type EventValues, type Guest, isUsableAddress, type Place } from './values.ts';
import { seriesWhenFromGraph, whenFromGraph } from './when.ts';

/** Maps a whole event as Graph delivers it: single, series master or exception. */
export function seenFromGraph(delivered: GraphEvent): SeenVersion {
  const event = withStorableText(delivered);
  const organizer = event.organizer?.emailAddress;
  return {
    graphId: event.id,
    iCalUId: event.iCalUId,
    changeKey: event.changeKey,
    lastModified: event.lastModifiedDateTime,
    type: event.type,
    seriesMasterId: event.seriesMasterId,
    originalStart: event.originalStart ?? null,
    isOrganizer: event.isOrganizer,
    isCancelled: event.isCancelled,
    organizer: organizer?.address ? { address: organizer.address, name: organizer.name ?? '' } : null,
    values: valuesFromGraph(event),
    attendees: event.attendees,
    responses: responsesFromGraph(event),
    transactionId: event.transactionId ?? null,
    origin: parseOrigin(
      event.singleValueExtendedProperties?.find((property) => property.id === ORIGIN_PROPERTY_ID)?.value,
    ),
    webLink: event.webLink,
  };
}

function valuesFromGraph(event: GraphEvent): EventValues {
  return {
    subject: event.subject ?? '',
    body: withoutWithheldBlock(event.body.content),
    when: event.recurrence ? seriesWhenFromGraph(event) : whenFromGraph(event),
    places: placesFromGraph(event),
    rule: event.recurrence ? ruleFromGraph(event.recurrence) : null,
    guests: guestsFromGraph(event),
    sensitivity: event.sensitivity ?? 'normal',
    importance: event.importance,
    onlineMeeting: event.isOnlineMeeting
      ? { provider: event.onlineMeetingProvider, joinUrl: event.onlineMeeting?.joinUrl ?? null }
      : null,
    answer: event.isOrganizer ? 'organizer' : event.responseStatus.response,
    reminderMinutes: event.isReminderOn ? event.reminderMinutesBeforeStart : null,
    showAs: event.showAs,
    categories: [...new Set(event.categories)].toSorted(),
  };
}

/** Where an event has no place, Outlook still delivers a `location` that says nothing. */
function placesFromGraph(event: GraphEvent): Place[] {
  const locations = event.locations.length > 0 ? event.locations : [event.location];
  return locations.filter(saysSomething).map(({ displayName, ...details }) => ({ name: displayName ?? '', details }));
}

function saysSomething({ displayName, locationUri, locationEmailAddress, address, coordinates }: Location): boolean {
  const texts = [displayName, locationUri, locationEmailAddress, ...Object.values(address ?? {})];
  return texts.some((text) => Boolean(text)) || Object.values(coordinates ?? {}).some((value) => value !== null);
}

/** Whom a usable address reaches, each once however it is written, the organizer aside. */
function guestsFromGraph(event: GraphEvent): Record<string, Guest> {
  const organizer = addressKey(event.organizer?.emailAddress.address ?? '');
  const guests: Record<string, Guest> = {};
  for (const { address, name, type } of reachable(event.attendees)) {
    const key = addressKey(address);
    if (key !== organizer && !(key in guests)) guests[key] = { address, name, type };
  }
  return guests;
}

function responsesFromGraph(event: GraphEvent): Record<string, ResponseType> {
  const responses: Record<string, ResponseType> = {};
  for (const { address, response } of reachable(event.attendees)) {
    const key = addressKey(address);
    if (response && !(key in responses)) responses[key] = response;
  }
  return responses;
}

function reachable(attendees: readonly Attendee[]): (Guest & { response: ResponseType | undefined })[] {
  return attendees.flatMap(({ emailAddress: { address, name }, type, status }) =>
    isUsableAddress(address) ? [{ address: address.trim(), name: name ?? '', type, response: status?.response }] : [],
  );
}
