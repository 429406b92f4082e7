// What getSchedule is asked: addresses, a window and the length of its slots, with the limits that were observed.
import { Temporal } from 'temporal-polyfill';
import { instantOf } from '../../mailbox/mailbox-settings.ts';
import { GraphRefusal } from '../../operation.ts';
import { readArray, readFields, readInteger, readString } from '../events/read-values.ts';

export interface ScheduleQuestion {
  addresses: string[];
  start: Temporal.Instant;
  end: Temporal.Instant;
  slotMinutes: number;
}

const PARAMETERS = ['schedules', 'startTime', 'endTime', 'availabilityViewInterval'] as const;
/** docs issue 7047 */
const ADDRESSES_MAX = 100;
/** docs pull request 19703 */
const WINDOW_DAYS_MAX = 62;
const SLOT_MINUTES_DEFAULT = 30;
const SLOT_MINUTES_MIN = 5;
const SLOT_MINUTES_MAX = 1440;
const HOURS_A_DAY = 24;

/** Names of parameters count in any letter case, as the documented request writes them. @throws GraphRefusal */
export function readQuestion(body: unknown): ScheduleQuestion {
  const sent = readFields(body, 'microsoft.graph.getSchedule', PARAMETERS);
  const addresses = readAddresses(sent.schedules);
  const start = readTime(sent.startTime);
  const end = readTime(sent.endTime);
  const slotMinutes = readSlot(sent.availabilityViewInterval);
  checkWindow(start, end, slotMinutes);
  return { addresses, start, end, slotMinutes };
}

function readAddresses(value: unknown): string[] {
  const addresses = readArray(value).map(readString);
  if (addresses.length === 0) {
    throw new GraphRefusal(400, 'ErrorInvalidRequest', 'Schedules must name at least one address.');
  }
  if (addresses.length > ADDRESSES_MAX) {
    throw new GraphRefusal(
      400,
      'ErrorMailboxDataArrayTooBig',
      `There are too many target users in the EmailAddress array. The allowed size = ${ADDRESSES_MAX}; the actual size = ${addresses.length}.`,
    );
  }
  return addresses;
}

function readTime(value: unknown): Temporal.Instant {
  try {
    return instantOf(value);
  } catch (error) {
    if (error instanceof GraphRefusal) throw error;
    throw new GraphRefusal(400, 'ErrorInvalidRequest', 'The start or the end of the period is not a valid time.');
  }
}

/** A documented request sends the number as text. */
function readSlot(value: unknown): number {
  if (value === undefined || value === null) return SLOT_MINUTES_DEFAULT;
  const minutes = readInteger(typeof value === 'string' && value.trim() !== '' ? Number(value) : value);
  if (minutes < SLOT_MINUTES_MIN || minutes > SLOT_MINUTES_MAX) {
    throw new GraphRefusal(
      400,
      'ErrorInvalidMergedFreeBusyInterval',
      `The interval must be between ${SLOT_MINUTES_MIN} and ${SLOT_MINUTES_MAX} minutes.`,
    );
  }
  return minutes;
}

function checkWindow(start: Temporal.Instant, end: Temporal.Instant, slotMinutes: number): void {
  const length = start.until(end);
  if (length.total('minutes') < slotMinutes) {
    throw new GraphRefusal(
      400,
      'ErrorInvalidTimeInterval',
      'The time duration specified for FreeBusyViewOptions.TimeWindow is invalid.',
    );
  }
  const days = length.total('hours') / HOURS_A_DAY;
  if (days > WINDOW_DAYS_MAX) {
    throw new GraphRefusal(
      400,
      'ErrorTimeIntervalTooBig',
      `The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long. The allowed limit = ${WINDOW_DAYS_MAX} days; the actual limit = ${Math.ceil(days)} days.`,
    );
  }
}
