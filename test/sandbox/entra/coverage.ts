// How well Entra's behaviour here is known: a row for each endpoint, and for what holds over all of them.
import type { Coverage } from '../core/service.ts';
import { ENDPOINTS } from './endpoints.ts';

const rule = (behaviour: string, evidence: Coverage['evidence'], source: string, difference?: string): Coverage => ({
  service: 'entra',
  behaviour,
  evidence,
  source,
  ...(difference === undefined ? {} : { difference }),
});

const RULES: readonly Coverage[] = [
  rule(
    'errors: description with trace, error_codes, timestamp, trace_id, correlation_id, error_uri, suberror, claims',
    'documented',
    'v2-oauth2-auth-code-flow, reference-error-codes',
    'Microsoft’s page answers 400; its real status is not documented. All codes: AADSTS.md',
  ),
  rule(
    'errors of personal accounts: OAuth errors without numbers',
    'observed',
    'odoo#65477, nextcloud/integration_onedrive#35, azure-dev-docs#791',
  ),
  rule(
    'redirect URIs: exact match; no path equals a slash; loopback without its port; wildcards',
    'documented',
    'reply-url',
  ),
  rule('redirect URIs of personal accounts: loopback with its port', 'observed', 'azure-dev-docs#791'),
  rule(
    'authorize: response modes query, fragment, form_post; PKCE with S256 and plain',
    'documented',
    'v2-oauth2-auth-code-flow',
  ),
  rule(
    'authorize: prompt none, login, consent, select_account; login_hint; sessions by cookie',
    'documented',
    'v2-oauth2-auth-code-flow',
  ),
  rule(
    'authorize: id_token and code id_token where the registration allows them',
    'documented',
    'v2-oauth2-implicit-grant-flow',
  ),
  rule(
    'consent: by the user, by the Microsoft-managed policy, by administrators alone',
    'documented',
    'configure-user-consent; MC1163922',
    'the managed policy’s list is short',
  ),
  rule(
    'consent: a request for approval, which an administrator’s consent grants',
    'documented',
    'configure-admin-consent-workflow',
    'nobody is mailed; the administrator uses the admin consent endpoint',
  ),
  rule('consent: on behalf of the organization, by an administrator’s tick', 'documented', 'consent-framework'),
  rule(
    'refresh tokens: 90 days from the last use, 24 hours for spa, old ones stay valid, revocation',
    'documented',
    'refresh-tokens',
  ),
  rule('scope of the answer: as written, without offline_access', 'documented', 'v2-oauth2-auth-code-flow'),
  rule(
    'client secrets: post and Basic; a new one is refused, then taken by turns',
    'observed',
    'microsoft-graph-docs#17966, vault-plugin-secrets-azure#23',
  ),
  rule(
    'client certificates: x5t and x5t#S256, aud, exp, iss and sub',
    'documented',
    'certificate-credentials',
    'a jti may come again, as MSAL sends it; no trust in other issuers',
  ),
  rule('id_token: claims of version 2.0, pairwise subject, c_hash', 'documented', 'id-token-claims-reference'),
  rule('client_info where it is asked for', 'observed', 'MSAL'),
  rule('signing keys roll by setting; the next is published before it signs', 'documented', 'signing-key-rollover'),
  rule('GET and POST /oidc/userinfo', 'documented', 'userinfo'),
  rule('logout: front channel, post_logout_redirect_uri', 'documented', 'v2-protocols-oidc'),
];

export const entraCoverage: readonly Coverage[] = [
  ...ENDPOINTS.map(({ method, route, coverage }) => ({
    service: 'entra' as const,
    behaviour: `${method} /{authority}/${route}`,
    ...coverage,
  })),
  ...RULES,
];
