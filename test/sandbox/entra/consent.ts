// Consent: what was granted, who may grant it under the tenant's policy, and how it is written down.
import { MICROSOFT_GRAPH_APP_ID } from '../core/first-party.ts';
import { createServicePrincipal } from '../core/service-principal.ts';
import type { Application, PermissionGrant, ServicePrincipal, User, World } from '../core/world.ts';
import { CONSUMER_TENANT_ID } from '../core/worlds.ts';
import { factsOf, isFirstParty, mayConsentForAll, servicePrincipalOf } from './directory.ts';
import { EntraRefusal } from './errors.ts';
import { type AskedScope, appIdOfResource, resourcesOf } from './scopes.ts';

/** What the Microsoft-managed policy leaves to administrators when another organization's application asks for it. */
const MANAGED_SCOPES = /^(Mail|MailboxSettings|Calendars|Contacts|EWS|IMAP|POP|SMTP|Files|Sites|Chat|ChannelMessage)\./;

/** The scopes of a request as they are granted: `.default` stands for what the registration lists. */
export function expandDefault(world: World, application: Application, scopes: readonly AskedScope[]): AskedScope[] {
  return scopes.flatMap((scope) => {
    if (scope.name !== '.default' || isFirstParty(application)) return [scope];
    const appId = scope.resource === null ? undefined : appIdOfResource(scope.resource);
    const listed = listedScopes(world, application, appId);
    return listed.map((name) => ({ ...scope, name, written: `${scope.resource}/${name}` }));
  });
}

interface RequiredAccess {
  resourceAppId: string;
  resourceAccess: { id: string; type: string }[];
}

/** What the registration lists of a resource, by name; Graph's names are known from its service principal. */
function listedScopes(world: World, application: Application, resourceAppId: string | undefined): string[] {
  const required = (application.resource.requiredResourceAccess ?? []) as RequiredAccess[];
  const ids = required
    .filter((each) => each.resourceAppId === resourceAppId)
    .flatMap(({ resourceAccess }) => resourceAccess)
    .filter(({ type }) => type === 'Scope')
    .map(({ id }) => id);
  return permissionsOfResource(world, resourceAppId)
    .filter(({ id }) => ids.includes(id))
    .map(({ value }) => value);
}

interface Permission {
  id: string;
  value: string;
  type: 'User' | 'Admin';
}

function permissionsOfResource(world: World, appId = MICROSOFT_GRAPH_APP_ID): Permission[] {
  const principal = [...world.servicePrincipals.values()].find((candidate) => candidate.appId === appId);
  return (principal?.resource.oauth2PermissionScopes ?? []) as Permission[];
}

/** Whether what is asked for fits what the registration lists. @throws EntraRefusal 90008, 650056, 650057, 65002 */
export function checkListed(application: Application, scopes: readonly AskedScope[]): void {
  const facts = factsOf(application);
  const named = scopes.filter(({ resource }) => resource !== null);
  if (isFirstParty(application)) {
    const notAuthorized = named.find(({ name }) => name !== '.default' && name !== 'user_impersonation');
    if (notAuthorized) throw new EntraRefusal(65002, { ...facts, resource: String(notAuthorized.resource) });
    return;
  }
  const required = (application.resource.requiredResourceAccess ?? []) as RequiredAccess[];
  const lists = (resource: string) => required.some(({ resourceAppId }) => resourceAppId === appIdOfResource(resource));
  const wholes = named.filter(({ name }) => name === '.default').map(({ resource }) => String(resource));
  const missing = wholes.find((resource) => !lists(resource));
  if (missing !== undefined) {
    const hasOthers = required.some(({ resourceAppId }) => resourceAppId === MICROSOFT_GRAPH_APP_ID);
    throw new EntraRefusal(hasOthers ? 650057 : 650056, { ...facts, resource: missing });
  }
  if (required.length > 0 && !required.some(({ resourceAppId }) => resourceAppId === MICROSOFT_GRAPH_APP_ID)) {
    throw new EntraRefusal(90008, facts);
  }
}

/** Whether the user or an administrator has already consented to all of the scopes. */
export function hasConsent(world: World, application: Application, user: User, scopes: readonly AskedScope[]): boolean {
  if (isFirstParty(application)) return true;
  const granted = grantedScopes(world, application, user);
  const asked = expandDefault(world, application, scopes).filter(({ resource }) => resource !== null);
  return asked.every(({ name }) => granted.has(name)) && (asked.length > 0 || granted.size > 0);
}

