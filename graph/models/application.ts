// The directory objects of an app registration: application, its credentials, service principal and consent grants.

export const PERSONAL_AND_WORK_AUDIENCE = 'AzureADandPersonalMicrosoftAccount';
export type SignInAudience =
  | 'AzureADMyOrg'
  | 'AzureADMultipleOrgs'
  | 'AzureADandPersonalMicrosoftAccount'
  | 'PersonalMicrosoftAccount';

/** The application id of Microsoft Graph itself, the same in every tenant. */
export const MICROSOFT_GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

export interface PasswordCredential {
  keyId: string;
  displayName: string | null;
  /** ISO 8601 with `Z`. */
  startDateTime: string | null;
  endDateTime: string | null;
  /** The first characters of the secret. */
  hint: string | null;
  /** Answered by addPassword once, null ever after. */
  secretText: string | null;
  customKeyIdentifier: string | null;
}

export interface ResourceAccess {
  id: string;
  type: 'Scope' | 'Role';
}

export interface RequiredResourceAccess {
  resourceAppId: string;
  resourceAccess: ResourceAccess[];
}

export interface GraphApplication {
  /** Object id: what most calls are addressed by. */
  id: string;
  /** Client id: what users and tokens speak of. */
  appId: string;
  displayName: string;
  uniqueName: string | null;
  signInAudience: SignInAudience;
  publisherDomain: string | null;
  createdDateTime: string;
  tags: string[];
  notes: string | null;
  api: { requestedAccessTokenVersion: number | null };
  web: {
    redirectUris: string[];
    homePageUrl: string | null;
    logoutUrl: string | null;
    implicitGrantSettings: { enableIdTokenIssuance: boolean; enableAccessTokenIssuance: boolean };
  };
  requiredResourceAccess: RequiredResourceAccess[];
  passwordCredentials: PasswordCredential[];
  disabledByMicrosoftStatus: string | null;
  verifiedPublisher: { displayName: string | null; verifiedPublisherId: string | null } | null;
}

export interface PermissionScope {
  id: string;
  /** The scope's name, e.g. `Calendars.ReadWrite`. */
  value: string;
  type: 'User' | 'Admin';
  isEnabled: boolean;
}

export interface GraphServicePrincipal {
  id: string;
  appId: string;
  displayName: string;
  accountEnabled: boolean;
  oauth2PermissionScopes: PermissionScope[];
}

export interface OAuth2PermissionGrant {
  id: string;
  /** Object id of the client's service principal. */
  clientId: string;
  consentType: 'AllPrincipals' | 'Principal';
  principalId: string | null;
  /** Object id of the resource's service principal. */
  resourceId: string;
  /** Scope names, separated by blanks. */
  scope: string;
}
