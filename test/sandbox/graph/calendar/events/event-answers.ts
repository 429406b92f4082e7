// Answers that show events: one of them, or a list.
import type { SandboxAnswer } from '../../../core/http.ts';
import { collectionAnswer, countAnswer, entityAnswer } from '../../odata/answers.ts';
import { keyed, mailboxPath, rootUrl } from '../../odata/context.ts';
import type { GraphCall } from '../../operation.ts';
import type { Mailbox } from '../state.ts';
import { type EventRow, eventShape } from './event-shape.ts';
import type { Target } from './resolve-event.ts';

/** One event; only here it says where its calendar is (event-get). */
export function eventAnswer(call: GraphCall, mailbox: Mailbox, target: Target, status: 200 | 201): SandboxAnswer {
  const row = target.item ?? target.occurrence;
  const { calendarId } = target.item ?? target.occurrence.master;
  const calendar = `${rootUrl(call)}/${mailboxPath(call)}/calendars('${calendarId}')`;
  return entityAnswer(call, {
    path: eventsPath(call, 'events'),
    shape: eventShape(call, mailbox),
    row,
    status,
    annotations: { 'calendar@odata.associationLink': `${calendar}/$ref`, 'calendar@odata.navigationLink': calendar },
  });
}

export function eventListAnswer(
  call: GraphCall,
  mailbox: Mailbox,
  collection: 'events' | 'calendarView' | 'instances',
  rows: readonly EventRow[],
): SandboxAnswer {
  return collectionAnswer(call, { path: eventsPath(call, collection), shape: eventShape(call, mailbox), rows });
}

export function eventCountAnswer(call: GraphCall, mailbox: Mailbox, rows: readonly EventRow[]): SandboxAnswer {
  return countAnswer(call, { shape: eventShape(call, mailbox), rows });
}

/** The collection that a request addresses, as `@odata.context` names it. */
function eventsPath(call: GraphCall, collection: 'events' | 'calendarView' | 'instances'): string {
  const { calendar, group, event } = call.parameters;
  const parts = [mailboxPath(call)];
  if (group !== undefined) parts.push(keyed('calendarGroups', group));
  if (calendar !== undefined) parts.push(keyed('calendars', calendar));
  else if (/\/calendar\//i.test(call.request.url.pathname)) parts.push('calendar');
  if (collection === 'instances') parts.push(keyed('events', event ?? ''));
  return [...parts, collection].join('/');
}
