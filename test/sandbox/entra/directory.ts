// What Entra asks the directory: applications by client id, people by sign-in name, and whether they go together.
import { MICROSOFT_TENANT_ID } from '../core/first-party.ts';
import type { Application, ServicePrincipal, Tenant, User, World } from '../core/world.ts';
import { CONSUMER_TENANT_ID } from '../core/worlds.ts';
import { type Dialect, EntraRefusal } from './errors.ts';

const SHARED_AUTHORITIES = ['common', 'organizations', 'consumers'];
/** Who may consent for the whole organization (entra: grant-admin-consent). */
const CONSENTING_ROLES = [
  'Global Administrator',
  'Privileged Role Administrator',
  'Application Administrator',
  'Cloud Application Administrator',
];

/** @throws EntraRefusal 700016 for a client id that no tenant has, or none has yet. */
export function applicationByClientId(world: World, clientId: string, tenant = 'Microsoft'): Application {
  const now = world.clock.now().epochMilliseconds;
  const application = [...world.applications.values()].find(
    (candidate) => candidate.appId === clientId && candidate.deletedDateTime === null && candidate.visibleFrom <= now,
  );
  if (application) return application;
  throw new EntraRefusal(700016, { app: clientId, tenant });
}

/** The tenant that an authority names, the personal accounts' own included; null for `common` and `organizations`. @throws EntraRefusal 90002. */
export function tenantOfAuthority(world: World, authority: string): Tenant | null {
  const name = authority.toLowerCase();
  if (name === 'common' || name === 'organizations') return null;
  const key = name === 'consumers' ? CONSUMER_TENANT_ID : name;
  const tenant = [...world.tenants.values()].find(({ id, domain }) => id === key || domain === key);
  if (tenant) return tenant;
  throw new EntraRefusal(90002, { tenant: authority });
}

/** Whose words an authority speaks: personal accounts' own, or Entra's. */
export function dialectOfAuthority(authority: string): Dialect {
  return ['consumers', CONSUMER_TENANT_ID].includes(authority.toLowerCase()) ? 'consumers' : 'organizations';
}

export function dialectOfUser(user: User | undefined): Dialect {
  return user?.tenantId === CONSUMER_TENANT_ID ? 'consumers' : 'organizations';
}

export function userByLogin(world: World, login: string): User | undefined {
  const key = login.trim().toLowerCase();
  return [...world.users.values()].find((user) => user.userPrincipalName.toLowerCase() === key);
}

/** What refusals say of an application. */
export function factsOf(application: Application): { app: string; name: string } {
  return { app: application.appId, name: String(application.resource.displayName) };
}

/** Microsoft's own applications are authorized beforehand. */
export function isFirstParty(application: Application): boolean {
  return application.tenantId === MICROSOFT_TENANT_ID;
}

export function mayConsentForAll(user: User): boolean {
  return user.roles.some((role) => CONSENTING_ROLES.includes(role));
}

/** Whether the application may be used at the authority at all. @throws EntraRefusal */
export function checkApplication(world: World, application: Application, authority: string): void {
  const tenant = tenantOfAuthority(world, authority);
  const audience = String(application.resource.signInAudience);
  const facts = factsOf(application);
  const isShared = SHARED_AUTHORITIES.includes(authority.toLowerCase());
  const isConsumers = dialectOfAuthority(authority) === 'consumers';
  if (isConsumers && !audience.includes('Personal')) throw new EntraRefusal(9002332, facts);
  if (isShared && audience === 'AzureADMyOrg') throw new EntraRefusal(50194, facts);
  const isForOrganization = authority.toLowerCase() !== 'common' && !isConsumers;
  if (isForOrganization && audience === 'PersonalMicrosoftAccount') throw new EntraRefusal(9002331, facts);
  if (tenant && audience === 'AzureADMyOrg' && application.tenantId !== tenant.id) {
    throw new EntraRefusal(700016, { ...facts, tenant: tenant.displayName });
  }
  if ((application.resource.disabledByMicrosoftStatus ?? null) !== null) throw new EntraRefusal(1000031, facts);
}

/** Whether the account may use the application at the authority. @throws EntraRefusal */
export function checkAccount(world: World, application: Application, user: User, authority: string): void {
  const tenant = tenantOfAuthority(world, authority);
  const isPersonal = user.tenantId === CONSUMER_TENANT_ID;
  const facts = {
    ...factsOf(application),
    user: user.userPrincipalName,
    provider: isPersonal ? 'live.com' : `https://sts.windows.net/${user.tenantId}/`,
    tenant: tenant?.displayName ?? authority,
  };
  const isForPersonal = String(application.resource.signInAudience).includes('Personal');
  // At /common the person is sent on to personal accounts' side, which has never heard of the application.
  if (isPersonal && !isForPersonal && authority.toLowerCase() === 'common') throw new EntraRefusal(700016, facts);
  if (isPersonal && !isForPersonal && !tenant) throw new EntraRefusal(500200, facts);
  if (isPersonal && authority.toLowerCase() === 'organizations') throw new EntraRefusal(500200, facts);
  if (!isPersonal && dialectOfAuthority(authority) === 'consumers') throw new EntraRefusal(500208, facts);
  if (tenant && tenant.id !== user.tenantId) throw new EntraRefusal(50020, facts);
  checkOwnAudience(application, user, facts);
  checkPrincipal(servicePrincipalOf(world, application.appId, user.tenantId), user, facts);
}

/** An application of one organization takes no account of another, whatever the authority. */
function checkOwnAudience(application: Application, user: User, facts: Record<string, string>): void {
  const isForOwn = application.resource.signInAudience === 'AzureADMyOrg' && !isFirstParty(application);
  if (isForOwn && application.tenantId !== user.tenantId) throw new EntraRefusal(50020, facts);
}

function checkPrincipal(principal: ServicePrincipal | undefined, user: User, facts: Record<string, string>): void {
  if (principal?.resource.accountEnabled === false) throw new EntraRefusal(7000112, facts);
  const isForAssigned = principal?.resource.appRoleAssignmentRequired === true;
  if (isForAssigned && !principal.assignedUsers?.includes(user.id)) throw new EntraRefusal(50105, facts);
}

/** The application's service principal in a tenant. */
export function servicePrincipalOf(world: World, appId: string, tenantId: string): ServicePrincipal | undefined {
  return [...world.servicePrincipals.values()].find(
    (candidate) => candidate.appId === appId && candidate.tenantId === tenantId,
  );
}
