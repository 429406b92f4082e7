// The seam to the sandbox: which of Microsoft's origins are really served by a local address. Empty in production.
import { type Cloud, originsOf } from './clouds.ts';

/** Microsoft's origin → the origin that serves it instead. */
export type OriginMap = ReadonlyMap<string, string>;

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A sandbox address that must not be used: `code` is stable, the message says what to change. */
export class SandboxRefusedError extends Error {
  readonly code: 'sandbox_not_loopback' | 'sandbox_in_production' | 'sandbox_url_invalid';
  constructor(code: SandboxRefusedError['code'], message: string) {
    super(message);
    this.name = 'SandboxRefusedError';
    this.code = code;
  }
}

/**
 * The origin map for a sandbox address.
 * @param sandboxUrl `SANDBOX_URL`; undefined or empty gives the empty map, so that all traffic goes to Microsoft.
 * @param production whether `NODE_ENV` is `production`, where a sandbox is never allowed.
 * @throws SandboxRefusedError when the address is not on this machine's loopback, or in production.
 */
export function createOriginMap(cloud: Cloud, sandboxUrl: string | undefined, production: boolean): OriginMap {
  if (!sandboxUrl) return new Map();
  if (production) {
    throw new SandboxRefusedError(
      'sandbox_in_production',
      'SANDBOX_URL is refused with NODE_ENV=production; unset it.',
    );
  }
  if (!URL.canParse(sandboxUrl)) {
    throw new SandboxRefusedError(
      'sandbox_url_invalid',
      'SANDBOX_URL is not an absolute URL like http://127.0.0.1:8480.',
    );
  }
  const sandbox = new URL(sandboxUrl);
  if (!LOOPBACK_HOSTS.has(sandbox.hostname)) {
    throw new SandboxRefusedError(
      'sandbox_not_loopback',
      `SANDBOX_URL must name this machine (localhost, 127.0.0.1 or [::1]); it names ${sandbox.hostname}.`,
    );
  }
  return new Map(originsOf(cloud).map((origin) => [origin, sandbox.origin]));
}
