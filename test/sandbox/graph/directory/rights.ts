// Who may do what: directory roles, ownership, an application's own roles, and what personal accounts can't do at all.
import type { ServicePrincipal } from '../../core/world.ts';
import { type GraphCall, GraphRefusal } from '../operation.ts';
import { denied } from './refusals.ts';
import { directoryStateOf, ownersOf } from './state.ts';
import { tenantIdOf } from './tenant.ts';

/** Objects that somebody without an administrative role may have made, deleted ones included (quickstart-app-registration-limits). */
const OBJECTS_MAX = 250;

const GLOBAL = 'Global Administrator';
export const APPLICATION_MANAGERS = [GLOBAL, 'Application Administrator', 'Cloud Application Administrator'];
export const CONSENT_MANAGERS = [...APPLICATION_MANAGERS, 'Privileged Role Administrator'];
export const POLICY_MANAGERS = [...APPLICATION_MANAGERS, 'Privileged Role Administrator', 'Security Administrator'];
export const POLICY_READERS = [...POLICY_MANAGERS, 'Global Reader', 'Security Reader'];
export const USER_MANAGERS = [GLOBAL, 'User Administrator'];
export const GROUP_MANAGERS = [...USER_MANAGERS, 'Groups Administrator'];
export const ROLE_MANAGERS = [GLOBAL, 'Privileged Role Administrator'];

/** Application roles that reach every application. */
const WHOLE_DIRECTORY = ['Application.ReadWrite.All', 'Directory.ReadWrite.All'];
const OWN_APPLICATIONS = 'Application.ReadWrite.OwnedBy';

/** The user, or for an application by itself its service principal; null where that is gone. */
export function actorIdOf(call: GraphCall): string | null {
  return call.token.userId ?? callingPrincipal(call)?.id ?? null;
}

function callingPrincipal({ world, token }: GraphCall): ServicePrincipal | undefined {
  return [...world.servicePrincipals.values()].find(
    ({ appId, tenantId }) => appId === token.appId && tenantId === token.tenantId,
  );
}

/** Whether the caller holds one of these directory roles, or is an application: its own roles were asked for at the door. */
export function hasRole({ caller, token }: GraphCall, roles: readonly string[]): boolean {
  if (token.userId === null) return true;
  return caller?.roles.some((role) => roles.includes(role)) ?? false;
}

/** @throws GraphRefusal 403 */
export function requireRole(call: GraphCall, roles: readonly string[]): void {
  if (!hasRole(call, roles)) throw denied();
}

/** @throws GraphRefusal 403 in the tenant of personal accounts: service principals, owners, grants and more are not theirs. */
export function refusePersonalAccount(call: GraphCall): void {
  if (isPersonal(call)) throw denied();
}

export function isPersonal(call: GraphCall): boolean {
  return call.world.tenants.get(tenantIdOf(call))?.kind === 'consumers';
}

export function managesApplications(call: GraphCall): boolean {
  return call.token.userId === null
    ? call.token.roles.some((role) => WHOLE_DIRECTORY.includes(role))
    : hasRole(call, APPLICATION_MANAGERS);
}

/** Whether an application calls that may touch nothing but what it owns. */
export function isOwnedByOnly(call: GraphCall): boolean {
  return call.token.userId === null && !managesApplications(call) && call.token.roles.includes(OWN_APPLICATIONS);
}

/** @throws GraphRefusal 403 for somebody who neither manages all applications nor owns this one. */
export function checkMayManage(call: GraphCall, objectId: string): void {
  if (managesApplications(call)) return;
  const actor = actorIdOf(call);
  if (actor === null || !ownersOf(call.world, objectId).has(actor)) throw denied();
}

/** @throws GraphRefusal 403 where users may not register applications, or this one has made too many. */
export function checkMayCreate(call: GraphCall): void {
  if (managesApplications(call)) return;
  if (call.token.userId !== null && !isPersonal(call) && !mayRegister(call)) throw denied();
  checkQuota(call);
}

function mayRegister(call: GraphCall): boolean {
  if (hasRole(call, ['Application Developer'])) return true;
  const policies = directoryStateOf(call.world).policies.get(tenantIdOf(call));
  const { allowedToCreateApps } = (policies?.authorization.defaultUserRolePermissions ?? {}) as {
    allowedToCreateApps?: boolean;
  };
  return allowedToCreateApps ?? true;
}

function checkQuota(call: GraphCall): void {
  const actor = actorIdOf(call);
  const made = [...directoryStateOf(call.world).makers.values()].filter((maker) => maker === actor).length;
  if (made < OBJECTS_MAX) return;
  throw new GraphRefusal(
    403,
    'Directory_QuotaExceeded',
    'The directory object quota limit for the Principal has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota.',
  );
}

/** Notes who made an object; who doesn't manage all applications owns it as well. */
export function recordMaker(call: GraphCall, objectId: string): void {
  const actor = actorIdOf(call);
  if (actor === null) return;
  directoryStateOf(call.world).makers.set(objectId, actor);
  if (!managesApplications(call)) ownersOf(call.world, objectId).add(actor);
}
