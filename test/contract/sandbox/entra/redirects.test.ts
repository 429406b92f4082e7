// Redirect URIs: what matches what (entra: reply-url), and the ways in which an answer goes there.
import { beforeEach, describe, expect, test } from 'vitest';
import { codeOf, type EntraStage, openEntra, REDIRECT_URI } from './entra-stage.ts';

let stage: EntraStage;
beforeEach(() => {
  stage = openEntra();
});

async function accepts(registered: string, asked: string, authority = 'common'): Promise<boolean> {
  stage.application.resource.web = { redirectUris: [registered] };
  const met = await stage.browser().open(stage.authorizeUrl({ redirect_uri: asked }, authority));
  if (met.status === 200) return true;
  expect(met.text).toMatch(/AADSTS50011|redirect_uri/);
  return false;
}

describe('a redirect URI', () => {
  test.each([
    ['https://app.example/cb', 'https://app.example/cb', true],
    ['https://app.example/cb', 'https://app.example/cb/', false],
    ['https://app.example/cb', 'https://app.example/CB', false],
    ['https://app.example/cb', 'http://app.example/cb', false],
    ['https://app.example/cb', 'https://app.example:8443/cb', false],
    ['https://app.example/cb', 'https://app.example/cb?next=1', false],
    ['https://app.example', 'https://app.example/', true],
    ['http://localhost/cb', 'http://localhost:50000/cb', true],
    ['http://localhost:3000/cb', 'http://localhost:4000/cb', true],
    ['http://localhost/cb', 'http://localhost:50000/other', false],
    ['http://localhost/cb', 'https://localhost:50000/cb', false],
    ['http://localhost/cb', 'http://127.0.0.1:50000/cb', false],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:50000/cb', true],
    ['https://*.app.example/cb', 'https://one.app.example/cb', true],
    ['https://*.app.example/cb', 'https://one.app.example/other', false],
    ['https://*.app.example/cb', 'https://evil.example/x.app.example/cb', false],
  ])('registered as %s, asked as %s: %s', async (registered, asked, expected) => {
    expect(await accepts(registered, asked)).toBe(expected);
  });

  test.each([
    ['exact', false],
    ['any', true],
  ] as const)('of a personal account, with another loopback port and the setting %s: %s', async (setting, expected) => {
    stage.client.world().settings.consumerLoopbackPorts = setting;
    expect(await accepts('http://localhost:3000/cb', 'http://localhost:4000/cb', 'consumers')).toBe(expected);
    const signedIn = await stage.signIn('pat@outlook.example', { redirect_uri: 'http://localhost:4000/cb' });
    expect(signedIn.location !== null).toBe(expected);
  });

  test('that is left out is the first that is registered', async () => {
    const { location } = await stage.signIn('ada', { redirect_uri: null });
    expect(location?.origin).toBe(new URL(REDIRECT_URI).origin);
  });
});

describe('an answer goes there', () => {
  test('in the query, with state and session_state', async () => {
    const { status, location, fields } = await stage.signIn('ada');
    expect(status).toBe(302);
    expect(`${location?.origin}${location?.pathname}`).toBe(REDIRECT_URI);
    expect(fields).toEqual({
      code: expect.any(String) as string,
      state: 'state-1',
      session_state: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
  });

  test('in the fragment', async () => {
    const { location, fields } = await stage.signIn('ada', { response_mode: 'fragment' });
    expect(location?.search).toBe('');
    expect(fields.code).toEqual(expect.any(String));
  });

  test('as a form that posts itself, also with an error', async () => {
    const { text } = await stage.signIn('ada', { response_mode: 'form_post' });
    expect(text).toMatch(/<form method="POST" name="hiddenform" action="https:\/\/app\.example\/callback">/);
    expect(text).toContain('name="code"');
    const refused = await stage.browser().open(stage.authorizeUrl({ response_mode: 'form_post', prompt: 'none' }));
    expect(refused.text).toContain('value="login_required"');
  });

  test('with an id_token, where the registration allows it', async () => {
    const web = { redirectUris: [REDIRECT_URI], implicitGrantSettings: { enableIdTokenIssuance: true } };
    stage.application.resource.web = web;
    const { fields } = await stage.signIn('ada', { response_type: 'code id_token' });
    expect(fields).toMatchObject({ code: expect.any(String) as string, id_token: expect.any(String) as string });
  });
});

describe('PKCE', () => {
  test.each([
    ['plain', 'v'.repeat(64), 'v'.repeat(64), 200],
    ['plain', 'v'.repeat(64), 'w'.repeat(64), 400],
  ])('%s: challenge %s, verifier %s: %i', async (method, challenge, verifier, status) => {
    const change = { code_challenge_method: method, code_challenge: challenge };
    const { fields } = await stage.signIn('ada', change);
    const met = await stage.token({ ...stage.codeForm(String(fields.code)), code_verifier: verifier });
    expect(met.status).toBe(status);
  });

  test('a verifier without a challenge is refused', async () => {
    const { fields } = await stage.signIn('ada', { code_challenge: null, code_challenge_method: null });
    expect(codeOf(await stage.token(stage.codeForm(String(fields.code))))).toBe(50148);
  });
});
