// Who is signed in: sessions by cookie, prompt, login_hint, the account picker, and signing out.
import { beforeEach, describe, expect, test } from 'vitest';
import { type Browser, type EntraStage, LOGIN, openEntra, REDIRECT_URI, signInWith } from './entra-stage.ts';

let stage: EntraStage;
let browser: Browser;
beforeEach(async () => {
  stage = openEntra();
  browser = stage.browser();
  await signInWith(browser, stage.authorizeUrl(), stage.user('ada'));
});

test('whoever is signed in needs no page, and the session keeps its session_state', async () => {
  const first = await browser.open(stage.authorizeUrl());
  const second = await browser.open(stage.authorizeUrl({ prompt: 'none' }));
  expect(first.fields.code).toEqual(expect.any(String));
  expect(second.fields.code).toEqual(expect.any(String));
  expect(second.fields.session_state).toBe(first.fields.session_state);
});

test('another browser knows nobody', async () => {
  expect((await stage.browser().open(stage.authorizeUrl())).text).toContain('name="passwd"');
});

test('prompt=login asks for the password all the same', async () => {
  const { text } = await browser.open(stage.authorizeUrl({ prompt: 'login', login_hint: 'ada@contoso.example' }));
  expect(text).toContain('name="passwd"');
  expect(text).toContain('value="ada@contoso.example"');
  expect(text).not.toContain('Pick an account');
});

test('prompt=select_account shows who is signed in; one click is enough', async () => {
  const { text } = await browser.open(stage.authorizeUrl({ prompt: 'select_account' }));
  expect(text).toContain('Pick an account');
  expect((await browser.submit({ account: 'ada@contoso.example' })).fields.code).toEqual(expect.any(String));
});

test('an account that is not signed in here can’t be picked without its password', async () => {
  await browser.open(stage.authorizeUrl({ prompt: 'select_account' }));
  expect((await browser.submit({ account: 'bo@contoso.example' })).text).toContain('AADSTS50126');
});

test('two people are signed in: the hint decides, without it the picker', async () => {
  await signInWith(browser, stage.authorizeUrl({ prompt: 'login' }), stage.user('bo'));
  expect((await browser.open(stage.authorizeUrl())).text).toContain('Pick an account');
  const { fields } = await browser.open(stage.authorizeUrl({ prompt: 'none', login_hint: 'bo@contoso.example' }));
  expect(fields.code).toEqual(expect.any(String));
});

test('prompt=none without consent says so', async () => {
  const { fields } = await browser.open(stage.authorizeUrl({ prompt: 'none', scope: 'openid MailboxSettings.Read' }));
  expect(fields.error).toBe('consent_required');
});

test('revoked sessions and disabled accounts count no longer', async () => {
  stage.client.advance('PT1M');
  stage.user('ada').sessionsValidFrom = stage.client.world().clock.now().epochMilliseconds;
  expect((await browser.open(stage.authorizeUrl({ prompt: 'none' }))).fields.error).toBe('login_required');
});

describe('signing out', () => {
  const logout = (query: Record<string, string>) =>
    browser.open(`${LOGIN}/common/oauth2/v2.0/logout?${new URLSearchParams(query).toString()}`);

  test('ends the session and goes to a registered address, with the state', async () => {
    const { location } = await logout({ post_logout_redirect_uri: REDIRECT_URI, state: 's' });
    expect(location?.toString()).toBe(`${REDIRECT_URI}?state=s`);
    expect(browser.cookie()).toBe('');
    expect((await browser.open(stage.authorizeUrl({ prompt: 'none' }))).fields.error).toBe('login_required');
  });

  test('goes nowhere else', async () => {
    const { location, text } = await logout({ post_logout_redirect_uri: 'https://evil.example/' });
    expect(location).toBeNull();
    expect(text).not.toContain('evil.example');
  });

  test('tells applications that want to know, by hidden frames', async () => {
    stage.application.resource.web = { redirectUris: [REDIRECT_URI], logoutUrl: 'https://app.example/signed-out' };
    const { text } = await logout({ post_logout_redirect_uri: REDIRECT_URI });
    expect(text).toMatch(/<iframe[^>]* src="https:\/\/app\.example\/signed-out\?sid=/);
  });
});
