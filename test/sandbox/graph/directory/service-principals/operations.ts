// What Graph does with service principals and the permissions that they were granted.
import type { ServicePrincipal } from '../../../core/world.ts';
import type { GraphCall, Operation } from '../../operation.ts';
import { addOwner, ownersAnswer, removeOwner } from '../owners.ts';
import { APPLICATION_READ, APPLICATION_WRITE, GRANT_READ, GRANT_WRITE, ROLE_ASSIGNMENT_WRITE } from '../permissions.ts';
import { type DirectoryList, directoryCollection, directoryCount, directoryEntity } from '../query/answers.ts';
import { isSeen } from '../replication.ts';
import { checkMayManage, refusePersonalAccount } from '../rights.ts';
import { tenantIdOf } from '../tenant.ts';
import { readPrincipal, servicePrincipalsIn } from './find-principal.ts';
import { createGrant, deleteGrant, getGrant, grantsAnswer, listGrants, updateGrant } from './permission-grants.ts';
import { assignmentsOfPrincipal, assignmentsToPrincipal, assignRole, unassignRole } from './role-assignments.ts';
import { servicePrincipalShape } from './service-principal-shape.ts';
import { createPrincipal, deletePrincipal, updatePrincipal } from './write-principals.ts';

const LIST = '/servicePrincipals';
const ONE = '/servicePrincipals/{id}';
const GRANTS = '/oauth2PermissionGrants';

function listOf(call: GraphCall): DirectoryList<ServicePrincipal> {
  refusePersonalAccount(call);
  const { world } = call;
  const rows = servicePrincipalsIn(world, tenantIdOf(call)).filter(({ id }) => isSeen(world, id));
  return { path: 'servicePrincipals', shape: servicePrincipalShape(world), rows };
}

/** The principal's id, for somebody who may change it. */
function managed(call: GraphCall): string {
  const { id } = readPrincipal(call);
  checkMayManage(call, id);
  return id;
}

interface Route {
  method: Operation['method'];
  path: string;
  permissions: Operation['permissions'];
  source: string;
  answer: Operation['answer'];
}

function route({ source, ...operation }: Route): Operation {
  return { ...operation, coverage: { evidence: 'documented', source } };
}

const principals: readonly Operation[] = [
  route({
    method: 'GET',
    path: LIST,
    permissions: APPLICATION_READ,
    source: 'serviceprincipal-list',
    answer: (call) => directoryCollection(call, listOf(call)),
  }),
  route({
    method: 'GET',
    path: `${LIST}/$count`,
    permissions: APPLICATION_READ,
    source: 'aad-advanced-queries',
    answer: (call) => directoryCount(call, listOf(call)),
  }),
  route({
    method: 'POST',
    path: LIST,
    permissions: APPLICATION_WRITE,
    source: 'serviceprincipal-post-serviceprincipals',
    answer: createPrincipal,
  }),
  route({
    method: 'GET',
    path: ONE,
    permissions: APPLICATION_READ,
    source: 'serviceprincipal-get',
    answer: (call) => {
      refusePersonalAccount(call);
      const row = readPrincipal(call);
      return directoryEntity(call, { path: 'servicePrincipals', shape: servicePrincipalShape(call.world), row });
    },
  }),
  route({
    method: 'PATCH',
    path: ONE,
    permissions: APPLICATION_WRITE,
    source: 'serviceprincipal-update, serviceprincipal-upsert',
    answer: updatePrincipal,
  }),
  route({
    method: 'DELETE',
    path: ONE,
    permissions: APPLICATION_WRITE,
    source: 'serviceprincipal-delete',
    answer: deletePrincipal,
  }),
  route({
    method: 'GET',
    path: `${ONE}/owners`,
    permissions: APPLICATION_READ,
    source: 'serviceprincipal-list-owners',
    answer: (call) => ownersAnswer(call, readPrincipal(call).id),
  }),
  route({
    method: 'POST',
    path: `${ONE}/owners/$ref`,
    permissions: APPLICATION_WRITE,
    source: 'serviceprincipal-post-owners',
    answer: (call) => addOwner(call, managed(call)),
  }),
  route({
    method: 'DELETE',
    path: `${ONE}/owners/{owner}/$ref`,
    permissions: APPLICATION_WRITE,
    source: 'serviceprincipal-delete-owners',
    answer: (call) => removeOwner(call, managed(call)),
  }),
];

const granted: readonly Operation[] = [
  route({
    method: 'GET',
    path: `${ONE}/oauth2PermissionGrants`,
    permissions: GRANT_READ,
    source: 'serviceprincipal-list-oauth2permissiongrants',
    answer: (call) => {
      refusePersonalAccount(call);
      const { id } = readPrincipal(call);
      return grantsAnswer(call, `servicePrincipals('${id}')/oauth2PermissionGrants`, ({ clientId }) => clientId === id);
    },
  }),
  route({
    method: 'GET',
    path: GRANTS,
    permissions: GRANT_READ,
    source: 'oauth2permissiongrant-list',
    answer: listGrants,
  }),
  route({
    method: 'POST',
    path: GRANTS,
    permissions: GRANT_WRITE,
    source: 'oauth2permissiongrant-post',
    answer: createGrant,
  }),
  route({
    method: 'GET',
    path: `${GRANTS}/{id}`,
    permissions: GRANT_READ,
    source: 'oauth2permissiongrant-get',
    answer: getGrant,
  }),
  route({
    method: 'PATCH',
    path: `${GRANTS}/{id}`,
    permissions: GRANT_WRITE,
    source: 'oauth2permissiongrant-update',
    answer: updateGrant,
  }),
  route({
    method: 'DELETE',
    path: `${GRANTS}/{id}`,
    permissions: GRANT_WRITE,
    source: 'oauth2permissiongrant-delete',
    answer: deleteGrant,
  }),
];

const assignments: readonly Operation[] = [
  {
    path: `${ONE}/appRoleAssignments`,
    list: assignmentsOfPrincipal,
    source: 'serviceprincipal-list-approleassignments',
  },
  { path: `${ONE}/appRoleAssignedTo`, list: assignmentsToPrincipal, source: 'serviceprincipal-list-approleassignedto' },
].flatMap(({ path, list, source }) => [
  route({ method: 'GET', path, permissions: APPLICATION_READ, source, answer: list }),
  route({
    method: 'POST',
    path,
    permissions: ROLE_ASSIGNMENT_WRITE,
    source: source.replace('-list-', '-post-'),
    answer: assignRole,
  }),
  route({
    method: 'DELETE',
    path: `${path}/{assignment}`,
    permissions: ROLE_ASSIGNMENT_WRITE,
    source: source.replace('-list-', '-delete-'),
    answer: unassignRole,
  }),
]);

export const servicePrincipalOperations: readonly Operation[] = [...principals, ...granted, ...assignments];
