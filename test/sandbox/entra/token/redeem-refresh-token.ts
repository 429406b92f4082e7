// The refresh token's way to new tokens: while it lives, is not revoked, and what it stands for is still consented to.
import type { Application, User, World } from '../../core/world.ts';
import { hasConsent } from '../consent.ts';
import { checkAccount, dialectOfAuthority, factsOf, tenantOfAuthority } from '../directory.ts';
import { EntraRefusal } from '../errors.ts';
import { issueUserTokens } from '../issue-tokens.ts';
import { malformedScope, readScopes, resourcesOf } from '../scopes.ts';
import { entraStateOf, type RefreshToken } from '../state.ts';
import { authenticateClient } from './client-authentication.ts';
import { required, type TokenRequest } from './token-request.ts';

/** @throws EntraRefusal */
export async function redeemRefreshToken(
  world: World,
  application: Application,
  { form, authority, request, credentials }: TokenRequest,
): Promise<unknown> {
  const found = entraStateOf(world).refreshTokens.get(required(form, 'refresh_token'));
  const own = found?.clientId === application.appId ? found : undefined;
  const isPublic = application.resource.isFallbackPublicClient === true && credentials.secret === null;
  const platform = own?.platform ?? (isPublic ? 'publicClient' : null);
  const proof = await authenticateClient(world, application, credentials, { platform, request });
  if (!own) throw new EntraRefusal(70000);
  const user = world.users.get(own.userId);
  if (!user) throw new EntraRefusal(50034, { user: own.userId, tenant: authority });
  checkToken(world, own, user);
  checkTenant(world, application, user, authority);
  const scope = scopeOf(own, form);
  if (!hasConsent(world, application, user, readScopes(scope))) throw new EntraRefusal(65001, factsOf(application));
  return issueUserTokens(world, {
    application,
    user,
    // Whoever has a refresh token gets the next one, whether or not the request asks for it again.
    scope: scope.includes('offline_access') ? scope : `${scope} offline_access`,
    platform: own.platform,
    nonce: null,
    proof,
    origin: request.url.origin,
    wantsClientInfo: form.get('client_info') === '1',
    refreshUntil: own.expiresAt,
  });
}

function checkToken(world: World, token: RefreshToken, user: User): void {
  const instant = (ms: number) => new Date(ms).toISOString();
  const validFrom = user.sessionsValidFrom ?? 0;
  const facts = { issued: instant(token.issuedAt), validFrom: instant(validFrom) };
  if (!user.accountEnabled) throw new EntraRefusal(50057);
  if (token.revoked || token.issuedAt < validFrom) throw new EntraRefusal(50173, facts);
  if (token.expiresAt <= world.clock.now().epochMilliseconds) {
    throw new EntraRefusal(token.platform === 'spa' ? 700084 : 700082, facts);
  }
}

/** A refresh token may be used at another authority, but not at an organization where its user is unknown. */
function checkTenant(world: World, application: Application, user: User, authority: string): void {
  const tenant = tenantOfAuthority(world, authority);
  const facts = {
    ...factsOf(application),
    user: user.userPrincipalName,
    provider: `https://sts.windows.net/${user.tenantId}/`,
  };
  if (tenant && tenant.id !== user.tenantId && dialectOfAuthority(authority) !== 'consumers') {
    throw new EntraRefusal(90072, { ...facts, tenant: tenant.displayName });
  }
  checkAccount(world, application, user, authority);
}

/** What is asked for now, with the sign-in's own scopes; or all that the token was issued for. */
function scopeOf(token: RefreshToken, form: URLSearchParams): string {
  const asked = form.get('scope');
  if (asked === null || asked.trim() === '') return token.scope;
  const scopes = readScopes(asked);
  const malformed = malformedScope(scopes);
  if (malformed !== undefined) throw new EntraRefusal(28002, { scope: malformed });
  if (resourcesOf(scopes).length > 1) throw new EntraRefusal(700022, { scope: asked });
  return asked;
}
