// The authorize endpoint: checks the request, shows sign-in and consent, and sends the code back.
import type { SandboxAnswer, SandboxRequest } from '../core/http.ts';
import type { User, World } from '../core/world.ts';
import {
  applicationByClientId,
  hasConsent,
  plainScopes,
  recordConsent,
  tenantOfAuthority,
  userByLogin,
} from './directory.ts';
import { describe, EntraRefusal, pageErrorAnswer } from './errors.ts';
import { consentPage, formPostPage, signInPage } from './pages.ts';
import { entraStateOf, opaqueValue, type PendingRequest } from './state.ts';

const CODE_LIFE_MS = 10 * 60_000;
const RESPONSE_MODES = ['query', 'fragment', 'form_post'] as const;

/** `GET /{authority}/oauth2/v2.0/authorize` */
export function authorize(world: World, request: SandboxRequest, authority: string): SandboxAnswer {
  const query = request.url.searchParams;
  let pending: PendingRequest;
  try {
    pending = readRequest(world, query, authority);
  } catch (error) {
    if (error instanceof EntraRefusal) return pageErrorAnswer(world, error);
    throw error;
  }
  const problem = problemOf(query);
  if (problem) return redirectError(world, pending, problem);
  if (query.get('prompt') === 'none') {
    return redirectError(
      world,
      pending,
      new EntraRefusal(50058, 'login_required', 'A silent sign-in request was sent but no user is signed in.'),
    );
  }
  const id = opaqueValue(world, '', 18);
  entraStateOf(world).pending.set(id, pending);
  return html(signInPage({ action: loginPath(authority), request: id, login: query.get('login_hint') ?? '' }));
}

/** `POST /{authority}/login`: the sign-in form. */
export function signIn(world: World, request: SandboxRequest, authority: string): SandboxAnswer {
  const form = new URLSearchParams(request.body);
  const id = form.get('request') ?? '';
  const pending = entraStateOf(world).pending.get(id);
  if (!pending) return pageErrorAnswer(world, EXPIRED_PAGE);
  const login = form.get('login') ?? '';
  const again = (message: string) =>
    html(signInPage({ action: loginPath(authority), request: id, login, error: message }));
  const user = userByLogin(world, login);
  if (!user) return again(`AADSTS50034: The user account ${login} does not exist in the directory.`);
  if (user.password !== form.get('passwd'))
    return again('AADSTS50126: Error validating credentials due to invalid username or password.');
  if (!user.accountEnabled) return again('AADSTS50057: The user account is disabled.');
  try {
    checkAccountType(world, pending, user);
  } catch (error) {
    if (error instanceof EntraRefusal) return pageErrorAnswer(world, error);
    throw error;
  }
  pending.userId = user.id;
  const application = applicationByClientId(world, pending.clientId);
  if (!pending.forceConsent && hasConsent(world, application, user, pending.scopes))
    return sendCode(world, id, pending, user);
  return html(
    consentPage({
      action: `/${authority}/consent`,
      request: id,
      application: String(application.resource.displayName),
      account: user.userPrincipalName,
      scopes: pending.scopes,
    }),
  );
}

/** `POST /{authority}/consent`: the consent form. */
export function consent(world: World, request: SandboxRequest): SandboxAnswer {
  const form = new URLSearchParams(request.body);
  const id = form.get('request') ?? '';
  const pending = entraStateOf(world).pending.get(id);
  const user = pending?.userId ? world.users.get(pending.userId) : undefined;
  if (!pending || !user) return pageErrorAnswer(world, EXPIRED_PAGE);
  if (form.get('decision') !== 'accept') {
    entraStateOf(world).pending.delete(id);
    const refusal = new EntraRefusal(65004, 'access_denied', 'User declined to consent to access the app.', {
      error_subcode: 'cancel',
    });
    return redirectError(world, pending, refusal);
  }
  recordConsent(world, applicationByClientId(world, pending.clientId), user, pending.scopes);
  return sendCode(world, id, pending, user);
}

const EXPIRED_PAGE = new EntraRefusal(
  165000,
  'invalid_request',
  'Invalid Request: The request tokens do not match the user context. Start again.',
);

