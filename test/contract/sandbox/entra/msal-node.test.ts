// MSAL for Node, unmodified: every flow of it that a server or a tool uses, and its reading of refusals.
import {
  type AuthenticationResult,
  ConfidentialClientApplication,
  InteractionRequiredAuthError,
  PublicClientApplication,
  ResponseMode,
  ServerError,
} from '@azure/msal-node';
import { beforeEach, describe, expect, test } from 'vitest';
import { transportInto } from '../../../support/sandbox-transport.ts';
import { CHALLENGE, type EntraStage, LOGIN, openEntra, REDIRECT_URI, signInWith, VERIFIER } from './entra-stage.ts';
import { certificate } from './provocations/clients.ts';

const SCOPES = ['openid', 'profile', 'offline_access', 'Calendars.ReadWrite'];
const GRAPH_DEFAULT = ['https://graph.microsoft.com/.default'];
/** A machine whose clock is right: MSAL signs assertions with it. */
const TODAY = new Date().toISOString();

let stage: EntraStage;
beforeEach(() => {
  stage = openEntra({ now: TODAY });
});

function systemOf(): { networkClient: ReturnType<typeof transportInto>['msalNetworkClient'] } {
  return { networkClient: transportInto(stage.client.sandbox).msalNetworkClient };
}

function confidential(authority = 'common', secret = stage.secret): ConfidentialClientApplication {
  const { appId } = stage.application;
  return new ConfidentialClientApplication({
    auth: { clientId: appId, clientSecret: secret, authority: `${LOGIN}/${authority}` },
    system: systemOf(),
  });
}

const codeRequest = {
  scopes: SCOPES,
  redirectUri: REDIRECT_URI,
  codeChallenge: CHALLENGE,
  codeChallengeMethod: 'S256',
};

async function signedIn(application: ConfidentialClientApplication, login = 'ada'): Promise<AuthenticationResult> {
  const url = await application.getAuthCodeUrl({ ...codeRequest, state: 's', nonce: 'n' });
  const { fields } = await signInWith(stage.browser(), url, stage.user(login));
  expect(fields.state).toBe('s');
  return application.acquireTokenByCode({
    code: String(fields.code),
    scopes: SCOPES,
    redirectUri: REDIRECT_URI,
    codeVerifier: VERIFIER,
    nonce: 'n',
  });
}

describe('authorization code with PKCE', () => {
  test.each([
    ['an organization’s account', 'ada', 'contoso.example'],
    ['a personal account', 'pat@outlook.example', 'outlook.example'],
  ])('%s: account, id_token claims, scopes', async (_, login, domain) => {
    const result = await signedIn(confidential(), login);
    const user = stage.user(login);
    expect(result.account).toMatchObject({ tenantId: user.tenantId, username: user.userPrincipalName });
    expect(result.account?.homeAccountId).toBe(`${user.id}.${user.tenantId}`);
    expect(result.idTokenClaims).toMatchObject({ oid: user.id, tid: user.tenantId, ver: '2.0', nonce: 'n' });
    expect(result.scopes).toEqual(['openid', 'profile', 'Calendars.ReadWrite']);
    expect(user.userPrincipalName).toContain(domain);
  });

  test('by a form that posts itself', async () => {
    const application = confidential();
    const url = await application.getAuthCodeUrl({ ...codeRequest, state: 's', responseMode: ResponseMode.FORM_POST });
    const { status, text } = await signInWith(stage.browser(), url, stage.user('ada'));
    expect(status).toBe(200);
    expect(text).toContain(`action="${REDIRECT_URI}"`);
    const code = /name="code" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const rest = { scopes: SCOPES, redirectUri: REDIRECT_URI, codeVerifier: VERIFIER };
    await expect(application.acquireTokenByCode({ code, ...rest })).resolves.toMatchObject({ fromCache: false });
  });

  test('silently: from the cache, then by refresh, then with another instance’s refresh token', async () => {
    const application = confidential();
    const { account } = await signedIn(application);
    if (!account) throw new Error('There is no account.');
    const scopes = ['Calendars.ReadWrite'];
    expect(await application.acquireTokenSilent({ account, scopes })).toMatchObject({ fromCache: true });
    const renewed = await application.acquireTokenSilent({ account, scopes, forceRefresh: true });
    expect(renewed).toMatchObject({ fromCache: false, tenantId: account.tenantId });
    const cache = JSON.parse(application.getTokenCache().serialize()) as {
      RefreshToken: Record<string, { secret: string }>;
    };
    const refreshToken = Object.values(cache.RefreshToken)[0]?.secret ?? '';
    const again = await confidential().acquireTokenByRefreshToken({ refreshToken, scopes });
    expect(again?.accessToken).toEqual(expect.any(String));
  });
});

