// calendarView/delta: rounds of pages over a frozen window, each token opaque and carrying all it needs.

import { Temporal } from 'temporal-polyfill';
import { jsonAnswer, type SandboxAnswer } from '../../../core/http.ts';
import { calendarOf, outputOptions, readMailbox } from '../../odata/query.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../../operation.ts';
import { bareOccurrence, eventOutput, type OutputOptions } from '../events/event-output.ts';
import { exceptionsOf, occurrencesIn } from '../series/occurrences.ts';
import type { Item, Mailbox } from '../state.ts';
import { overlaps, readWindow, type ViewWindow } from '../views/views.ts';

const READ = ['Calendars.Read', 'Calendars.ReadWrite'];
const PAGE_SIZE_DEFAULT = 50;

const paths = [
  '/{mailbox}/calendarView/delta',
  '/{mailbox}/calendar/calendarView/delta',
  '/{mailbox}/calendars/{calendar}/calendarView/delta',
];

export const deltaOperations: readonly Operation[] = paths.map((path) => ({
  method: 'GET',
  path,
  permissions: READ,
  coverage: {
    evidence: 'documented',
    source: 'event-delta',
    difference: 'tokens never expire by themselves; a fault resets them',
  },
  answer: delta,
}));

/** What a token stands for: a window, where in the log the round began and ends, and which page comes next. */
interface Token {
  calendarId: string;
  start: string;
  end: string;
  /** Log position of the round before; null: a first round, which lists everything. */
  since: number | null;
  /** Log position that this round reaches. */
  until: number;
  /** How many items earlier pages have given. */
  offset: number;
}

function delta(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const calendar = calendarOf(call, mailbox);
  if (call.request.url.searchParams.has('$expand')) {
    throw new GraphRefusal(500, 'InternalServerError', 'Value cannot be null.\r\nParameter name: source');
  }
  const token = readToken(call, mailbox, calendar.id);
  const window = { start: Temporal.Instant.from(token.start), end: Temporal.Instant.from(token.end) };
  const options = outputOptions(call);
  const groups = groupsOf(mailbox, token, window, options);
  const { preferences } = options;
  const page = takePage(groups, token.offset, preferences.pageSize ?? PAGE_SIZE_DEFAULT);
  const isLast = page.next >= groups.length;
  const link = isLast
    ? { '@odata.deltaLink': linkTo(call, '$deltatoken', { ...token, since: token.until, offset: 0 }) }
    : { '@odata.nextLink': linkTo(call, '$skiptoken', { ...token, offset: page.next }) };
  const headers: Record<string, string> = preferences.applied ? { 'preference-applied': preferences.applied } : {};
  return jsonAnswer(
    200,
    { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(event)', value: page.value, ...link },
    headers,
  );
}

/** A page closes after the group that fills it: a series is never split over pages. */
function takePage(
  groups: readonly Record<string, unknown>[][],
  offset: number,
  size: number,
): { value: Record<string, unknown>[]; next: number } {
  const value: Record<string, unknown>[] = [];
  let next = offset;
  while (next < groups.length && value.length < size) {
    value.push(...(groups[next] ?? []));
    next += 1;
  }
  return { value, next };
}

/** The items of a round: one group for a single event, one for a series with its exceptions and occurrences. */
function groupsOf(
  mailbox: Mailbox,
  token: Token,
  window: ViewWindow,
  options: OutputOptions,
): Record<string, unknown>[][] {
  const isFirst = token.since === null;
  const changed = mailbox.log
    .slice(token.since ?? 0, token.until)
    .filter((entry) => entry.calendarId === token.calendarId);
  const ids = [...new Set(changed.map((entry) => entry.itemId))];
  const groups = ids.map((id) => groupOf(mailbox, mailbox.items.get(id), id, window, options));
  // A first round says nothing of what isn't there.
  return isFirst ? groups.filter((group) => !group.some((entry) => '@removed' in entry)) : groups;
}

function groupOf(
  mailbox: Mailbox,
  item: Item | undefined,
  id: string,
  window: ViewWindow,
  options: OutputOptions,
): Record<string, unknown>[] {
  const removed = [{ '@odata.type': '#microsoft.graph.event', id, '@removed': { reason: 'deleted' } }];
  if (!item || item.isDeleted) return removed;
  const whole = (each: Item) => ({ '@odata.type': '#microsoft.graph.event', ...eventOutput(mailbox, each, options) });
  if (item.type !== 'seriesMaster') return overlaps(item, window) ? [whole(item)] : removed;
  const exceptions = exceptionsOf(mailbox, item).filter((exception) => overlaps(exception, window));
  const occurrences = occurrencesIn(mailbox, item, window);
  if (exceptions.length + occurrences.length === 0) return removed;
  return [
    whole(item),
    ...exceptions.map(whole),
    ...occurrences.map((occurrence) => bareOccurrence(occurrence, options)),
  ];
}

function readToken(call: GraphCall, mailbox: Mailbox, calendarId: string): Token {
  const { searchParams } = call.request.url;
  const value = searchParams.get('$skiptoken') ?? searchParams.get('$deltatoken');
  if (value === null) {
    const { start, end } = readWindow(call);
    return {
      calendarId,
      start: start.toString(),
      end: end.toString(),
      since: null,
      until: mailbox.log.length,
      offset: 0,
    };
  }
  const token = decode(value);
  if (token?.calendarId !== calendarId) throw syncStateNotFound();
  return searchParams.has('$deltatoken') ? { ...token, until: mailbox.log.length } : token;
}

function decode(value: string): Token | null {
  try {
    return JSON.parse(Buffer.from(value, 'base64url').toString('utf8')) as Token;
  } catch {
    return null;
  }
}

function syncStateNotFound(): GraphRefusal {
  return new GraphRefusal(
    410,
    'SyncStateNotFound',
    'The sync state generation is not found; generation=149;[highest=157]',
  );
}

function linkTo(call: GraphCall, name: '$skiptoken' | '$deltatoken', token: Token): string {
  const { origin, pathname } = call.request.url;
  return `${origin}${pathname}?${name}=${Buffer.from(JSON.stringify(token)).toString('base64url')}`;
}
