// Application roles that were assigned: to people, who may then sign in, and to applications, whose tokens then carry them.
import type { SandboxAnswer } from '../../../core/http.ts';
import type { ServicePrincipal, World } from '../../../core/world.ts';
import { type Output, plainShape } from '../../odata/shape.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';
import { derivedId } from '../derived-id.ts';
import { directoryCollection, directoryEntity, noContent } from '../query/answers.ts';
import { denied, notFound } from '../refusals.ts';
import { hasRole, refusePersonalAccount } from '../rights.ts';
import { tenantIdOf } from '../tenant.ts';
import { readPrincipal, servicePrincipalsIn } from './find-principal.ts';
import { servicePrincipalOutput } from './service-principal-output.ts';
import { guidIn } from './write-principals.ts';

/** Roles of Microsoft Graph are given by these alone; others by managers of applications too. */
const ASSIGNERS = ['Global Administrator', 'Privileged Role Administrator'];
/** Of an assignment that names no role. */
const DEFAULT_ROLE_ID = '00000000-0000-0000-0000-000000000000';
const shape = plainShape('appRoleAssignment');

interface Assignment {
  principalId: string;
  principalType: 'User' | 'ServicePrincipal';
  principalName: string;
  resource: ServicePrincipal;
  roleId: string;
}

/** What a service principal, or whoever is in the path, was assigned. */
export function assignmentsOfPrincipal(call: GraphCall): SandboxAnswer {
  const { id } = readPrincipal(call);
  return answerAll(call, `servicePrincipals('${id}')/appRoleAssignments`, ({ principalId }) => principalId === id);
}

export function assignmentsToPrincipal(call: GraphCall): SandboxAnswer {
  const { id } = readPrincipal(call);
  return answerAll(call, `servicePrincipals('${id}')/appRoleAssignedTo`, ({ resource }) => resource.id === id);
}

function answerAll(call: GraphCall, path: string, isShown: (assignment: Assignment) => boolean): SandboxAnswer {
  refusePersonalAccount(call);
  const rows = assignmentsIn(call)
    .filter(isShown)
    .map((each) => assignmentOutput(call, each));
  return directoryCollection(call, { path, shape, rows });
}

/** `POST …/appRoleAssignments` and `…/appRoleAssignedTo` @throws GraphRefusal 400 for a role that the resource has not, or that was assigned before */
export function assignRole(call: GraphCall): SandboxAnswer {
  refusePersonalAccount(call);
  if (!hasRole(call, ASSIGNERS)) throw denied();
  readPrincipal(call);
  const { world } = call;
  const principalId = guidIn(call, 'principalId');
  const roleId = guidIn(call, 'appRoleId');
  const resource = world.servicePrincipals.get(guidIn(call, 'resourceId'));
  if (!resource) throw notFound(guidIn(call, 'resourceId'));
  const isKnown = assignmentsIn(call).some(
    (each) => each.principalId === principalId && each.resource.id === resource.id && each.roleId === roleId,
  );
  if (isKnown) {
    throw new GraphRefusal(400, 'Request_BadRequest', 'Permission being assigned already exists on the object');
  }
  const user = world.users.get(principalId);
  const client = world.servicePrincipals.get(principalId);
  if (user) resource.assignedUsers = [...(resource.assignedUsers ?? []), user.id];
  else if (client) client.grantedRoles = [...(client.grantedRoles ?? []), roleNamed(world, resource, roleId)];
  else throw notFound(principalId);
  const made = assignmentsIn(call).find((each) => each.principalId === principalId && each.resource === resource);
  if (!made) throw notFound(principalId);
  const path = `servicePrincipals('${resource.id}')/appRoleAssignedTo`;
  return directoryEntity(call, { path, shape, row: assignmentOutput(call, { ...made, roleId }), status: 201 });
}

export function unassignRole(call: GraphCall): SandboxAnswer {
  refusePersonalAccount(call);
  if (!hasRole(call, ASSIGNERS)) throw denied();
  const found = assignmentsIn(call).find((each) => idOf(each) === call.parameters.assignment);
  if (!found) throw notFound(call.parameters.assignment ?? '');
  const { resource, principalId, roleId } = found;
  const client = call.world.servicePrincipals.get(principalId);
  if (client) {
    const name = roleNamed(call.world, resource, roleId);
    client.grantedRoles = (client.grantedRoles ?? []).filter((role) => role !== name);
  } else resource.assignedUsers = (resource.assignedUsers ?? []).filter((user) => user !== principalId);
  return noContent();
}

interface Role {
  id: string;
  value: string;
}

function rolesOf(world: World, resource: ServicePrincipal): Role[] {
  return servicePrincipalOutput(world, resource).appRoles as Role[];
}

function roleNamed(world: World, resource: ServicePrincipal, roleId: string): string {
  const role = rolesOf(world, resource).find(({ id }) => id === roleId);
  if (role) return role.value;
  throw new GraphRefusal(400, 'Request_BadRequest', 'Permission being assigned was not found on application');
}

/** Roles are stored by name with whom they were given to; which resource has a role, its name tells. */
function assignmentsIn(call: GraphCall): Assignment[] {
  const principals = servicePrincipalsIn(call.world, tenantIdOf(call));
  return principals.flatMap((resource) => {
    const people = (resource.assignedUsers ?? []).map((userId): Assignment => {
      const principalName = call.world.users.get(userId)?.displayName ?? '';
      return { principalId: userId, principalType: 'User', principalName, resource, roleId: DEFAULT_ROLE_ID };
    });
    const clients = rolesOf(call.world, resource).flatMap(({ id: roleId, value }) =>
      principals
        .filter(({ grantedRoles }) => grantedRoles?.includes(value))
        .map((client): Assignment => {
          const principalName = String(servicePrincipalOutput(call.world, client).displayName);
          return { principalId: client.id, principalType: 'ServicePrincipal', principalName, resource, roleId };
        }),
    );
    return [...people, ...clients];
  });
}

function idOf({ principalId, resource, roleId }: Assignment): string {
  return derivedId(principalId, resource.id, roleId).replaceAll('-', '');
}

function assignmentOutput({ world }: GraphCall, assignment: Assignment): Output {
  const { principalId, principalType, principalName, resource, roleId } = assignment;
  return {
    id: idOf(assignment),
    deletedDateTime: null,
    appRoleId: roleId,
    createdDateTime: null,
    principalDisplayName: principalName,
    principalId,
    principalType,
    resourceDisplayName: String(servicePrincipalOutput(world, resource).displayName),
    resourceId: resource.id,
  };
}
