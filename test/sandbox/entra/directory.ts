// What Entra asks the directory: applications by client id, people by sign-in name, consent by scope.

import { MICROSOFT_TENANT_ID } from '../core/first-party.ts';
import type { Application, PermissionGrant, ServicePrincipal, Tenant, User, World } from '../core/world.ts';
import { EntraRefusal } from './errors.ts';

/** Scopes that need no consent of their own with the application's others: OpenID Connect's. */
const OPENID_SCOPES = new Set(['openid', 'profile', 'email', 'offline_access']);
const GRAPH_RESOURCE = 'https://graph.microsoft.com/';

/** @throws EntraRefusal 700016 for a client id that no tenant has. */
export function applicationByClientId(world: World, clientId: string): Application {
  const application = [...world.applications.values()].find(
    (candidate) => candidate.appId === clientId && candidate.deletedDateTime === null,
  );
  if (application) return application;
  throw new EntraRefusal(
    700016,
    'unauthorized_client',
    `Application with identifier '${clientId}' was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  );
}

/** @returns the tenant that an authority names; null for the shared ones. @throws EntraRefusal 90002. */
export function tenantOfAuthority(world: World, authority: string): Tenant | null {
  if (['common', 'organizations', 'consumers'].includes(authority.toLowerCase())) return null;
  const tenant = [...world.tenants.values()].find(
    (candidate) => candidate.id === authority.toLowerCase() || candidate.domain === authority.toLowerCase(),
  );
  if (tenant) return tenant;
  throw new EntraRefusal(
    90002,
    'invalid_request',
    `Tenant '${authority}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
  );
}

export function userByLogin(world: World, login: string): User | undefined {
  const key = login.trim().toLowerCase();
  return [...world.users.values()].find((user) => user.userPrincipalName === key);
}

/** Scope names without the resource that they may be written with. */
export function plainScopes(scope: string): string[] {
  return scope
    .split(' ')
    .filter((name) => name !== '')
    .map((name) => (name.startsWith(GRAPH_RESOURCE) ? name.slice(GRAPH_RESOURCE.length) : name));
}

/** Whether the user or an administrator has already consented to all of the scopes. */
export function hasConsent(world: World, application: Application, user: User, scopes: readonly string[]): boolean {
  if (isFirstParty(application)) return true;
  const granted = new Set(grantsFor(world, application, user).flatMap((grant) => grant.scope.split(' ')));
  const asked = scopes.filter((scope) => !OPENID_SCOPES.has(scope));
  return asked.every((scope) => granted.has(scope)) && (asked.length > 0 || granted.size > 0);
}

/** Microsoft's own applications are authorized beforehand. */
function isFirstParty(application: Application): boolean {
  return application.tenantId === MICROSOFT_TENANT_ID;
}

/** Records a user's consent: a service principal in that tenant if there is none, and a grant that covers the scopes. */
export function recordConsent(world: World, application: Application, user: User, scopes: readonly string[]): void {
  const client = ensureServicePrincipal(world, application, user.tenantId);
  const own = grantsFor(world, application, user).find((grant) => grant.principalId === user.id);
  if (own) {
    own.scope = [...new Set([...own.scope.split(' '), ...scopes])].join(' ');
    return;
  }
  const id = Buffer.from(world.random.bytes(24)).toString('base64url');
  const resourceId = graphServicePrincipalId(world, user.tenantId);
  const principal = { consentType: 'Principal' as const, principalId: user.id, resourceId };
  world.grants.set(id, { id, tenantId: user.tenantId, clientId: client.id, scope: scopes.join(' '), ...principal });
}

/** The application's service principal in a tenant. */
export function servicePrincipalOf(world: World, appId: string, tenantId: string): ServicePrincipal | undefined {
  return [...world.servicePrincipals.values()].find(
    (candidate) => candidate.appId === appId && candidate.tenantId === tenantId,
  );
}

function ensureServicePrincipal(world: World, application: Application, tenantId: string): ServicePrincipal {
  const known = servicePrincipalOf(world, application.appId, tenantId);
  if (known) return known;
  const id = world.random.uuid();
  const resource = {
    id,
    appId: application.appId,
    displayName: application.resource.displayName,
    accountEnabled: true,
    tags: [],
  };
  const principal: ServicePrincipal = { id, appId: application.appId, tenantId, resource };
  world.servicePrincipals.set(id, principal);
  return principal;
}

function grantsFor(world: World, application: Application, user: User): PermissionGrant[] {
  const principal = servicePrincipalOf(world, application.appId, user.tenantId);
  return [...world.grants.values()].filter(
    (grant) => grant.clientId === principal?.id && (grant.principalId === null || grant.principalId === user.id),
  );
}

function graphServicePrincipalId(world: World, tenantId: string): string {
  return servicePrincipalOf(world, '00000003-0000-0000-c000-000000000000', tenantId)?.id ?? '';
}
