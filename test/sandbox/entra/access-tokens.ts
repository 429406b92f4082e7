// Access tokens: work tokens look like JWTs, which nobody may rely on; those of personal accounts are opaque.
import { SignJWT } from 'jose';
import { type AccessToken, audienceOf, rememberToken } from '../core/tokens.ts';
import type { Application, User, World } from '../core/world.ts';
import { CONSUMER_TENANT_ID } from '../core/worlds.ts';
import { pairwiseSubject } from './id-tokens.ts';
import { entraStateOf, opaqueValue } from './state.ts';

/** How the client proved itself, as tokens say it: not at all, with a secret, with a certificate. */
export type ClientProof = '0' | '1' | '2';

/**
 * An access token for a user, e.g. for a test that needs no sign-in page.
 * @param options.scopes Graph's by their short names, those of other resources whole.
 */
export async function issueUserAccessToken(
  world: World,
  options: { appId: string; user: User; scopes: readonly string[]; proof?: ClientProof },
): Promise<string> {
  const { user, appId, scopes, proof = '0' } = options;
  const audience = audienceOf(scopes);
  const isPersonal = user.tenantId === CONSUMER_TENANT_ID;
  const claims = {
    acct: 0,
    acr: '1',
    amr: ['pwd'],
    appid: appId,
    appidacr: proof,
    family_name: user.surname,
    given_name: user.givenName,
    idtyp: 'user',
    name: user.displayName,
    oid: user.id,
    scp: scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1)).join(' '),
    sub: pairwiseSubject(audience, user.id),
    unique_name: user.userPrincipalName,
    upn: user.userPrincipalName,
    wids: user.roles,
  };
  const value = isPersonal ? opaqueValue(world, 'EwB', 96) : await sign(world, user.tenantId, audience, claims);
  remember(world, { value, audience, tenantId: user.tenantId, userId: user.id, appId, scopes: [...scopes], roles: [] });
  return value;
}

/** An access token for an application by itself, with the application roles that it was granted in the tenant. */
export async function issueApplicationAccessToken(
  world: World,
  options: {
    application: Application;
    tenantId: string;
    principalId: string;
    audience: AccessToken['audience'];
    roles: readonly string[];
    proof: ClientProof;
  },
): Promise<string> {
  const { application, tenantId, principalId, audience, roles, proof } = options;
  const claims = {
    app_displayname: application.resource.displayName,
    appid: application.appId,
    appidacr: proof,
    idtyp: 'app',
    oid: principalId,
    roles,
    sub: principalId,
  };
  const value = await sign(world, tenantId, audience, claims);
  remember(world, {
    value,
    audience,
    tenantId,
    userId: null,
    appId: application.appId,
    scopes: [],
    roles: [...roles],
  });
  return value;
}

function remember(world: World, token: Omit<AccessToken, 'expiresAt'>): void {
  rememberToken(world, { ...token, expiresAt: world.clock.now().epochMilliseconds + world.settings.accessTokenLifeMs });
}

async function sign(
  world: World,
  tenantId: string,
  audience: string,
  claims: Record<string, unknown>,
): Promise<string> {
  const { keyId, privateKey } = await entraStateOf(world).keys.current();
  const now = world.clock.now().epochMilliseconds;
  const seconds = Math.floor(now / 1000);
  return new SignJWT({ ...claims, tid: tenantId, ver: '1.0', uti: opaqueValue(world, '', 16) })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: keyId })
    .setIssuer(`https://sts.windows.net/${tenantId}/`)
    .setAudience(audience)
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(Math.floor((now + world.settings.accessTokenLifeMs) / 1000))
    .sign(privateKey);
}
