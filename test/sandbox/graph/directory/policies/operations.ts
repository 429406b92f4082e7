// Policies about applications: the tenant's default, those of single applications, and what people may do by themselves.
import { jsonAnswer, type SandboxAnswer } from '../../../core/http.ts';
import type { Tenant } from '../../../core/world.ts';
import type { ConsentPolicy } from '../../../core/world-settings.ts';
import type { Output } from '../../odata/shape.ts';
import type { GraphCall, Operation } from '../../operation.ts';
import { applicationsOf, readApplication } from '../applications/find-application.ts';
import { derivedId } from '../derived-id.ts';
import { isStructure, merged } from '../merge.ts';
import { APPLICATION_READ, AUTHORIZATION_WRITE, POLICY_READ, POLICY_WRITE } from '../permissions.ts';
import { noContent, referencedId } from '../query/answers.ts';
import { bodyOf } from '../read-body.ts';
import { badRequest, missingValue, notFound } from '../refusals.ts';
import { POLICY_MANAGERS, POLICY_READERS, refusePersonalAccount, requireRole } from '../rights.ts';
import { directoryStateOf } from '../state.ts';
import { tenantIdOf } from '../tenant.ts';
import { type TenantPolicies, UNCONFIGURED_POLICY_ID } from './tenant-policies.ts';

const METADATA = 'https://graph.microsoft.com/v1.0/$metadata#';
const DEFAULT_PATH = '/policies/defaultAppManagementPolicy';
const LIST = '/policies/appManagementPolicies';
const AUTHORIZATION_PATH = '/policies/authorizationPolicy';

function policiesOfTenant(call: GraphCall): TenantPolicies {
  refusePersonalAccount(call);
  const policies = directoryStateOf(call.world).policies.get(tenantIdOf(call));
  if (!policies) throw notFound(tenantIdOf(call));
  return policies;
}

function readable(call: GraphCall): TenantPolicies {
  requireRole(call, POLICY_READERS);
  return policiesOfTenant(call);
}

function writable(call: GraphCall): TenantPolicies {
  requireRole(call, POLICY_MANAGERS);
  return policiesOfTenant(call);
}

function policyAnswer(path: string, policy: Output, status = 200): SandboxAnswer {
  return jsonAnswer(status, { '@odata.context': `${METADATA}policies/${path}/$entity`, ...policy });
}

/** Restrictions are lists by kind; anything else in their place is refused. */
function readPolicy(call: GraphCall): Output {
  const { id: _, ...body } = bodyOf(call);
  for (const name of ['applicationRestrictions', 'servicePrincipalRestrictions', 'restrictions']) {
    if (body[name] !== undefined && !isStructure(body[name])) {
      throw badRequest(`Invalid value specified for property '${name}' of resource 'AppManagementPolicy'.`);
    }
  }
  if (body.isEnabled !== undefined && typeof body.isEnabled !== 'boolean') {
    throw badRequest("Invalid value specified for property 'isEnabled' of resource 'AppManagementPolicy'.");
  }
  return body;
}

/** Configured for the first time, the policy gets an id of its own. */
function updateDefault(call: GraphCall): SandboxAnswer {
  const policies = writable(call);
  const changed = merged(policies.defaultAppManagement, readPolicy(call));
  const isNew = changed.id === UNCONFIGURED_POLICY_ID;
  policies.defaultAppManagement = isNew
    ? { ...changed, id: derivedId(tenantIdOf(call), 'defaultAppManagementPolicy') }
    : changed;
  return noContent();
}

function createPolicy(call: GraphCall): SandboxAnswer {
  const policies = writable(call);
  const body = readPolicy(call);
  if (typeof body.displayName !== 'string') throw missingValue('displayName', 'AppManagementPolicy');
  const id = call.world.random.uuid();
  const restrictions = { passwordCredentials: [], keyCredentials: [] };
  const policy = { deletedDateTime: null, description: '', isEnabled: false, restrictions, ...body, id };
  policies.appManagement.set(id, policy);
  return policyAnswer('appManagementPolicies', policy, 201);
}

function findPolicy(call: GraphCall, policies: TenantPolicies): Output {
  const policy = policies.appManagement.get(call.parameters.id ?? '');
  if (!policy) throw notFound(call.parameters.id ?? '');
  return policy;
}

function updatePolicy(call: GraphCall): SandboxAnswer {
  const policies = writable(call);
  const policy = findPolicy(call, policies);
  policies.appManagement.set(String(policy.id), merged(policy, readPolicy(call)));
  return noContent();
}

function deletePolicy(call: GraphCall): SandboxAnswer {
  const policies = writable(call);
  const id = String(findPolicy(call, policies).id);
  policies.appManagement.delete(id);
  for (const [application, assigned] of policies.assigned) {
    if (assigned === id) policies.assigned.delete(application);
  }
  return noContent();
}

function appliesTo(call: GraphCall): SandboxAnswer {
  const policies = readable(call);
  const { id } = findPolicy(call, policies);
  const value = applicationsOf(call).filter((application) => policies.assigned.get(application.id) === id);
  return jsonAnswer(200, {
    '@odata.context': `${METADATA}directoryObjects`,
    value: value.map(({ resource }) => ({ '@odata.type': '#microsoft.graph.application', ...resource })),
  });
}

function policiesOfApplication(call: GraphCall): SandboxAnswer {
  const { id } = readApplication(call);
  const policies = policiesOfTenant(call);
  const policy = policies.appManagement.get(policies.assigned.get(id) ?? '');
  return jsonAnswer(200, {
    '@odata.context': `${METADATA}applications('${id}')/appManagementPolicies`,
    value: policy ? [policy] : [],
  });
}

