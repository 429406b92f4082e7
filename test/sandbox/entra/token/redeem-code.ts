// The authorization code's way to tokens: once, in time, by the client and at the tenant it was issued to, with its PKCE verifier.
import { createHash } from 'node:crypto';
import type { SandboxRequest } from '../../core/http.ts';
import type { Application, World } from '../../core/world.ts';
import { dialectOfAuthority, tenantOfAuthority } from '../directory.ts';
import { EntraRefusal } from '../errors.ts';
import { issueUserTokens } from '../issue-tokens.ts';
import { malformedScope, readScopes, resourcesOf } from '../scopes.ts';
import { type Code, entraStateOf } from '../state.ts';
import { authenticateClient, type ClientCredentials } from './client-authentication.ts';
import { required, type TokenRequest } from './token-request.ts';

/** @throws EntraRefusal */
export async function redeemCode(
  world: World,
  application: Application,
  { form, authority, request, credentials }: TokenRequest,
): Promise<unknown> {
  const value = required(form, 'code');
  const code = entraStateOf(world).codes.get(value);
  const own = code?.clientId === application.appId ? code : undefined;
  const proof = await authenticateClient(
    world,
    application,
    credentials,
    platformFor(application, own, credentials, request),
  );
  if (!own) throw new EntraRefusal(9002313, {}, 'invalid_grant');
  checkCode(world, own, authority, form.get('redirect_uri'));
  checkVerifier(own, form.get('code_verifier'));
  const scope = scopeOf(own, form);
  const user = world.users.get(own.userId);
  if (!user) throw new EntraRefusal(9002313, {}, 'invalid_grant');
  if (!user.accountEnabled) throw new EntraRefusal(50057);
  own.redeemed = true;
  return issueUserTokens(world, {
    application,
    user,
    scope,
    platform: own.platform,
    nonce: own.nonce,
    proof,
    origin: request.url.origin,
    wantsClientInfo: form.get('client_info') === '1',
  });
}

/** The platform that the code was issued to; for a code of nobody, the application's own habit decides. */
function platformFor(
  application: Application,
  code: Code | undefined,
  credentials: ClientCredentials,
  request: SandboxRequest,
): Parameters<typeof authenticateClient>[3] {
  const isPublic = application.resource.isFallbackPublicClient === true;
  const hasNone = credentials.secret === null && credentials.assertion === null;
  return { request, platform: code?.platform ?? (isPublic && hasNone ? 'publicClient' : null) };
}

function checkCode(world: World, code: Code, authority: string, redirectUri: string | null): void {
  if (code.redeemed) throw new EntraRefusal(54005);
  if (code.expiresAt <= world.clock.now().epochMilliseconds) throw new EntraRefusal(70008);
  const tenant = tenantOfAuthority(world, authority);
  const tenantId = world.users.get(code.userId)?.tenantId;
  const isOfOther = tenant !== null && dialectOfAuthority(authority) !== 'consumers' && tenant.id !== tenantId;
  if (isOfOther) throw new EntraRefusal(700005);
  if (code.redirectUri !== redirectUri) {
    throw new EntraRefusal(50011, { uri: redirectUri ?? '', app: code.clientId }, 'invalid_grant');
  }
}

function checkVerifier(code: Code, verifier: string | null): void {
  if (code.codeChallenge === null) {
    if (verifier !== null) throw new EntraRefusal(50148);
    return;
  }
  if (!verifier) throw new EntraRefusal(50148);
  const computed =
    code.codeChallengeMethod === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  if (computed !== code.codeChallenge) throw new EntraRefusal(501481);
}

/** What is asked for now, or what was asked for at the sign-in. */
function scopeOf(code: Code, form: URLSearchParams): string {
  const asked = form.get('scope');
  if (asked === null) return code.scope;
  const scopes = readScopes(asked);
  if (scopes.length === 0) throw new EntraRefusal(28003);
  const malformed = malformedScope(scopes);
  if (malformed !== undefined) throw new EntraRefusal(28002, { scope: malformed });
  if (resourcesOf(scopes).length > 1) throw new EntraRefusal(700022, { scope: asked });
  return asked;
}
