// A service principal as a resource: what it stores itself, and what it takes from its application.
import type { Application, ServicePrincipal, World } from '../../../core/world.ts';
import type { Output } from '../../odata/shape.ts';

export function servicePrincipalOutput(world: World, principal: ServicePrincipal): Output {
  const application = [...world.applications.values()].find(({ appId }) => appId === principal.appId);
  return {
    deletedDateTime: null,
    accountEnabled: true,
    addIns: [],
    alternativeNames: [],
    appRoleAssignmentRequired: false,
    createdByAppId: null,
    description: null,
    disabledByMicrosoftStatus: null,
    isDisabled: null,
    keyCredentials: [],
    loginUrl: null,
    notes: null,
    notificationEmailAddresses: [],
    passwordCredentials: [],
    preferredSingleSignOnMode: null,
    preferredTokenSigningKeyThumbprint: null,
    resourceSpecificApplicationPermissions: [],
    samlSingleSignOnSettings: null,
    servicePrincipalType: 'Application',
    tags: [],
    tokenEncryptionKeyId: null,
    ...takenFrom(undefined, principal.appId),
    ...principal.resource,
    // What belongs to the application follows it, whatever was written here.
    ...(application ? takenFrom(application, principal.appId) : {}),
    id: principal.id,
    appId: principal.appId,
  };
}

/** Microsoft's own have no application object in any tenant here. */
function takenFrom(application: Application | undefined, appId: string): Output {
  const resource: Output = application?.resource ?? {};
  const {
    homePageUrl = null,
    logoutUrl = null,
    redirectUris = [],
  } = (resource.web ?? {}) as {
    homePageUrl?: string | null;
    logoutUrl?: string | null;
    redirectUris?: string[];
  };
  const { oauth2PermissionScopes = [] } = (resource.api ?? {}) as { oauth2PermissionScopes?: Output[] };
  const nobody = { displayName: null, verifiedPublisherId: null, addedDateTime: null };
  const noInfo = {
    logoUrl: null,
    marketingUrl: null,
    privacyStatementUrl: null,
    supportUrl: null,
    termsOfServiceUrl: null,
  };
  return {
    appDescription: resource.description ?? null,
    appDisplayName: resource.displayName ?? null,
    appOwnerOrganizationId: application?.tenantId ?? null,
    appRoles: resource.appRoles ?? [],
    applicationTemplateId: resource.applicationTemplateId ?? null,
    displayName: resource.displayName ?? null,
    homepage: homePageUrl,
    info: resource.info ?? noInfo,
    logoutUrl,
    oauth2PermissionScopes,
    replyUrls: redirectUris,
    servicePrincipalNames: [...((resource.identifierUris as string[] | undefined) ?? []), appId],
    signInAudience: resource.signInAudience ?? null,
    verifiedPublisher: resource.verifiedPublisher ?? nobody,
  };
}