/** The names of all permissions that the user, or an administrator for everybody, has granted. */
export function grantedScopes(world: World, application: Application, user: User): Set<string> {
  return new Set(grantsFor(world, application, user).flatMap(({ scope }) => scope.split(' ')));
}

/** Whether this person may consent to the scopes, under the policy of their organization. */
export function mayConsent(world: World, application: Application, user: User, scopes: readonly AskedScope[]): boolean {
  if (user.tenantId === CONSUMER_TENANT_ID || mayConsentForAll(user)) return true;
  const names = expandDefault(world, application, scopes)
    .filter(({ resource }) => resource !== null)
    .map(({ name }) => name);
  const permissions = permissionsOfResource(world);
  if (names.some((name) => permissions.some(({ value, type }) => value === name && type === 'Admin'))) return false;
  const policy = world.tenants.get(user.tenantId)?.consentPolicy ?? world.settings.consentPolicy;
  if (policy === 'adminOnly') return false;
  const isForeign = application.tenantId !== user.tenantId;
  return policy === 'user' || !isForeign || !names.some((name) => MANAGED_SCOPES.test(name));
}

/** Records consent, of one person or for everybody: a service principal in that tenant if there is none, and a grant. */
export function recordConsent(
  world: World,
  application: Application,
  by: { user: User; forAll: boolean },
  scopes: readonly AskedScope[],
): void {
  const { tenantId } = by.user;
  const client = ensureServicePrincipal(world, application, tenantId);
  const names = expandDefault(world, application, scopes).map(({ name }) => name);
  const principalId = by.forAll ? null : by.user.id;
  const known = [...world.grants.values()].find(
    (grant) => grant.clientId === client.id && grant.principalId === principalId,
  );
  if (known) {
    known.scope = [...new Set([...known.scope.split(' ').filter((name) => name !== ''), ...names])].join(' ');
    return;
  }
  const id = Buffer.from(world.random.bytes(24)).toString('base64url');
  const grant: PermissionGrant = {
    id,
    tenantId,
    clientId: client.id,
    consentType: by.forAll ? 'AllPrincipals' : 'Principal',
    principalId,
    resourceId: servicePrincipalOf(world, MICROSOFT_GRAPH_APP_ID, tenantId)?.id ?? '',
    scope: names.join(' '),
  };
  world.grants.set(id, grant);
}

/** What an administrator grants with the application roles that the registration lists. */
export function grantRoles(world: World, application: Application, tenantId: string): void {
  const principal = ensureServicePrincipal(world, application, tenantId);
  const required = (application.resource.requiredResourceAccess ?? []) as RequiredAccess[];
  const ids = required.flatMap(({ resourceAccess }) => resourceAccess).filter(({ type }) => type === 'Role');
  const graph = servicePrincipalOf(world, MICROSOFT_GRAPH_APP_ID, tenantId);
  const roles = (graph?.resource.appRoles ?? []) as { id: string; value: string }[];
  const names = roles.filter(({ id }) => ids.some((role) => role.id === id)).map(({ value }) => value);
  principal.grantedRoles = [...new Set([...(principal.grantedRoles ?? []), ...names])];
}

function ensureServicePrincipal(world: World, application: Application, tenantId: string): ServicePrincipal {
  return servicePrincipalOf(world, application.appId, tenantId) ?? createServicePrincipal(world, application, tenantId);
}

function grantsFor(world: World, application: Application, user: User): PermissionGrant[] {
  const principal = servicePrincipalOf(world, application.appId, user.tenantId);
  return [...world.grants.values()].filter(
    (grant) =>
      principal !== undefined &&
      grant.clientId === principal.id &&
      (grant.principalId === null || grant.principalId === user.id),
  );
}

/** The permissions that are shown on the consent page. */
export function shownScopes(world: World, application: Application, scopes: readonly AskedScope[]): string[] {
  const names = expandDefault(world, application, scopes).map(({ name }) => name);
  return [...new Set(names)].filter((name) => name !== '.default' && name !== 'openid');
}

/** Whether scopes of more than one resource are mixed with a `.default`. */
export function mixesDefault(scopes: readonly AskedScope[]): boolean {
  return resourcesOf(scopes).length > 1 && scopes.some(({ name }) => name === '.default');
}
