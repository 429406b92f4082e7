// The registered applications as an administrator reads them: addresses, secrets by hint, permissions and consents by name.
import { MICROSOFT_TENANT_ID } from '../core/first-party.ts';
import type { Application, World } from '../core/world.ts';

/** Of a secret, this much is shown, as in Entra's own lists. */
const HINT_LENGTH = 3;

export interface RegistrationView {
  appId: string;
  displayName: string;
  organization: string;
  signInAudience: string;
  isDeleted: boolean;
  redirectUris: { platform: string; uri: string }[];
  credentials: { kind: 'secret' | 'certificate'; hint: string; expires: string; isExpired: boolean }[];
  permissions: { name: string; kind: 'delegated' | 'application' }[];
  consents: { organization: string; who: string; scopes: string[] }[];
}

/** All but Microsoft's own, deleted ones last. */
export function registrationsView(world: World): RegistrationView[] {
  return [...world.applications.values()]
    .filter(({ tenantId }) => tenantId !== MICROSOFT_TENANT_ID)
    .map((application) => registrationView(world, application))
    .toSorted((a, b) => Number(a.isDeleted) - Number(b.isDeleted));
}

function registrationView(world: World, application: Application): RegistrationView {
  const { resource } = application;
  return {
    appId: application.appId,
    displayName: textOf(resource.displayName),
    organization: organizationOf(world, application.tenantId),
    signInAudience: textOf(resource.signInAudience),
    isDeleted: application.deletedDateTime !== null,
    redirectUris: ['web', 'spa', 'publicClient'].flatMap((platform) =>
      redirectUrisOf(resource[platform]).map((uri) => ({ platform, uri })),
    ),
    credentials: credentialsOf(world, application),
    permissions: permissionsOf(world, application),
    consents: consentsOf(world, application),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function organizationOf(world: World, tenantId: string): string {
  return world.tenants.get(tenantId)?.displayName ?? tenantId;
}

function redirectUrisOf(platform: unknown): string[] {
  return ((platform as { redirectUris?: string[] } | undefined)?.redirectUris ?? []).map(String);
}

function credentialsOf(world: World, { secrets, certificates = [] }: Application): RegistrationView['credentials'] {
  const facts = (expires: string) => ({
    expires,
    isExpired: Date.parse(expires) <= world.clock.now().epochMilliseconds,
  });
  return [
    ...secrets.map(({ secretText, endDateTime }) => ({
      kind: 'secret' as const,
      hint: secretText.slice(0, HINT_LENGTH),
      ...facts(endDateTime),
    })),
    ...certificates.map(({ keyId, endDateTime }) => ({
      kind: 'certificate' as const,
      hint: keyId,
      ...facts(endDateTime),
    })),
  ];
}

interface RequiredAccess {
  resourceAppId: string;
  resourceAccess: { id: string; type: string }[];
}

function permissionsOf(world: World, { resource }: Application): RegistrationView['permissions'] {
  return ((resource.requiredResourceAccess ?? []) as RequiredAccess[]).flatMap(({ resourceAppId, resourceAccess }) => {
    const names = namesOf(world, resourceAppId);
    return resourceAccess.map(({ id, type }) => ({
      name: names.get(id) ?? id,
      kind: type === 'Scope' ? ('delegated' as const) : ('application' as const),
    }));
  });
}

/** The names of what a resource offers, by id. */
function namesOf(world: World, appId: string): Map<string, string> {
  const principal = [...world.servicePrincipals.values()].find((candidate) => candidate.appId === appId);
  const { oauth2PermissionScopes = [], appRoles = [] } = (principal?.resource ?? {}) as Record<
    string,
    { id: string; value: string }[] | undefined
  >;
  return new Map([...oauth2PermissionScopes, ...appRoles].map(({ id, value }) => [id, value]));
}

function consentsOf(world: World, { appId }: Application): RegistrationView['consents'] {
  const principals = new Set(
    [...world.servicePrincipals.values()].filter((principal) => principal.appId === appId).map(({ id }) => id),
  );
  return [...world.grants.values()]
    .filter(({ clientId }) => principals.has(clientId))
    .map(({ tenantId, principalId, scope }) => ({
      organization: organizationOf(world, tenantId),
      who: principalId === null ? 'everybody' : (world.users.get(principalId)?.userPrincipalName ?? principalId),
      scopes: scope.split(' ').filter(Boolean),
    }));
}
