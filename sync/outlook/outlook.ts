// The Outlook port on Microsoft Graph: one mailbox, by the tokens of its owner.
import type { GraphCalendar } from '../../graph/models/calendar.ts';
import { type DeltaPage, isBareOccurrence, isRemoved } from '../../graph/models/delta.ts';
import type { GraphEvent } from '../../graph/models/event.ts';
import type { GraphClient } from '../../graph/transport/graph-client.ts';
import type { ThereCall } from '../core/decision.ts';
import { seenFromGraph } from '../core/from-graph.ts';
import { ORIGIN_PROPERTY_ID } from '../core/origin.ts';
import type { SeenVersion } from '../core/seen.ts';
import { instantsOf } from '../core/when.ts';
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

/** Marked items are listed so many at a time, and so many pages of them at most. */
const MARKED_PAGE_SIZE = 200;
const MARKED_PAGES_MAX = 500;
/** Items that are looked at around the time of one that is said to be removed. */
const VIEW_ITEMS_MAX = 250;

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
    read: (graphIds) => readAll(client, graphIds, clock),
    lookUpRemoved: (questions) => lookUpAll(client, questions, clock),
    findByOrigin: (questions) =>
      sendBatched(
        client,
        questions.map(({ calendarGraphId, eventId }) =>
          markedRequest(calendarGraphId, `contains(ep/value,'${eventId}')`),
        ),
        readEvents,
        clock,
      ),
    listMarked: (calendarGraphId) => listMarked(client, calendarGraphId, clock),
  };
}

/** Items that carry our property. @param condition on its value `ep/value`. */
function markedRequest(calendarGraphId: string, condition: string): PlainRequest {
  const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${ORIGIN_PROPERTY_ID}' and ${condition})`;
  const expand = `singleValueExtendedProperties($filter=id eq '${ORIGIN_PROPERTY_ID}')`;
  const query = `$filter=${encodeURIComponent(filter)}&$expand=${encodeURIComponent(expand)}&$top=${MARKED_PAGE_SIZE}`;
  return { method: 'GET', url: `/me/calendars/${calendarGraphId}/events?${query}`, headers: READ_HEADERS };
}

async function listMarked(client: GraphClient, calendarGraphId: string, clock: Clock): Promise<Outcome<SeenVersion[]>> {
  const versions: SeenVersion[] = [];
  let request: PlainRequest | null = markedRequest(calendarGraphId, 'ep/value ne null');
  for (let pages = 0; request && pages < MARKED_PAGES_MAX; pages += 1) {
    const outcome: Outcome<unknown> = await sendOne(client, request, (body) => body, clock);
    if (outcome.kind !== 'done') return outcome;
    versions.push(...readEvents(outcome.answer));
    const next: string | undefined = (outcome.answer as { '@odata.nextLink'?: string })['@odata.nextLink'];
    request = next === undefined ? null : { method: 'GET', url: next, headers: READ_HEADERS };
  }
  return { kind: 'done', answer: versions };
}

function pullRequest({ calendarGraphId, continueFrom, window, pageSize }: PullRequest): PlainRequest {
  const headers = { Prefer: `odata.maxpagesize=${pageSize}, ${IMMUTABLE_IDS}` };
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

async function readAll(
  client: GraphClient,
  graphIds: readonly string[],
  clock: Clock,
): Promise<Outcome<SeenVersion | null>[]> {
  const requests = graphIds.map((id) => ({ method: 'GET' as const, url: `/me/events/${id}`, headers: READ_HEADERS }));
  const outcomes = await sendBatched(client, requests, readEvent, clock);
  return outcomes.map((outcome) => {
    const isGone = outcome.kind === 'refused' && outcome.status === 404;
    return isGone ? { kind: 'done', answer: null } : outcome;
  });
}

/** First every item by its id; then, for those that answered, what their calendars list. All of it travels in batches. */
async function lookUpAll(
  client: GraphClient,
  questions: readonly RemovalQuestion[],
  clock: Clock,
): Promise<Outcome<RemovalAnswer>[]> {
  const byId = await readAll(
    client,
    questions.map(({ graphId }) => graphId),
    clock,
  );
  const listings = questions.flatMap((question, index) => {
    const found = byId[index];
    return found?.kind === 'done' && found.answer ? listingsFor(question, index, found.answer) : [];
  });
  const outcomes = await sendBatched(
    client,
    listings.map(({ request }) => request),
    readEvents,
    clock,
  );
  const answered = outcomes.flatMap((outcome, index) => {
    const listing = listings[index];
    return listing ? [{ ...listing, outcome }] : [];
  });
  const listed = Map.groupBy(answered, ({ question }) => question);
  return byId.map((found, index) => removalAnswer(found, listed.get(index) ?? []));
}

interface Listing {
  /** The index of the question that it is for. */
  question: number;
  isElsewhere: boolean;
  request: PlainRequest;
}

function listingsFor(question: RemovalQuestion, index: number, version: SeenVersion): Listing[] {
  const { calendarGraphId, otherCalendarGraphIds } = question;
  return [
    ...ownListings(calendarGraphId, version).map((request) => ({ question: index, isElsewhere: false, request })),
    ...otherCalendarGraphIds.map((id) => ({
      question: index,
      isElsewhere: true,
      request: listingByUid(id, version),
    })),
  ];
}

function removalAnswer(
  byId: Outcome<SeenVersion | null>,
  listings: readonly { isElsewhere: boolean; outcome: Outcome<SeenVersion[]> }[],
): Outcome<RemovalAnswer> {
  if (byId.kind !== 'done') return byId;
  for (const { outcome } of listings) if (outcome.kind !== 'done') return outcome;
  const version = byId.answer;
  const sameIn = (isElsewhere: boolean) =>
    listings
      .filter((listing) => listing.isElsewhere === isElsewhere)
      .flatMap(({ outcome }) => (outcome.kind === 'done' ? outcome.answer : []))
      .filter(({ graphId, iCalUId }) => graphId === version?.graphId || iCalUId === version?.iCalUId);
  const answer = { byId: version, listed: sameIn(false), isListedElsewhere: sameIn(true).length > 0 };
  return { kind: 'done', answer };
}

/** A deleted item may still answer by its id; its calendar no longer lists it, neither by its iCalUId nor at its time. */
function ownListings(calendarGraphId: string, version: SeenVersion): PlainRequest[] {
  const { start, end } = instantsOf(version.values.when);
  // An event without length is in no view that ends where it begins.
  const until = end.epochMilliseconds > start.epochMilliseconds ? end : start.add({ minutes: 1 });
  const query = `startDateTime=${encodeURIComponent(start.toString())}&endDateTime=${encodeURIComponent(until.toString())}`;
  return [
    listingByUid(calendarGraphId, version),
    {
      method: 'GET',
      url: `/me/calendars/${calendarGraphId}/calendarView?${query}&$top=${VIEW_ITEMS_MAX}`,
      headers: READ_HEADERS,
    },
  ];
}

function listingByUid(calendarGraphId: string, { iCalUId }: SeenVersion): PlainRequest {
  const filter = encodeURIComponent(`iCalUId eq '${iCalUId}'`);
  return { method: 'GET', url: `/me/calendars/${calendarGraphId}/events?$filter=${filter}`, headers: READ_HEADERS };
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
