// Makes tokens and remembers who stands behind them: access tokens opaque to the product, id_tokens real JWTs.
import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import { type AccessToken, rememberToken } from '../core/tokens.ts';
import type { Application, User, World } from '../core/world.ts';
import { entraStateOf, opaqueValue } from './state.ts';

const ACCESS_TOKEN_LIFE_S = 3_899;
/** 90 days without use (entra: refresh-tokens). */
const REFRESH_TOKEN_LIFE_MS = 90 * 24 * 3_600_000;
const GRAPH = 'https://graph.microsoft.com';
const MANAGEMENT = 'https://management.azure.com';

export interface UserGrant {
  application: Application;
  userId: string;
  scopes: readonly string[];
  nonce: string | null;
}

/** The token answer for a signed-in user. The granted scope leaves out offline_access. */
export async function issueUserTokens(world: World, grant: UserGrant): Promise<Record<string, unknown>> {
  const user = world.users.get(grant.userId);
  if (!user) throw new RangeError(`No user ${grant.userId}.`);
  const scopes = grant.scopes.filter((scope) => scope !== 'offline_access');
  const accessToken = await issueUserAccessToken(world, { appId: grant.application.appId, user, scopes });
  return {
    token_type: 'Bearer',
    scope: scopes.join(' '),
    expires_in: ACCESS_TOKEN_LIFE_S,
    ext_expires_in: ACCESS_TOKEN_LIFE_S,
    access_token: accessToken,
    ...(grant.scopes.includes('offline_access') ? { refresh_token: rememberRefreshToken(world, grant) } : {}),
    ...(grant.scopes.includes('openid') ? { id_token: await issueIdToken(world, grant, user) } : {}),
    client_info: Buffer.from(JSON.stringify({ uid: user.id, utid: user.tenantId })).toString('base64url'),
  };
}

/** An access token for a user, e.g. for a test that needs no sign-in page. */
export async function issueUserAccessToken(
  world: World,
  options: { appId: string; user: User; scopes: readonly string[] },
): Promise<string> {
  const { user, appId } = options;
  const isArm = options.scopes.some((scope) => scope.startsWith(MANAGEMENT));
  const isPersonal = world.tenants.get(user.tenantId)?.kind === 'consumers';
  const audience = isArm ? MANAGEMENT : GRAPH;
  const claims = {
    appid: appId,
    oid: user.id,
    upn: user.userPrincipalName,
    name: user.displayName,
    scp: options.scopes.join(' '),
    wids: user.roles,
  };
  // Tokens of personal accounts are no JWTs; work tokens look like one, which nobody may rely on.
  const value = isPersonal
    ? opaqueValue(world, 'EwB', 96)
    : await signAccessToken(world, user.tenantId, audience, claims);
  remember(world, {
    value,
    audience,
    tenantId: user.tenantId,
    userId: user.id,
    appId,
    scopes: [...options.scopes],
    roles: [],
  });
  return value;
}

/** The token answer for an application by itself. */
export async function issueApplicationToken(
  world: World,
  application: Application,
  tenantId: string,
  scope: string,
): Promise<Record<string, unknown>> {
  const audience = scope.startsWith(MANAGEMENT) ? MANAGEMENT : GRAPH;
  const roles: string[] = [];
  const value = await signAccessToken(world, tenantId, audience, { appid: application.appId, roles });
  remember(world, { value, audience, tenantId, userId: null, appId: application.appId, scopes: [], roles });
  return {
    token_type: 'Bearer',
    expires_in: ACCESS_TOKEN_LIFE_S,
    ext_expires_in: ACCESS_TOKEN_LIFE_S,
    access_token: value,
  };
}

function remember(world: World, token: Omit<AccessToken, 'expiresAt'>): void {
  rememberToken(world, { ...token, expiresAt: world.clock.now().epochMilliseconds + ACCESS_TOKEN_LIFE_S * 1000 });
}

/** A refresh gives a new refresh token; the old one stays good (entra: refresh-tokens). */
function rememberRefreshToken(world: World, { application, userId, scopes }: UserGrant): string {
  const value = opaqueValue(world, '1.', 96);
  const expiresAt = world.clock.now().epochMilliseconds + REFRESH_TOKEN_LIFE_MS;
  entraStateOf(world).refreshTokens.set(value, {
    clientId: application.appId,
    userId,
    scopes: [...scopes],
    expiresAt,
    revoked: false,
  });
  return value;
}

async function issueIdToken(world: World, { application, nonce, scopes }: UserGrant, user: User): Promise<string> {
  const { keyId, privateKey } = await entraStateOf(world).signingKey();
  const seconds = Math.floor(world.clock.now().epochMilliseconds / 1000);
  const claims = {
    ...(nonce === null ? {} : { nonce }),
    ...(scopes.includes('profile') ? { name: user.displayName, preferred_username: user.userPrincipalName } : {}),
    ...(scopes.includes('email') ? { email: user.mail } : {}),
    oid: user.id,
    tid: user.tenantId,
    uti: opaqueValue(world, '', 16),
    rh: '1.',
    ver: '2.0',
  };
  return new SignJWT(claims)
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: keyId })
    .setIssuer(`https://login.microsoftonline.com/${user.tenantId}/v2.0`)
    .setAudience(application.appId)
    .setSubject(pairwiseSubject(application.appId, user.id))
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(seconds + ACCESS_TOKEN_LIFE_S)
    .sign(privateKey);
}

async function signAccessToken(
  world: World,
  tenantId: string,
  audience: string,
  claims: Record<string, unknown>,
): Promise<string> {
  const { keyId, privateKey } = await entraStateOf(world).signingKey();
  const seconds = Math.floor(world.clock.now().epochMilliseconds / 1000);
  return new SignJWT({ ...claims, tid: tenantId, ver: '1.0', uti: opaqueValue(world, '', 16) })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: keyId })
    .setIssuer(`https://sts.windows.net/${tenantId}/`)
    .setAudience(audience)
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(seconds + ACCESS_TOKEN_LIFE_S)
    .sign(privateKey);
}

/** The same person is another subject to each application. */
function pairwiseSubject(appId: string, userId: string): string {
  return createHash('sha256').update(`${appId}|${userId}`).digest('base64url');
}
