// Decides about the consent for everybody in the home tenant: granted already, to be granted, or for somebody else to grant.
import type { GraphServicePrincipal, OAuth2PermissionGrant } from '../../graph/models/application.ts';
import type { DesiredRegistration } from '../registration.ts';
import type { PlanPart } from './changes.ts';

/** Each may consent to delegated permissions for a whole tenant (entra: grant-admin-consent). */
const CONSENTING_ROLES = new Set([
  'Global Administrator',
  'Privileged Role Administrator',
  'Cloud Application Administrator',
  'Application Administrator',
]);

/** @param roles the administrator's directory roles; null where they can't be read, so that trying is the only way to know. */
export function planConsent(
  desired: DesiredRegistration,
  live: { servicePrincipal: GraphServicePrincipal | null; grants: readonly OAuth2PermissionGrant[]; graphId: string },
  roles: readonly string[] | null,
): PlanPart {
  const { servicePrincipal, grants, graphId } = live;
  const grant = grants.find(({ resourceId }) => resourceId === graphId);
  const granted = grant?.scope.split(' ').filter((scope) => scope !== '') ?? [];
  const added = desired.scopes.filter((scope) => !granted.includes(scope));
  const notes =
    servicePrincipal?.accountEnabled === false
      ? [
          {
            code: 'service_principal_disabled' as const,
            message: 'Sign-in to the enterprise application is turned off in this tenant: users here are refused.',
          },
        ]
      : [];
  const create = servicePrincipal === null ? [{ kind: 'create-service-principal' as const }] : [];
  if (added.length === 0) return { changes: create, notes };
  if (roles !== null && !roles.some((role) => CONSENTING_ROLES.has(role))) {
    const message =
      'Your roles do not allow consent for the whole tenant: an administrator opens the consent link that is shown at the end.';
    return { changes: create, notes: [...notes, { code: 'consent_needs_administrator', message }] };
  }
  const consent = grant
    ? { kind: 'extend-consent' as const, grantId: grant.id, scopes: [...granted, ...added], added }
    : { kind: 'grant-consent' as const, scopes: [...desired.scopes] };
  return { changes: [...create, consent], notes };
}
