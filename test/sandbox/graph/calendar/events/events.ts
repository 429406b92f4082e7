// Events: create, read, list, change, delete, answer and cancel.
import { Temporal } from 'temporal-polyfill';
import { emptyAnswer, jsonAnswer, type SandboxAnswer } from '../../../core/http.ts';
import type { World } from '../../../core/world.ts';
import { calendarOf, itemNotFound, listAnswer, outputOptions, readMailbox } from '../../odata/query.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../../operation.ts';
import { cancelForAll, inviteAll, respond, updateGuests } from '../meetings/meetings.ts';
import { cancelOccurrence, exceptionFor } from '../series/exceptions.ts';
import { occurrenceOn } from '../series/occurrences.ts';
import { changeKeyOf, type Item, type Mailbox, newId, saveItem } from '../state.ts';
import { applyBody, type EventBody, invalidProperty, NEVER } from './event-input.ts';
import { eventOutput, occurrenceOutput, parseOccurrenceId } from './event-output.ts';

const READ = ['Calendars.Read', 'Calendars.ReadWrite', 'Calendars.ReadBasic'];
const WRITE = ['Calendars.ReadWrite'];
const documented = (source: string) => ({ evidence: 'documented' as const, source });
const EVENT_CONTEXT = 'https://graph.microsoft.com/v1.0/$metadata';

/** Properties of the organizer's own copy alone: changing only these mails nobody. */
const OWN_PROPERTIES = new Set([
  'categories',
  'isReminderOn',
  'reminderMinutesBeforeStart',
  'showAs',
  'singleValueExtendedProperties',
  'attendees',
]);

const roots = ['/{mailbox}/events', '/{mailbox}/calendar/events', '/{mailbox}/calendars/{calendar}/events'];
const items = [
  '/{mailbox}/events/{event}',
  '/{mailbox}/calendar/events/{event}',
  '/{mailbox}/calendars/{calendar}/events/{event}',
];

export const eventOperations: readonly Operation[] = [
  ...roots.flatMap((path): Operation[] => [
    { method: 'GET', path, permissions: READ, coverage: documented('user-list-events'), answer: list },
    { method: 'POST', path, permissions: WRITE, coverage: documented('user-post-events'), answer: create },
  ]),
  ...items.flatMap((path): Operation[] => [
    { method: 'GET', path, permissions: READ, coverage: documented('event-get'), answer: get },
    { method: 'PATCH', path, permissions: WRITE, coverage: documented('event-update'), answer: update },
    { method: 'DELETE', path, permissions: WRITE, coverage: documented('event-delete'), answer: remove },
  ]),
  {
    method: 'POST',
    path: '/{mailbox}/events/{event}/accept',
    permissions: WRITE,
    coverage: documented('event-accept'),
    answer: (call) => answerInvitation(call, 'accepted'),
  },
  {
    method: 'POST',
    path: '/{mailbox}/events/{event}/tentativelyAccept',
    permissions: WRITE,
    coverage: documented('event-tentativelyaccept'),
    answer: (call) => answerInvitation(call, 'tentativelyAccepted'),
  },
  {
    method: 'POST',
    path: '/{mailbox}/events/{event}/decline',
    permissions: WRITE,
    coverage: documented('event-decline'),
    answer: (call) => answerInvitation(call, 'declined'),
  },
  {
    method: 'POST',
    path: '/{mailbox}/events/{event}/cancel',
    permissions: WRITE,
    coverage: documented('event-cancel'),
    answer: cancel,
  },
];

function list(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const calendar = calendarOf(call, mailbox);
  const found = [...mailbox.items.values()].filter(
    (item) => item.calendarId === calendar.id && !item.isDeleted && item.type !== 'exception',
  );
  return listAnswer(call, found);
}

