// The endpoints of Entra: which path leads where, and by whose word it behaves so.
import type { SandboxAnswer, SandboxRequest } from '../core/http.ts';
import type { Coverage } from '../core/service.ts';
import type { World } from '../core/world.ts';
import { adminConsent, adminConsentV1 } from './authorize/admin-consent.ts';
import { authorize } from './authorize/authorize.ts';
import { consent } from './authorize/consent-step.ts';
import { signIn } from './authorize/sign-in.ts';
import { deviceAuth, deviceCode } from './device.ts';
import { EntraRefusal, pageErrorAnswer } from './errors.ts';
import { logout } from './logout.ts';
import { instanceDiscovery, openidConfiguration, signingKeys } from './metadata.ts';
import { token } from './token/token.ts';

export interface Endpoint {
  method: 'GET' | 'POST';
  /** Below the authority: a tenant, `common`, `organizations` or `consumers`. */
  route: string;
  /** Where its refusals are told. */
  refusals: 'page' | 'token';
  coverage: Pick<Coverage, 'evidence' | 'source' | 'difference'>;
  answer(world: World, request: SandboxRequest, authority: string): SandboxAnswer | Promise<SandboxAnswer>;
}

const PAGES_DIFFER = 'plain pages of our own stand for Microsoft’s, without a second factor';
const documented = (source: string, difference?: string): Endpoint['coverage'] => ({
  evidence: 'documented',
  source,
  ...(difference === undefined ? {} : { difference }),
});
const ours: Endpoint['coverage'] = { evidence: 'inferred', source: PAGES_DIFFER };

export const ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'GET',
    route: 'oauth2/v2.0/authorize',
    refusals: 'page',
    coverage: documented('v2-oauth2-auth-code-flow, reply-url', PAGES_DIFFER),
    answer: authorize,
  },
  {
    method: 'POST',
    route: 'oauth2/v2.0/authorize',
    refusals: 'page',
    coverage: documented('v2-protocols-oidc', PAGES_DIFFER),
    answer: authorize,
  },
  { method: 'POST', route: 'login', refusals: 'page', coverage: ours, answer: signIn },
  { method: 'POST', route: 'consent', refusals: 'page', coverage: ours, answer: consent },
  {
    method: 'GET',
    route: 'v2.0/adminconsent',
    refusals: 'page',
    coverage: documented('v2-admin-consent', PAGES_DIFFER),
    answer: adminConsent,
  },
  {
    method: 'GET',
    route: 'adminconsent',
    refusals: 'page',
    coverage: documented('grant-admin-consent', PAGES_DIFFER),
    answer: adminConsentV1,
  },
  {
    method: 'POST',
    route: 'oauth2/v2.0/token',
    refusals: 'token',
    coverage: documented(
      'v2-oauth2-auth-code-flow, v2-oauth2-client-creds-grant-flow, refresh-tokens, certificate-credentials, v2-oauth-ropc',
      'no on-behalf-of flow',
    ),
    answer: token,
  },
  {
    method: 'GET',
    route: 'oauth2/v2.0/token',
    refusals: 'page',
    coverage: documented('reference-error-codes: 900561'),
    answer: (world, request) => pageErrorAnswer(world, new EntraRefusal(900561), request, 'organizations'),
  },
  {
    method: 'POST',
    route: 'oauth2/v2.0/devicecode',
    refusals: 'token',
    coverage: documented('v2-oauth2-device-code', 'slow_down is inferred'),
    answer: deviceCode,
  },
  {
    method: 'GET',
    route: 'oauth2/deviceauth',
    refusals: 'page',
    coverage: documented('v2-oauth2-device-code', PAGES_DIFFER),
    answer: deviceAuth,
  },
  { method: 'POST', route: 'oauth2/deviceauth', refusals: 'page', coverage: ours, answer: deviceAuth },
  {
    method: 'GET',
    route: 'oauth2/v2.0/logout',
    refusals: 'page',
    coverage: documented('v2-protocols-oidc', PAGES_DIFFER),
    answer: logout,
  },
  {
    method: 'GET',
    route: 'discovery/v2.0/keys',
    refusals: 'page',
    coverage: documented('v2-protocols-oidc, signing-key-rollover', 'keys without certificates (x5c)'),
    answer: signingKeys,
  },
  {
    method: 'GET',
    route: 'v2.0/.well-known/openid-configuration',
    refusals: 'page',
    coverage: documented(
      'v2-protocols-oidc',
      'endpoints and issuer stand at the host that was asked; response types with token are not offered',
    ),
    answer: openidConfiguration,
  },
  {
    method: 'GET',
    route: 'discovery/instance',
    refusals: 'page',
    coverage: { evidence: 'observed', source: 'what MSAL asks before its first sign-in' },
    answer: instanceDiscovery,
  },
];
