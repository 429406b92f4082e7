// How a client proves itself at the token endpoint: a secret in the form or the Basic header, a signed assertion, or not at all.
import type { SandboxRequest } from '../../core/http.ts';
import type { Application, ApplicationSecret, World } from '../../core/world.ts';
import type { ClientProof } from '../access-tokens.ts';
import { EntraRefusal } from '../errors.ts';
import type { Platform } from '../redirect-uris.ts';
import { entraStateOf } from '../state.ts';
import { checkAssertion } from './client-assertion.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What a request brought to prove who sends it. */
export interface ClientCredentials {
  clientId: string | null;
  secret: string | null;
  assertion: string | null;
}

export function readCredentials(request: SandboxRequest, form: URLSearchParams): ClientCredentials {
  const basic = basicCredentials(request);
  const isAssertion = form.get('client_assertion_type') === ASSERTION_TYPE;
  return {
    clientId: basic?.id ?? form.get('client_id'),
    secret: basic?.secret ?? form.get('client_secret'),
    assertion: isAssertion ? form.get('client_assertion') : null,
  };
}

function basicCredentials(request: SandboxRequest): { id: string; secret: string } | null {
  const [scheme, value] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic' || !value) return null;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return { id: decoded(pair.slice(0, colon)), secret: decoded(pair.slice(colon + 1)) };
}

/** Form-encoded as RFC 6749 wants it, or as it is, which many clients send. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return part;
  }
}

/**
 * Checks the proof that a client of this platform owes.
 * @param options.platform where the grant was issued to; null where there is none, e.g. for an application by itself.
 * @throws EntraRefusal
 */
export async function authenticateClient(
  world: World,
  application: Application,
  credentials: ClientCredentials,
  options: { platform: Platform | null; request: SandboxRequest },
): Promise<ClientProof> {
  const { secret, assertion } = credentials;
  const facts = { app: application.appId };
  const { platform, request } = options;
  if (platform === 'spa' || platform === 'publicClient') {
    if (secret !== null || assertion !== null) throw new EntraRefusal(platform === 'spa' ? 90023 : 700025, facts);
    if (platform === 'spa' && request.headers.origin === undefined) throw new EntraRefusal(9002327, facts);
    return '0';
  }
  if (assertion !== null) {
    await checkAssertion(world, application, assertion, request);
    return '2';
  }
  if (secret === null || secret === '') throw new EntraRefusal(7000218, facts);
  checkSecret(world, application, secret);
  return '1';
}

/** Any of the application's secrets serves, as long as it lives. */
function checkSecret(world: World, application: Application, secret: string): void {
  const now = world.clock.now().epochMilliseconds;
  const found = application.secrets.find((candidate) => candidate.secretText === secret);
  const facts = { app: application.appId };
  if (!found || !hasReplicated(world, found)) throw new EntraRefusal(7000215, facts);
  if (Date.parse(found.endDateTime) <= now) throw new EntraRefusal(7000222, facts);
}

/** A new secret is known nowhere at first, then to some replicas: success alternates with failure. */
function hasReplicated(world: World, { keyId, usableFrom }: ApplicationSecret): boolean {
  const sinceMs = world.clock.now().epochMilliseconds - usableFrom;
  const { secretReplicationMs } = world.settings;
  if (sinceMs < 0) return false;
  if (sinceMs >= secretReplicationMs) return true;
  if (sinceMs < secretReplicationMs / 2) return false;
  const { secretTries } = entraStateOf(world);
  const tries = (secretTries.get(keyId) ?? 0) + 1;
  secretTries.set(keyId, tries);
  return tries % 2 === 0;
}
