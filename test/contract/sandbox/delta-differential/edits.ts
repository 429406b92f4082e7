// Random edits of two calendars through Graph: single events, series and their occurrences, and meetings that others send.
import type { Random } from '../../../sandbox/core/random.ts';
import type { World } from '../../../sandbox/core/world.ts';
import { moveItem } from '../../../sandbox/graph/calendar/save-item.ts';
import { type Item, type Mailbox, mailboxByAddress } from '../../../sandbox/graph/calendar/state.ts';
import type { GraphUser } from '../sandbox-client.ts';
import { newEvent, newRecurrence, newTimes, newValues, oneOf, sameDayTimes, WIDE } from './random-events.ts';

export interface EditWorld {
  world: World;
  random: Random;
  ada: GraphUser;
  bo: GraphUser;
  /** Ada's calendars: the default one and a second. */
  calendarIds: readonly [string, string];
}

/** What Outlook refuses of an edit that is well made: two occurrences in each other's way, or a pattern without a day. */
const REFUSALS_EXPECTED = ['ErrorOccurrenceCrossingBoundary', 'ErrorRecurrenceHasNoOccurrence'];

/** One accepted edit. @returns its name; null where there was nothing to edit, or Outlook refused. @throws Error for any other refusal */
export async function editOnce(edit: EditWorld): Promise<string | null> {
  const [name, make] = oneOf(edit.random, EDITS);
  const request = await make(edit);
  if (request === null) return null;
  if (request === 'done') return name;
  const { by, method, path, body } = request;
  const answer = await by.send<{ error?: { code: string } }>(method, path, { body });
  if (answer.status < 300) return name;
  if (REFUSALS_EXPECTED.includes(answer.body.error?.code ?? '')) return null;
  throw new Error(`${name}: ${method} ${path} ${JSON.stringify(body)}: ${answer.status} ${answer.text}`);
}

interface EditRequest {
  by: GraphUser;
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
}

/** A request to send; `done` where a person has done it without Graph; null where there is nothing to edit. */
type Edit = (edit: EditWorld) => EditRequest | 'done' | null | Promise<EditRequest | 'done' | null>;

const ADA = 'ada@contoso.example';
const BO = 'bo@contoso.example';

const isSingle = (item: Item) => item.type === 'singleInstance';
const isSeries = (item: Item) => item.type === 'seriesMaster';
const isOwn = (item: Item) => item.isOrganizer;

const ownSingle = (edit: EditWorld) => pick(edit, ADA, (item) => isSingle(item) && isOwn(item));
const ownSeries = (edit: EditWorld) => pick(edit, ADA, (item) => isSeries(item) && isOwn(item));
const invitation = (edit: EditWorld) => pick(edit, ADA, (item) => item.seriesMasterId === null && !isOwn(item));
const boMeeting = (edit: EditWorld) =>
  pick(edit, BO, (item) => item.seriesMasterId === null && isOwn(item) && item.properties.attendees.length > 0);

const create: Edit = ({ ada, random, calendarIds }) => ({
  by: ada,
  method: 'POST',
  path: `/me/calendars/${oneOf(random, calendarIds)}/events`,
  body: newEvent(random),
});

const createSeries: Edit = ({ ada, random, calendarIds }) => ({
  by: ada,
  method: 'POST',
  path: `/me/calendars/${oneOf(random, calendarIds)}/events`,
  body: { ...newEvent(random), ...newRecurrence(random) },
});

const moveToCalendar: Edit = (edit) => {
  const item = pick(edit, ADA, ({ seriesMasterId }) => seriesMasterId === null);
  if (!item) return null;
  const calendarId = edit.calendarIds.find((id) => id !== item.calendarId);
  if (calendarId === undefined) return null;
  moveItem(edit.world, mailboxOf(edit, ADA), item, { calendarId });
  return 'done';
};

const inviteAda: Edit = ({ bo, random }) => ({
  by: bo,
  method: 'POST',
  path: '/me/events',
  body: {
    ...newEvent(random),
    ...(random.next() < 0.4 ? newRecurrence(random) : {}),
    attendees: [{ type: 'required', emailAddress: { address: ADA } }],
  },
});

const answer: Edit = (edit) => {
  const item = invitation(edit);
  if (!item || item.properties.isCancelled) return null;
  const action = oneOf(edit.random, ['accept', 'tentativelyAccept', 'decline']);
  return { by: edit.ada, method: 'POST', path: `/me/events/${item.restId}/${action}`, body: { sendResponse: true } };
};

