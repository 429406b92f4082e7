// reminderView: which reminders fall due for the events of a window.
import { Temporal } from 'temporal-polyfill';
import type { SandboxAnswer } from '../../core/http.ts';
import { readMailbox } from '../calendar/calendars/calendar-of.ts';
import { eventOutput, occurrenceOutput } from '../calendar/events/event-output.ts';
import { type Occurrence, occurrencesIn } from '../calendar/series/occurrences.ts';
import type { Item, Mailbox } from '../calendar/state.ts';
import { readPreferences } from '../odata/prefer.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../operation.ts';
import { functionAnswer } from './answers.ts';

interface Window {
  start: Temporal.Instant;
  end: Temporal.Instant;
}

/** An event that reminds, with the start that it reminds of. */
interface Due {
  item: Item;
  occurrence: Occurrence | null;
  start: Temporal.Instant;
}

export const reminderOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: "/{mailbox}/reminderView(startDateTime='{start}',endDateTime='{end}')",
    permissions: ['Calendars.Read', 'Calendars.ReadWrite'],
    coverage: {
      evidence: 'documented',
      source: 'user-reminderview',
      difference: 'snoozing and dismissing don’t count for the occurrences of a series',
    },
    answer: reminderView,
  },
  {
    method: 'GET',
    path: "/{mailbox}/reminderView(startDateTime='{start}')",
    permissions: ['Calendars.Read', 'Calendars.ReadWrite'],
    coverage: { evidence: 'inferred', source: 'the CSDL: EndDateTime is nullable' },
    answer: reminderView,
  },
];

/** Without an end, the window has this many days (inferred; the CSDL lets the end be missing). */
const WINDOW_DAYS_DEFAULT = 365;

function reminderView(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const start = readTime(call.parameters.start);
  const end =
    call.parameters.end === undefined ? start.add({ hours: 24 * WINDOW_DAYS_DEFAULT }) : readTime(call.parameters.end);
  const due = remindersIn(mailbox, { start, end });
  return functionAnswer(
    call,
    'reminder',
    due.map((each) => reminderOutput(call, mailbox, each)),
  );
}

/** By the start of the event, as the page has it; dismissed ones are left out. */
function remindersIn(mailbox: Mailbox, window: Window): Due[] {
  const isInside = ({ start }: Due) =>
    Temporal.Instant.compare(start, window.start) >= 0 && Temporal.Instant.compare(start, window.end) < 0;
  return [...mailbox.items.values()]
    .filter((item) => item.properties.isReminderOn && !item.isDeleted && !isDismissed(item))
    .flatMap((item) => dueOf(mailbox, item, window))
    .filter(isInside)
    .toSorted((one, other) => Temporal.Instant.compare(one.start, other.start));
}

/** The reminder of a series is never done with: there is always the next occurrence. */
function isDismissed({ type, reminder }: Item): boolean {
  return type !== 'seriesMaster' && reminder.isDismissed;
}

function dueOf(mailbox: Mailbox, item: Item, window: Window): Due[] {
  const instant = (time: Temporal.PlainDateTime) => time.toZonedDateTime(item.zone).toInstant();
  if (item.type !== 'seriesMaster') return [{ item, occurrence: null, start: instant(item.start) }];
  return occurrencesIn(mailbox, item, window).map((occurrence) => ({
    item,
    occurrence,
    start: instant(occurrence.start),
  }));
}

function reminderOutput(call: GraphCall, mailbox: Mailbox, { item, occurrence, start }: Due): Record<string, unknown> {
  const preferences = readPreferences(call.request);
  const event = occurrence
    ? occurrenceOutput(mailbox, occurrence, { preferences })
    : eventOutput(mailbox, item, { preferences });
  const snoozed = occurrence ? null : item.reminder.snoozedUntil;
  const fires = snoozed ?? start.subtract({ minutes: item.properties.reminderMinutesBeforeStart });
  const zone = preferences.zone ?? { iana: 'UTC', name: 'UTC' };
  return {
    eventId: event.id,
    changeKey: event.changeKey,
    eventSubject: event.subject,
    eventWebLink: event.webLink,
    eventStartTime: event.start,
    eventEndTime: event.end,
    eventLocation: event.location,
    reminderFireTime: {
      dateTime: fires.toZonedDateTimeISO(zone.iana).toPlainDateTime().toString({ fractionalSecondDigits: 7 }),
      timeZone: zone.name,
    },
  };
}

/** Without an offset the time is UTC. */
function readTime(value: string | undefined): Temporal.Instant {
  const text = (value ?? '').replace(' ', '+');
  try {
    return /(?:Z|[+-]\d{2}:\d{2})$/i.test(text)
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text).toZonedDateTime('UTC').toInstant();
  } catch {
    throw new GraphRefusal(400, 'ErrorInvalidParameter', `The value '${text}' is not a date and time.`);
  }
}
