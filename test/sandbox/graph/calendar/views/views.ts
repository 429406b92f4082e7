// What lies in a window of a calendar: calendarView, and the instances of a series.
import { Temporal } from 'temporal-polyfill';
import { jsonAnswer, type SandboxAnswer } from '../../../core/http.ts';
import { calendarOf, itemNotFound, outputOptions, readMailbox } from '../../odata/query.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../../operation.ts';
import { eventOutput, occurrenceOutput } from '../events/event-output.ts';
import { exceptionsOf, occurrencesIn } from '../series/occurrences.ts';
import type { Item, Mailbox } from '../state.ts';

const READ = ['Calendars.Read', 'Calendars.ReadWrite', 'Calendars.ReadBasic'];
const VIEW_DAYS_MAX = 1825;
const PAGE_SIZE_DEFAULT = 10;

export interface ViewWindow {
  start: Temporal.Instant;
  end: Temporal.Instant;
}

const coverage = { evidence: 'documented' as const, source: 'calendar-list-calendarview' };

export const viewOperations: readonly Operation[] = [
  ...[
    '/{mailbox}/calendarView',
    '/{mailbox}/calendar/calendarView',
    '/{mailbox}/calendars/{calendar}/calendarView',
  ].map((path): Operation => ({ method: 'GET', path, permissions: READ, coverage, answer: calendarView })),
  {
    method: 'GET',
    path: '/{mailbox}/events/{event}/instances',
    permissions: READ,
    coverage: { evidence: 'documented', source: 'event-list-instances' },
    answer: instances,
  },
];

/** @throws GraphRefusal for missing dates, or a window that is too wide (docs issue 6284). */
export function readWindow(call: GraphCall): ViewWindow {
  const start = readDate(call, 'startDateTime');
  const end = readDate(call, 'endDateTime');
  if (start.until(end).total({ unit: 'hours' }) > VIEW_DAYS_MAX * 24) {
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
  if (!entry)
    throw new GraphRefusal(
      400,
      'ErrorInvalidParameter',
      `This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.`,
    );
  const [, value] = entry;
  try {
    // A `+` of an offset that was not encoded arrives as a blank.
    const text = value.replace(' ', '+');
    return /(?:Z|[+-]\d{2}:\d{2})$/i.test(text)
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text).toZonedDateTime('UTC').toInstant();
  } catch {
    throw new GraphRefusal(400, 'ErrorInvalidParameter', `The value '${value}' of parameter '${name}' is invalid.`);
  }
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

/** Single instances and exceptions first, then occurrences, unless another order is asked for (as observed). */
function calendarView(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const calendar = calendarOf(call, mailbox);
  const window = readWindow(call);
  const live = [...mailbox.items.values()].filter((item) => item.calendarId === calendar.id && !item.isDeleted);
  const options = outputOptions(call);
  const single = live
    .filter((item) => item.type !== 'seriesMaster' && overlaps(item, window))
    .map((item) => eventOutput(mailbox, item, options));
  const repeated = live
    .filter((item) => item.type === 'seriesMaster')
    .flatMap((master) => occurrencesIn(mailbox, master, window))
    .map((occurrence) => occurrenceOutput(mailbox, occurrence, options));
  return page(call, mailbox, [...single, ...repeated]);
}

function instances(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const master = mailbox.items.get(call.parameters.event ?? '');
  if (!master || master.isDeleted || master.type !== 'seriesMaster') throw itemNotFound();
  const window = readWindow(call);
  const options = outputOptions(call);
  const exceptions = exceptionsOf(mailbox, master).filter((item) => overlaps(item, window));
  const found = [
    ...exceptions.map((item) => eventOutput(mailbox, item, options)),
    ...occurrencesIn(mailbox, master, window).map((occurrence) => occurrenceOutput(mailbox, occurrence, options)),
  ];
  return page(call, mailbox, found);
}

function page(call: GraphCall, mailbox: Mailbox, found: Record<string, unknown>[]): SandboxAnswer {
  const { searchParams } = call.request.url;
  if (searchParams.get('$orderby')?.toLowerCase().startsWith('start/datetime')) {
    found.sort((one, other) => startOf(one).localeCompare(startOf(other)));
  }
  const skip = Number(searchParams.get('$skip') ?? 0);
  const top = Number(searchParams.get('$top') ?? PAGE_SIZE_DEFAULT);
  const next = new URL(call.request.url);
  next.searchParams.set('$skip', String(skip + top));
  return jsonAnswer(200, {
    '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users('${mailbox.owner.id}')/calendarView`,
    value: found.slice(skip, skip + top),
    ...(skip + top < found.length ? { '@odata.nextLink': next.toString() } : {}),
  });
}

function startOf(event: Record<string, unknown>): string {
  return (event.start as { dateTime: string }).dateTime;
}
