// An event that is attached to another: kept as an answer shows it, for nothing but the attachment knows it.
import { applyBody, readBody } from '../calendar/events/event-input.ts';
import { eventOutput } from '../calendar/events/event-output.ts';
import { newItem } from '../calendar/events/new-item.ts';
import { unreadable } from '../calendar/events/read-values.ts';
import type { Mailbox } from '../calendar/state.ts';
import { readPreferences } from '../odata/prefer.ts';
import { type GraphCall, GraphRefusal } from '../operation.ts';

const EVENT = /^#?microsoft\.graph\.event$/i;

/** The whole event behind the `item` of a body; its id is empty (attachment-get). @throws GraphRefusal */
export function attachedEvent(call: GraphCall, mailbox: Mailbox, sent: unknown): Record<string, unknown> {
  const type = (sent as Record<string, unknown> | null | undefined)?.['@odata.type'];
  if (typeof type !== 'string') throw unreadable('Cannot create an abstract class.');
  if (!EVENT.test(type)) throw new GraphRefusal(501, 'NotInTheSandbox', 'The sandbox attaches events, no other items.');
  const item = newItem(call.world, mailbox, '');
  applyBody(item, readBody(sent));
  const preferences = { ...readPreferences(call.request), zone: null };
  return {
    '@odata.type': '#microsoft.graph.event',
    ...eventOutput(mailbox, item, { preferences, version: call.version }),
    id: '',
  };
}