function create(call: GraphCall): SandboxAnswer {
  const { world } = call;
  const mailbox = readMailbox(call);
  const calendar = calendarOf(call, mailbox);
  const body = bodyOf(call);
  const repeated = repeatedTransaction(world, mailbox, body);
  if (repeated) return eventAnswer(call, mailbox, repeated, 201);
  if (body.start === undefined || body.end === undefined) throw invalidProperty();
  const item = newItem(world, mailbox, calendar.id);
  applyBody(item, body);
  if (item.properties.isOnlineMeeting)
    item.properties.joinUrl = `https://teams.microsoft.com/l/meetup-join/${item.globalId.toLowerCase()}`;
  saveItem(world, mailbox, item);
  if (item.properties.transactionId) mailbox.transactions.set(item.properties.transactionId, item.id);
  const keepsDraft = item.properties.isDraft && world.settings.draftCreate === 'honoured';
  item.properties.isDraft = keepsDraft;
  if (!keepsDraft) inviteAll(world, mailbox, item);
  return eventAnswer(call, mailbox, item, 201);
}

/** The item that an earlier POST with the same transactionId made. */
function repeatedTransaction(world: World, mailbox: Mailbox, body: EventBody): Item | null {
  const { transactionId } = body;
  const itemId = typeof transactionId === 'string' ? mailbox.transactions.get(transactionId) : undefined;
  if (itemId === undefined) return null;
  if (world.settings.repeatedTransaction === 409) {
    throw new GraphRefusal(
      409,
      'ErrorDuplicateTransactionId',
      'Your request can’t be completed. The TransactionId is already used for another event.',
    );
  }
  return mailbox.items.get(itemId) ?? null;
}

/** An item with Microsoft's defaults. */
export function newItem(world: World, mailbox: Mailbox, calendarId: string): Item {
  const now = world.clock.now();
  const start = Temporal.PlainDateTime.from('2000-01-01T00:00');
  return {
    id: newId(world, 'AAMkEvt'),
    calendarId,
    globalId: Buffer.from(world.random.bytes(36)).toString('hex').toUpperCase(),
    type: 'singleInstance',
    seriesMasterId: null,
    originalStart: null,
    start,
    end: start,
    zone: 'UTC',
    zoneName: 'UTC',
    recurrence: null,
    cancelledDates: [],
    isOrganizer: true,
    organizer: { name: mailbox.owner.displayName, address: mailbox.owner.mail },
    properties: {
      subject: '',
      body: { contentType: 'html', content: '' },
      importance: 'normal',
      sensitivity: 'normal',
      showAs: 'busy',
      categories: [],
      isAllDay: false,
      isCancelled: false,
      isReminderOn: true,
      reminderMinutesBeforeStart: 15,
      responseRequested: true,
      allowNewTimeProposals: true,
      hideAttendees: false,
      isDraft: false,
      isOnlineMeeting: false,
      onlineMeetingProvider: 'unknown',
      joinUrl: null,
      locations: [],
      attendees: [],
      responseStatus: { response: 'organizer', time: NEVER },
      transactionId: null,
    },
    extendedProperties: [],
    created: now,
    modified: now,
    version: 0,
    isDeleted: false,
  };
}

function get(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const occurrence = occurrenceOf(call, mailbox);
  if (occurrence)
    return jsonAnswer(200, {
      '@odata.context': contextOf(call),
      ...occurrenceOutput(mailbox, occurrence, outputOptions(call)),
    });
  return eventAnswer(call, mailbox, findItem(call, mailbox), 200);
}

function update(call: GraphCall): SandboxAnswer {
  const { world } = call;
  const mailbox = readMailbox(call);
  const occurrence = occurrenceOf(call, mailbox);
  const item = occurrence ? exceptionFor(world, mailbox, occurrence) : findItem(call, mailbox);
  if (item.isDeleted) throw itemNotFound();
  checkVersion(call, occurrence ? occurrence.master : item);
  const body = bodyOf(call);
  const before = item.properties.attendees;
  const draft: Item = { ...item, properties: structuredClone(item.properties) };
  applyBody(draft, body);
  if (draft.properties.isOnlineMeeting && draft.properties.joinUrl === null)
    draft.properties.joinUrl = `https://teams.microsoft.com/l/meetup-join/${draft.globalId.toLowerCase()}`;
  Object.assign(item, draft);
  saveItem(world, mailbox, item);
  const tellsGuests = Object.keys(body).some((name) => !OWN_PROPERTIES.has(name) && !name.startsWith('@'));
  if (item.isOrganizer && !item.properties.isDraft) updateGuests(world, mailbox, item, { before, tellsGuests });
  return eventAnswer(call, mailbox, item, 200);
}

