// Calendar groups: the one that every mailbox begins with, and those that its owner makes.
import { emptyAnswer, type SandboxAnswer } from '../../../core/http.ts';
import { collectionAnswer, entityAnswer } from '../../odata/answers.ts';
import { mailboxPath } from '../../odata/context.ts';
import { plainShape } from '../../odata/shape.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../../operation.ts';
import { accessDenied, itemNotFound } from '../../refusals.ts';
import { readFields } from '../events/read-values.ts';
import { calendarKeys, type Mailbox } from '../state.ts';
import { calendarEntries, groupOf, isIn } from './calendar-entries.ts';
import { addressedMailbox } from './calendar-of.ts';
import { groupOutput } from './calendar-output.ts';
import { CALENDARS_READ, CALENDARS_WRITE } from './calendars.ts';
import { MY_CALENDARS, newGroup, OTHER_CALENDARS, type StoredCalendarGroup } from './stored-calendar.ts';

const ROOT = '/{mailbox}/calendarGroups';
const SHAPE = plainShape('calendarGroup');
const GROUP_PROPERTIES = ['changeKey', 'classId', 'id', 'name'] as const;
/** Outlook's own groups stay. */
const FIXED: readonly string[] = [MY_CALENDARS.classId, OTHER_CALENDARS.classId];

export const calendarGroupOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: ROOT,
    permissions: CALENDARS_READ,
    coverage: { evidence: 'documented', source: 'user-list-calendargroups' },
    answer: list,
  },
  {
    method: 'POST',
    path: ROOT,
    permissions: CALENDARS_WRITE,
    coverage: { evidence: 'documented', source: 'user-post-calendargroups' },
    answer: create,
  },
  {
    method: 'GET',
    path: `${ROOT}/{group}`,
    permissions: CALENDARS_READ,
    coverage: { evidence: 'documented', source: 'calendargroup-get' },
    answer: get,
  },
  {
    method: 'PATCH',
    path: `${ROOT}/{group}`,
    permissions: CALENDARS_WRITE,
    coverage: { evidence: 'documented', source: 'calendargroup-update' },
    answer: update,
  },
  {
    method: 'DELETE',
    path: `${ROOT}/{group}`,
    permissions: CALENDARS_WRITE,
    coverage: {
      evidence: 'documented',
      source: 'calendargroup-delete',
      difference: 'the codes for Outlook’s own groups and for a group with calendars are inferred',
    },
    answer: remove,
  },
];

function list(call: GraphCall): SandboxAnswer {
  const mailbox = ownMailbox(call);
  return collectionAnswer(call, { path: pathOf(call), shape: SHAPE, rows: mailbox.calendarGroups.map(groupOutput) });
}

function get(call: GraphCall): SandboxAnswer {
  const mailbox = ownMailbox(call);
  return answerOne(call, namedGroup(call, mailbox));
}

function create(call: GraphCall): SandboxAnswer {
  const mailbox = ownMailbox(call);
  const name = readName(readFields(call.body, 'microsoft.graph.calendarGroup', GROUP_PROPERTIES).name, mailbox, null);
  const group = newGroup(calendarKeys(call.world, mailbox.ids), { name, classId: call.world.random.uuid() });
  mailbox.calendarGroups.push(group);
  return answerOne(call, group, 201);
}

function update(call: GraphCall): SandboxAnswer {
  const mailbox = ownMailbox(call);
  const group = namedGroup(call, mailbox);
  const { name } = readFields(call.body, 'microsoft.graph.calendarGroup', GROUP_PROPERTIES);
  if (name !== undefined) group.name = readName(name, mailbox, group);
  group.changeKey = calendarKeys(call.world, mailbox.ids).changeKey();
  return answerOne(call, group);
}

function remove(call: GraphCall): SandboxAnswer {
  const mailbox = ownMailbox(call);
  const group = namedGroup(call, mailbox);
  const holdsCalendars = calendarEntries(call, mailbox).some((entry) => isIn(entry, group));
  if (FIXED.includes(group.classId) || holdsCalendars) {
    throw new GraphRefusal(400, 'ErrorInvalidRequest', 'The calendar group cannot be deleted.');
  }
  mailbox.calendarGroups.splice(mailbox.calendarGroups.indexOf(group), 1);
  return emptyAnswer(204);
}

/** Groups are the owner's own arrangement: nobody else sees them. */
function ownMailbox(call: GraphCall): Mailbox {
  const mailbox = addressedMailbox(call);
  if (call.caller !== null && call.caller.id !== mailbox.owner.id) throw accessDenied();
  return mailbox;
}

function namedGroup(call: GraphCall, mailbox: Mailbox): StoredCalendarGroup {
  const group = groupOf(call, mailbox);
  if (!group) throw itemNotFound();
  return group;
}

function readName(value: unknown, mailbox: Mailbox, own: StoredCalendarGroup | null): string {
  if (typeof value !== 'string' || value.trim() === '') {
    throw new GraphRefusal(400, 'ErrorInvalidRequest', 'A calendar group needs a name.');
  }
  const taken = mailbox.calendarGroups.some(
    (group) => group !== own && group.name.toLowerCase() === value.toLowerCase(),
  );
  if (taken) throw new GraphRefusal(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
  return value;
}

function answerOne(call: GraphCall, group: StoredCalendarGroup, status = 200): SandboxAnswer {
  return entityAnswer(call, { path: pathOf(call), shape: SHAPE, row: groupOutput(group), status });
}

function pathOf(call: GraphCall): string {
  return `${mailboxPath(call)}/calendarGroups`;
}
