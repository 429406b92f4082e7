// The id_token: who signed in, for one application, signed with a published key (entra: id-token-claims-reference).
import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import type { User, World } from '../core/world.ts';
import { entraStateOf, opaqueValue } from './state.ts';

const ID_TOKEN_LIFE_S = 3_900;

export interface IdTokenRequest {
  appId: string;
  user: User;
  /** Names, e.g. `profile`. */
  scopes: readonly string[];
  nonce: string | null;
  /** Where the issuer stands: the origin that the client speaks to. */
  origin: string;
  /** The code that comes with it, for its hash. */
  code?: string;
}

/** A signed id_token. Name and address come only with the scopes `profile` and `email`. */
export async function issueIdToken(world: World, request: IdTokenRequest): Promise<string> {
  const { appId, user, scopes, nonce, origin, code } = request;
  const { keyId, privateKey } = await entraStateOf(world).keys.current();
  const seconds = Math.floor(world.clock.now().epochMilliseconds / 1000);
  const claims = {
    aio: opaqueValue(world, 'A', 48),
    ...(code === undefined ? {} : { c_hash: leftHalfHash(code) }),
    ...(scopes.includes('email') ? { email: user.mail } : {}),
    ...(scopes.includes('profile') ? { name: user.displayName, preferred_username: user.userPrincipalName } : {}),
    ...(nonce === null ? {} : { nonce }),
    oid: user.id,
    rh: `1.${opaqueValue(world, '', 30)}.`,
    tid: user.tenantId,
    uti: opaqueValue(world, '', 16),
    ver: '2.0',
  };
  return new SignJWT(claims)
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: keyId })
    .setIssuer(`${origin}/${user.tenantId}/v2.0`)
    .setAudience(appId)
    .setSubject(pairwiseSubject(appId, user.id))
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(seconds + ID_TOKEN_LIFE_S)
    .sign(privateKey);
}

/** The same person is another subject to each application. */
export function pairwiseSubject(appId: string, userId: string): string {
  return createHash('sha256').update(`${appId}|${userId}`).digest('base64url');
}

/** OpenID Connect's `c_hash`: the first half of the code's SHA-256. */
function leftHalfHash(code: string): string {
  return createHash('sha256').update(code).digest().subarray(0, 16).toString('base64url');
}
