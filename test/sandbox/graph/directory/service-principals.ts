// Service principals and the consent grants between them.
import { emptyAnswer, type SandboxAnswer } from '../../core/http.ts';
import type { PermissionGrant, ServicePrincipal, World } from '../../core/world.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../operation.ts';
import { matchesFilter } from './filter.ts';
import { GRAPH_SCOPES, MICROSOFT_GRAPH_APP_ID } from './graph-scopes.ts';
import { collection, notFound, single, tenantIdOf } from './resources.ts';

const WRITE = ['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy', 'Directory.AccessAsUser.All'];
const READ = ['Application.Read.All', 'Directory.Read.All', ...WRITE];
const GRANT_WRITE = ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.AccessAsUser.All'];
const GRANT_READ = [
  'DelegatedPermissionGrant.Read.All',
  'Directory.Read.All',
  'Application.ReadWrite.All',
  ...GRANT_WRITE,
];
const documented = (source: string) => ({ evidence: 'documented' as const, source });

export const servicePrincipalOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: '/servicePrincipals',
    permissions: READ,
    coverage: documented('serviceprincipal-list'),
    answer: list,
  },
  {
    method: 'POST',
    path: '/servicePrincipals',
    permissions: WRITE,
    coverage: documented('serviceprincipal-post-serviceprincipals'),
    answer: create,
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}',
    permissions: READ,
    coverage: documented('serviceprincipal-get'),
    answer: (call) => single('servicePrincipals', find(call).resource),
  },
  {
    method: 'GET',
    path: '/oauth2PermissionGrants',
    permissions: GRANT_READ,
    coverage: documented('oauth2permissiongrant-list'),
    answer: listGrants,
  },
  {
    method: 'POST',
    path: '/oauth2PermissionGrants',
    permissions: GRANT_WRITE,
    coverage: documented('oauth2permissiongrant-post'),
    answer: createGrant,
  },
  {
    method: 'PATCH',
    path: '/oauth2PermissionGrants/{id}',
    permissions: GRANT_WRITE,
    coverage: documented('oauth2permissiongrant-update'),
    answer: updateGrant,
  },
];

/** Gives each tenant the service principal of Microsoft Graph, which every tenant has. */
export function seedGraphServicePrincipals(world: World): void {
  for (const tenant of world.tenants.values()) {
    const id = world.random.uuid();
    const resource = servicePrincipalResource({
      id,
      appId: MICROSOFT_GRAPH_APP_ID,
      displayName: 'Microsoft Graph',
      scopes: GRAPH_SCOPES,
    });
    world.servicePrincipals.set(id, { id, appId: MICROSOFT_GRAPH_APP_ID, tenantId: tenant.id, resource });
  }
}

function list(call: GraphCall): SandboxAnswer {
  const filter = call.request.url.searchParams.get('$filter');
  return collection(
    'servicePrincipals',
    principalsOf(call)
      .map(({ resource }) => resource)
      .filter((resource) => matchesFilter(resource, filter)),
  );
}

function create(call: GraphCall): SandboxAnswer {
  const { appId } = (call.body ?? {}) as { appId?: unknown };
  const { world } = call;
  const application = [...world.applications.values()].find(
    (candidate) => candidate.appId === appId && candidate.deletedDateTime === null,
  );
  if (!application) {
    throw new GraphRefusal(
      400,
      'Request_BadRequest',
      `The appId '${String(appId)}' of the service principal does not reference a valid application object.`,
    );
  }
  if (principalsOf(call).some((principal) => principal.appId === appId)) {
    throw new GraphRefusal(
      409,
      'Request_MultipleObjectsWithSameKeyValue',
      `The service principal cannot be created, updated, or restored because the service principal name ${String(appId)} is already in use.`,
    );
  }
  const id = world.random.uuid();
  const resource = servicePrincipalResource({
    id,
    appId: application.appId,
    displayName: String(application.resource.displayName),
    scopes: [],
  });
  world.servicePrincipals.set(id, { id, appId: application.appId, tenantId: tenantIdOf(call), resource });
  return single('servicePrincipals', resource, 201);
}

function servicePrincipalResource(options: {
  id: string;
  appId: string;
  displayName: string;
  scopes: readonly unknown[];
}): Record<string, unknown> {
  const { id, appId, displayName, scopes } = options;
  return {
    id,
    deletedDateTime: null,
    accountEnabled: true,
    alternativeNames: [],
    appDisplayName: displayName,
    appId,
    appRoleAssignmentRequired: false,
    displayName,
    servicePrincipalNames: [appId],
    servicePrincipalType: 'Application',
    signInAudience: 'AzureADandPersonalMicrosoftAccount',
    tags: [],
    oauth2PermissionScopes: scopes,
    passwordCredentials: [],
    keyCredentials: [],
  };
}

function listGrants(call: GraphCall): SandboxAnswer {
  const filter = call.request.url.searchParams.get('$filter');
  const grants = grantsOf(call).map(grantResource);
  return collection(
    'oauth2PermissionGrants',
    grants.filter((grant) => matchesFilter(grant, filter)),
  );
}

function createGrant(call: GraphCall): SandboxAnswer {
  const body = (call.body ?? {}) as Partial<PermissionGrant>;
  const { clientId = '', resourceId = '', scope = '', consentType = 'Principal', principalId = null } = body;
  const { world } = call;
  if (!world.servicePrincipals.has(clientId)) throw notFound(clientId);
  if (!world.servicePrincipals.has(resourceId)) throw notFound(resourceId);
  const isKnown = grantsOf(call).some(
    (grant) => grant.clientId === clientId && grant.resourceId === resourceId && grant.principalId === principalId,
  );
  if (isKnown)
    throw new GraphRefusal(409, 'Request_MultipleObjectsWithSameKeyValue', 'Permission entry already exists.');
  const id = Buffer.from(world.random.bytes(24)).toString('base64url');
  const grant: PermissionGrant = {
    id,
    tenantId: tenantIdOf(call),
    clientId,
    resourceId,
    scope,
    consentType,
    principalId,
  };
  world.grants.set(id, grant);
  return single('oauth2PermissionGrants', grantResource(grant), 201);
}

/** Only the scope can be changed, and it is replaced. */
function updateGrant(call: GraphCall): SandboxAnswer {
  const grant = grantsOf(call).find((candidate) => candidate.id === call.parameters.id);
  if (!grant) throw notFound(call.parameters.id ?? '');
  const { scope } = (call.body ?? {}) as { scope?: unknown };
  if (typeof scope !== 'string')
    throw new GraphRefusal(400, 'Request_BadRequest', 'Only the scope of a permission grant can be updated.');
  grant.scope = scope;
  return emptyAnswer(204);
}

function grantResource({
  id,
  clientId,
  consentType,
  principalId,
  resourceId,
  scope,
}: PermissionGrant): Record<string, unknown> {
  return { id, clientId, consentType, principalId, resourceId, scope };
}

function grantsOf(call: GraphCall): PermissionGrant[] {
  return [...call.world.grants.values()].filter((grant) => grant.tenantId === tenantIdOf(call));
}

function principalsOf(call: GraphCall): ServicePrincipal[] {
  return [...call.world.servicePrincipals.values()].filter((principal) => principal.tenantId === tenantIdOf(call));
}

function find(call: GraphCall): ServicePrincipal {
  const { id, idProperty = 'id' } = call.parameters;
  const principal = principalsOf(call).find(({ resource }) => resource[idProperty] === id);
  if (!principal) throw notFound(id ?? '');
  return principal;
}
