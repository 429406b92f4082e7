// The Outlook port on Microsoft Graph: one mailbox, by the tokens of its owner.
import type { GraphCalendar } from '../../graph/models/calendar.ts';
import { type DeltaPage, isBareOccurrence, isRemoved } from '../../graph/models/delta.ts';
import type { GraphEvent } from '../../graph/models/event.ts';
import type { GraphClient } from '../../graph/transport/graph-client.ts';
import type { ThereCall } from '../core/decision.ts';
import { seenFromGraph } from '../core/from-graph.ts';
import { ORIGIN_PROPERTY_ID } from '../core/origin.ts';
import type { SeenVersion } from '../core/seen.ts';
import type {
  Clock,
  Outcome,
  OutlookCalendar,
  OutlookPort,
  PulledPage,
  PullRequest,
  RemovalAnswer,
  RemovalQuestion,
} from '../ports.ts';
import { type PlainRequest, sendBatched, sendOne } from './batch.ts';

/** Asked of each delta page; Outlook takes it as a hint and never splits a series. */
export const PAGE_SIZE = 200;

/** Ids that survive a move between folders of one mailbox (graph: outlook-immutable-id). */
const IMMUTABLE_IDS = 'IdType="ImmutableId"';
const READ_HEADERS = { Prefer: IMMUTABLE_IDS };
const WRITE_HEADERS = { Prefer: IMMUTABLE_IDS, 'Content-Type': 'application/json' };

/** The port for one mailbox. */
export function createOutlook(client: GraphClient, clock: Clock): OutlookPort {
  return {
    calendars: () =>
      sendOne(client, { method: 'GET', url: '/me/calendars?$top=100', headers: READ_HEADERS }, readCalendars, clock),
    pull: (request) => sendOne(client, pullRequest(request), readPage, clock),
    call: (calls) => callAll(client, calls, clock),
    lookUpRemoved: (questions) => lookUpAll(client, questions, clock),
    findByOrigin(calendarGraphId, eventId) {
      const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${ORIGIN_PROPERTY_ID}' and contains(ep/value,'${eventId}'))`;
      const expand = `singleValueExtendedProperties($filter=id eq '${ORIGIN_PROPERTY_ID}')`;
      const url = `/me/calendars/${calendarGraphId}/events?$filter=${encodeURIComponent(filter)}&$expand=${encodeURIComponent(expand)}`;
      return sendOne(client, { method: 'GET', url, headers: READ_HEADERS }, readEvents, clock);
    },
  };
}

function pullRequest({ calendarGraphId, continueFrom, window }: PullRequest): PlainRequest {
  const headers = { Prefer: `odata.maxpagesize=${PAGE_SIZE}, ${IMMUTABLE_IDS}` };
  const query = `startDateTime=${encodeURIComponent(window.start)}&endDateTime=${encodeURIComponent(window.end)}`;
  return {
    method: 'GET',
    url: continueFrom ?? `/me/calendars/${calendarGraphId}/calendarView/delta?${query}`,
    headers,
  };
}

function readPage(body: unknown): PulledPage {
  const page = body as DeltaPage;
  const deltaLink = page['@odata.deltaLink'];
  const result: PulledPage = {
    versions: [],
    occurrences: [],
    removedIds: [],
    next: deltaLink ? { kind: 'round', deltaLink } : { kind: 'page', link: page['@odata.nextLink'] ?? '' },
  };
  for (const item of page.value) {
    if (isRemoved(item)) result.removedIds.push(item.id);
    else if (isBareOccurrence(item))
      result.occurrences.push({
        masterId: item.seriesMasterId,
        graphId: item.id,
        start: `${item.start.dateTime.slice(0, 19)}Z`,
      });
    else result.versions.push(seenFromGraph(item));
  }
  return result;
}

async function callAll(
  client: GraphClient,
  calls: readonly ThereCall[],
  clock: Clock,
): Promise<Outcome<SeenVersion | null>[]> {
  const requests = calls.map(requestOf);
  const [first] = requests;
  const read = (body: unknown) => (isEvent(body) ? seenFromGraph(body) : null);
  if (requests.length === 1 && first) return [await sendOne(client, first, read, clock)];
  return sendBatched(client, requests, read, clock);
}

