// Reads an authorize or admin consent request: what must hold before anything may be sent to the redirect URI, and what is told there.
import type { SandboxRequest } from '../../core/http.ts';
import type { Application, World } from '../../core/world.ts';
import { mixesDefault } from '../consent.ts';
import {
  applicationByClientId,
  checkApplication,
  dialectOfAuthority,
  factsOf,
  isFirstParty,
  tenantOfAuthority,
} from '../directory.ts';
import { EntraRefusal } from '../errors.ts';
import { type Platform, platformOfRedirectUri, registeredRedirectUris } from '../redirect-uris.ts';
import { malformedScope, readScopes } from '../scopes.ts';
import type { PendingRequest } from '../state.ts';

/** A sign-in page may stay open for so long. */
const PENDING_LIFE_MS = 30 * 60_000;
const RESPONSE_MODES = ['query', 'fragment', 'form_post'] as const;
const RESPONSE_TYPES = ['code', 'id_token', 'code id_token'] as const;
const CHALLENGE_LENGTH_MIN = 43;
const CHALLENGE_LENGTH_MAX = 128;

/** @throws EntraRefusal for Entra's own page: client, tenant or redirect URI can't be trusted. */
export function readRequest(
  world: World,
  request: SandboxRequest,
  asked: { authority: string; purpose: PendingRequest['purpose'] },
): PendingRequest {
  const { authority, purpose } = asked;
  const query = parametersOf(request);
  const tenant = tenantOfAuthority(world, authority);
  const clientId = query.get('client_id');
  if (!clientId) throw new EntraRefusal(900144, { name: 'client_id' });
  const application = applicationByClientId(world, clientId, tenant?.displayName ?? authority);
  checkApplication(world, application, authority);
  const redirect = readRedirectUri(world, application, query.get('redirect_uri'), authority);
  const responseType = query.get('response_type') ?? '';
  return {
    purpose,
    authority,
    clientId,
    ...redirect,
    responseType: RESPONSE_TYPES.find((known) => known === normalized(responseType)) ?? 'code',
    responseMode: responseModeOf(query, responseType),
    scope: query.get('scope') ?? '',
    state: query.get('state'),
    nonce: query.get('nonce'),
    codeChallenge: query.get('code_challenge'),
    codeChallengeMethod: query.get('code_challenge_method') === 'S256' ? 'S256' : 'plain',
    prompt: query.get('prompt'),
    loginHint: query.get('login_hint'),
    wantsClientInfo: query.get('client_info') === '1',
    expiresAt: world.clock.now().epochMilliseconds + PENDING_LIFE_MS,
    userId: null,
  };
}

/** The request's parameters: in the query, or in a form that the application posts. */
export function parametersOf({ method, url, body }: SandboxRequest): URLSearchParams {
  return method === 'POST' ? new URLSearchParams(body) : url.searchParams;
}

function readRedirectUri(
  world: World,
  application: Application,
  given: string | null,
  authority: string,
): { redirectUri: string; platform: Platform } {
  const registered = registeredRedirectUris(application);
  const [first] = registered;
  if (!first) throw new EntraRefusal(900971);
  if (given === null || given === '') return { redirectUri: first.uri, platform: first.platform };
  if (!URL.canParse(given)) throw new EntraRefusal(90102);
  if (new URL(given).hash !== '' || given.includes('#')) throw new EntraRefusal(70004, { uri: given });
  const platform = platformOfRedirectUri(application, given, {
    ports: dialectOfAuthority(authority) === 'consumers' ? portsOfConsumers(world, application) : 'any',
  });
  if (!platform) throw new EntraRefusal(50011, { ...factsOf(application), uri: given });
  return { redirectUri: given, platform };
}

/** How personal accounts' side compares loopback ports; Microsoft's own applications are known to be free in them. */
export function portsOfConsumers(world: World, application: Application): 'exact' | 'any' {
  return isFirstParty(application) ? 'any' : world.settings.consumerLoopbackPorts;
}

function normalized(responseType: string): string {
  return responseType.split(/\s+/).toSorted().join(' ');
}

function responseModeOf(query: URLSearchParams, responseType: string): PendingRequest['responseMode'] {
  const hasIdToken = responseType.includes('id_token');
  const given = query.get('response_mode');
  if (given === null) return hasIdToken ? 'fragment' : 'query';
  const mode = RESPONSE_MODES.find((known) => known === given);
  if (!mode || (hasIdToken && mode === 'query')) throw new EntraRefusal(70007, { name: given });
  return mode;
}

/** What is wrong with the rest of an authorize request; told to the application. */
export function problemOf(world: World, pending: PendingRequest, query: URLSearchParams): EntraRefusal | null {
  const responseType = query.get('response_type');
  if (!responseType) return new EntraRefusal(900144, { name: 'response_type' });
  if (!RESPONSE_TYPES.some((known) => known === normalized(responseType))) {
    return new EntraRefusal(70005, { name: responseType });
  }
  const application = applicationByClientId(world, pending.clientId);
  if (pending.responseType.includes('id_token')) {
    const web = (application.resource.web ?? {}) as { implicitGrantSettings?: { enableIdTokenIssuance?: boolean } };
    if (web.implicitGrantSettings?.enableIdTokenIssuance !== true) return new EntraRefusal(700054);
    if (pending.nonce === null) return new EntraRefusal(900144, { name: 'nonce' });
  }
  return problemOfScope(pending) ?? problemOfChallenge(query);
}

function problemOfScope({ scope }: PendingRequest): EntraRefusal | null {
  const scopes = readScopes(scope);
  if (scopes.length === 0) return new EntraRefusal(900144, { name: 'scope' });
  const malformed = malformedScope(scopes);
  if (malformed !== undefined) return new EntraRefusal(70011, { scope: malformed });
  return mixesDefault(scopes) ? new EntraRefusal(28000) : null;
}

function problemOfChallenge(query: URLSearchParams): EntraRefusal | null {
  const method = query.get('code_challenge_method');
  const challenge = query.get('code_challenge');
  const isKnown = method === null || method === 'S256' || method === 'plain';
  const fits =
    challenge === null || (challenge.length >= CHALLENGE_LENGTH_MIN && challenge.length <= CHALLENGE_LENGTH_MAX);
  return isKnown && fits ? null : new EntraRefusal(501491);
}
