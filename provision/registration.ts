// The registration that we want, as data: what is said to Entra, and why each value has to be so.
import { type GraphApplication, PERSONAL_AND_WORK_AUDIENCE } from '../graph/models/application.ts';
import { Problem } from './problem.ts';
import { checkRedirectUri } from './redirect-uri.ts';

/** Where Microsoft sends people back to, below the server's base URL. */
const REDIRECT_PATH = '/microsoft_account/authentication';

/** The key that finds our application again: immutable, unique in the tenant. */
const DEFAULT_UNIQUE_NAME = 'outlook-calendar-sync';

/** On applications and Azure resources alike. */
export const MANAGED_BY_TAG = { name: 'managed-by', value: 'outlook-calendar-sync' } as const;

const DEFAULT_DISPLAY_NAME = 'Outlook calendar sync';

/** With personal accounts allowed, Entra takes no longer names (supported-accounts-validation). */
const DISPLAY_NAME_CHARACTERS_MAX = 90;

/**
 * Exactly what the server asks users for, with Microsoft Graph's id of each.
 * Ids are looked up by name at run time; these are the check (permissions-reference).
 */
export const DELEGATED_SCOPES: Readonly<Record<string, string>> = {
  openid: '37f7f235-527c-4136-accd-4a02d197296e',
  profile: '14dad69e-099b-42c9-810b-d002981feec1',
  offline_access: '7427e0e9-2fba-42fe-b0c0-848c9e6a8182',
  'Calendars.ReadWrite': '1ec239c2-d7c9-4623-a91a-a9775856bb36',
};

export interface DesiredRegistration {
  uniqueName: string;
  displayName: string;
  signInAudience: GraphApplication['signInAudience'];
  /** Version 2 tokens: the only kind that personal accounts get. */
  accessTokenVersion: 2;
  baseUrl: string;
  redirectUri: string;
  scopes: readonly string[];
  tags: readonly string[];
}

/**
 * The registration for a server.
 * @param options.baseUrl what users type to open the calendar; the redirect URI is built from it byte for byte.
 * @throws Problem `base_url_invalid`, `redirect_uri_invalid`, `display_name_invalid`
 */
export function desireRegistration(options: {
  baseUrl: string;
  uniqueName?: string;
  displayName?: string;
}): DesiredRegistration {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const displayName = options.displayName ?? DEFAULT_DISPLAY_NAME;
  const redirectUri = baseUrl + REDIRECT_PATH;
  if (!URL.canParse(baseUrl)) {
    throw new Problem('base_url_invalid', {
      message: `The base URL "${options.baseUrl}" is not an absolute URL.`,
      advice: 'Give what users type to open the calendar, like https://calendar.example.org.',
    });
  }
  checkRedirectUri(redirectUri);
  if (displayName.length === 0 || displayName.length > DISPLAY_NAME_CHARACTERS_MAX) {
    throw new Problem('display_name_invalid', {
      message: `The display name has ${displayName.length} characters.`,
      advice: `Give 1 to ${DISPLAY_NAME_CHARACTERS_MAX} characters: more are refused where personal accounts are allowed.`,
    });
  }
  return {
    uniqueName: options.uniqueName ?? DEFAULT_UNIQUE_NAME,
    displayName,
    signInAudience: PERSONAL_AND_WORK_AUDIENCE,
    accessTokenVersion: 2,
    baseUrl,
    redirectUri,
    scopes: Object.keys(DELEGATED_SCOPES),
    tags: [`${MANAGED_BY_TAG.name}:${MANAGED_BY_TAG.value}`],
  };
}