function requestOf(call: ThereCall): PlainRequest {
  switch (call.kind) {
    case 'create':
      return {
        method: 'POST',
        url: `/me/calendars/${call.calendarGraphId}/events`,
        headers: WRITE_HEADERS,
        body: call.payload,
      };
    case 'update': {
      const headers = { ...WRITE_HEADERS, 'If-Match': `W/"${call.changeKey}"` };
      return { method: 'PATCH', url: `/me/events/${call.graphId}`, headers, body: call.payload };
    }
    case 'delete':
      return {
        method: 'DELETE',
        url: `/me/events/${call.graphId}`,
        headers: { ...READ_HEADERS, 'If-Match': `W/"${call.changeKey}"` },
      };
    case 'answer':
      return {
        method: 'POST',
        url: `/me/events/${call.graphId}/${call.answer}`,
        headers: WRITE_HEADERS,
        body: { sendResponse: call.sendResponse },
      };
  }
}

/** Each question takes a GET by id and one listing per calendar; all of them travel in batches. */
async function lookUpAll(
  client: GraphClient,
  questions: readonly RemovalQuestion[],
  clock: Clock,
): Promise<Outcome<RemovalAnswer>[]> {
  const byId = await sendBatched(
    client,
    questions.map(({ graphId }) => ({ method: 'GET', url: `/me/events/${graphId}`, headers: READ_HEADERS })),
    readEvent,
    clock,
  );
  const answers: Outcome<RemovalAnswer>[] = [];
  for (const [index, question] of questions.entries()) {
    const found = byId[index];
    if (found) answers.push(await withListings(client, question, found, clock));
  }
  return answers;
}

async function withListings(
  client: GraphClient,
  question: RemovalQuestion,
  byId: Outcome<SeenVersion>,
  clock: Clock,
): Promise<Outcome<RemovalAnswer>> {
  const isGone = byId.kind === 'refused' && byId.status === 404;
  if (byId.kind !== 'done' && !isGone) return byId;
  const version = byId.kind === 'done' ? byId.answer : null;
  const iCalUId = version?.iCalUId ?? question.iCalUId;
  if (version === null || iCalUId === null)
    return { kind: 'done', answer: { byId: version, listed: [], isListedElsewhere: false } };
  const filter = encodeURIComponent(`iCalUId eq '${iCalUId}'`);
  const calendars = [question.calendarGraphId, ...question.otherCalendarGraphIds];
  const requests: PlainRequest[] = calendars.map((id) => ({
    method: 'GET',
    url: `/me/calendars/${id}/events?$filter=${filter}`,
    headers: READ_HEADERS,
  }));
  const listings = await sendBatched(client, requests, readEvents, clock);
  const failed = listings.find((listing) => listing.kind !== 'done');
  if (failed) return failed;
  const [listed, ...elsewhere] = listings.map((listing) => (listing.kind === 'done' ? listing.answer : []));
  return {
    kind: 'done',
    answer: { byId: version, listed: listed ?? [], isListedElsewhere: elsewhere.some((found) => found.length > 0) },
  };
}

function readEvents(body: unknown): SeenVersion[] {
  return (body as { value: GraphEvent[] }).value.map(seenFromGraph);
}

function readEvent(body: unknown): SeenVersion {
  return seenFromGraph(body as GraphEvent);
}

function isEvent(body: unknown): body is GraphEvent {
  return typeof body === 'object' && body !== null && 'iCalUId' in body;
}

function readCalendars(body: unknown): OutlookCalendar[] {
  return (body as { value: GraphCalendar[] }).value.map((calendar) => ({
    graphId: calendar.id,
    name: calendar.name,
    isDefault: calendar.isDefaultCalendar,
    canEdit: calendar.canEdit,
    isTallyingResponses: calendar.isTallyingResponses,
    ownerAddress: calendar.owner?.address ?? '',
  }));
}
