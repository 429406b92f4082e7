// Personal accounts' own side: OAuth errors without numbers, in the words of login.live.com.
import { beforeEach, describe, expect, test } from 'vitest';
import { codeOf, type EntraStage, type Met, openEntra } from './entra-stage.ts';

const PAT = 'pat@outlook.example';
const CONSUMERS = '9188040d-6c67-4c5b-b112-36a304b66dad';

let stage: EntraStage;
beforeEach(() => {
  stage = openEntra();
});

function expectWords(met: Met, error: string, words: RegExp): void {
  expect(codeOf(met)).toBeUndefined();
  expect(met.text).not.toContain('AADSTS');
  expect(met.fields).not.toHaveProperty('error_codes');
  const isPage = met.location === null && !met.text.startsWith('{');
  const told = isPage ? met.text : `${String(met.fields.error)}: ${String(met.fields.error_description)}`;
  expect(told).toMatch(new RegExp(`${error}: [^<]*${words.source}`));
}

describe('on the page', () => {
  test.each(['consumers', CONSUMERS])('a client that /%s does not know', async (authority) => {
    const url = stage.authorizeUrl({ client_id: '00000000-0000-4000-8000-00000000dead' }, authority);
    expectWords(
      await stage.browser().open(url),
      'unauthorized_client',
      /does not exist or is not enabled for consumers/,
    );
  });

  test('a client whose consumer twin is not made yet', async () => {
    stage.application.visibleFrom = stage.client.world().clock.now().epochMilliseconds + 1_000;
    const met = await stage.browser().open(stage.authorizeUrl({}, 'consumers'));
    expectWords(met, 'unauthorized_client', /not enabled for consumers/);
    stage.client.advance('PT2S');
    expect((await stage.signIn(PAT, {}, 'consumers')).fields.code).toEqual(expect.any(String));
  });

  test('an application for organizations alone, met at /common', async () => {
    stage.application.resource.signInAudience = 'AzureADMultipleOrgs';
    expectWords(await stage.signIn(PAT), 'unauthorized_client', /not enabled for consumers/);
  });

  test('a redirect URI that is not registered', async () => {
    const met = await stage
      .browser()
      .open(stage.authorizeUrl({ redirect_uri: 'https://app.example/other' }, 'consumers'));
    expectWords(met, 'invalid_request', /redirect_uri.*is not valid/);
  });
});

describe('at the redirect', () => {
  test('refused consent', async () => {
    const browser = stage.browser();
    const { password } = stage.user(PAT);
    await browser.open(stage.authorizeUrl());
    await browser.submit({ login: PAT, passwd: password });
    expectWords(await browser.submit({ decision: 'cancel' }), 'access_denied', /denied access to the scope/);
  });

  test('prompt=none without a session', async () => {
    const met = await stage.browser().open(stage.authorizeUrl({ prompt: 'none' }, 'consumers'));
    expectWords(met, 'login_required', /Silent authentication was denied/);
  });
});

describe('at the token endpoint', () => {
  test.each([
    ['a wrong secret', { client_secret: 'wrong' }, 'invalid_client', /client_secret/],
    ['a code of nobody', {}, 'invalid_grant', /'code' is not valid/],
  ])('%s at /consumers', async (_, change, error, words) => {
    expectWords(await stage.token({ ...stage.codeForm('x'), ...change }, { authority: 'consumers' }), error, words);
  });

  test('a personal account’s code at /common, redeemed twice', async () => {
    const { fields } = await stage.signIn(PAT);
    const form = stage.codeForm(String(fields.code));
    expect((await stage.token(form)).status).toBe(200);
    expectWords(await stage.token(form), 'invalid_grant', /'code' is not valid/);
  });

  test('a personal account’s refresh token, revoked', async () => {
    const { fields } = await stage.tokens(PAT);
    stage.client.advance('PT1M');
    stage.user(PAT).sessionsValidFrom = stage.client.world().clock.now().epochMilliseconds;
    expectWords(await stage.token(stage.refreshForm(fields.refresh_token)), 'invalid_grant', /grant is expired/);
  });
});

test('its codes and access tokens look different from an organization’s', async () => {
  const { fields } = await stage.signIn(PAT);
  expect(fields.code).toMatch(/^M\.C/);
  const tokens = await stage.token(stage.codeForm(String(fields.code)));
  expect(tokens.fields.access_token).toMatch(/^EwB/);
});
