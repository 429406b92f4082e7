// Whether a redirect URI is registered, and for which platform (entra: reply-url).
import type { Application } from '../core/world.ts';

/** `web` proves itself with a secret, `spa` runs in a browser, `publicClient` on somebody's device. */
export type Platform = 'web' | 'spa' | 'publicClient';

const PLATFORMS: readonly Platform[] = ['web', 'spa', 'publicClient'];
const LOOPBACK = /^(https?):\/\/(localhost|127\.0\.0\.1)(?::\d+)?(\/.*)?$/;

interface Registered {
  uri: string;
  platform: Platform;
}

/** Every redirect URI of an application, in the order in which Entra looks at platforms. */
export function registeredRedirectUris({ resource }: Application): Registered[] {
  return PLATFORMS.flatMap((platform) => {
    const { redirectUris = [] } = (resource[platform] ?? {}) as { redirectUris?: string[] };
    return redirectUris.map((uri) => ({ uri, platform }));
  });
}

/**
 * @param options.ports `exact`: also for loopback addresses, as personal accounts' side is said to want it.
 * @returns the platform that a redirect URI is registered for; undefined where it isn't.
 */
export function platformOfRedirectUri(
  application: Application,
  uri: string,
  { ports }: { ports: 'exact' | 'any' },
): Platform | undefined {
  const all = registeredRedirectUris(application);
  const found =
    all.find((registered) => withPath(registered.uri) === withPath(uri)) ??
    (ports === 'any' ? all.find((registered) => isSameLoopback(registered.uri, uri)) : undefined) ??
    all.find((registered) => fitsWildcard(registered.uri, uri));
  return found?.platform;
}

/** An address without a path is the same with a slash; any other slash counts, as does the case of letters. */
function withPath(uri: string): string {
  return /^[a-z][\w+.-]*:\/\/[^/?#]+$/i.test(uri) ? `${uri}/` : uri;
}

/** For loopback addresses the port doesn't count (RFC 8252). */
function isSameLoopback(registered: string, uri: string): boolean {
  const [, scheme, host, path = '/'] = LOOPBACK.exec(registered) ?? [];
  const [, askedScheme, askedHost, askedPath = '/'] = LOOPBACK.exec(uri) ?? [];
  return scheme !== undefined && scheme === askedScheme && host === askedHost && path === askedPath;
}

/** `https://*.contoso.example/callback`, which only applications for organizations may have. */
function fitsWildcard(registered: string, uri: string): boolean {
  if (!registered.includes('*')) return false;
  const parts = registered.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/?#]+')}$`).test(uri);
}
