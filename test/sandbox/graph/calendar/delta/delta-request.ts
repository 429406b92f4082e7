// A request for a delta page: what it may not ask for, and the state that it begins or goes on from.
import { Temporal } from 'temporal-polyfill';
import type { World } from '../../../core/world.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';
import type { Mailbox } from '../state.ts';
import { readWindow, refuseFailingSlice } from '../views/views.ts';
import { visibleLength } from './round.ts';
import { type DeltaState, readToken } from './state-token.ts';

/** Refused together, whichever of them was sent (words as observed). */
const UNSUPPORTED = ['$orderby', '$filter', '$search', '$skip', '$count'];

/** The state that a request stands at. @throws GraphRefusal for what it may not ask, or for a token that is of no use. */
export function readDeltaState(call: GraphCall, mailbox: Mailbox, calendarId: string): DeltaState {
  refuseOptions(call);
  const state = stateOf(call, mailbox, calendarId);
  refuseFailingSlice(call, { start: Temporal.Instant.from(state.start), end: Temporal.Instant.from(state.end) });
  return state;
}

function stateOf(call: GraphCall, mailbox: Mailbox, calendarId: string): DeltaState {
  const { world } = call;
  const skip = parameter(call, '$skiptoken');
  const delta = parameter(call, '$deltatoken');
  if (!skip && !delta) return firstState(call, mailbox, calendarId);
  const state = skip ? readToken('$skiptoken', skip) : readToken('$deltatoken', delta ?? '');
  if (state.calendarId !== calendarId)
    throw new GraphRefusal(410, 'SyncStateInvalid', 'The sync state does not belong to this folder.');
  if (call.fault?.resetDelta || isExpired(world, mailbox, state)) throw syncStateNotFound(call, mailbox, state);
  if (skip) return state;
  return { ...state, until: visibleLength(world, mailbox, state.until), issuedAt: world.clock.now().epochMilliseconds };
}

/** An empty token counts as none: that is what the `Location` of a reset carries. */
function firstState(call: GraphCall, mailbox: Mailbox, calendarId: string): DeltaState {
  const { world } = call;
  const { start, end } = readWindow(call);
  return {
    calendarId,
    start: start.toString(),
    end: end.toString(),
    select: parameter(call, '$select'),
    since: null,
    until: visibleLength(world, mailbox, 0),
    offset: 0,
    struck: [],
    loops: 0,
    issuedAt: world.clock.now().epochMilliseconds,
  };
}

/** Microsoft promises a token no age: it lives until the bounded cache of changes has gone past it. */
function isExpired({ clock, settings }: World, { log }: Mailbox, { until, issuedAt }: DeltaState): boolean {
  const { deltaLogEntriesMax, deltaTokenLifeMs } = settings;
  const isForgotten = deltaLogEntriesMax > 0 && until < log.length - deltaLogEntriesMax;
  const isOld = deltaTokenLifeMs > 0 && clock.now().epochMilliseconds - issuedAt > deltaTokenLifeMs;
  // A token of a world before a reset may point behind the end of this one's log.
  return isForgotten || isOld || until > log.length;
}

function syncStateNotFound(call: GraphCall, { log }: Mailbox, { start, end, until }: DeltaState): GraphRefusal {
  const highest = log.length;
  const { origin, pathname } = call.request.url;
  const location = `${origin}${pathname}?startDateTime=${start}&endDateTime=${end}&$deltatoken=`;
  return new GraphRefusal(
    410,
    'SyncStateNotFound',
    `The sync state generation is not found; generation=${until};[highest=${highest}][${highest}][${highest - 2}][${highest - 1}].`,
    call.fault?.resetLocation ? { headers: { location } } : {},
  );
}

function refuseOptions(call: GraphCall): void {
  if (parameter(call, '$expand') !== null)
    throw new GraphRefusal(500, 'InternalServerError', 'Value cannot be null.\r\nParameter name: source');
  if (UNSUPPORTED.some((name) => parameter(call, name) !== null)) {
    throw new GraphRefusal(
      400,
      'ErrorInvalidUrlQuery',
      "The following parameters are not supported with change tracking over the 'CalendarView' resource: '$orderby, $filter, $select, $expand, $search'.",
    );
  }
  if (parameter(call, '$top') !== null) {
    throw new GraphRefusal(
      400,
      'ErrorInvalidUrlQuery',
      "The '$top' parameter is not supported with change tracking over the 'CalendarView' resource as page size cannot be guaranteed. Express page size preferences using the Prefer: odata.maxpagesize= header instead.",
    );
  }
}

/** A query option, its name in any letter case. */
function parameter(call: GraphCall, name: string): string | null {
  const entry = [...call.request.url.searchParams].find(([key]) => key.toLowerCase() === name);
  return entry ? entry[1] : null;
}
