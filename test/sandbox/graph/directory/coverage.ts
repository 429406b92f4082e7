// How the directory's rules are known, one row for each error code and each behaviour beyond single operations.
import type { Coverage, Evidence } from '../../core/service.ts';

const row = (behaviour: string, evidence: Evidence, source: string, difference?: string): Coverage => ({
  service: 'graph',
  behaviour: `directory: ${behaviour}`,
  evidence,
  source,
  ...(difference === undefined ? {} : { difference }),
});

const RULES = 'supported-accounts-validation';
const REDIRECTS = 'reply-url';
const CONTAINS_INVALID = 'one rule of several is named in details, in words of our own';

const making: readonly Coverage[] = [
  row(
    'an omitted requestedAccessTokenVersion becomes 2 with personal accounts',
    'documented',
    'application-post-applications',
  ),
  row(
    'PATCH by uniqueName with Prefer: create-if-missing: 201, 204, 404 without it',
    'documented',
    'application-upsert',
  ),
  row('a unique name stays with a deleted application until it is purged', 'observed', 'msgraph-bicep-types issue 137'),
  row('a unique name, once set, stays', 'documented', 'msgraph-bicep-types, generated types'),
  row(
    'ObjectConflict (uniqueName, identifierUris, userPrincipalName)',
    'observed',
    'msgraph-bicep-types issues 137, 196, 202',
    'the code in details is inferred',
  ),
  row('secrets in POST are made and told once', 'observed', 'terraform-provider-azuread application_resource.go'),
  row(
    'secrets in PATCH: New password credentials must be generated using service actions.',
    'observed',
    'msgraph-bicep-types issue 38',
  ),
  row(
    'Request_BadRequest: Property … is read-only and cannot be set.',
    'inferred',
    'the words of uniqueName for the others',
  ),
  row('Request_BadRequest: Invalid property …', 'inferred', 'how the directory words unknown properties'),
  row('Request_ResourceNotFound', 'documented', 'concepts/errors'),
  row(
    'Authorization_RequestDenied without role, ownership or permission',
    'documented',
    'concepts/permissions-overview',
  ),
  row(
    'personal accounts: no service principals, owners, grants, publisher, policies',
    'documented',
    'application-post-applications, permissions',
    'the code of the refusal is inferred',
  ),
  row(
    'Application.ReadWrite.OwnedBy reaches what the application owns, and no owners',
    'documented',
    'application-post-owners',
  ),
  row('who registers an application owns it, administrators excepted', 'documented', 'training: app management roles'),
  row(
    'allowedToCreateApps: without it only Application Developers and administrators register',
    'documented',
    'authorizationpolicy-get',
  ),
  row(
    'Directory_QuotaExceeded: 250 objects, deleted ones counted',
    'documented',
    'quickstart-app-registration-limits',
    'status 403 is inferred',
  ),
];

const audience: readonly Coverage[] = [
  row('InvalidAccessTokenVersion', 'observed', 'azure-ad-b2c/Scripts issue 2, azure-cli issue 15512'),
  row('DuplicateValue', 'observed', 'microsoft-graph-docs issue 21667'),
  row('HostNameNotOnVerifiedDomain', 'observed', 'TeamsFx, aad/utility/constants.ts'),
  row('CannotDeleteOrUpdateEnabledEntitlement', 'observed', 'TeamsFx, aad/utility/constants.ts'),
  row(
    'Directory_ResourceSizeExceeded: about 1000 items',
    'observed',
    'openshift-azure issue 1932, microsoft-graph-docs issue 21469',
  ),
  row(
    'limits of names, identifier URIs, permissions, scopes, clients, roles, keys, logout URL',
    'documented',
    RULES,
    CONTAINS_INVALID,
  ),
  row(
    'redirect URIs: 100 with personal accounts, 256 without, 256 characters',
    'documented',
    REDIRECTS,
    CONTAINS_INVALID,
  ),
  row('redirect URIs: schemes, loopback, fragment, forbidden characters', 'documented', REDIRECTS, CONTAINS_INVALID),
  row(
    'redirect URIs with personal accounts: no query, no wildcard',
    'documented',
    `${REDIRECTS}, ${RULES}`,
    CONTAINS_INVALID,
  ),
  row('redirect URIs: internationalised hosts', 'observed', 'msgraph-sdk-dotnet issue 2039'),
];

