// Directory roles: which there are, and who holds them.
import type { SandboxAnswer } from '../../../core/http.ts';
import type { User } from '../../../core/world.ts';
import { type Output, plainShape } from '../../odata/shape.ts';
import type { GraphCall } from '../../operation.ts';
import { derivedId } from '../derived-id.ts';
import { describeObjects } from '../objects.ts';
import { directoryCollection, directoryEntity, noContent, objectsAnswer, referencedId } from '../query/answers.ts';
import { bodyOf } from '../read-body.ts';
import { badRequest, notFound } from '../refusals.ts';
import { ROLE_MANAGERS, refusePersonalAccount, requireRole } from '../rights.ts';
import { tenantIdOf } from '../tenant.ts';
import { usersOf } from './users.ts';

/** Microsoft's template of each role (permissions-reference of Entra's built-in roles). */
const ROLE_TEMPLATES: Readonly<Record<string, string>> = {
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Application Administrator': '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  'Application Developer': 'cf1c38e5-3621-4004-a7cb-879624dced7c',
  'Cloud Application Administrator': '158c047a-c907-4556-b7ef-447551a6b5f7',
  'Exchange Administrator': '29232cdf-9323-42fd-ade2-1d097af3e4de',
  'Global Reader': 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  'Groups Administrator': 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  'Privileged Role Administrator': 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  'User Administrator': 'fe930be7-5e62-47db-91af-98c3a49a38b1',
};

const shape = plainShape('directoryRole');

/** A role of a tenant; one that only the world knows has no template. */
export function roleOutput(tenantId: string, displayName: string): Output {
  return {
    id: derivedId(tenantId, displayName),
    deletedDateTime: null,
    description: displayName,
    displayName,
    roleTemplateId: ROLE_TEMPLATES[displayName] ?? null,
  };
}

function rolesOf(call: GraphCall): Output[] {
  refusePersonalAccount(call);
  return Object.keys(ROLE_TEMPLATES).map((name) => roleOutput(tenantIdOf(call), name));
}

/** By id or `roleTemplateId`. @throws GraphRefusal 404 */
function readRole(call: GraphCall): Output {
  const { id = '', idProperty = 'id' } = call.parameters;
  const role = rolesOf(call).find((each) => each[idProperty] === id);
  if (!role) throw notFound(id);
  return role;
}

export function listRoles(call: GraphCall): SandboxAnswer {
  return directoryCollection(call, { path: 'directoryRoles', shape, rows: rolesOf(call) });
}

export function getRole(call: GraphCall): SandboxAnswer {
  return directoryEntity(call, { path: 'directoryRoles', shape, row: readRole(call) });
}

export function listRoleMembers(call: GraphCall): SandboxAnswer {
  const { displayName } = readRole(call);
  const holders = usersOf(call).filter(({ roles }) => roles.includes(String(displayName)));
  return objectsAnswer(
    call,
    describeObjects(
      call.world,
      holders.map(({ id }) => id),
    ),
  );
}

export function addRoleMember(call: GraphCall): SandboxAnswer {
  requireRole(call, ROLE_MANAGERS);
  const name = String(readRole(call).displayName);
  const user = holderOf(call, referencedId(bodyOf(call)['@odata.id']));
  if (user.roles.includes(name)) {
    throw badRequest(
      "One or more added object references already exist for the following modified properties: 'members'.",
    );
  }
  user.roles = [...user.roles, name];
  return noContent();
}

export function removeRoleMember(call: GraphCall): SandboxAnswer {
  requireRole(call, ROLE_MANAGERS);
  const name = String(readRole(call).displayName);
  const user = holderOf(call, call.parameters.member ?? '');
  if (!user.roles.includes(name)) throw notFound(user.id);
  user.roles = user.roles.filter((role) => role !== name);
  return noContent();
}

function holderOf(call: GraphCall, id: string): User {
  const user = usersOf(call).find((each) => each.id === id);
  if (!user) throw notFound(id);
  return user;
}
