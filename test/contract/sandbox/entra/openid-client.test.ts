// An independent reader of OpenID Connect, openid-client: discovery, code with PKCE, validation of the id_token, userinfo.
import * as oidc from 'openid-client';
import { beforeEach, expect, test } from 'vitest';
import { type EntraStage, LOGIN, openEntra, REDIRECT_URI, signInWith } from './entra-stage.ts';

let stage: EntraStage;
beforeEach(() => {
  // It compares times in tokens with its own clock.
  stage = openEntra({ now: new Date().toISOString() });
});

/** Into the sandbox of this test, as if it stood at Microsoft's hosts. */
const customFetch: oidc.CustomFetch = async (url, options) => {
  const { body, method } = options;
  const answer = await stage.client.sandbox.handle({
    method,
    url: new URL(url),
    headers: Object.fromEntries(new Headers(options.headers)),
    body: body instanceof URLSearchParams ? body.toString() : typeof body === 'string' ? body : '',
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) headers.set(name, String(value));
  return new Response(answer.body, { status: answer.status, headers });
};

async function discover(authority: string): Promise<oidc.Configuration> {
  const server = new URL(`${LOGIN}/${authority}/v2.0`);
  const secret = oidc.ClientSecretPost(stage.secret);
  return oidc.discovery(server, stage.application.appId, undefined, secret, { [oidc.customFetch]: customFetch });
}

async function signIn(config: oidc.Configuration, login: string): ReturnType<typeof oidc.authorizationCodeGrant> {
  const verifier = oidc.randomPKCECodeVerifier();
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: 'openid profile email offline_access',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const { location } = await signInWith(stage.browser(), url.toString(), stage.user(login));
  if (!location) throw new Error('Nothing came back.');
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
  return oidc.authorizationCodeGrant(config, location, checks);
}

test.each([
  ['an organization', 'ada'],
  ['personal accounts', 'pat@outlook.example'],
])(
  'the authority of %s: metadata, code with PKCE, id_token with a published key, userinfo, refresh',
  async (_, login) => {
    const user = stage.user(login);
    // Only the tenant's id makes an address at which the issuer stands.
    const config = await discover(user.tenantId);
    oidc.enableNonRepudiationChecks(config);
    expect(config.serverMetadata()).toMatchObject({ issuer: `${LOGIN}/${user.tenantId}/v2.0` });
    const tokens = await signIn(config, login);
    const claims = tokens.claims();
    expect(claims).toMatchObject({ oid: user.id, tid: user.tenantId, email: user.mail });
    const info = await oidc.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '');
    expect(info).toMatchObject({ sub: claims?.sub, name: user.displayName, email: user.mail });
    const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(renewed.claims()?.sub).toBe(claims?.sub);
  },
);

test.each(['common', 'organizations'])('the shared authority /%s has a template for an issuer', async (authority) => {
  const { fields } = await stage.browser().open(`${LOGIN}/${authority}/v2.0/.well-known/openid-configuration`);
  expect(fields).toMatchObject({
    issuer: `${LOGIN}/{tenantid}/v2.0`,
    authorization_endpoint: `${LOGIN}/${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${LOGIN}/${authority}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${LOGIN}/${authority}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${LOGIN}/${authority}/oauth2/v2.0/logout`,
    jwks_uri: `${LOGIN}/${authority}/discovery/v2.0/keys`,
    userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
    subject_types_supported: ['pairwise'],
    tenant_region_scope: null,
  });
});

test('a client without an origin map is led back to the address that it asked', async () => {
  const { fields } = await stage
    .browser()
    .open('http://127.0.0.1:8480/consumers/v2.0/.well-known/openid-configuration');
  expect(fields.token_endpoint).toBe('http://127.0.0.1:8480/consumers/oauth2/v2.0/token');
  expect(fields.issuer).toBe('http://127.0.0.1:8480/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0');
});

test('userinfo refuses what is no token, and a token without openid', async () => {
  const ask = (token: string) =>
    stage.client.sandbox.handle({
      method: 'GET',
      url: new URL('https://graph.microsoft.com/oidc/userinfo'),
      headers: { authorization: `Bearer ${token}` },
      body: '',
    });
  expect((await ask('nonsense')).status).toBe(401);
  const { body } = await stage.client.control('POST', '/token', { user: 'ada@contoso.example', scopes: ['User.Read'] });
  expect((await ask(String(body.access_token))).status).toBe(403);
});

test('a tenant that is not there has no metadata', async () => {
  const met = await stage.browser().open(`${LOGIN}/nowhere.example/v2.0/.well-known/openid-configuration`);
  expect(met.status).toBe(400);
  expect(met.fields).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] });
});