/** What must hold before anything may be sent to the redirect URI. @throws EntraRefusal for Entra's own page. */
function readRequest(world: World, query: URLSearchParams, authority: string): PendingRequest {
  const tenant = tenantOfAuthority(world, authority);
  const clientId = required(query, 'client_id');
  const application = applicationByClientId(world, clientId);
  const audience = String(application.resource.signInAudience);
  if (authority.toLowerCase() === 'common' && audience === 'AzureADMyOrg') {
    throw new EntraRefusal(
      50194,
      'unauthorized_client',
      `Application '${clientId}' is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.`,
    );
  }
  if (tenant && audience === 'AzureADMyOrg' && application.tenantId !== tenant.id) applicationByClientId(world, '');
  const redirectUri = query.get('redirect_uri') ?? '';
  const registered = (application.resource.web as { redirectUris?: string[] } | undefined)?.redirectUris ?? [];
  if (registered.length === 0) {
    throw new EntraRefusal(900971, 'invalid_request', 'No reply address provided.');
  }
  if (!registered.includes(redirectUri)) {
    throw new EntraRefusal(
      50011,
      'invalid_request',
      `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to fix this.`,
    );
  }
  const mode = query.get('response_mode') ?? 'query';
  return {
    authority,
    clientId,
    redirectUri,
    responseMode: RESPONSE_MODES.find((known) => known === mode) ?? 'query',
    scopes: plainScopes(query.get('scope') ?? ''),
    state: query.get('state'),
    nonce: query.get('nonce'),
    codeChallenge: query.get('code_challenge'),
    codeChallengeMethod: query.get('code_challenge_method') === 'S256' ? 'S256' : 'plain',
    forceConsent: query.get('prompt') === 'consent',
    userId: null,
  };
}

function required(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value) return value;
  throw new EntraRefusal(
    900144,
    'invalid_request',
    `The request body must contain the following parameter: '${name}'.`,
  );
}

/** What is wrong with the rest of the request; told to the application. */
function problemOf(query: URLSearchParams): EntraRefusal | null {
  const responseType = query.get('response_type');
  if (!responseType)
    return new EntraRefusal(
      900144,
      'invalid_request',
      "The request body must contain the following parameter: 'response_type'.",
    );
  if (responseType !== 'code')
    return new EntraRefusal(
      70005,
      'unsupported_response_type',
      `The provided value for the input parameter 'response_type' isn't supported: ${responseType}.`,
    );
  if (!query.get('scope'))
    return new EntraRefusal(
      900144,
      'invalid_request',
      "The request body must contain the following parameter: 'scope'.",
    );
  const unknown = plainScopes(query.get('scope') ?? '').find((scope) => /[^\w./:-]/.test(scope));
  if (unknown)
    return new EntraRefusal(
      70011,
      'invalid_scope',
      `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${unknown} is not valid.`,
    );
  const method = query.get('code_challenge_method');
  if (method && method !== 'S256' && method !== 'plain') {
    return new EntraRefusal(501491, 'invalid_request', `Invalid code_challenge_method '${method}'.`);
  }
  return null;
}

function checkAccountType(world: World, pending: PendingRequest, user: User): void {
  const tenant = tenantOfAuthority(world, pending.authority);
  const isPersonal = world.tenants.get(user.tenantId)?.kind === 'consumers';
  const audience = String(applicationByClientId(world, pending.clientId).resource.signInAudience);
  const authority = pending.authority.toLowerCase();
  const isForeign = tenant !== null && tenant.id !== user.tenantId;
  const isWrongKind =
    (isPersonal && (authority === 'organizations' || !audience.includes('Personal'))) ||
    (!isPersonal && authority === 'consumers');
  if (isForeign || isWrongKind) {
    throw new EntraRefusal(
      50020,
      'invalid_request',
      `User account '${user.userPrincipalName}' from identity provider does not exist in tenant '${tenant?.displayName ?? pending.authority}' and cannot access the application '${pending.clientId}' in that tenant. The account needs to be added as an external user in the tenant first.`,
    );
  }
}

function sendCode(world: World, id: string, pending: PendingRequest, user: User): SandboxAnswer {
  const state = entraStateOf(world);
  state.pending.delete(id);
  const code = opaqueValue(world, '0.', 72);
  const { clientId, redirectUri, scopes, nonce, codeChallenge, codeChallengeMethod } = pending;
  const expiresAt = world.clock.now().epochMilliseconds + CODE_LIFE_MS;
  state.codes.set(code, {
    clientId,
    redirectUri,
    scopes,
    nonce,
    codeChallenge,
    codeChallengeMethod,
    expiresAt,
    userId: user.id,
    redeemed: false,
  });
  return answerAtRedirect(pending, { code, session_state: world.random.uuid() });
}

function redirectError(world: World, pending: PendingRequest, refusal: EntraRefusal): SandboxAnswer {
  const extra = Object.fromEntries(Object.entries(refusal.extra).map(([name, value]) => [name, String(value)]));
  return answerAtRedirect(pending, {
    error: refusal.error,
    ...extra,
    error_description: describe(world, refusal).description,
  });
}

function answerAtRedirect(pending: PendingRequest, result: Record<string, string>): SandboxAnswer {
  const fields = { ...result, ...(pending.state === null ? {} : { state: pending.state }) };
  if (pending.responseMode === 'form_post') return html(formPostPage(pending.redirectUri, fields));
  const target = new URL(pending.redirectUri);
  const answer = new URLSearchParams(fields).toString();
  if (pending.responseMode === 'fragment') target.hash = answer;
  else target.search = target.search ? `${target.search}&${answer}` : answer;
  return { status: 302, headers: { location: target.toString(), 'cache-control': 'no-store' }, body: '' };
}

function loginPath(authority: string): string {
  return `/${authority}/login`;
}

function html(body: string): SandboxAnswer {
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body };
}