test('a device code is typed at the page, and the device gets its tokens', async () => {
  const application = new PublicClientApplication({
    auth: { clientId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46', authority: `${LOGIN}/organizations` },
    system: systemOf(),
  });
  const { userPrincipalName, password } = stage.user('ada');
  const result = await application.acquireTokenByDeviceCode({
    scopes: GRAPH_DEFAULT,
    deviceCodeCallback({ userCode, verificationUri }) {
      void stage.client.sandbox.handle({
        method: 'POST',
        url: new URL(verificationUri),
        headers: {},
        body: new URLSearchParams({ user_code: userCode, login: userPrincipalName, passwd: password }).toString(),
      });
    },
  });
  expect(result?.account?.username).toBe('ada@contoso.example');
});

describe('an application by itself', () => {
  test('with its secret, sent in the form', async () => {
    const result = await confidential('contoso.example').acquireTokenByClientCredential({ scopes: GRAPH_DEFAULT });
    expect(result).toMatchObject({ tokenType: 'Bearer', fromCache: false });
  });

  test('with its certificate', async () => {
    const { privateKey, thumbprintSha256, registered } = certificate();
    stage.application.certificates = [registered];
    const application = new ConfidentialClientApplication({
      auth: {
        clientId: stage.application.appId,
        authority: `${LOGIN}/contoso.example`,
        clientCertificate: { thumbprintSha256, privateKey },
      },
      system: systemOf(),
    });
    const result = await application.acquireTokenByClientCredential({ scopes: GRAPH_DEFAULT });
    expect(result?.accessToken).toEqual(expect.any(String));
  });
});

describe('refusals, as MSAL reads them', () => {
  test('a dead refresh token asks for a sign-in', async () => {
    const application = confidential();
    await signedIn(application);
    stage.client.advance('PT1M');
    stage.user('ada').sessionsValidFrom = stage.client.world().clock.now().epochMilliseconds;
    const [account] = await application.getTokenCache().getAllAccounts();
    if (!account) throw new Error('There is no account.');
    const silent = application.acquireTokenSilent({ account, scopes: ['Calendars.ReadWrite'], forceRefresh: true });
    await expect(silent).rejects.toBeInstanceOf(InteractionRequiredAuthError);
    await expect(silent).rejects.toMatchObject({ errorCode: 'invalid_grant', subError: 'bad_token' });
  });

  test('Conditional Access brings the claims of the next sign-in', async () => {
    const application = confidential();
    const { account } = await signedIn(application);
    if (!account) throw new Error('There is no account.');
    const rules = [{ match: { service: 'entra', path: '/oauth2/v2.0/token' }, effect: { aadsts: 50076 } }];
    await stage.client.control('PUT', '/faults', { rules });
    const silent = application.acquireTokenSilent({ account, scopes: ['Calendars.ReadWrite'], forceRefresh: true });
    await expect(silent).rejects.toBeInstanceOf(InteractionRequiredAuthError);
    await expect(silent).rejects.toMatchObject({ claims: expect.stringContaining('capolids') as string });
  });

  test('a wrong secret is a server error with its number', async () => {
    const asked = confidential('contoso.example', 'wrong').acquireTokenByClientCredential({ scopes: GRAPH_DEFAULT });
    await expect(asked).rejects.toBeInstanceOf(ServerError);
    await expect(asked).rejects.toMatchObject({ errorCode: 'invalid_client', errorNo: 7000215 });
  });
});
