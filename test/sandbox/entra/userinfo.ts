// OpenID Connect's userinfo, at Graph's host: who the access token is of, as the id_token says it.
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../core/http.ts';
import { findToken } from '../core/tokens.ts';
import type { World } from '../core/world.ts';
import { pairwiseSubject } from './id-tokens.ts';

/** `GET` and `POST /oidc/userinfo`, with a token for Graph that carries the scope `openid`. */
export function userinfo(world: World, request: SandboxRequest): SandboxAnswer {
  const token = findToken(world, (request.headers.authorization ?? '').replace(/^Bearer /i, ''));
  const isGood =
    token?.audience === 'https://graph.microsoft.com' && token.expiresAt > world.clock.now().epochMilliseconds;
  const user = isGood && token.userId !== null ? world.users.get(token.userId) : undefined;
  if (!token || !user) return refused(401, 'InvalidAuthenticationToken', 'Access token is empty, expired or invalid.');
  if (!token.scopes.includes('openid') && !token.scopes.includes('.default')) {
    return refused(403, 'AccessDenied', 'The token lacks the scope openid.');
  }
  const hasProfile = token.scopes.includes('profile');
  return jsonAnswer(200, {
    sub: pairwiseSubject(token.appId, user.id),
    ...(hasProfile
      ? {
          name: user.displayName,
          family_name: user.surname,
          given_name: user.givenName,
          picture: 'https://graph.microsoft.com/v1.0/me/photo/$value',
        }
      : {}),
    ...(token.scopes.includes('email') ? { email: user.mail } : {}),
  });
}

function refused(status: number, code: string, message: string): SandboxAnswer {
  return jsonAnswer(status, { error: { code, message } }, { 'www-authenticate': 'Bearer' });
}
