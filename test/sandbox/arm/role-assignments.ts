// Role assignments and definitions: who may do what, on any scope. Without a role for its data, a vault refuses its owner.
import { emptyAnswer, jsonAnswer, type SandboxAnswer } from '../core/http.ts';
import type { World } from '../core/world.ts';
import { isWithin, ROLES, type Role } from './access.ts';
import type { RoleAssignment } from './model.ts';
import {
  ArmRefusal,
  bodyRecord,
  type Method,
  recordOf,
  type SubscriptionCall,
  type SubscriptionOperation,
} from './operation.ts';
import { AUTHORIZATION_VERSIONS } from './provider-catalog.ts';
import { scopeOf } from './subscriptions.ts';

const SUFFIX = /\/providers\/Microsoft\.Authorization\/role(?:Assignments|Definitions).*$/i;

function scopeOfCall({ path }: SubscriptionCall): string {
  return path.replace(SUFFIX, '');
}

function definitionId({ subscription }: SubscriptionCall, { id }: Role): string {
  return `${scopeOf(subscription)}/providers/Microsoft.Authorization/roleDefinitions/${id}`;
}

function assignmentBody(call: SubscriptionCall, assignment: RoleAssignment): Record<string, unknown> {
  const { id, principalId, scope, createdOn } = assignment;
  const role = ROLES.find(({ name }) => name === assignment.role);
  return {
    id,
    name: id.split('/').at(-1),
    type: 'Microsoft.Authorization/roleAssignments',
    properties: {
      roleDefinitionId: role ? definitionId(call, role) : '',
      principalId,
      principalType: call.world.users.has(principalId) ? 'User' : 'ServicePrincipal',
      scope,
      condition: null,
      createdOn,
      updatedOn: createdOn,
    },
  };
}

function definitionBody(call: SubscriptionCall, role: Role): Record<string, unknown> {
  const { name, id, description, actions, notActions, dataActions } = role;
  return {
    id: definitionId(call, role),
    name: id,
    type: 'Microsoft.Authorization/roleDefinitions',
    properties: {
      roleName: name,
      type: 'BuiltInRole',
      description,
      assignableScopes: ['/'],
      permissions: [{ actions, notActions, dataActions, notDataActions: [] }],
    },
  };
}

function put(call: SubscriptionCall): SandboxAnswer {
  const { azure, world, path } = call;
  const { roleDefinitionId, principalId } = recordOf(bodyRecord(call).properties) ?? {};
  const role = ROLES.find(({ id }) => id === String(roleDefinitionId).split('/').at(-1)?.toLowerCase());
  if (!role) {
    throw new ArmRefusal(
      400,
      'RoleDefinitionDoesNotExist',
      `The specified role definition with ID '${String(roleDefinitionId).split('/').at(-1)?.replaceAll('-', '') ?? ''}' does not exist.`,
    );
  }
  checkPrincipal(world, String(principalId), call.caller.tenantId);
  const scope = scopeOfCall(call);
  const same = azure.roleAssignments.find(
    (each) =>
      each.principalId === principalId && each.role === role.name && each.scope.toLowerCase() === scope.toLowerCase(),
  );
  if (same && same.id.toLowerCase() !== path.toLowerCase()) {
    throw new ArmRefusal(409, 'RoleAssignmentExists', 'The role assignment already exists.');
  }
  if (same) return jsonAnswer(200, assignmentBody(call, same));
  const assignment: RoleAssignment = {
    id: path,
    principalId: String(principalId),
    role: role.name,
    scope,
    createdOn: world.clock.now().toString(),
  };
  azure.roleAssignments.push(assignment);
  return jsonAnswer(201, assignmentBody(call, assignment));
}

function checkPrincipal(world: World, principalId: string, tenantId: string): void {
  const principal = world.users.get(principalId) ?? world.servicePrincipals.get(principalId);
  if (principal?.tenantId === tenantId) return;
  throw new ArmRefusal(
    400,
    'PrincipalNotFound',
    `Principal ${principalId.replaceAll('-', '')} does not exist in the directory ${tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`,
  );
}

