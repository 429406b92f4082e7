// Checks the id_token of a sign-in. It came from Microsoft's token endpoint over TLS, which stands for its signature (OIDC Core 3.1.3.7).
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Temporal } from 'temporal-polyfill';
import type { IdTokenClaims } from '../../graph/models/token.ts';
import { MicrosoftSignInError } from './microsoft-error.ts';

/** Clocks may differ by this much. */
const CLOCK_SKEW_S = 300;

export interface MicrosoftAccount {
  /** A person is (tenant, object), never an address. */
  tenantId: string;
  objectId: string;
  /** For people to read; may change, and may be anything in another tenant. */
  address: string;
}

/** @throws MicrosoftSignInError `id_token_invalid` for a token that was made for another app, sign-in, authority or time. */
export function accountOfIdToken(
  idToken: string,
  expected: { clientId: string; loginOrigin: string; nonce: string; now: Temporal.Instant },
): MicrosoftAccount {
  const claims = decodeJwt<IdTokenClaims>(idToken);
  const nowS = Math.floor(expected.now.epochMilliseconds / 1000);
  const isValid =
    decodeProtectedHeader(idToken).alg === 'RS256' &&
    claims.aud === expected.clientId &&
    claims.iss === `${expected.loginOrigin}/${claims.tid}/v2.0` &&
    claims.nonce === expected.nonce &&
    typeof claims.exp === 'number' &&
    claims.exp > nowS - CLOCK_SKEW_S &&
    typeof claims.tid === 'string' &&
    typeof claims.oid === 'string';
  if (!isValid) throw new MicrosoftSignInError('id_token_invalid');
  return { tenantId: claims.tid, objectId: claims.oid, address: claims.preferred_username ?? claims.email ?? '' };
}
