// calendarPermissions: whom a calendar is shared with, told to its owner alone.
import { emptyAnswer, type SandboxAnswer } from '../../../core/http.ts';
import type { User } from '../../../core/world.ts';
import { functionAnswer } from '../../mailbox/answers.ts';
import { collectionAnswer, entityAnswer } from '../../odata/answers.ts';
import { keyed, mailboxPath } from '../../odata/context.ts';
import { plainShape } from '../../odata/shape.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../../operation.ts';
import { accessDenied, itemNotFound } from '../../refusals.ts';
import { readFields, readWord, words } from '../events/read-values.ts';
import { mailboxByAddress } from '../state.ts';
import { type CalendarEntry, entryOf, idIn } from './calendar-entries.ts';
import { CALENDARS_READ, CALENDARS_WRITE } from './calendars.ts';
import { shareInto, unshare } from './sharing.ts';
import { CALENDAR_ROLES, type CalendarRole, type StoredPermission } from './stored-calendar.ts';

const CALENDARS = [
  '/{mailbox}/calendar',
  '/{mailbox}/calendars/{calendar}',
  '/{mailbox}/calendarGroups/{group}/calendars/{calendar}',
  '/{mailbox}/events/{event}/calendar',
];
const SHAPE = plainShape('calendarPermission');
const ROLE_WORDS = words(...CALENDAR_ROLES);
const PERMISSION_PROPERTIES = [
  'allowedRoles',
  'emailAddress',
  'id',
  'isInsideOrganization',
  'isRemovable',
  'role',
] as const;
/** The page of POST names Calendars.Read as enough. */
const CREATE = [...CALENDARS_READ, ...CALENDARS_WRITE];

export const permissionOperations: readonly Operation[] = CALENDARS.flatMap((calendar): Operation[] => {
  const path = `${calendar}/calendarPermissions`;
  const documented = (source: string) => ({ evidence: 'documented' as const, source });
  return [
    {
      method: 'GET',
      path,
      permissions: CALENDARS_READ,
      coverage: documented('calendar-list-calendarpermissions'),
      answer: list,
    },
    {
      method: 'POST',
      path,
      permissions: CREATE,
      coverage: {
        ...documented('calendar-post-calendarpermissions'),
        difference: 'the sharing invitation is not in the outbox, and counts as accepted at once',
      },
      answer: create,
    },
    {
      method: 'GET',
      path: `${path}/{permission}`,
      permissions: CALENDARS_READ,
      coverage: documented('calendarpermission-get'),
      answer: get,
    },
    {
      method: 'PATCH',
      path: `${path}/{permission}`,
      permissions: CALENDARS_WRITE,
      coverage: documented('calendarpermission-update'),
      answer: update,
    },
    {
      method: 'DELETE',
      path: `${path}/{permission}`,
      permissions: CALENDARS_WRITE,
      coverage: documented('calendarpermission-delete'),
      answer: remove,
    },
    {
      method: 'GET',
      path: `${calendar}/allowedCalendarSharingRoles(User='{address}')`,
      permissions: CALENDARS_READ,
      coverage: documented('calendar-allowedcalendarsharingroles'),
      answer: allowedRoles,
    },
  ];
});

/** Whoever a calendar is shared with gets an empty list (calendarpermission resource). */
function list(call: GraphCall): SandboxAnswer {
  const entry = entryOf(call);
  const known = entry.role === 'owner' ? entry.calendar.permissions : [];
  return collectionAnswer(call, { path: pathOf(call, entry), shape: SHAPE, rows: known.map(permissionOutput) });
}

function get(call: GraphCall): SandboxAnswer {
  const entry = ownEntryOf(call);
  return answerOne(call, entry, permissionOf(call, entry));
}

function create(call: GraphCall): SandboxAnswer {
  const entry = ownEntryOf(call);
  const sent = readFields(call.body, 'microsoft.graph.calendarPermission', PERMISSION_PROPERTIES);
  const { address, name } = readAddress(sent.emailAddress);
  if (entry.calendar.permissions.some((known) => known.address?.toLowerCase() === address.toLowerCase())) {
    throw new GraphRefusal(409, 'ErrorDuplicateUserIdsSpecified', 'The user already has a permission.');
  }
  const reader = mailboxByAddress(call.world, address)?.owner ?? null;
  const isInsideOrganization = reader?.tenantId === entry.owner.tenantId;
  const allowed = rolesFor(entry, isInsideOrganization);
  const permission: StoredPermission = {
    id: permissionId(reader, address, isInsideOrganization),
    name: name ?? reader?.displayName ?? address,
    address,
    role: readRole(sent.role, allowed),
    allowedRoles: allowed,
    isInsideOrganization,
    isRemovable: true,
  };
  entry.calendar.permissions.unshift(permission);
  if (reader) shareInto(call.world, reader, { owner: entry.mailbox, calendar: entry.calendar });
  return answerOne(call, entry, permission);
}

