// Places the events of one day in time, side by side where they overlap: pure.
import type { ShownEvent } from '../state.ts';
import { daysFrom, isOn, minuteOfDay } from './dates.ts';

/** The hours that are always shown; earlier and later ones when an event needs them. */
const FIRST_HOUR = 8;
const LAST_HOUR = 20;
/** Less is not readable. */
const MINUTES_SHOWN_MIN = 40;

/** The rows that both calendars have in common, so that the same time stands at the same height. */
export interface Frame {
  days: Date[];
  firstHour: number;
  lastHour: number;
  allDayRows: number;
}

export interface PlacedEvent {
  event: ShownEvent;
  /** Minutes from the frame's first hour. */
  top: number;
  minutes: number;
  /** Of `lanes`, from 0. */
  lane: number;
  lanes: number;
}

/** @param sides the events of each. */
export function frameOf(sides: readonly (readonly ShownEvent[])[], firstDay: Date): Frame {
  const days = daysFrom(firstDay);
  const timed = days.flatMap((day) => timedOn(sides.flat(), day).map((event) => ({ event, day })));
  const starts = timed.map(({ event, day }) => Math.floor(minuteOfDay(event.start, day) / 60));
  const ends = timed.map(({ event, day }) => Math.ceil(minuteOfDay(event.end, day) / 60));
  const allDay = sides.flatMap((events) => days.map((day) => allDayOn(events, day).length));
  return {
    days,
    firstHour: Math.min(FIRST_HOUR, ...starts),
    lastHour: Math.max(LAST_HOUR, ...ends),
    allDayRows: Math.max(1, ...allDay),
  };
}

export function allDayOn(events: readonly ShownEvent[], day: Date): ShownEvent[] {
  return events.filter((event) => event.isAllDay && isOn(event, day));
}

function timedOn(events: readonly ShownEvent[], day: Date): ShownEvent[] {
  return events.filter((event) => !event.isAllDay && isOn(event, day));
}

/** Greedy lanes: each event takes the first lane that is free; a group of overlapping events shares its number of lanes. */
export function placeDay(events: readonly ShownEvent[], day: Date, { firstHour }: Frame): PlacedEvent[] {
  const placed: PlacedEvent[] = [];
  let group: PlacedEvent[] = [];
  let groupEnd = -1;
  const sorted = timedOn(events, day).toSorted(
    (a, b) => a.start.localeCompare(b.start) || b.end.localeCompare(a.end) || a.subject.localeCompare(b.subject),
  );
  for (const event of sorted) {
    const top = minuteOfDay(event.start, day) - firstHour * 60;
    const minutes = Math.max(minuteOfDay(event.end, day) - firstHour * 60 - top, MINUTES_SHOWN_MIN);
    if (top >= groupEnd) {
      closeGroup(group);
      group = [];
    }
    const lane = freeLane(group, top);
    const entry = { event, top, minutes, lane, lanes: 1 };
    group.push(entry);
    placed.push(entry);
    groupEnd = Math.max(groupEnd, top + minutes);
  }
  closeGroup(group);
  return placed;
}

function freeLane(group: readonly PlacedEvent[], top: number): number {
  let lane = 0;
  while (group.some((entry) => entry.lane === lane && entry.top + entry.minutes > top)) lane += 1;
  return lane;
}

function closeGroup(group: readonly PlacedEvent[]): void {
  const lanes = Math.max(0, ...group.map(({ lane }) => lane)) + 1;
  for (const entry of group) entry.lanes = lanes;
}
