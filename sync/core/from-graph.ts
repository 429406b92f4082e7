// A delivered event in our terms.
import type { GraphEvent, ResponseType } from '../../graph/models/event.ts';
import { withoutWithheldBlock } from './body.ts';
import { ORIGIN_PROPERTY_ID, parseOrigin } from './origin.ts';
import { ruleFromGraph } from './recurrence-rule.ts';
import type { SeenVersion } from './seen.ts';
import { addressKey, type EventValues, type Guest } from './values.ts';
import { whenFromGraph } from './when.ts';

/** Maps a whole event as Graph delivers it: single, series master or exception. */
export function seenFromGraph(event: GraphEvent): SeenVersion {
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
    when: whenFromGraph(event),
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

function placesFromGraph(event: GraphEvent): string[] {
  const places = event.locations.length > 0 ? event.locations : [event.location];
  return places.map((place) => place.displayName ?? '').filter((name) => name !== '');
}

/** Guests by address; the organizer, and entries without an address, are none. */
function guestsFromGraph(event: GraphEvent): Record<string, Guest> {
  const organizer = addressKey(event.organizer?.emailAddress.address ?? '');
  const guests: Record<string, Guest> = {};
  for (const { emailAddress, type } of event.attendees) {
    const key = addressKey(emailAddress.address ?? '');
    if (key === '' || key === organizer) continue;
    guests[key] = { address: emailAddress.address ?? '', name: emailAddress.name ?? '', type };
  }
  return guests;
}

function responsesFromGraph(event: GraphEvent): Record<string, ResponseType> {
  const responses: Record<string, ResponseType> = {};
  for (const { emailAddress, status } of event.attendees) {
    const key = addressKey(emailAddress.address ?? '');
    if (key !== '' && status) responses[key] = status.response;
  }
  return responses;
}
