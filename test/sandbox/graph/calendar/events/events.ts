// The operations of events: where they can be called, by whom, and how well each is known.
import type { SandboxAnswer } from '../../../core/http.ts';
import type { GraphCall, Operation } from '../../operation.ts';
import { CALENDAR_PATHS, calendarOf, readMailbox } from '../calendars/calendar-of.ts';
import type { Item, Mailbox } from '../state.ts';
import * as actions from './event-actions.ts';
import { eventAnswer, eventCountAnswer, eventListAnswer } from './event-answers.ts';
import { resolveEvent } from './resolve-event.ts';
import { create, remove, removeForGood, update } from './write-events.ts';

const READ = ['Calendars.Read', 'Calendars.ReadWrite', 'Calendars.ReadBasic'];
const WRITE = ['Calendars.ReadWrite'];
const documented = (source: string, difference?: string) => ({
  evidence: 'documented' as const,
  source,
  ...(difference === undefined ? {} : { difference }),
});

type Part = Pick<Operation, 'method' | 'permissions' | 'coverage' | 'answer'>;

const onLists: readonly Part[] = [
  { method: 'GET', permissions: READ, coverage: documented('user-list-events'), answer: list },
  { method: 'POST', permissions: WRITE, coverage: documented('user-post-events'), answer: create },
];

const counted: Part = {
  method: 'GET',
  permissions: READ,
  coverage: documented('concepts/query-parameters'),
  answer: (call) => eventCountAnswer(call, readMailbox(call), listed(call, readMailbox(call))),
};

const onEvents: readonly Part[] = [
  { method: 'GET', permissions: READ, coverage: documented('event-get'), answer: get },
  { method: 'PATCH', permissions: WRITE, coverage: documented('event-update'), answer: update },
  { method: 'DELETE', permissions: WRITE, coverage: documented('event-delete'), answer: remove },
];

const onActions: readonly (Part & { name: string })[] = [
  action('accept', documented('event-accept'), actions.accept),
  action('tentativelyAccept', documented('event-tentativelyaccept'), actions.tentativelyAccept),
  action('decline', documented('event-decline'), actions.decline),
  action('cancel', documented('event-cancel'), actions.cancel),
  {
    ...action('forward', documented('event-forward'), actions.forwardEvent),
    permissions: ['Calendars.Read', 'Calendars.ReadWrite'],
  },
  action('snoozeReminder', documented('event-snoozereminder'), actions.snoozeReminder),
  action('dismissReminder', documented('event-dismissreminder'), actions.dismissReminder),
  action(
    'permanentDelete',
    documented('event-permanentdelete', 'whether guests get a cancellation is a setting: nothing is documented'),
    removeForGood,
  ),
];

export const eventOperations: readonly Operation[] = CALENDAR_PATHS.flatMap((path): Operation[] => [
  { ...counted, path: `${path}/events/$count` },
  ...onLists.map((part): Operation => ({ ...part, path: `${path}/events` })),
  ...onEvents.map((part): Operation => ({ ...part, path: `${path}/events/{event}` })),
  ...onActions.map(({ name, ...part }): Operation => ({ ...part, path: `${path}/events/{event}/${name}` })),
]);

function action(name: string, coverage: Operation['coverage'], answer: Operation['answer']): Part & { name: string } {
  return { method: 'POST', permissions: WRITE, coverage, answer, name };
}

function list(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  return eventListAnswer(call, mailbox, 'events', listed(call, mailbox));
}

/** Single events and series masters; occurrences and exceptions are what calendarView is for. */
function listed(call: GraphCall, mailbox: Mailbox): Item[] {
  const calendar = calendarOf(call, mailbox);
  return [...mailbox.items.values()].filter(
    (item) => item.calendarId === calendar.id && !item.isDeleted && item.type !== 'exception',
  );
}

function get(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  return eventAnswer(call, mailbox, resolveEvent(call, mailbox), 200);
}
