// What the token endpoint answers: tokens for a person who signed in, or for an application by itself.
import type { Application, User, World } from '../core/world.ts';
import { type ClientProof, issueApplicationAccessToken, issueUserAccessToken } from './access-tokens.ts';
import { expandDefault, grantedScopes } from './consent.ts';
import { isFirstParty, servicePrincipalOf } from './directory.ts';
import { EntraRefusal } from './errors.ts';
import { issueIdToken } from './id-tokens.ts';
import type { Platform } from './redirect-uris.ts';
import { type AskedScope, audienceOfResource, readScopes, rememberedScopes, resourcesOf } from './scopes.ts';
import { entraStateOf, opaqueValue } from './state.ts';

/** 90 days without use, anew with each use (entra: refresh-tokens). */
const REFRESH_TOKEN_LIFE_MS = 90 * 24 * 3_600_000;
/** A page's own script gets a day from the sign-in on, whatever it does. */
const SPA_REFRESH_TOKEN_LIFE_MS = 24 * 3_600_000;

export interface UserGrant {
  application: Application;
  user: User;
  /** As written by the client. */
  scope: string;
  platform: Platform;
  nonce: string | null;
  proof: ClientProof;
  /** The origin that the client speaks to, for the issuer. */
  origin: string;
  wantsClientInfo: boolean;
  /** Until when the refresh token before lived, where its end stays: epoch milliseconds. */
  refreshUntil?: number;
}

/** The token answer for a signed-in user. The granted scope leaves out offline_access. @throws EntraRefusal */
export async function issueUserTokens(world: World, grant: UserGrant): Promise<Record<string, unknown>> {
  const { application, user, nonce, origin, proof } = grant;
  const asked = readScopes(grant.scope);
  const names = asked.map(({ name }) => name);
  for (const resource of resourcesOf(asked)) audienceOfResource(resource, user.tenantId);
  const scopes = answeredScopes(world, grant, asked);
  const lifeS = Math.floor(world.settings.accessTokenLifeMs / 1000);
  const remembered = rememberedScopes(scopes);
  return {
    token_type: 'Bearer',
    scope: scopes.map(({ written }) => written).join(' '),
    expires_in: lifeS,
    ext_expires_in: lifeS,
    access_token: await issueUserAccessToken(world, { appId: application.appId, user, scopes: remembered, proof }),
    ...(names.includes('offline_access') ? refreshTokenOf(world, grant) : {}),
    ...(names.includes('openid')
      ? { id_token: await issueIdToken(world, { appId: application.appId, user, scopes: names, nonce, origin }) }
      : {}),
    ...(grant.wantsClientInfo ? { client_info: clientInfoOf(user) } : {}),
  };
}

/** Who the account is, for MSAL's cache. */
export function clientInfoOf(user: User): string {
  return Buffer.from(JSON.stringify({ uid: user.id, utid: user.tenantId })).toString('base64url');
}

/** `.default` becomes all that was granted of what the registration lists, and is named itself as well. */
function answeredScopes(world: World, { application, user }: UserGrant, asked: readonly AskedScope[]): AskedScope[] {
  const granted = grantedScopes(world, application, user);
  const expanded = asked.flatMap((scope) => {
    if (scope.name !== '.default' || isFirstParty(application)) return [scope];
    return [...expandDefault(world, application, [scope]).filter(({ name }) => granted.has(name)), scope];
  });
  return expanded.filter(({ name }) => name !== 'offline_access');
}

/** A refresh gives a new refresh token; the old one stays good (entra: refresh-tokens). */
function refreshTokenOf(world: World, grant: UserGrant): Record<string, unknown> {
  const { application, user, scope, platform } = grant;
  const value = opaqueValue(world, '1.', 96);
  const issuedAt = world.clock.now().epochMilliseconds;
  const isSpa = platform === 'spa';
  const expiresAt =
    (isSpa ? grant.refreshUntil : undefined) ?? issuedAt + (isSpa ? SPA_REFRESH_TOKEN_LIFE_MS : REFRESH_TOKEN_LIFE_MS);
  const facts = { clientId: application.appId, userId: user.id, platform, scope, issuedAt, expiresAt, revoked: false };
  entraStateOf(world).refreshTokens.set(value, facts);
  const lifeS = Math.floor((expiresAt - issuedAt) / 1000);
  return { refresh_token: value, ...(isSpa ? { refresh_token_expires_in: lifeS } : {}) };
}

/** The token answer for an application by itself. @throws EntraRefusal */
export async function issueApplicationToken(
  world: World,
  request: { application: Application; tenantId: string; scope: string; proof: ClientProof },
): Promise<Record<string, unknown>> {
  const { application, tenantId, scope, proof } = request;
  const principal = servicePrincipalOf(world, application.appId, tenantId);
  if (!principal) throw new EntraRefusal(7000229, { app: application.appId, tenant: tenantId });
  const [asked] = readScopes(scope);
  const audience = audienceOfResource(asked?.resource ?? scope, tenantId);
  const roles = audience === 'https://graph.microsoft.com' ? (principal.grantedRoles ?? []) : [];
  const lifeS = Math.floor(world.settings.accessTokenLifeMs / 1000);
  const value = await issueApplicationAccessToken(world, {
    application,
    tenantId,
    principalId: principal.id,
    audience,
    roles,
    proof,
  });
  return { token_type: 'Bearer', expires_in: lifeS, ext_expires_in: lifeS, access_token: value };
}
