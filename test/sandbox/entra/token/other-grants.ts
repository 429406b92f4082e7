// The grants without a browser: an application by itself, and a name with a password.
import type { Application, World } from '../../core/world.ts';
import { hasConsent } from '../consent.ts';
import { checkAccount, dialectOfAuthority, factsOf, tenantOfAuthority, userByLogin } from '../directory.ts';
import { EntraRefusal } from '../errors.ts';
import { issueApplicationToken, issueUserTokens } from '../issue-tokens.ts';
import { readScopes } from '../scopes.ts';
import { authenticateClient } from './client-authentication.ts';
import { required, type TokenRequest } from './token-request.ts';

/** `grant_type=client_credentials` @throws EntraRefusal */
export async function clientCredentials(
  world: World,
  application: Application,
  { form, authority, request, credentials }: TokenRequest,
): Promise<unknown> {
  const proof = await authenticateClient(world, application, credentials, { platform: null, request });
  const scope = required(form, 'scope');
  if (!scope.endsWith('/.default')) throw new EntraRefusal(1002012, { scope });
  const tenant = tenantOfAuthority(world, authority);
  // At a shared authority an application has no service principal: Microsoft looks in its own tenant.
  const tenantId = tenant?.id ?? authority;
  return issueApplicationToken(world, { application, tenantId, scope, proof });
}

/** `grant_type=password`, which Microsoft advises against @throws EntraRefusal */
export async function passwordGrant(
  world: World,
  application: Application,
  { form, authority, request, credentials }: TokenRequest,
): Promise<unknown> {
  if (authority.toLowerCase() === 'common' || dialectOfAuthority(authority) === 'consumers') {
    throw new EntraRefusal(9001023);
  }
  const isPublic = application.resource.isFallbackPublicClient === true;
  const platform = isPublic ? ('publicClient' as const) : null;
  const proof = await authenticateClient(world, application, credentials, { platform, request });
  const login = form.get('username') ?? '';
  const password = form.get('password') ?? '';
  if (login === '' || password === '') throw new EntraRefusal(90014, { name: login === '' ? 'username' : 'password' });
  const user = userByLogin(world, login);
  if (!user) throw new EntraRefusal(50034, { user: login, tenant: authority });
  if (user.password !== password) throw new EntraRefusal(50126);
  if (!user.accountEnabled) throw new EntraRefusal(50057);
  checkAccount(world, application, user, authority);
  const scope = required(form, 'scope');
  if (!hasConsent(world, application, user, readScopes(scope))) throw new EntraRefusal(65001, factsOf(application));
  return issueUserTokens(world, {
    application,
    user,
    scope,
    platform: platform ?? 'web',
    nonce: null,
    proof,
    origin: request.url.origin,
    wantsClientInfo: form.get('client_info') === '1',
  });
}
