// The calendars of a mailbox: listed, made, changed and deleted.
import { emptyAnswer, type SandboxAnswer } from '../../../core/http.ts';
import { collectionAnswer, entityAnswer } from '../../odata/answers.ts';
import { mailboxPath } from '../../odata/context.ts';
import { plainShape } from '../../odata/shape.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../../operation.ts';
import { accessDenied } from '../../refusals.ts';
import { readFields } from '../events/read-values.ts';
import { moveItem, purgeItem } from '../save-item.ts';
import { calendarKeys, type Item, type Mailbox } from '../state.ts';
import { hexOf, nearestColor, readColor, readHexColor } from './calendar-colors.ts';
import { type CalendarEntry, calendarEntries, entryOf, groupOf, isIn } from './calendar-entries.ts';
import { addressedMailbox } from './calendar-of.ts';
import { calendarOutput } from './calendar-output.ts';
import { unshare } from './sharing.ts';
import { MY_CALENDARS, newCalendar, type SharedCalendar, type StoredCalendar } from './stored-calendar.ts';

export const CALENDARS_READ = ['Calendars.Read', 'Calendars.ReadWrite', 'Calendars.ReadBasic'];
export const CALENDARS_WRITE = ['Calendars.ReadWrite'];
const documented = (source: string) => ({ evidence: 'documented' as const, source });

/** The properties of the v1.0 calendar; those that are the service's own are ignored. */
const CALENDAR_PROPERTIES = [
  'allowedOnlineMeetingProviders',
  'canEdit',
  'canShare',
  'canViewPrivateItems',
  'changeKey',
  'color',
  'defaultOnlineMeetingProvider',
  'hexColor',
  'id',
  'isDefaultCalendar',
  'isRemovable',
  'isTallyingResponses',
  'name',
  'owner',
] as const;

const SHAPE = plainShape('calendar');

/** Where calendars are listed and made. */
const COLLECTIONS = [
  '/{mailbox}/calendars',
  '/{mailbox}/calendarGroup/calendars',
  '/{mailbox}/calendarGroups/{group}/calendars',
];
/** Where one calendar is addressed. */
const SINGLE = ['/{mailbox}/calendar', ...COLLECTIONS.map((path) => `${path}/{calendar}`)];

export const calendarsOperations: readonly Operation[] = [
  ...COLLECTIONS.flatMap((path): Operation[] => [
    { method: 'GET', path, permissions: CALENDARS_READ, coverage: documented('user-list-calendars'), answer: list },
    { method: 'POST', path, permissions: CALENDARS_WRITE, coverage: documented('user-post-calendars'), answer: create },
  ]),
  ...[...SINGLE, '/{mailbox}/events/{event}/calendar'].map(
    (path): Operation => ({
      method: 'GET',
      path,
      permissions: CALENDARS_READ,
      coverage: documented('calendar-get'),
      answer: get,
    }),
  ),
  ...SINGLE.flatMap((path): Operation[] => [
    {
      method: 'PATCH',
      path,
      permissions: CALENDARS_WRITE,
      coverage: { ...documented('calendar-update'), difference: 'isDefaultCalendar is ignored' },
      answer: update,
    },
    {
      method: 'DELETE',
      path,
      permissions: CALENDARS_WRITE,
      coverage: { ...documented('calendar-delete'), difference: 'the code for the default calendar is inferred' },
      answer: (call) => remove(call, (mailbox, item) => moveItem(call.world, mailbox, item, 'deletedItems')),
    },
    {
      method: 'POST',
      path: `${path}/permanentDelete`,
      permissions: CALENDARS_WRITE,
      coverage: documented('calendar-permanentdelete'),
      answer: (call) => remove(call, (mailbox, item) => purgeItem(call.world, mailbox, item)),
    },
  ]),
];

function list(call: GraphCall): SandboxAnswer {
  const mailbox = addressedMailbox(call);
  const group = groupOf(call, mailbox);
  const entries = calendarEntries(call, mailbox).filter((entry) => !group || isIn(entry, group));
  const rows = entries.map((entry) => calendarOutput(call, entry));
  return collectionAnswer(call, { path: pathOf(call), shape: SHAPE, rows });
}

