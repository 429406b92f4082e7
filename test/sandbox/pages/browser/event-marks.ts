// What is not usual about an event, in words.
import type { EventView } from '../calendars-view.ts';

/** E.g. `cancelled`, `repeats`, `private`, `2 guests`. */
export function marksOf(event: EventView): string[] {
  const { guests, type, sensitivity, isOrganizer } = event;
  return [
    event.isCancelled ? 'cancelled' : '',
    event.isDraft ? 'draft' : '',
    type === 'occurrence' ? 'repeats' : '',
    type === 'exception' ? 'changed occurrence' : '',
    sensitivity === 'normal' ? '' : sensitivity,
    isOrganizer ? '' : `guest of ${event.organizer}`,
    isOrganizer && guests.length > 0 ? `${guests.length} ${guests.length === 1 ? 'guest' : 'guests'}` : '',
    event.calendar ?? '',
  ].filter(Boolean);
}
