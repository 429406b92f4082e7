// How to meet each AADSTS code about applications: their registration, secrets and certificates.
import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import type { ServicePrincipal } from '../../../../sandbox/core/world.ts';
import { createCertificate, type TestCertificate } from '../certificates.ts';
import { type EntraStage, LOGIN, type Met, REDIRECT_URI } from '../entra-stage.ts';
import type { Provocations } from './provocation.ts';

const NOW_S = Date.parse('2026-11-24T09:00:00Z') / 1000;
const TOKEN_URL = `${LOGIN}/contoso.example/oauth2/v2.0/token`;
let made: TestCertificate | undefined;

/** Keys take a while to make; one serves all. */
export function certificate(): TestCertificate {
  made ??= createCertificate({ from: '2026-01-01T00:00:00Z', until: '2027-12-31T00:00:00Z' });
  return made;
}

export interface Assertion {
  iss?: string;
  sub?: string;
  aud?: string;
  exp?: number;
  key?: string;
}

/** Asks for the application's own token with an assertion, good but for what is changed. */
export async function withAssertion(stage: EntraStage, change: Assertion = {}): Promise<Met> {
  const { registered, privateKey, thumbprintSha256 } = certificate();
  stage.application.certificates = [registered];
  const { appId } = stage.application;
  const assertion = await new SignJWT({ jti: 'one' })
    .setProtectedHeader({ alg: 'PS256', 'x5t#S256': Buffer.from(thumbprintSha256, 'hex').toString('base64url') })
    .setIssuer(change.iss ?? appId)
    .setSubject(change.sub ?? appId)
    .setAudience(change.aud ?? TOKEN_URL)
    .setNotBefore(NOW_S - 60)
    .setExpirationTime(change.exp ?? NOW_S + 600)
    .sign(createPrivateKey(change.key ?? privateKey));
  return askWith(stage, assertion);
}

export function askWith(stage: EntraStage, assertion: string): Promise<Met> {
  const form = {
    client_id: stage.application.appId,
    grant_type: 'client_credentials',
    scope: 'https://graph.microsoft.com/.default',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  };
  return stage.token(form, { authority: 'contoso.example' });
}

export function principalOf(stage: EntraStage): ServicePrincipal {
  const principals = [...stage.client.world().servicePrincipals.values()];
  const principal = principals.find(({ appId }) => appId === stage.application.appId);
  if (!principal) throw new Error('The application has no service principal.');
  return principal;
}

const open = (stage: EntraStage, authority: string, resource: Record<string, unknown>): Promise<Met> =>
  stage.browser().open(stage.authorizeUrl({ client_id: stage.register(resource).appId }, authority));

const withSecret = (stage: EntraStage, secret: string): Promise<Met> =>
  stage.token({ ...stage.codeForm('x'), client_secret: secret });

/** A code that went to a redirect URI of another platform than web. */
async function redeemOf(
  stage: EntraStage,
  platform: 'spa' | 'publicClient',
  change: { withSecret: boolean },
): Promise<Met> {
  stage.application.resource = { ...stage.application.resource, web: {}, [platform]: { redirectUris: [REDIRECT_URI] } };
  const { fields } = await stage.signIn('ada');
  const { client_secret = '', ...form } = stage.codeForm(String(fields.code));
  return stage.token(change.withSecret ? { ...form, client_secret } : form);
}

export const CLIENT_PROVOCATIONS: Provocations = {
  700016: (stage) => stage.browser().open(stage.authorizeUrl({ client_id: '00000000-0000-4000-8000-00000000dead' })),
  7000229(stage) {
    stage.client.world().servicePrincipals.delete(principalOf(stage).id);
    const { client_id = '', client_secret = '' } = stage.codeForm('');
    const form = { client_id, client_secret, grant_type: 'client_credentials' };
    return stage.token({ ...form, scope: 'https://graph.microsoft.com/.default' }, { authority: 'contoso.example' });
  },
  7000112(stage) {
    principalOf(stage).resource.accountEnabled = false;
    return stage.signIn('ada');
  },
  1000031: (stage) => open(stage, 'common', { disabledByMicrosoftStatus: 'DisabledDueToViolationOfServicesAgreement' }),
  50194: (stage) => open(stage, 'common', { signInAudience: 'AzureADMyOrg' }),
  9002332: (stage) => open(stage, 'consumers', { signInAudience: 'AzureADMultipleOrgs' }),
  9002331: (stage) => open(stage, 'organizations', { signInAudience: 'PersonalMicrosoftAccount' }),
  7000215: (stage) => withSecret(stage, stage.application.secrets[0]?.keyId ?? ''),
  7000222(stage) {
    stage.client.advance('P3Y');
    return withSecret(stage, stage.secret);
  },
  7000218(stage) {
    const { client_secret: _, ...form } = stage.codeForm('x');
    return stage.token(form);
  },
  700025: (stage) => redeemOf(stage, 'publicClient', { withSecret: true }),
  90023: (stage) => redeemOf(stage, 'spa', { withSecret: true }),
  9002327: (stage) => redeemOf(stage, 'spa', { withSecret: false }),
  700027: (stage) =>
    withAssertion(stage, {
      key: createCertificate({ from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' }).privateKey,
    }),
  700024: (stage) => withAssertion(stage, { exp: NOW_S - 3_600 }),
  700023: (stage) => withAssertion(stage, { aud: 'https://app.example/token' }),
  700021: (stage) => withAssertion(stage, { sub: 'another' }),
  70021: (stage) => withAssertion(stage, { iss: 'https://issuer.example' }),
  50027: (stage) => askWith(stage, 'nonsense'),
};
