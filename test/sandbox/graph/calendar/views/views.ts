// What lies in a window of a calendar: calendarView, and the instances of a series.
import { Temporal } from 'temporal-polyfill';
import type { SandboxAnswer } from '../../../core/http.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../../operation.ts';
import { CALENDAR_PATHS, calendarOf, readMailbox } from '../calendars/calendar-of.ts';
import { eventCountAnswer, eventListAnswer } from '../events/event-answers.ts';
import type { EventRow } from '../events/event-shape.ts';
import { resolveEvent } from '../events/resolve-event.ts';
import { exceptionsOf, occurrencesIn } from '../series/occurrences.ts';
import type { Item, Mailbox } from '../state.ts';

const READ = ['Calendars.Read', 'Calendars.ReadWrite', 'Calendars.ReadBasic'];
const VIEW_DAYS_MAX = 1825;

export interface ViewWindow {
  start: Temporal.Instant;
  end: Temporal.Instant;
}

const inView: Operation['coverage'] = {
  evidence: 'documented',
  source: 'calendar-list-calendarview; docs issues 6284, 12653',
  difference:
    'createdDateTime and lastModifiedDateTime can be selected; that a window must not end before it begins is inferred',
};
const ofSeries: Operation['coverage'] = { evidence: 'documented', source: 'event-list-instances' };
const counted: Operation['coverage'] = { evidence: 'documented', source: 'concepts/query-parameters' };

export const viewOperations: readonly Operation[] = CALENDAR_PATHS.flatMap((path): Operation[] => [
  get(`${path}/calendarView/$count`, counted, (call) => eventCountAnswer(call, readMailbox(call), viewed(call))),
  get(`${path}/calendarView`, inView, (call) => eventListAnswer(call, readMailbox(call), 'calendarView', viewed(call))),
  get(`${path}/events/{event}/instances`, ofSeries, instances),
]);

function get(path: string, coverage: Operation['coverage'], answer: Operation['answer']): Operation {
  return { method: 'GET', path, permissions: READ, coverage, answer };
}

/** @throws GraphRefusal for missing dates, or a window that is too wide (docs issue 6284). */
export function readWindow(call: GraphCall): ViewWindow {
  const start = readDate(call, 'startDateTime');
  const end = readDate(call, 'endDateTime');
  const hours = start.until(end).total({ unit: 'hours' });
  if (hours < 0) throw new GraphRefusal(400, 'ErrorInvalidParameter', 'EndDate is earlier than StartDate');
  if (hours > VIEW_DAYS_MAX * 24) {
    throw new GraphRefusal(
      400,
      'ErrorInvalidRequest',
      `Your request can't be completed. The range between the start and end dates is greater than the allowed range. Maximum number of days: ${VIEW_DAYS_MAX}`,
    );
  }
  return { start, end };
}

function readDate(call: GraphCall, name: string): Temporal.Instant {
  const entry = [...call.request.url.searchParams].find(([key]) => key.toLowerCase() === name.toLowerCase());
  if (!entry || entry[1].trim() === '') {
    throw new GraphRefusal(
      400,
      'ErrorInvalidParameter',
      'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
    );
  }
  const [, value] = entry;
  try {
    return instantOf(value.trim());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new GraphRefusal(400, 'ErrorInvalidParameter', `The value '${value}' of parameter '${name}' is invalid.`);
  }
}

/** A time without an offset is UTC. The `+` of an offset that was not encoded arrives as a blank. @throws RangeError */
function instantOf(text: string): Temporal.Instant {
  const time = text.replace(/ (?=\d\d:?\d\d$)/, '+');
  return /(?:Z|[+-]\d\d:?\d\d)$/i.test(time) && /T/i.test(time)
    ? Temporal.Instant.from(time)
    : Temporal.PlainDateTime.from(time).toZonedDateTime('UTC').toInstant();
}

/** Whether an item overlaps a window; all-day events lie on the calendar of the mailbox's zone. */
export function overlaps(item: Item, window: ViewWindow): boolean {
  const start = item.start.toZonedDateTime(item.zone).toInstant();
  const end = item.end.toZonedDateTime(item.zone).toInstant();
  const isInstant = Temporal.Instant.compare(start, end) === 0;
  const endsAfter = isInstant
    ? Temporal.Instant.compare(end, window.start) >= 0
    : Temporal.Instant.compare(end, window.start) > 0;
  return Temporal.Instant.compare(start, window.end) < 0 && endsAfter;
}

/** Single instances first, then what belongs to series, as observed where no order is asked for (ms-365-mcp-server issue 367). */
function viewed(call: GraphCall): EventRow[] {
  const mailbox = readMailbox(call);
  const calendar = calendarOf(call, mailbox);
  const window = windowOf(call);
  const live = [...mailbox.items.values()].filter((item) => item.calendarId === calendar.id && !item.isDeleted);
  const inWindow = live.filter((item) => item.type !== 'seriesMaster' && overlaps(item, window));
  return [
    ...inWindow.filter(({ type }) => type === 'singleInstance'),
    ...inWindow.filter(({ type }) => type === 'exception'),
    ...live.filter(({ type }) => type === 'seriesMaster').flatMap((master) => occurrencesIn(mailbox, master, window)),
  ];
}

/** Exceptions first, as the documented example shows; of an event that doesn't repeat there are none. */
function instances(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const { item } = resolveEvent(call, mailbox);
  const window = windowOf(call);
  return eventListAnswer(call, mailbox, 'instances', item ? instancesOf(mailbox, item, window) : []);
}

function instancesOf(mailbox: Mailbox, master: Item, window: ViewWindow): EventRow[] {
  const exceptions = exceptionsOf(mailbox, master).filter((item) => overlaps(item, window));
  return [...exceptions, ...occurrencesIn(mailbox, master, window)];
}

/** @throws GraphRefusal as `readWindow` and `refuseFailingSlice` do */
function windowOf(call: GraphCall): ViewWindow {
  const window = readWindow(call);
  refuseFailingSlice(call, window);
  return window;
}

/** @throws GraphRefusal 503 where a fault makes a slice of time fail and the window touches it */
export function refuseFailingSlice({ fault }: GraphCall, window: ViewWindow): void {
  const { failSlice } = fault ?? {};
  if (
    failSlice &&
    Temporal.Instant.compare(failSlice.start, window.end) < 0 &&
    Temporal.Instant.compare(failSlice.end, window.start) > 0
  ) {
    throw new GraphRefusal(503, 'UnknownError', '');
  }
}