function get(call: SubscriptionCall): SandboxAnswer {
  const found = call.azure.roleAssignments.find(({ id }) => id.toLowerCase() === call.path.toLowerCase());
  if (found) return jsonAnswer(200, assignmentBody(call, found));
  const name = call.path.split('/').at(-1) ?? '';
  throw new ArmRefusal(404, 'RoleAssignmentNotFound', `The role assignment '${name}' is not found.`);
}

function remove(call: SubscriptionCall): SandboxAnswer {
  const { azure, path } = call;
  const found = azure.roleAssignments.find(({ id }) => id.toLowerCase() === path.toLowerCase());
  if (!found) return emptyAnswer(204);
  const body = assignmentBody(call, found);
  azure.roleAssignments = azure.roleAssignments.filter((each) => each !== found);
  return jsonAnswer(200, body);
}

/** Those on the scope, above it and in it, or with `$filter=atScope()` the first two kinds. */
function list(call: SubscriptionCall): SandboxAnswer {
  const scope = scopeOfCall(call);
  const filter = call.request.url.searchParams.get('$filter') ?? '';
  const principalId = /(?:principalId eq |assignedTo\()'([^']*)'/i.exec(filter)?.[1];
  const isAtScope = /atScope\(\)/i.test(filter);
  const value = call.azure.roleAssignments
    .filter((each) => isWithin(scope, each.scope) || (!isAtScope && isWithin(each.scope, scope)))
    .filter((each) => principalId === undefined || each.principalId === principalId)
    .map((each) => assignmentBody(call, each));
  return jsonAnswer(200, { value });
}

function definitions(call: SubscriptionCall): SandboxAnswer {
  const name = /roleName eq '([^']*)'/i.exec(call.request.url.searchParams.get('$filter') ?? '')?.[1];
  const roles = ROLES.filter((role) => name === undefined || role.name.toLowerCase() === name.toLowerCase());
  return jsonAnswer(200, { value: roles.map((role) => definitionBody(call, role)) });
}

interface Facts {
  method: Method;
  /** Below `/providers/Microsoft.Authorization`. */
  path: string;
  action: string;
  page: string;
  difference?: string;
  answer: SubscriptionOperation['answer'];
}

function operation({ method, path, action, page, difference, answer }: Facts): SubscriptionOperation {
  return {
    method,
    level: 'subscription',
    path: `/subscriptions/{subscriptionId}/providers/Microsoft.Authorization/${path}`,
    apiVersions: AUTHORIZATION_VERSIONS,
    access: (call) => ({ action: `Microsoft.Authorization/${action}`, scope: scopeOfCall(call) }),
    coverage: {
      evidence: 'documented',
      source: `rest/api/authorization/${page}`,
      ...(difference === undefined ? {} : { difference }),
    },
    answer,
  };
}

const ONE = 'roleAssignments/{assignment}';
const few = 'a few built-in roles; no conditions, no groups, no deny assignments';

const forSubscriptions = [
  operation({
    method: 'GET',
    path: 'roleDefinitions',
    action: 'roleDefinitions/read',
    page: 'role-definitions/list',
    difference: few,
    answer: definitions,
  }),
  operation({
    method: 'GET',
    path: 'roleAssignments',
    action: 'roleAssignments/read',
    page: 'role-assignments/list-for-scope',
    answer: list,
  }),
  operation({ method: 'GET', path: ONE, action: 'roleAssignments/read', page: 'role-assignments/get', answer: get }),
  operation({
    method: 'PUT',
    path: ONE,
    action: 'roleAssignments/write',
    page: 'role-assignments/create',
    difference: few,
    answer: put,
  }),
  operation({
    method: 'DELETE',
    path: ONE,
    action: 'roleAssignments/delete',
    page: 'role-assignments/delete',
    answer: remove,
  }),
];

/** A scope is a subscription, or what lies in it. */
export const roleOperations: readonly SubscriptionOperation[] = forSubscriptions.flatMap((each) => [
  each,
  { ...each, path: each.path.replace('/providers/', '/{+scope}/providers/') },
]);
