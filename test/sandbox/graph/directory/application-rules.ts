// What an application must look like: defaults, audience and redirect URIs (entra: reply-url, supported-accounts-validation).
import { GraphRefusal } from '../operation.ts';

const DISPLAY_NAME_LENGTH_MAX_WITH_PERSONAL_ACCOUNTS = 90;
const REDIRECT_URIS_MAX_WITH_PERSONAL_ACCOUNTS = 100;
const REDIRECT_URIS_MAX = 256;
const REDIRECT_URI_LENGTH_MAX = 256;
const AUDIENCES = [
  'AzureADMyOrg',
  'AzureADMultipleOrgs',
  'AzureADandPersonalMicrosoftAccount',
  'PersonalMicrosoftAccount',
];

/** The properties that the service fills in. */
export function applicationDefaults({ domain, now }: { domain: string; now: string }): Record<string, unknown> {
  return {
    deletedDateTime: null,
    applicationTemplateId: null,
    disabledByMicrosoftStatus: null,
    createdDateTime: now,
    displayName: null,
    description: null,
    groupMembershipClaims: null,
    identifierUris: [],
    isDeviceOnlyAuthSupported: null,
    isFallbackPublicClient: null,
    nativeAuthenticationApisEnabled: null,
    notes: null,
    publisherDomain: domain,
    serviceManagementReference: null,
    signInAudience: 'AzureADandPersonalMicrosoftAccount',
    tags: [],
    tokenEncryptionKeyId: null,
    uniqueName: null,
    samlMetadataUrl: null,
    defaultRedirectUri: null,
    certification: null,
    optionalClaims: null,
    requestSignatureVerification: null,
    servicePrincipalLockConfiguration: null,
    addIns: [],
    api: {
      acceptMappedClaims: null,
      knownClientApplications: [],
      requestedAccessTokenVersion: 2,
      oauth2PermissionScopes: [],
      preAuthorizedApplications: [],
    },
    appRoles: [],
    info: { logoUrl: null, marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
    keyCredentials: [],
    parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: 'Allow' },
    passwordCredentials: [],
    publicClient: { redirectUris: [] },
    requiredResourceAccess: [],
    verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
    web: {
      homePageUrl: null,
      logoutUrl: null,
      redirectUris: [],
      implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
      redirectUriSettings: [],
    },
    spa: { redirectUris: [] },
  };
}

/** @throws GraphRefusal in the words that the directory uses, which name the property at most. */
export function validateApplication(resource: Record<string, unknown>): void {
  const { displayName, signInAudience } = resource;
  if (typeof displayName !== 'string' || displayName === '') {
    throw new GraphRefusal(
      400,
      'Request_BadRequest',
      "A value is required for property 'displayName' of resource 'Application'.",
    );
  }
  if (typeof signInAudience !== 'string' || !AUDIENCES.includes(signInAudience)) throw invalid('signInAudience');
  const hasPersonal = signInAudience.includes('Personal');
  if (hasPersonal && displayName.length > DISPLAY_NAME_LENGTH_MAX_WITH_PERSONAL_ACCOUNTS) throw invalid('displayName');
  const { requestedAccessTokenVersion } = (resource.api ?? {}) as { requestedAccessTokenVersion?: unknown };
  if (hasPersonal && requestedAccessTokenVersion !== 2) {
    throw new GraphRefusal(400, 'InvalidAccessTokenVersion', 'One or more properties contains invalid values.');
  }
  const { redirectUris = [] } = (resource.web ?? {}) as { redirectUris?: unknown[] };
  const most = hasPersonal ? REDIRECT_URIS_MAX_WITH_PERSONAL_ACCOUNTS : REDIRECT_URIS_MAX;
  const isValid = redirectUris.length <= most && redirectUris.every((uri) => isValidRedirectUri(uri, hasPersonal));
  if (!isValid) throw invalid('web');
  if (new Set(redirectUris).size !== redirectUris.length) throw invalid('web');
}

/** One rule of the redirect URI table each. */
function isValidRedirectUri(uri: unknown, hasPersonal: boolean): boolean {
  if (typeof uri !== 'string' || uri.length > REDIRECT_URI_LENGTH_MAX || !URL.canParse(uri)) return false;
  const { protocol, hostname, hash, search } = new URL(uri);
  const isLoopback = hostname === 'localhost' || hostname === '127.0.0.1';
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback)) return false;
  if (hash !== '' || /[!$'(),;]/.test(uri)) return false;
  return !(hasPersonal && (search !== '' || uri.includes('*')));
}

function invalid(property: string): GraphRefusal {
  return new GraphRefusal(
    400,
    'Request_BadRequest',
    `Invalid value specified for property '${property}' of resource 'Application'.`,
  );
}
