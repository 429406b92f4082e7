// An application's presence in one tenant, made by the directory's API or by the first consent.
import type { Application, ServicePrincipal, World } from './world.ts';

/** Makes the service principal of an application in a tenant that has none yet. */
export function createServicePrincipal(world: World, application: Application, tenantId: string): ServicePrincipal {
  const { resource: registered, appId } = application;
  const id = world.random.uuid();
  const web = (registered.web ?? {}) as { homePageUrl?: string; logoutUrl?: string; redirectUris?: string[] };
  const resource = {
    id,
    deletedDateTime: null,
    accountEnabled: true,
    addIns: [],
    alternativeNames: [],
    appDescription: registered.description ?? null,
    appDisplayName: registered.displayName ?? null,
    appId,
    appOwnerOrganizationId: application.tenantId,
    appRoleAssignmentRequired: false,
    appRoles: registered.appRoles ?? [],
    applicationTemplateId: null,
    description: null,
    disabledByMicrosoftStatus: registered.disabledByMicrosoftStatus ?? null,
    displayName: registered.displayName ?? null,
    homepage: web.homePageUrl ?? null,
    info: registered.info ?? {},
    keyCredentials: [],
    loginUrl: null,
    logoutUrl: web.logoutUrl ?? null,
    notes: null,
    notificationEmailAddresses: [],
    oauth2PermissionScopes: [],
    passwordCredentials: [],
    preferredSingleSignOnMode: null,
    preferredTokenSigningKeyThumbprint: null,
    replyUrls: web.redirectUris ?? [],
    resourceSpecificApplicationPermissions: [],
    samlSingleSignOnSettings: null,
    servicePrincipalNames: [appId],
    servicePrincipalType: 'Application',
    signInAudience: registered.signInAudience ?? 'AzureADandPersonalMicrosoftAccount',
    tags: [],
    tokenEncryptionKeyId: null,
    verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
  };
  const principal: ServicePrincipal = { id, appId, tenantId, resource };
  world.servicePrincipals.set(id, principal);
  return principal;
}
