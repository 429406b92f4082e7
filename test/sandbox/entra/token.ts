// The token endpoint: authorization code with PKCE, refresh with rotation, client credentials, device code.
import { createHash } from 'node:crypto';
import type { SandboxAnswer, SandboxRequest } from '../core/http.ts';
import { jsonAnswer } from '../core/http.ts';
import type { Application, World } from '../core/world.ts';
import { redeemDeviceCode } from './device.ts';
import { applicationByClientId, hasConsent, plainScopes, servicePrincipalOf, tenantOfAuthority } from './directory.ts';
import { EntraRefusal, tokenErrorAnswer } from './errors.ts';
import { issueApplicationToken, issueUserTokens } from './issue-tokens.ts';
import { type Code, entraStateOf } from './state.ts';

/** `POST /{authority}/oauth2/v2.0/token` */
export async function token(world: World, request: SandboxRequest, authority: string): Promise<SandboxAnswer> {
  try {
    tenantOfAuthority(world, authority);
    const form = new URLSearchParams(request.body);
    return jsonAnswer(200, await answerGrant(world, request, form, authority), {
      'cache-control': 'no-store',
      pragma: 'no-cache',
    });
  } catch (error) {
    if (error instanceof EntraRefusal) return tokenErrorAnswer(world, error);
    throw error;
  }
}

function answerGrant(
  world: World,
  request: SandboxRequest,
  form: URLSearchParams,
  authority: string,
): Promise<unknown> {
  const credentials = basicCredentials(request);
  const clientId = credentials?.id ?? required(form, 'client_id');
  const secret = credentials?.secret ?? form.get('client_secret');
  const grantType = required(form, 'grant_type');
  const application = applicationByClientId(world, clientId);
  switch (grantType) {
    case 'authorization_code':
      checkSecret(world, application, secret);
      return redeemCode(world, form, application);
    case 'refresh_token':
      checkSecret(world, application, secret);
      return redeemRefreshToken(world, form, application);
    case 'client_credentials':
      checkSecret(world, application, secret);
      return clientCredentials(world, form, application, authority);
    case 'device_code':
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return redeemDeviceCode(world, required(form, 'device_code'), application);
    default:
      throw new EntraRefusal(
        70003,
        'unsupported_grant_type',
        `The app requested an unsupported grant type '${grantType}'.`,
      );
  }
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value) return value;
  throw new EntraRefusal(
    900144,
    'invalid_request',
    `The request body must contain the following parameter: '${name}'.`,
  );
}

function basicCredentials(request: SandboxRequest): { id: string; secret: string } | null {
  const [scheme, value] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic' || !value) return null;
  const [id = '', secret = ''] = Buffer.from(value, 'base64').toString('utf8').split(':').map(decodeURIComponent);
  return { id, secret };
}

/** A web application proves itself with its secret, any of those it has; a public client has none. */
function checkSecret(world: World, application: Application, secret: string | null): void {
  if (application.resource.isFallbackPublicClient === true) return;
  if (!secret) {
    throw new EntraRefusal(
      7000218,
      'invalid_client',
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    );
  }
  const now = world.clock.now().epochMilliseconds;
  const found = application.secrets.find((candidate) => candidate.secretText === secret && candidate.usableFrom <= now);
  if (!found) {
    throw new EntraRefusal(
      7000215,
      'invalid_client',
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${application.appId}'.`,
    );
  }
  if (Date.parse(found.endDateTime) <= now) {
    throw new EntraRefusal(
      7000222,
      'invalid_client',
      `The provided client secret keys for app '${application.appId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    );
  }
}

function redeemCode(world: World, form: URLSearchParams, application: Application): Promise<unknown> {
  const code = entraStateOf(world).codes.get(required(form, 'code'));
  if (!code || code.clientId !== application.appId) {
    throw new EntraRefusal(9002313, 'invalid_grant', 'Invalid request. Request is malformed or invalid.');
  }
  if (code.redeemed) {
    throw new EntraRefusal(
      54005,
      'invalid_grant',
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    );
  }
  if (code.expiresAt <= world.clock.now().epochMilliseconds) {
    throw new EntraRefusal(
      70008,
      'invalid_grant',
      'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
    );
  }
  if (code.redirectUri !== form.get('redirect_uri')) {
    throw new EntraRefusal(
      50011,
      'invalid_grant',
      `The redirect URI '${form.get('redirect_uri') ?? ''}' specified in the request does not match the one that the code was issued for.`,
    );
  }
  checkVerifier(code, form.get('code_verifier'));
  code.redeemed = true;
  return issueUserTokens(world, { application, userId: code.userId, scopes: code.scopes, nonce: code.nonce });
}

function checkVerifier(code: Code, verifier: string | null): void {
  if (code.codeChallenge === null) return;
  if (!verifier)
    throw new EntraRefusal(
      50148,
      'invalid_grant',
      "The code_verifier doesn't match the code_challenge supplied in the authorization request for PKCE.",
    );
  const computed =
    code.codeChallengeMethod === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  if (computed !== code.codeChallenge) {
    throw new EntraRefusal(
      501481,
      'invalid_grant',
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    );
  }
}

function redeemRefreshToken(world: World, form: URLSearchParams, application: Application): Promise<unknown> {
  const grant = entraStateOf(world).refreshTokens.get(required(form, 'refresh_token'));
  if (!grant || grant.clientId !== application.appId) {
    throw new EntraRefusal(70000, 'invalid_grant', 'Provided grant is invalid or malformed.', {
      suberror: 'bad_token',
    });
  }
  if (grant.revoked) {
    throw new EntraRefusal(
      50173,
      'invalid_grant',
      'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
      { suberror: 'bad_token' },
    );
  }
  if (grant.expiresAt <= world.clock.now().epochMilliseconds) {
    throw new EntraRefusal(700082, 'invalid_grant', 'The refresh token has expired due to inactivity.', {
      suberror: 'bad_token',
    });
  }
  const asked = plainScopes(form.get('scope') ?? grant.scopes.join(' '));
  const user = world.users.get(grant.userId);
  if (!user || !hasConsent(world, application, user, asked)) {
    throw new EntraRefusal(
      65001,
      'invalid_grant',
      `The user or administrator has not consented to use the application with ID '${application.appId}'. Send an interactive authorization request for this user and resource.`,
      { suberror: 'consent_required' },
    );
  }
  return issueUserTokens(world, { application, userId: grant.userId, scopes: asked, nonce: null });
}

function clientCredentials(
  world: World,
  form: URLSearchParams,
  application: Application,
  authority: string,
): Promise<unknown> {
  const scope = required(form, 'scope');
  if (!scope.endsWith('/.default')) {
    throw new EntraRefusal(
      1002012,
      'invalid_scope',
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    );
  }
  const tenant = tenantOfAuthority(world, authority);
  if (!tenant || !servicePrincipalOf(world, application.appId, tenant.id)) {
    throw new EntraRefusal(
      7000229,
      'unauthorized_client',
      `The client application ${application.appId} is missing service principal in the tenant ${tenant?.id ?? authority}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
    );
  }
  return issueApplicationToken(world, application, tenant.id, scope);
}