const credentials: readonly Coverage[] = [
  row(
    'addPassword: end after two years, hint of three characters, text told once',
    'documented',
    'application-addpassword',
  ),
  row(
    'a third secret with personal accounts',
    'observed',
    'coe-starter-kit issue 3695',
    'code and status are inferred',
  ),
  row('removePassword of an unknown key id', 'inferred', 'wording as reported by clients'),
  row(
    'CredentialInvalidLifetimeAsPerAppPolicy',
    'observed',
    'microsoft-365-agents-toolkit issue 10998, azure-cli issue 28522',
  ),
  row('CredentialTypeNotAllowedAsPerAppPolicy', 'observed', 'TeamsFx, aad/utility/constants.ts'),
  row('SignInAudienceNotAllowedAsPerAppPolicy', 'observed', 'microsoft-365-agents-toolkit, aad/utility/constants.ts'),
  row('an application’s own policy holds in place of the tenant’s', 'documented', 'resources/appmanagementpolicy'),
  row(
    'keys: Update to existing credential with KeyId … is not allowed.',
    'observed',
    'azure-powershell issues 6784, 6855',
  ),
  row('keys: Key credential end date is invalid.', 'observed', 'azure-rest-api-specs issue 11985'),
  row('keys: the value for the property "usage" is invalid', 'observed', 'msgraph-sdk-java issue 1823'),
  row('keys: their public part comes by $select alone', 'documented', 'resources/keycredential'),
  row(
    'addKey, removeKey: proof of possession',
    'documented',
    'application-rollkey',
    'refused with 401 where it does not hold; the code is inferred',
  ),
];

const PUBLISHER_CODES = [
  'MPNAccountNotFoundOrNoAccess',
  'MPNGlobalAccountNotFound',
  'MPNAccountInvalid',
  'MPNAccountNotVetted',
  'NoPublisherIdOnAssociatedMPNAccount',
  'MPNIdDoesNotMatchAssociatedMPNAccount',
  'ApplicationNotFound',
  'ApplicationObjectisInvalid',
  'B2CTenantNotAllowed',
  'EmailVerifiedTenantNotAllowed',
  'NoPublisherDomainOnApplication',
  'PublisherDomainMismatch',
  'NotAuthorizedToVerifyPublisher',
  'MPNIdWasNotProvided',
];

const publishing: readonly Coverage[] = PUBLISHER_CODES.map((code) =>
  row(code, 'documented', 'troubleshoot-publisher-verification', 'statuses and messages are inferred'),
);

const consistency: readonly Coverage[] = [
  row(
    'a new object is found by turns (setting directoryReplicationMs)',
    'observed',
    'terraform-provider-azuread, consistency.go',
    'off unless it is set',
  ),
  row(
    'Error_MsaAppDoesNotExist on writes to a new application with personal accounts',
    'observed',
    'terraform-provider-azuread issue 1764, msgraph-sdk-powershell issue 3380',
  ),
  row('Directory_ConcurrencyViolation: two writes to one object at once', 'observed', 'nais/azurerator issue 448'),
  row(
    'NoBackingApplicationObject: the appId of the service principal does not reference a valid application object',
    'observed',
    'terraform-provider-azuread, service_principal_resource.go',
    'the code is inferred',
  ),
  row(
    'the backing application of the service principal being created must in the local tenant',
    'observed',
    'terraform-provider-azuread, service_principal_resource.go',
  ),
  row(
    'Request_MultipleObjectsWithSameKeyValue: a second service principal or grant',
    'observed',
    'Azure/SimuLand issue 13, cli-microsoft365 issue 6115',
  ),
  row('PATCH of a grant replaces its scope', 'observed', 'microsoft-graph-docs issue 19974'),
  row('an owner or member added twice', 'observed', 'azure-cli, role/custom.py'),
  row('deleted for 30 days, restored or purged', 'documented', 'directory-deleteditems-restore'),
];

const queries: readonly Coverage[] = [
  row(
    '$search, $count, ne, not, endsWith and most $orderby need ConsistencyLevel: eventual',
    'documented',
    'aad-advanced-queries',
    'messages are inferred; properties are not told apart',
  ),
  row('pages of 100, at most 999, by $skiptoken; no $skip', 'documented', 'concepts/paging'),
];

export const directoryCoverage: readonly Coverage[] = [
  ...making,
  ...audience,
  ...credentials,
  ...publishing,
  ...consistency,
  ...queries,
];
