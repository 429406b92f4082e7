// Both sides' events in one shape, each marked with whether the other side has the same.
import type { GraphEvent } from '../../graph/models/event.ts';
import type { EventView } from '../../server/schemas/events.ts';
import type { ShownEvent } from './state.ts';

/** @param now an instant: what waits until later is marked so. */
export function showBoth(
  ours: readonly EventView[],
  theirs: readonly GraphEvent[],
  now: string,
): { here: ShownEvent[]; there: ShownEvent[] } {
  const here = ours.map((event) => ourEvent(event, now));
  const there = theirs.map(theirEvent);
  markAlike(here, there);
  return { here, there };
}

/** The event of Outlook that says the same as ours; null where there is none, as before a sync. */
export function twinOf(event: EventView, theirs: readonly GraphEvent[]): GraphEvent | null {
  const wanted = lineOf(ourEvent(event, event.startsAt));
  return theirs.find((candidate) => lineOf(theirEvent(candidate)) === wanted) ?? null;
}

function ourEvent(event: EventView, now: string): ShownEvent {
  const { isAllDay, start, end } = event.when;
  return {
    id: event.id,
    subject: event.subject,
    start: isAllDay ? start.slice(0, 10) : event.startsAt,
    end: isAllDay ? end.slice(0, 10) : event.endsAt,
    isAllDay,
    guests: event.guests.filter((guest) => guest.state === 'invited').length,
    withheld: event.guests.filter((guest) => guest.state === 'withheld').length,
    isRepeating: event.kind !== 'single',
    isWaiting: isWaiting(event, now),
    isAlike: false,
  };
}

/** Whether an edit waits for the end of its undo time. */
export function isWaiting({ link }: EventView, now: string): boolean {
  return link.sendAfter !== null && Date.parse(link.sendAfter) > Date.parse(now);
}

function theirEvent(event: GraphEvent): ShownEvent {
  const instant = (time: string) => (event.isAllDay ? time.slice(0, 10) : `${time.slice(0, 19)}Z`);
  return {
    id: event.id,
    subject: event.subject ?? '',
    start: instant(event.start.dateTime),
    end: instant(event.end.dateTime),
    isAllDay: event.isAllDay,
    guests: event.attendees.length,
    withheld: 0,
    isRepeating: event.type !== 'singleInstance',
    isWaiting: false,
    isAlike: false,
  };
}

function markAlike(here: readonly ShownEvent[], there: readonly ShownEvent[]): void {
  const rest = [...there];
  for (const event of here) {
    const index = rest.findIndex((candidate) => lineOf(candidate) === lineOf(event));
    const [twin] = index < 0 ? [] : rest.splice(index, 1);
    if (!twin) continue;
    event.isAlike = true;
    twin.isAlike = true;
  }
}

function lineOf({ subject, start, end, isAllDay }: ShownEvent): string {
  const times = isAllDay ? [start, end] : [start.slice(0, 16), end.slice(0, 16)];
  return [subject, ...times].join('|');
}
