// Single occurrences of a series: turned into an exception by a change, left out by a deletion.
import type { World } from '../../../core/world.ts';
import { occurrenceId } from '../events/event-output.ts';
import { type Item, type Mailbox, saveItem } from '../state.ts';
import type { Occurrence } from './occurrences.ts';

/** The exception that an occurrence becomes; it keeps the occurrence's id. */
export function exceptionFor(world: World, mailbox: Mailbox, { master, start, end }: Occurrence): Item {
  const exception: Item = {
    ...master,
    id: occurrenceId(master.id, start),
    type: 'exception',
    seriesMasterId: master.id,
    originalStart: start,
    start,
    end,
    recurrence: null,
    cancelledDates: [],
    properties: structuredClone(master.properties),
    extendedProperties: [],
    created: world.clock.now(),
    version: 0,
  };
  mailbox.items.set(exception.id, exception);
  return exception;
}

/** Leaves a date out: a change of the master; nothing goes to Deleted Items. */
export function cancelOccurrence(world: World, mailbox: Mailbox, { master, start }: Occurrence): void {
  master.cancelledDates = [...master.cancelledDates, start.toPlainDate().toString()];
  saveItem(world, mailbox, master);
}
