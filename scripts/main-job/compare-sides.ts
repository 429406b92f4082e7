// Whether both calendars hold the same: what our API shows against what Graph shows, withheld guests aside.
import type { GraphEvent } from '../../graph/models/event.ts';
import type { EventView } from '../../server/schemas/events.ts';

/** One line per event, as both sides would write it. */
export interface Sides {
  onlyHere: string[];
  onlyThere: string[];
  same: number;
}

/** @param here live events of ours, series expanded. @param there Graph's calendarView of the same window. */
export function compareSides(here: readonly EventView[], there: readonly GraphEvent[]): Sides {
  const ours = here.map(ourLine).toSorted();
  const theirs = there
    .filter((event) => !event.isCancelled)
    .map(theirLine)
    .toSorted();
  const rest = [...theirs];
  const onlyHere: string[] = [];
  for (const line of ours) {
    const index = rest.indexOf(line);
    if (index < 0) onlyHere.push(line);
    else rest.splice(index, 1);
  }
  return { onlyHere, onlyThere: rest, same: ours.length - onlyHere.length };
}

function ourLine(event: EventView): string {
  const guests = event.guests.filter((guest) => guest.state === 'invited').map((guest) => guest.address);
  const times = event.when.isAllDay
    ? [event.when.start, event.when.end]
    : [minute(event.startsAt), minute(event.endsAt)];
  return line(event.subject, times, guests);
}

function theirLine(event: GraphEvent): string {
  const organizer = event.organizer?.emailAddress.address?.toLowerCase();
  const guests = event.attendees
    .map((attendee) => attendee.emailAddress.address ?? '')
    .filter((address) => address.toLowerCase() !== organizer);
  const times = [event.start.dateTime, event.end.dateTime].map((time) =>
    event.isAllDay ? time.slice(0, 10) : minute(`${time.slice(0, 19)}Z`),
  );
  return line(event.subject ?? '', times, guests);
}

function line(subject: string, times: readonly string[], guests: readonly string[]): string {
  return [
    subject,
    ...times,
    guests
      .map((guest) => guest.toLowerCase())
      .toSorted()
      .join(' '),
  ].join(' | ');
}

function minute(instant: string): string {
  return instant.slice(0, 16);
}
