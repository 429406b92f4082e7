// The rules of redirect URIs, one row each (entra: reply-url, supported-accounts-validation).
import type { Output } from '../../odata/shape.ts';
import { type Audience, hasPersonalAccounts } from './audience.ts';

export type Platform = 'web' | 'spa' | 'publicClient';

const COUNT_MAX = 256;
const COUNT_MAX_WITH_PERSONAL_ACCOUNTS = 100;
const LENGTH_MAX = 256;

/** What is wrong with a list or one of its URIs. */
export interface BrokenRule {
  platform: Platform;
  code: string;
  message: string;
}

interface UriRule {
  code: string;
  message: string;
  isBroken(uri: ParsedUri, context: { platform: Platform; audience: Audience }): boolean;
}

interface ParsedUri {
  text: string;
  url: URL | null;
  /** Lower case, without the colon. */
  scheme: string;
  isLoopback: boolean;
}

const WEB_SCHEMES = ['http', 'https'];

/** The first that is broken is the one that is named. */
export const URI_RULES: readonly UriRule[] = [
  {
    code: 'UriTooLong',
    message: `A redirect URI has at most ${LENGTH_MAX} characters.`,
    isBroken: ({ text }) => text.length > LENGTH_MAX,
  },
  {
    code: 'UriNotAbsolute',
    message: 'A redirect URI is an absolute URI.',
    isBroken: ({ url }) => url === null,
  },
  {
    code: 'UriFragmentNotAllowed',
    message: 'A redirect URI has no fragment.',
    isBroken: ({ text }) => text.includes('#'),
  },
  {
    code: 'UriCharacterNotAllowed',
    message: "A redirect URI has none of the characters ! $ ' ( ) , ;",
    isBroken: ({ text }) => /[!$'(),;]/.test(text),
  },
  {
    code: 'UriSchemeNotAllowed',
    message: 'A redirect URI of the platforms web and spa begins with https, or with http on localhost.',
    isBroken: ({ scheme }, { platform }) =>
      platform !== 'publicClient' &&
      !WEB_SCHEMES.includes(scheme) &&
      !(platform === 'spa' && scheme === 'brk-multihub'),
  },
  {
    code: 'UriSchemeNotSecure',
    message: 'A redirect URI with http is on localhost.',
    isBroken: ({ scheme, isLoopback }) => scheme === 'http' && !isLoopback,
  },
  {
    code: 'UriHostNotAllowed',
    message: 'The IPv6 loopback address is not supported.',
    isBroken: ({ url }) => url?.hostname === '[::1]',
  },
  {
    code: 'UriQueryNotAllowed',
    message: 'Applications with personal accounts have no query in their redirect URIs.',
    isBroken: ({ url }, { audience }) => hasPersonalAccounts(audience) && (url?.search ?? '') !== '',
  },
  {
    code: 'UriWildcardNotAllowed',
    message: 'Applications with personal accounts have no wildcard in their redirect URIs.',
    isBroken: ({ text }, { audience }) => hasPersonalAccounts(audience) && text.includes('*'),
  },
];

/** Hosts outside of plain ASCII are refused in other words than the rest (msgraph-sdk-dotnet issue 2039). */
export function hasInternationalHost(resource: Output): boolean {
  return urisOf(resource).some(({ uri }) => /^[a-z][\w+.-]*:\/\/[^/]*(?:xn--|[^\u0020-\u007e])/i.test(uri));
}

/** @returns the first rule that the resource's redirect URIs break; null: they are good. */
export function brokenUriRule(resource: Output, audience: Audience): BrokenRule | null {
  const uris = urisOf(resource);
  const most = hasPersonalAccounts(audience) ? COUNT_MAX_WITH_PERSONAL_ACCOUNTS : COUNT_MAX;
  const last = uris[most];
  if (last) {
    return {
      platform: last.platform,
      code: 'TooManyUris',
      message: `An application has at most ${most} redirect URIs.`,
    };
  }
  for (const { platform, uri } of uris) {
    const parsed = parse(uri);
    const broken = URI_RULES.find((rule) => rule.isBroken(parsed, { platform, audience }));
    if (broken) return { platform, code: broken.code, message: broken.message };
  }
  return null;
}

/** The platform that lists a URI twice; null: none does. */
export function repeatedUri(resource: Output): Platform | null {
  const seen = new Set<string>();
  for (const { platform, uri } of urisOf(resource)) {
    if (seen.has(`${platform} ${uri}`)) return platform;
    seen.add(`${platform} ${uri}`);
  }
  return null;
}

function urisOf(resource: Output): { platform: Platform; uri: string }[] {
  const platforms: Platform[] = ['web', 'spa', 'publicClient'];
  return platforms.flatMap((platform) => {
    const { redirectUris = [] } = (resource[platform] ?? {}) as { redirectUris?: string[] };
    return redirectUris.map((uri) => ({ platform, uri }));
  });
}

function parse(text: string): ParsedUri {
  const url = URL.canParse(text) ? new URL(text) : null;
  const host = url?.hostname ?? '';
  return {
    text,
    url,
    scheme: /^([a-z][\w+.-]*):/i.exec(text)?.[1]?.toLowerCase() ?? '',
    isLoopback: ['localhost', '127.0.0.1', '[::1]'].includes(host),
  };
}
