// Directory objects for tests of the planner, as Graph would answer them.
import {
  type GraphApplication,
  type GraphServicePrincipal,
  MICROSOFT_GRAPH_APP_ID,
  type PasswordCredential,
} from '../../../graph/models/application.ts';
import { DELEGATED_SCOPES, desireRegistration } from '../../../provision/registration.ts';

export const DESIRED = desireRegistration({ baseUrl: 'https://calendar.example.org' });

export const GRAPH: GraphServicePrincipal = {
  id: 'graph-object-id',
  appId: MICROSOFT_GRAPH_APP_ID,
  displayName: 'Microsoft Graph',
  accountEnabled: true,
  oauth2PermissionScopes: Object.entries(DELEGATED_SCOPES).map(([value, id]) => ({
    id,
    value,
    type: 'User',
    isEnabled: true,
  })),
};

export const SERVICE_PRINCIPAL: GraphServicePrincipal = {
  id: 'principal-object-id',
  appId: 'client-id',
  displayName: DESIRED.displayName,
  accountEnabled: true,
  oauth2PermissionScopes: [],
};

/** An application that is as wanted. */
export function application(change: Partial<GraphApplication> = {}): GraphApplication {
  return {
    id: 'object-id',
    appId: 'client-id',
    displayName: DESIRED.displayName,
    uniqueName: DESIRED.uniqueName,
    signInAudience: 'AzureADandPersonalMicrosoftAccount',
    publisherDomain: 'contoso.example',
    createdDateTime: '2026-01-01T00:00:00Z',
    tags: [...DESIRED.tags],
    notes: null,
    api: { requestedAccessTokenVersion: 2 },
    web: {
      redirectUris: [DESIRED.redirectUri],
      homePageUrl: DESIRED.baseUrl,
      logoutUrl: null,
      implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
    },
    requiredResourceAccess: [
      {
        resourceAppId: MICROSOFT_GRAPH_APP_ID,
        resourceAccess: Object.values(DELEGATED_SCOPES).map((id) => ({ id, type: 'Scope' })),
      },
    ],
    passwordCredentials: [],
    disabledByMicrosoftStatus: null,
    verifiedPublisher: null,
    ...change,
  };
}

export function credential(keyId: string, change: Partial<PasswordCredential> = {}): PasswordCredential {
  return {
    keyId,
    displayName: `secret ${keyId}`,
    startDateTime: '2026-06-01T00:00:00Z',
    endDateTime: '2028-05-31T00:00:00Z',
    hint: 'abc',
    secretText: null,
    customKeyIdentifier: null,
    ...change,
  };
}