function remove(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const occurrence = occurrenceOf(call, mailbox);
  if (occurrence) {
    cancelOccurrence(call.world, mailbox, occurrence);
    return emptyAnswer(204);
  }
  const item = findItem(call, mailbox);
  if (item.isDeleted) throw itemNotFound();
  checkVersion(call, item);
  if (item.isOrganizer && !item.properties.isDraft) cancelForAll(call.world, mailbox, item);
  moveToDeletedItems(call.world, mailbox, item);
  return emptyAnswer(204);
}

function cancel(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const item = findItem(call, mailbox);
  if (!item.isOrganizer || item.properties.attendees.length === 0) {
    throw new GraphRefusal(
      400,
      'ErrorInvalidRequest',
      "Your request can't be completed. You need to be an organizer to cancel a meeting.",
    );
  }
  cancelForAll(call.world, mailbox, item);
  moveToDeletedItems(call.world, mailbox, item);
  return emptyAnswer(202);
}

function moveToDeletedItems(world: World, mailbox: Mailbox, item: Item): void {
  item.isDeleted = true;
  for (const exception of mailbox.items.values()) if (exception.seriesMasterId === item.id) exception.isDeleted = true;
  saveItem(world, mailbox, item);
}

function answerInvitation(call: GraphCall, response: string): SandboxAnswer {
  const mailbox = readMailbox(call);
  const item = findItem(call, mailbox);
  if (item.isDeleted) throw itemNotFound();
  if (item.isOrganizer)
    throw new GraphRefusal(
      400,
      'ErrorInvalidRequest',
      "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.",
    );
  if (item.properties.isCancelled)
    throw new GraphRefusal(
      400,
      'ErrorInvalidRequest',
      "Your request can't be completed. The meeting has been cancelled.",
    );
  const { sendResponse = true } = (call.body ?? {}) as { sendResponse?: unknown };
  respond(call.world, mailbox, item, response, sendResponse !== false);
  if (response === 'declined') moveToDeletedItems(call.world, mailbox, item);
  return emptyAnswer(202);
}

function occurrenceOf(call: GraphCall, mailbox: Mailbox) {
  const parsed = parseOccurrenceId(call.parameters.event ?? '');
  if (!parsed) return null;
  const master = mailbox.items.get(parsed.masterId);
  const exception = [...mailbox.items.values()].find((item) => item.id === call.parameters.event);
  if (exception) return null;
  const occurrence = master && !master.isDeleted ? occurrenceOn(mailbox, master, parsed.date) : null;
  if (!occurrence) throw itemNotFound();
  return occurrence;
}

/** A deleted item may still answer a GET, by its immutable id. */
function findItem(call: GraphCall, mailbox: Mailbox): Item {
  const item = mailbox.items.get(call.parameters.event ?? '');
  if (!item) {
    if (!/^[\w.=-]+$/.test(call.parameters.event ?? ''))
      throw new GraphRefusal(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
    throw itemNotFound();
  }
  const isImmutable = /IdType="?ImmutableId"?/i.test(call.request.headers.prefer ?? '');
  if (item.isDeleted && !(isImmutable && call.world.settings.softDeletedGet && call.request.method === 'GET'))
    throw itemNotFound();
  return item;
}

function checkVersion(call: GraphCall, item: Item): void {
  const expected = call.request.headers['if-match'];
  if (expected === undefined || expected === '*' || expected === `W/"${changeKeyOf(item)}"`) return;
  throw new GraphRefusal(
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  );
}

function bodyOf(call: GraphCall): EventBody {
  if (typeof call.body === 'object' && call.body !== null && !Array.isArray(call.body)) return call.body as EventBody;
  throw new GraphRefusal(400, 'BadRequest', 'Empty Payload. JSON content expected.');
}

function eventAnswer(call: GraphCall, mailbox: Mailbox, item: Item, status: number): SandboxAnswer {
  const options = outputOptions(call);
  const headers: Record<string, string> = options.preferences.applied
    ? { 'preference-applied': options.preferences.applied }
    : {};
  return jsonAnswer(status, { '@odata.context': contextOf(call), ...eventOutput(mailbox, item, options) }, headers);
}

function contextOf(call: GraphCall): string {
  return `${EVENT_CONTEXT}#users('${call.owner?.id ?? ''}')/events/$entity`;
}