/** An application has one policy of its own at most (application-post-appmanagementpolicies). */
function assignPolicy(call: GraphCall): SandboxAnswer {
  const policies = writable(call);
  const { id } = readApplication(call);
  const policyId = referencedId(bodyOf(call)['@odata.id']);
  if (!policies.appManagement.has(policyId)) throw notFound(policyId);
  if (policies.assigned.has(id)) {
    throw badRequest(
      "One or more added object references already exist for the following modified properties: 'appManagementPolicies'.",
    );
  }
  policies.assigned.set(id, policyId);
  return noContent();
}

function unassignPolicy(call: GraphCall): SandboxAnswer {
  const policies = writable(call);
  const { id } = readApplication(call);
  const { policy = '' } = call.parameters;
  if (policies.assigned.get(id) !== policy) throw notFound(policy);
  policies.assigned.delete(id);
  return noContent();
}

/** What people may consent to is a fact of the tenant, told in Graph's names (concept: manage app consent policies). */
const GRANT_POLICIES: Readonly<Record<ConsentPolicy, readonly string[]>> = {
  user: ['ManagePermissionGrantsForSelf.microsoft-user-default-legacy'],
  microsoftManaged: ['ManagePermissionGrantsForSelf.microsoft-user-default-recommended'],
  adminOnly: [],
};

function tenantOf(call: GraphCall): Tenant {
  const tenant = call.world.tenants.get(tenantIdOf(call));
  if (!tenant) throw notFound(tenantIdOf(call));
  return tenant;
}

function authorizationPolicy(call: GraphCall): SandboxAnswer {
  const { authorization } = readable(call);
  const consent = tenantOf(call).consentPolicy ?? call.world.settings.consentPolicy;
  const told = merged(authorization, {
    defaultUserRolePermissions: { permissionGrantPoliciesAssigned: [...GRANT_POLICIES[consent]] },
  });
  return policyAnswer('authorizationPolicy', told);
}

function updateAuthorization(call: GraphCall): SandboxAnswer {
  requireRole(call, ['Global Administrator', 'Privileged Role Administrator']);
  const policies = policiesOfTenant(call);
  const { id: _, ...body } = bodyOf(call);
  const { permissionGrantPoliciesAssigned: assigned } = (body.defaultUserRolePermissions ?? {}) as {
    permissionGrantPoliciesAssigned?: string[];
  };
  if (assigned) tenantOf(call).consentPolicy = consentPolicyNamed(assigned);
  policies.authorization = merged(policies.authorization, body);
  return noContent();
}

function consentPolicyNamed(assigned: readonly string[]): ConsentPolicy {
  if (assigned.some((name) => name.endsWith('-legacy'))) return 'user';
  return assigned.some((name) => name.startsWith('ManagePermissionGrantsForSelf.')) ? 'microsoftManaged' : 'adminOnly';
}

type Row = readonly [request: string, permissions: readonly string[], source: string, answer: Operation['answer']];

const ROWS: readonly Row[] = [
  [
    `GET ${DEFAULT_PATH}`,
    POLICY_READ,
    'tenantappmanagementpolicy-get',
    (call) => policyAnswer('defaultAppManagementPolicy', readable(call).defaultAppManagement),
  ],
  [`PATCH ${DEFAULT_PATH}`, POLICY_WRITE, 'tenantappmanagementpolicy-update', updateDefault],
  [
    `GET ${LIST}`,
    POLICY_READ,
    'appmanagementpolicy-list',
    (call) =>
      jsonAnswer(200, {
        '@odata.context': `${METADATA}policies/appManagementPolicies`,
        value: [...readable(call).appManagement.values()],
      }),
  ],
  [`POST ${LIST}`, POLICY_WRITE, 'appmanagementpolicy-post', createPolicy],
  [
    `GET ${LIST}/{id}`,
    POLICY_READ,
    'appmanagementpolicy-get',
    (call) => policyAnswer('appManagementPolicies', findPolicy(call, readable(call))),
  ],
  [`PATCH ${LIST}/{id}`, POLICY_WRITE, 'appmanagementpolicy-update', updatePolicy],
  [`DELETE ${LIST}/{id}`, POLICY_WRITE, 'appmanagementpolicy-delete', deletePolicy],
  [`GET ${LIST}/{id}/appliesTo`, POLICY_READ, 'appmanagementpolicy-list-appliesto', appliesTo],
  [
    'GET /applications/{id}/appManagementPolicies',
    APPLICATION_READ,
    'appmanagementpolicy-list-appliesto',
    policiesOfApplication,
  ],
  [
    'POST /applications/{id}/appManagementPolicies/$ref',
    POLICY_WRITE,
    'appmanagementpolicy-post-appliesto',
    assignPolicy,
  ],
  [
    'DELETE /applications/{id}/appManagementPolicies/{policy}/$ref',
    POLICY_WRITE,
    'appmanagementpolicy-delete-appliesto',
    unassignPolicy,
  ],
  [`GET ${AUTHORIZATION_PATH}`, POLICY_READ, 'authorizationpolicy-get', authorizationPolicy],
  [`PATCH ${AUTHORIZATION_PATH}`, AUTHORIZATION_WRITE, 'authorizationpolicy-update', updateAuthorization],
];

export const policyOperations: readonly Operation[] = ROWS.map(([request, permissions, source, answer]) => {
  const [method = '', path = ''] = request.split(' ');
  return {
    method: method as Operation['method'],
    path,
    permissions,
    coverage: { evidence: 'documented', source },
    answer,
  };
});
