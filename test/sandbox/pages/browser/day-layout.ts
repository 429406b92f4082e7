// Places the events of one day in time, side by side where they overlap: pure.
import type { EventView } from '../calendars-view.ts';
import { addDays, minuteOn } from './dates.ts';

/** Shorter ones are drawn as long as this, to be readable. */
const MINUTES_SHOWN_MIN = 40;
/** These hours are always shown. */
const USUAL_HOURS = { first: 8, last: 18 };

export interface PlacedEvent {
  event: EventView;
  /** Minutes from midnight. */
  top: number;
  minutes: number;
  /** Of `lanes`, from 0. */
  lane: number;
  lanes: number;
}

export function eventsOn(events: readonly EventView[], day: string): EventView[] {
  const begins = `${day}T00:00`;
  const ends = `${addDays(day, 1)}T00:00`;
  return events.filter(({ start, end }) => start < ends && (end > begins || (start === end && start >= begins)));
}

/** The hours that all the placed events need. */
export function hoursOf(days: readonly (readonly PlacedEvent[])[]): { first: number; last: number } {
  const placed = days.flat();
  return {
    first: Math.min(USUAL_HOURS.first, ...placed.map(({ top }) => Math.floor(top / 60))),
    last: Math.max(USUAL_HOURS.last, ...placed.map(({ top, minutes }) => Math.ceil((top + minutes) / 60))),
  };
}

/** Each event takes the first lane that is free; events that overlap, directly or by others, share the width. */
export function placeEvents(events: readonly EventView[], day: string): PlacedEvent[] {
  const placed: PlacedEvent[] = [];
  let group: PlacedEvent[] = [];
  let groupEnds = 0;
  for (const event of events.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    const top = minuteOn(day, event.start);
    const minutes = Math.max(minuteOn(day, event.end) - top, MINUTES_SHOWN_MIN);
    if (top >= groupEnds) {
      share(group);
      group = [];
    }
    const entry = { event, top, minutes, lane: freeLane(group, top), lanes: 1 };
    group.push(entry);
    placed.push(entry);
    groupEnds = Math.max(groupEnds, top + minutes);
  }
  share(group);
  return placed;
}

function freeLane(group: readonly PlacedEvent[], top: number): number {
  let lane = 0;
  while (group.some((other) => other.lane === lane && other.top + other.minutes > top)) lane += 1;
  return lane;
}

function share(group: readonly PlacedEvent[]): void {
  const lanes = Math.max(0, ...group.map(({ lane }) => lane)) + 1;
  for (const entry of group) entry.lanes = lanes;
}