function get(call: GraphCall): SandboxAnswer {
  return answerOne(call, entryOf(call));
}

function create(call: GraphCall): SandboxAnswer {
  const mailbox = addressedMailbox(call);
  if (call.caller !== null && call.caller.id !== mailbox.owner.id) throw accessDenied();
  const sent = readFields(call.body, 'microsoft.graph.calendar', CALENDAR_PROPERTIES);
  const name = readName(sent.name, mailbox, null);
  const keys = calendarKeys(call.world, mailbox.ids);
  const group =
    groupOf(call, mailbox) ?? mailbox.calendarGroups.find(({ classId }) => classId === MY_CALENDARS.classId);
  const calendar = newCalendar(keys, { name, groupId: group?.id ?? '' });
  if (sent.color !== undefined) setColor(calendar, sent.color);
  // A new calendar keeps `auto` beside its hexColor; only a change looks for the name (docs issue 2530).
  if (sent.hexColor !== undefined) calendar.hexColor = readHexColor(sent.hexColor);
  mailbox.calendars.push(calendar);
  return answerOne(call, { mailbox, calendar, shared: null, owner: mailbox.owner, role: 'owner' }, 201);
}

/** The owner changes name and colour; who it is shared with, only the name that he sees himself. */
function update(call: GraphCall): SandboxAnswer {
  const entry = entryOf(call);
  const sent = readFields(call.body, 'microsoft.graph.calendar', CALENDAR_PROPERTIES);
  const target = entry.shared ?? entry.calendar;
  const isForeign = entry.shared === null && entry.role !== 'owner';
  if (isForeign || (entry.shared && (sent.color !== undefined || sent.hexColor !== undefined))) throw accessDenied();
  if (sent.name !== undefined) target.name = readName(sent.name, entry.mailbox, target.id);
  if (sent.hexColor !== undefined) {
    target.hexColor = readHexColor(sent.hexColor);
    target.color = nearestColor(target.hexColor);
  }
  if (sent.color !== undefined) setColor(target, sent.color);
  target.changeKey = calendarKeys(call.world, entry.mailbox.ids).changeKey();
  return answerOne(call, entry);
}

/** The events go with their calendar, and nobody is mailed; of a shared calendar, only the sharer's entry goes. */
function remove(call: GraphCall, clear: (mailbox: Mailbox, item: Item) => void): SandboxAnswer {
  const { mailbox, calendar, shared, role } = entryOf(call);
  if (shared) {
    unshare(call.world, calendar, mailbox.owner);
    return emptyAnswer(204);
  }
  if (role !== 'owner') throw accessDenied();
  if (calendar.isDefault) {
    throw new GraphRefusal(400, 'ErrorDeleteDistinguishedFolder', 'Distinguished folders cannot be deleted.');
  }
  for (const item of mailbox.items.values()) {
    if (item.calendarId === calendar.id && item.seriesMasterId === null && !item.isDeleted) clear(mailbox, item);
  }
  mailbox.calendars.splice(mailbox.calendars.indexOf(calendar), 1);
  unshare(call.world, calendar);
  return emptyAnswer(204);
}

/** @param own the id of the calendar that is to be renamed, whose own name is free to it */
function readName(value: unknown, mailbox: Mailbox, own: string | null): string {
  if (typeof value !== 'string' || value.trim() === '') {
    throw new GraphRefusal(400, 'ErrorInvalidRequest', 'A calendar needs a name.');
  }
  const taken = [...mailbox.calendars, ...mailbox.sharedCalendars].some(
    (calendar) => calendar.id !== own && calendar.name.toLowerCase() === value.toLowerCase(),
  );
  if (taken) throw new GraphRefusal(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
  return value;
}

/** The named colour; what it looks like comes with it. */
function setColor(calendar: StoredCalendar | SharedCalendar, value: unknown): void {
  calendar.color = readColor(value);
  calendar.hexColor = hexOf(calendar.color);
}

function answerOne(call: GraphCall, entry: CalendarEntry, status = 200): SandboxAnswer {
  return entityAnswer(call, { path: pathOf(call), shape: SHAPE, row: calendarOutput(call, entry), status });
}

function pathOf(call: GraphCall): string {
  return `${mailboxPath(call)}/calendars`;
}
