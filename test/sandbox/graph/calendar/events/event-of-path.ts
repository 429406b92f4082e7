// The stored item that a path names, for what hangs on an event: its extensions and its attachments.
import type { GraphCall } from '../../operation.ts';
import { readMailbox } from '../calendars/calendar-of.ts';
import type { Item, Mailbox } from '../state.ts';
import { itemOf, resolveEvent } from './resolve-event.ts';

export interface NamedEvent {
  mailbox: Mailbox;
  item: Item;
}

/**
 * An occurrence has no item of its own: reading shows what its series has, a change makes it an exception.
 * @throws GraphRefusal 404, or 400 for what is no id
 */
export function eventOfPath(call: GraphCall): NamedEvent {
  const mailbox = readMailbox(call);
  const target = resolveEvent(call, mailbox);
  const item = target.occurrence && call.request.method === 'GET' ? target.occurrence.master : itemOf(call, target);
  return { mailbox, item };
}
