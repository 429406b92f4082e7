// What Graph does with people, groups, roles, domains, and the organization.
import type { User } from '../../../core/world.ts';
import type { GraphCall, Operation } from '../../operation.ts';
import {
  APPLICATION_READ,
  DOMAIN_READ,
  GRANT_READ,
  GROUP_READ,
  GROUP_WRITE,
  ROLE_READ,
  ROLE_WRITE,
  SESSION_WRITE,
  USER_READ,
  USER_WRITE,
} from '../permissions.ts';
import { addRoleMember, getRole, listRoleMembers, listRoles, removeRoleMember } from './directory-roles.ts';
import {
  addMember,
  createGroup,
  deleteGroup,
  getGroup,
  listGroups,
  listMembers,
  removeMember,
  updateGroup,
} from './groups.ts';
import { grantsOfUser, memberOf, ownedApplications, ownedObjects, rolesOfUser } from './memberships.ts';
import { getDomain, getOrganization, listDomains, listOrganization } from './organization.ts';
import {
  callerOf,
  countUsers,
  createUser,
  deleteUser,
  getMe,
  getUser,
  listUsers,
  readUser,
  revokeSessions,
  updateUser,
} from './users.ts';

type Answer = Operation['answer'];
/** Method and path, the page that documents it, and the function. */
type Row = readonly [request: string, source: string, answer: Answer];

/** A token is all that it takes to ask about oneself and one's organization. */
const ANYBODY: readonly string[] = [];

function operations(permissions: readonly string[], rows: readonly Row[]): Operation[] {
  return rows.map(([request, source, answer]) => {
    const [method = '', path = ''] = request.split(' ');
    return {
      method: method as Operation['method'],
      path,
      permissions,
      coverage: { evidence: 'documented', source },
      answer,
    };
  });
}

/** The same of oneself, and of whom the path names. */
function ofPerson(
  permissions: { own: readonly string[]; others: readonly string[] },
  rows: readonly (readonly [
    request: string,
    source: string,
    answer: (call: GraphCall, user: User) => ReturnType<Answer>,
  ])[],
): Operation[] {
  const own = rows.map(
    ([request, source, answer]): Row => [at(request, '/me'), source, (call) => answer(call, callerOf(call))],
  );
  const others = rows.map(
    ([request, source, answer]): Row => [at(request, '/users/{id}'), source, (call) => answer(call, readUser(call))],
  );
  return [...operations(permissions.own, own), ...operations(permissions.others, others)];
}

function at(request: string, person: string): string {
  return request.replace(' ', ` ${person}`);
}

export const peopleOperations: readonly Operation[] = [
  ...operations(ANYBODY, [
    ['GET /me', 'user-get', getMe],
    ['GET /organization', 'organization-list', listOrganization],
    ['GET /organization/{id}', 'organization-get', getOrganization],
  ]),
  ...ofPerson({ own: ANYBODY, others: USER_READ }, [
    ['GET /memberOf', 'user-list-memberof', (call, user) => memberOf(call, user, false)],
    ['GET /transitiveMemberOf', 'user-list-transitivememberof', (call, user) => memberOf(call, user, true)],
    ['GET /memberOf/microsoft.graph.directoryRole', 'user-list-memberof', rolesOfUser],
    ['GET /transitiveMemberOf/microsoft.graph.directoryRole', 'user-list-transitivememberof', rolesOfUser],
  ]),
  ...ofPerson({ own: APPLICATION_READ, others: APPLICATION_READ }, [
    ['GET /ownedObjects', 'user-list-ownedobjects', ownedObjects],
    ['GET /ownedObjects/microsoft.graph.application', 'user-list-ownedobjects', ownedApplications],
  ]),
  ...ofPerson({ own: GRANT_READ, others: GRANT_READ }, [
    ['GET /oauth2PermissionGrants', 'user-list-oauth2permissiongrants', grantsOfUser],
  ]),
  ...ofPerson({ own: SESSION_WRITE, others: SESSION_WRITE }, [
    ['POST /revokeSignInSessions', 'user-revokesigninsessions', revokeSessions],
  ]),
  ...operations(USER_READ, [
    ['GET /users', 'user-list', listUsers],
    ['GET /users/$count', 'aad-advanced-queries', countUsers],
    ['GET /users/{id}', 'user-get', getUser],
  ]),
  ...operations(USER_WRITE, [
    ['POST /users', 'user-post-users', createUser],
    ['PATCH /users/{id}', 'user-update', updateUser],
    ['DELETE /users/{id}', 'user-delete', deleteUser],
  ]),
  ...operations(GROUP_READ, [
    ['GET /groups', 'group-list', listGroups],
    ['GET /groups/{id}', 'group-get', getGroup],
    ['GET /groups/{id}/members', 'group-list-members', listMembers],
  ]),
  ...operations(GROUP_WRITE, [
    ['POST /groups', 'group-post-groups', createGroup],
    ['PATCH /groups/{id}', 'group-update', updateGroup],
    ['DELETE /groups/{id}', 'group-delete', deleteGroup],
    ['POST /groups/{id}/members/$ref', 'group-post-members', addMember],
    ['DELETE /groups/{id}/members/{member}/$ref', 'group-delete-members', removeMember],
  ]),
  ...operations(ROLE_READ, [
    ['GET /directoryRoles', 'directoryrole-list', listRoles],
    ['GET /directoryRoles/{id}', 'directoryrole-get', getRole],
    ['GET /directoryRoles/{id}/members', 'directoryrole-list-members', listRoleMembers],
  ]),
  ...operations(ROLE_WRITE, [
    ['POST /directoryRoles/{id}/members/$ref', 'directoryrole-post-members', addRoleMember],
    ['DELETE /directoryRoles/{id}/members/{member}/$ref', 'directoryrole-delete-member', removeRoleMember],
  ]),
  ...operations(DOMAIN_READ, [
    ['GET /domains', 'domain-list', listDomains],
    ['GET /domains/{id}', 'domain-get', getDomain],
  ]),
];