const EDITS: readonly (readonly [string, Edit])[] = [
  ['create', create],
  ['create', create],
  ['create a series', createSeries],
  ['edit', (edit) => patch(edit.ada, ownSingle(edit), newValues(edit.random))],
  ['move', (edit) => patch(edit.ada, ownSingle(edit), newTimes(edit.random))],
  ['delete', (edit) => act(edit.ada, 'DELETE', ownSingle(edit))],
  ['delete for good', (edit) => act(edit.ada, 'POST', pick(edit, ADA, isOwn), '/permanentDelete')],
  ['edit a series', (edit) => patch(edit.ada, ownSeries(edit), newValues(edit.random))],
  ['change a pattern', (edit) => patch(edit.ada, ownSeries(edit), newRecurrence(edit.random))],
  ['delete a series', (edit) => act(edit.ada, 'DELETE', ownSeries(edit))],
  ['make a series single', (edit) => patch(edit.ada, ownSeries(edit), { recurrence: null })],
  ['make a single event a series', (edit) => patch(edit.ada, ownSingle(edit), newRecurrence(edit.random))],
  ['edit an occurrence', (edit) => onOccurrence(edit, edit.ada, ownSeries(edit), () => newValues(edit.random))],
  [
    'move an occurrence',
    (edit) => onOccurrence(edit, edit.ada, ownSeries(edit), (start) => sameDayTimes(edit.random, start)),
  ],
  ['delete an occurrence', (edit) => onOccurrence(edit, edit.ada, ownSeries(edit), null)],
  ['move to the other calendar', moveToCalendar],
  ['an invitation arrives', inviteAda],
  ['an update arrives', (edit) => patch(edit.bo, boMeeting(edit), newValues(edit.random))],
  ['a moved meeting arrives', (edit) => patch(edit.bo, boMeeting(edit), newTimes(edit.random))],
  ['a cancellation arrives', (edit) => act(edit.bo, 'POST', boMeeting(edit), '/cancel')],
  ['a changed occurrence arrives', (edit) => onOccurrence(edit, edit.bo, boSeries(edit), () => newValues(edit.random))],
  ['a cancelled occurrence arrives', (edit) => onOccurrence(edit, edit.bo, boSeries(edit), null)],
  ['answer', answer],
  ['remove an invitation', (edit) => act(edit.ada, 'DELETE', invitation(edit))],
];

function boSeries(edit: EditWorld): Item | null {
  return pick(edit, BO, (item) => isSeries(item) && isOwn(item) && item.properties.attendees.length > 0);
}

function patch(by: GraphUser, item: Item | null, body: Record<string, unknown>): EditRequest | null {
  return item && { by, method: 'PATCH', path: `/me/events/${item.restId}`, body };
}

function act(by: GraphUser, method: 'POST' | 'DELETE', item: Item | null, action = ''): EditRequest | null {
  const body = action === '/cancel' ? { comment: 'Not today' } : undefined;
  return item && { by, method, path: `/me/events/${item.restId}${action}`, body };
}

interface Instance {
  id: string;
  start: { dateTime: string };
}

/** @param change what to PATCH, from the occurrence's start in UTC; null: DELETE it */
async function onOccurrence(
  { random }: EditWorld,
  by: GraphUser,
  master: Item | null,
  change: ((start: string) => Record<string, unknown>) | null,
): Promise<EditRequest | null> {
  if (!master) return null;
  const list = await by.get<{ value: Instance[] }>(`/me/events/${master.restId}/instances?${WIDE}&$top=100`);
  const instance = list.body.value.length > 0 ? oneOf(random, list.body.value) : null;
  if (!instance) return null;
  const path = `/me/events/${instance.id}`;
  return change === null
    ? { by, method: 'DELETE', path }
    : { by, method: 'PATCH', path, body: change(instance.start.dateTime) };
}

/** A live item of somebody's mailbox, chosen at random. */
function pick(edit: EditWorld, address: string, wanted: (item: Item) => boolean): Item | null {
  const found = [...mailboxOf(edit, address).items.values()].filter((item) => !item.isDeleted && wanted(item));
  return found.length > 0 ? oneOf(edit.random, found) : null;
}

function mailboxOf({ world }: EditWorld, address: string): Mailbox {
  const mailbox = mailboxByAddress(world, address);
  if (!mailbox) throw new Error(`${address} has no mailbox.`);
  return mailbox;
}
