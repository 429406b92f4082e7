// Groups and who is in them.
import type { SandboxAnswer } from '../../../core/http.ts';
import type { Output } from '../../odata/shape.ts';
import type { GraphCall } from '../../operation.ts';
import { merged } from '../merge.ts';
import { describeObject, describeObjects } from '../objects.ts';
import {
  type DirectoryShape,
  directoryCollection,
  directoryEntity,
  noContent,
  objectsAnswer,
  referencedId,
} from '../query/answers.ts';
import { bodyOf, readBody } from '../read-body.ts';
import { badRequest, missingValue, notFound } from '../refusals.ts';
import { GROUP_MANAGERS, refusePersonalAccount, requireRole } from '../rights.ts';
import { directoryStateOf, type Group } from '../state.ts';
import { tenantIdOf } from '../tenant.ts';
import { groupOutput } from './group-output.ts';

const RULES = {
  type: 'group',
  resource: 'Group',
  readOnly: [
    'id',
    'createdDateTime',
    'deletedDateTime',
    'mail',
    'proxyAddresses',
    'renewedDateTime',
    'securityIdentifier',
  ],
};
const REQUIRED = ['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled'];

const shape: DirectoryShape<Group> = {
  type: 'group',
  honours: [],
  searchable: ['displayName', 'description', 'mailNickname'],
  write: groupOutput,
};

function groupsOf(call: GraphCall): Group[] {
  refusePersonalAccount(call);
  return [...directoryStateOf(call.world).groups.values()].filter(({ tenantId }) => tenantId === tenantIdOf(call));
}

/** @throws GraphRefusal 404 */
function readGroup(call: GraphCall): Group {
  const { id = '' } = call.parameters;
  const group = groupsOf(call).find((each) => each.id === id.toLowerCase());
  if (!group) throw notFound(id);
  return group;
}

function writableGroup(call: GraphCall): Group {
  requireRole(call, GROUP_MANAGERS);
  return readGroup(call);
}

export function listGroups(call: GraphCall): SandboxAnswer {
  return directoryCollection(call, { path: 'groups', shape, rows: groupsOf(call) });
}

export function getGroup(call: GraphCall): SandboxAnswer {
  return directoryEntity(call, { path: 'groups', shape, row: readGroup(call) });
}

export function createGroup(call: GraphCall): SandboxAnswer {
  refusePersonalAccount(call);
  requireRole(call, GROUP_MANAGERS);
  const { world } = call;
  const body = readBody(call, RULES);
  for (const name of REQUIRED) if (body[name] === undefined || body[name] === null) throw missingValue(name, 'Group');
  const id = world.random.uuid();
  const now = world.clock.now().toString({ smallestUnit: 'second' });
  const resource: Output = { ...GROUP_DEFAULTS, createdDateTime: now, renewedDateTime: now, ...body };
  const group: Group = { id, tenantId: tenantIdOf(call), resource, members: new Set() };
  directoryStateOf(world).groups.set(id, group);
  return directoryEntity(call, { path: 'groups', shape, row: group, status: 201 });
}

const GROUP_DEFAULTS: Output = {
  deletedDateTime: null,
  classification: null,
  createdDateTime: null,
  description: null,
  displayName: null,
  expirationDateTime: null,
  groupTypes: [],
  isAssignableToRole: null,
  mail: null,
  mailEnabled: false,
  mailNickname: null,
  membershipRule: null,
  membershipRuleProcessingState: null,
  preferredDataLocation: null,
  preferredLanguage: null,
  proxyAddresses: [],
  renewedDateTime: null,
  securityEnabled: true,
  securityIdentifier: null,
  theme: null,
  uniqueName: null,
  visibility: null,
};

export function updateGroup(call: GraphCall): SandboxAnswer {
  const group = writableGroup(call);
  group.resource = merged(group.resource, readBody(call, RULES));
  return noContent();
}

export function deleteGroup(call: GraphCall): SandboxAnswer {
  const group = writableGroup(call);
  const { groups, deleted } = directoryStateOf(call.world);
  const deletedDateTime = call.world.clock.now().toString({ smallestUnit: 'second' });
  deleted.set(group.id, { kind: 'group', tenantId: group.tenantId, deletedDateTime, object: group });
  groups.delete(group.id);
  return noContent();
}

export function listMembers(call: GraphCall): SandboxAnswer {
  return objectsAnswer(call, describeObjects(call.world, readGroup(call).members));
}

export function addMember(call: GraphCall): SandboxAnswer {
  const group = writableGroup(call);
  const member = referencedId(bodyOf(call)['@odata.id']);
  if (!describeObject(call.world, member)) throw notFound(member);
  if (group.members.has(member)) {
    throw badRequest(
      "One or more added object references already exist for the following modified properties: 'members'.",
    );
  }
  group.members.add(member);
  return noContent();
}

export function removeMember(call: GraphCall): SandboxAnswer {
  const { member = '' } = call.parameters;
  if (!writableGroup(call).members.delete(member)) throw notFound(member);
  return noContent();
}

/** The groups that an object is in, through other groups as well where `isTransitive`. */
export function groupsWith(call: GraphCall, memberId: string, isTransitive: boolean): Group[] {
  const found = new Set<Group>();
  const visit = (id: string) => {
    for (const group of groupsOf(call)) {
      if (!group.members.has(id) || found.has(group)) continue;
      found.add(group);
      if (isTransitive) visit(group.id);
    }
  };
  visit(memberId);
  return [...found];
}
