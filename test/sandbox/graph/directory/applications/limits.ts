// What an application may hold, one row for each limit: for every audience, or for those with personal accounts (supported-accounts-validation).
import type { Output } from '../../odata/shape.ts';
import { type Audience, hasPersonalAccounts } from './audience.ts';

export interface Limit {
  /** The property of the application that is refused. */
  property: string;
  code: string;
  message: string;
  /** Whom it is for; left out: every application. */
  audience?: 'personal' | 'work';
  isBroken(application: LimitedApplication): boolean;
}

interface Scope {
  id: string;
  value?: string | null;
  isEnabled?: boolean;
}

/** The parts of the resource that limits look at. */
export interface LimitedApplication {
  appId: string;
  displayName: string;
  description: string | null;
  identifierUris: string[];
  tags: string[];
  appRoles: Scope[];
  requiredResourceAccess: { resourceAppId: string; resourceAccess: { id: string; type?: string }[] }[];
  api: { oauth2PermissionScopes: Scope[]; preAuthorizedApplications: unknown[] | null };
  web: { logoutUrl: string | null };
}

const DISPLAY_NAME_LENGTH_MAX = 120;
const DISPLAY_NAME_LENGTH_MAX_WITH_PERSONAL_ACCOUNTS = 90;
const DESCRIPTION_LENGTH_MAX = 1024;
const IDENTIFIER_URIS_MAX = 50;
const IDENTIFIER_URI_LENGTH_MAX = 120;
const TAG_LENGTH_MAX = 256;
const RESOURCES_MAX = 50;
const PERMISSIONS_MAX = 200;
const PERMISSIONS_OF_A_RESOURCE_MAX = 30;
const SCOPES_MAX = 100;
const SCOPE_NAME_LENGTH_MAX = 40;
const PREAUTHORIZED_MAX = 100;
const LOGOUT_URL_LENGTH_MAX = 255;

const permissionCount = ({ requiredResourceAccess }: LimitedApplication) =>
  requiredResourceAccess.reduce((sum, { resourceAccess }) => sum + resourceAccess.length, 0);

export const LIMITS: readonly Limit[] = [
  {
    property: 'displayName',
    audience: 'personal',
    code: 'NameTooLong',
    message: `With personal accounts a name has at most ${DISPLAY_NAME_LENGTH_MAX_WITH_PERSONAL_ACCOUNTS} characters.`,
    isBroken: ({ displayName }) => displayName.length > DISPLAY_NAME_LENGTH_MAX_WITH_PERSONAL_ACCOUNTS,
  },
  {
    property: 'displayName',
    audience: 'work',
    code: 'NameTooLong',
    message: `A name has at most ${DISPLAY_NAME_LENGTH_MAX} characters.`,
    isBroken: ({ displayName }) => displayName.length > DISPLAY_NAME_LENGTH_MAX,
  },
  {
    property: 'description',
    code: 'DescriptionTooLong',
    message: `A description has at most ${DESCRIPTION_LENGTH_MAX} characters.`,
    isBroken: ({ description }) => (description ?? '').length > DESCRIPTION_LENGTH_MAX,
  },
  {
    property: 'tags',
    code: 'InvalidTag',
    message: `A tag has 1 to ${TAG_LENGTH_MAX} characters, none of them blank.`,
    isBroken: ({ tags }) => tags.some((tag) => tag.length === 0 || tag.length > TAG_LENGTH_MAX || /\s/.test(tag)),
  },
  {
    property: 'identifierUris',
    code: 'TooManyIdentifierUris',
    message: `An application has at most ${IDENTIFIER_URIS_MAX} identifier URIs.`,
    isBroken: ({ identifierUris }) => identifierUris.length > IDENTIFIER_URIS_MAX,
  },
  {
    property: 'identifierUris',
    audience: 'personal',
    code: 'IdentifierUriTooLong',
    message: `With personal accounts an identifier URI has at most ${IDENTIFIER_URI_LENGTH_MAX} characters.`,
    isBroken: ({ identifierUris }) => identifierUris.some((uri) => uri.length > IDENTIFIER_URI_LENGTH_MAX),
  },
  {
    property: 'identifierUris',
    audience: 'personal',
    code: 'IdentifierUriNotAllowed',
    message: 'With personal accounts an identifier URI is no urn and has no wildcard, query or fragment.',
    isBroken: ({ identifierUris }) => identifierUris.some((uri) => /^urn:|[*?#]/i.test(uri)),
  },
  {
    property: 'requiredResourceAccess',
    audience: 'personal',
    code: 'TooManyResources',
    message: `With personal accounts an application asks for permissions of at most ${RESOURCES_MAX} APIs.`,
    isBroken: ({ requiredResourceAccess }) => requiredResourceAccess.length > RESOURCES_MAX,
  },
  {
    property: 'requiredResourceAccess',
    audience: 'personal',
    code: 'TooManyPermissionsOfResource',
    message: `With personal accounts an application asks for at most ${PERMISSIONS_OF_A_RESOURCE_MAX} permissions of an API.`,
    isBroken: ({ requiredResourceAccess }) =>
      requiredResourceAccess.some(({ resourceAccess }) => resourceAccess.length > PERMISSIONS_OF_A_RESOURCE_MAX),
  },
  {
    property: 'requiredResourceAccess',
    audience: 'personal',
    code: 'TooManyPermissions',
    message: `With personal accounts an application asks for at most ${PERMISSIONS_MAX} permissions.`,
    isBroken: (application) => permissionCount(application) > PERMISSIONS_MAX,
  },
  {
    property: 'api',
    audience: 'personal',
    code: 'TooManyScopes',
    message: `With personal accounts an application exposes at most ${SCOPES_MAX} scopes.`,
    isBroken: ({ api }) => api.oauth2PermissionScopes.length > SCOPES_MAX,
  },
  {
    property: 'api',
    audience: 'personal',
    code: 'ScopeNameTooLong',
    message: `With personal accounts a scope's name has at most ${SCOPE_NAME_LENGTH_MAX} characters.`,
    isBroken: ({ api }) => api.oauth2PermissionScopes.some(({ value }) => (value ?? '').length > SCOPE_NAME_LENGTH_MAX),
  },
  {
    property: 'api',
    audience: 'personal',
    code: 'TooManyPreAuthorizedApplications',
    message: `With personal accounts an application has at most ${PREAUTHORIZED_MAX} pre-authorized clients.`,
    isBroken: ({ api }) => (api.preAuthorizedApplications ?? []).length > PREAUTHORIZED_MAX,
  },
  {
    property: 'appRoles',
    audience: 'personal',
    code: 'AppRolesNotSupported',
    message: 'With personal accounts an application has no roles.',
    isBroken: ({ appRoles }) => appRoles.length > 0,
  },
  {
    property: 'web',
    audience: 'personal',
    code: 'LogoutUrlNotAllowed',
    message: `With personal accounts a logout URL begins with https and has at most ${LOGOUT_URL_LENGTH_MAX} characters.`,
    isBroken: ({ web: { logoutUrl } }) =>
      logoutUrl !== null && (!logoutUrl.startsWith('https://') || logoutUrl.length > LOGOUT_URL_LENGTH_MAX),
  },
];

/** @returns the first limit that a resource breaks; null: none. */
export function brokenLimit(resource: Output, audience: Audience): Limit | null {
  const kind = hasPersonalAccounts(audience) ? 'personal' : 'work';
  const application = resource as unknown as LimitedApplication;
  const applying = LIMITS.filter((limit) => limit.audience === undefined || limit.audience === kind);
  return applying.find((limit) => limit.isBroken(application)) ?? null;
}