/** Only the role changes, and only to one of the allowed ones. */
function update(call: GraphCall): SandboxAnswer {
  const entry = ownEntryOf(call);
  const permission = permissionOf(call, entry);
  const { role } = readFields(call.body, 'microsoft.graph.calendarPermission', PERMISSION_PROPERTIES);
  if (role !== undefined) permission.role = readRole(role, permission.allowedRoles);
  return answerOne(call, entry, permission);
}

function remove(call: GraphCall): SandboxAnswer {
  const entry = ownEntryOf(call);
  const permission = permissionOf(call, entry);
  if (!permission.isRemovable) {
    throw new GraphRefusal(400, 'ErrorInvalidRequest', 'My Organization cannot be removed from the calendar.');
  }
  entry.calendar.permissions.splice(entry.calendar.permissions.indexOf(permission), 1);
  const reader = permission.address === null ? undefined : mailboxByAddress(call.world, permission.address)?.owner;
  if (reader) unshare(call.world, entry.calendar, reader);
  return emptyAnswer(204);
}

function allowedRoles(call: GraphCall): SandboxAnswer {
  const entry = ownEntryOf(call);
  const { address } = readAddress({ address: call.parameters.address });
  const reader = mailboxByAddress(call.world, address)?.owner;
  return functionAnswer(call, 'calendarRoleType', rolesFor(entry, reader?.tenantId === entry.owner.tenantId));
}

/** People of the organization may write; only the default calendar can be delegated. */
function rolesFor({ calendar }: CalendarEntry, isInside: boolean): CalendarRole[] {
  const readers: CalendarRole[] = ['freeBusyRead', 'limitedRead', 'read'];
  if (!isInside) return readers;
  const delegates: CalendarRole[] = ['delegateWithoutPrivateEventAccess', 'delegateWithPrivateEventAccess'];
  return [...readers, 'write', ...(calendar.isDefault ? delegates : [])];
}

function readRole(value: unknown, allowed: readonly CalendarRole[]): CalendarRole {
  const role = readWord(value, ROLE_WORDS);
  if (!allowed.includes(role)) {
    throw new GraphRefusal(400, 'ErrorInvalidRequest', `The role '${role}' is not allowed for this user.`);
  }
  return role;
}

function readAddress(value: unknown): { address: string; name: string | null } {
  const { address, name } = (value ?? {}) as { address?: unknown; name?: unknown };
  if (typeof address !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(address)) {
    throw new GraphRefusal(400, 'ErrorInvalidRequest', 'A permission needs an emailAddress.');
  }
  return { address, name: typeof name === 'string' && name !== '' ? name : null };
}

/** As Exchange makes them: the directory's name of somebody inside, the address of somebody outside; in base64. */
function permissionId(reader: User | null, address: string, isInside: boolean): string {
  const text =
    reader && isInside
      ? `/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=${reader.id.replaceAll('-', '')}`
      : `ExchangePublishedUser.${address}`;
  return Buffer.from(text).toString('base64url');
}

function ownEntryOf(call: GraphCall): CalendarEntry {
  const entry = entryOf(call);
  if (entry.role !== 'owner') throw accessDenied();
  return entry;
}

function permissionOf(call: GraphCall, { calendar }: CalendarEntry): StoredPermission {
  const permission = calendar.permissions.find(({ id }) => id === call.parameters.permission);
  if (!permission) throw itemNotFound();
  return permission;
}

/** The organization has a name and no address. */
function permissionOutput(permission: StoredPermission): Record<string, unknown> {
  const { id, name, address, role, allowedRoles: allowed, isInsideOrganization, isRemovable } = permission;
  return {
    id,
    isRemovable,
    isInsideOrganization,
    role,
    allowedRoles: allowed,
    emailAddress: address === null ? { name } : { name, address },
  };
}

function answerOne(call: GraphCall, entry: CalendarEntry, permission: StoredPermission): SandboxAnswer {
  return entityAnswer(call, { path: pathOf(call, entry), shape: SHAPE, row: permissionOutput(permission) });
}

function pathOf(call: GraphCall, entry: CalendarEntry): string {
  const isDefault = entry.shared === null && entry.calendar.isDefault;
  const calendar = isDefault ? 'calendar' : keyed('calendars', idIn(entry));
  return `${mailboxPath(call)}/${calendar}/calendarPermissions`;
}
