// What the token endpoint answers: scopes as they were written, lives, rotation, revocation, proofs of clients, replication.
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { beforeEach, describe, expect, test } from 'vitest';
import { findToken } from '../../../sandbox/core/tokens.ts';
import { addSecret, codeOf, type EntraStage, GRAPH_APP_ID, LOGIN, type Met, openEntra, post } from './entra-stage.ts';
import { withAssertion } from './provocations/clients.ts';
import { beginDeviceFlow } from './provocations/grants.ts';

let stage: EntraStage;
beforeEach(() => {
  stage = openEntra();
});

const CALENDARS_ID = '1ec239c2-d7c9-4623-a91a-a9775856bb36';

describe('the answer', () => {
  test('has the documented fields and nothing else', async () => {
    const { status, fields, headers } = await stage.tokens('ada');
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
    expect(fields).toEqual({
      token_type: 'Bearer',
      scope: 'openid profile Calendars.ReadWrite',
      expires_in: 3899,
      ext_expires_in: 3899,
      access_token: expect.any(String) as string,
      refresh_token: expect.any(String) as string,
      id_token: expect.any(String) as string,
    });
  });

  test('names scopes with their resource where the request did', async () => {
    const scope = 'offline_access https://graph.microsoft.com/Calendars.ReadWrite';
    const { fields } = await stage.tokens('ada', { scope });
    expect(fields.scope).toBe('https://graph.microsoft.com/Calendars.ReadWrite');
    expect(fields).not.toHaveProperty('id_token');
    expect(findToken(stage.client.world(), String(fields.access_token))?.scopes).toEqual(['Calendars.ReadWrite']);
  });

  test('has no refresh token without offline_access, no name without profile', async () => {
    const { fields } = await stage.tokens('ada', { scope: 'openid Calendars.ReadWrite' });
    expect(fields).not.toHaveProperty('refresh_token');
    expect(decodeJwt(String(fields.id_token))).not.toHaveProperty('preferred_username');
  });

  test('expands .default to what the registration lists', async () => {
    stage.application.resource.requiredResourceAccess = [
      { resourceAppId: GRAPH_APP_ID, resourceAccess: [{ id: CALENDARS_ID, type: 'Scope' }] },
    ];
    const { fields } = await stage.tokens('ada', { scope: 'openid https://graph.microsoft.com/.default' });
    expect(String(fields.scope).split(' ')).toContain('https://graph.microsoft.com/Calendars.ReadWrite');
    expect(findToken(stage.client.world(), String(fields.access_token))?.scopes).toContain('Calendars.ReadWrite');
  });

  test('has client_info where it is asked for', async () => {
    const { fields } = await stage.signIn('ada');
    const tokens = await stage.token({ ...stage.codeForm(String(fields.code)), client_info: '1' });
    const info = JSON.parse(Buffer.from(String(tokens.fields.client_info), 'base64url').toString()) as unknown;
    expect(info).toEqual({ uid: stage.user('ada').id, utid: stage.tenant.id });
  });

  test('the id_token: who, where, for whom, and the same person is another to another application', async () => {
    const ada = stage.user('ada');
    const { fields } = await stage.tokens('ada', { scope: 'openid profile email Calendars.ReadWrite' });
    const claims = decodeJwt(String(fields.id_token));
    expect(claims).toMatchObject({
      aud: stage.application.appId,
      iss: `${LOGIN}/${stage.tenant.id}/v2.0`,
      tid: stage.tenant.id,
      oid: ada.id,
      preferred_username: ada.userPrincipalName,
      name: ada.displayName,
      email: ada.mail,
      nonce: 'nonce-1',
      ver: '2.0',
      aio: expect.any(String) as string,
      rh: expect.any(String) as string,
      uti: expect.any(String) as string,
    });
    const other = stage.register({});
    addSecret(stage.client, other, stage.secret);
    const change = { client_id: other.appId };
    const code = String((await stage.signIn('ada', change)).fields.code);
    const theirs = await stage.token({ ...stage.codeForm(code), ...change });
    expect(decodeJwt(String(theirs.fields.id_token)).sub).not.toBe(claims.sub);
  });
});

describe('refresh', () => {
  const refresh = (token: unknown, change: Record<string, string> = {}) =>
    stage.token({ ...stage.refreshForm(token), ...change });

  test('gives a new refresh token; the old one stays good', async () => {
    const { fields } = await stage.tokens('ada');
    const second = await refresh(fields.refresh_token);
    expect(second.fields.refresh_token).not.toBe(fields.refresh_token);
    expect((await refresh(fields.refresh_token)).status).toBe(200);
    expect((await refresh(second.fields.refresh_token)).status).toBe(200);
  });

  test('each use gives 90 days more', async () => {
    let { fields } = await stage.tokens('ada');
    for (let use = 0; use < 3; use += 1) {
      stage.client.advance('P80D');
      ({ fields } = await refresh(fields.refresh_token));
    }
    expect(fields.access_token).toEqual(expect.any(String));
  });

  test('takes a part of the scopes, and none that was not consented to', async () => {
    const { fields } = await stage.tokens('ada', { scope: 'offline_access Calendars.ReadWrite User.Read' });
    const part = await refresh(fields.refresh_token, { scope: 'User.Read' });
    expect(part.fields).toMatchObject({ scope: 'User.Read', refresh_token: expect.any(String) as string });
    const more = await refresh(fields.refresh_token, { scope: 'MailboxSettings.Read' });
    expect(more.fields).toMatchObject({ error: 'invalid_grant', suberror: 'consent_required' });
  });

  test('ends with the account', async () => {
    const { fields } = await stage.tokens('ada');
    stage.user('ada').accountEnabled = false;
    expect(codeOf(await refresh(fields.refresh_token))).toBe(50057);
  });

  test('is for the client that it was issued to', async () => {
    const { fields } = await stage.tokens('ada');
    const other = stage.register({});
    addSecret(stage.client, other, stage.secret);
    expect(codeOf(await refresh(fields.refresh_token, { client_id: other.appId }))).toBe(70000);
  });
});

describe('a page’s own script', () => {
  test('redeems across origins without a secret, and gets a day', async () => {
    const { web } = stage.application.resource;
    stage.application.resource = { ...stage.application.resource, web: {}, spa: web };
    const { fields } = await stage.signIn('ada');
    const { client_secret: _, ...form } = stage.codeForm(String(fields.code));
    const answered = await stage.token(form, { headers: { origin: 'https://app.example' } });
    expect(answered.fields.refresh_token_expires_in).toBe(86_400);
    expect(answered.headers['access-control-allow-origin']).toBe('*');
  });
});

describe('a client secret', () => {
  const probe = (secret: string): Promise<Met> => stage.token({ ...stage.codeForm('x'), client_secret: secret });
  /** A bogus code is refused for itself only once the secret was taken. */
  const isTaken = async (secret: string) => (await probe(secret)).fields.error === 'invalid_grant';

  test('is taken from the Basic header as well, encoded or as it is', async () => {
    const { client_id = '', client_secret: _, ...form } = stage.codeForm('x');
    addSecret(stage.client, stage.application, 'with:colon+and%');
    for (const secret of [encodeURIComponent('with:colon+and%'), stage.secret]) {
      const authorization = `Basic ${Buffer.from(`${client_id}:${secret}`).toString('base64')}`;
      expect((await stage.token(form, { headers: { authorization } })).fields.error).toBe('invalid_grant');
    }
  });

  test('two live side by side; one that has ended is told apart from a wrong one', async () => {
    addSecret(stage.client, stage.application, 'second');
    expect([await isTaken(stage.secret), await isTaken('second')]).toEqual([true, true]);
    const [first] = stage.application.secrets;
    if (first) first.endDateTime = '2026-11-24T08:00:00Z';
    expect(codeOf(await probe(stage.secret))).toBe(7000222);
    expect(codeOf(await probe('third'))).toBe(7000215);
    expect(await isTaken('second')).toBe(true);
  });

  test('a new one is refused at first, then taken by turns, then always', async () => {
    stage.client.world().settings.secretReplicationMs = 20_000;
    addSecret(stage.client, stage.application, 'new');
    expect([await isTaken('new'), await isTaken('new')]).toEqual([false, false]);
    stage.client.advance('PT12S');
    const turns = [await isTaken('new'), await isTaken('new'), await isTaken('new'), await isTaken('new')];
    expect(turns).toEqual([false, true, false, true]);
    stage.client.advance('PT10S');
    expect([await isTaken('new'), await isTaken('new'), await isTaken('new')]).toEqual([true, true, true]);
  });
});

describe('a device code', () => {
  test('asked for again at once: slow_down; at the interval: pending; typed: tokens, once', async () => {
    const flow = await beginDeviceFlow(stage);
    expect((await flow.ask()).fields.error).toBe('authorization_pending');
    expect((await flow.ask()).fields.error).toBe('slow_down');
    stage.client.advance('PT5S');
    expect((await flow.ask()).fields.error).toBe('authorization_pending');
    const { password } = stage.user('ada');
    await flow.type({ login: 'ada@contoso.example', passwd: 'wrong' });
    expect((await flow.ask()).status).toBe(400);
    expect((await flow.type({ login: 'ada@contoso.example', passwd: password })).text).toContain('You have signed in');
    expect((await flow.ask()).fields.access_token).toEqual(expect.any(String));
    expect((await flow.ask()).fields.error).toBe('bad_verification_code');
  });

  test('tells how long to wait between two polls, in whole seconds: 5, unless the setting says otherwise', async () => {
    const { appId } = stage.register({ isFallbackPublicClient: true });
    const intervalAt = async () => {
      const form = { client_id: appId, scope: 'openid' };
      const { fields } = await post(stage.client, `${LOGIN}/common/oauth2/v2.0/devicecode`, form);
      return fields.interval;
    };
    expect(await intervalAt()).toBe(5);
    stage.client.world().settings.deviceCodeIntervalMs = 1_200;
    expect(await intervalAt()).toBe(2);
  });

  test('of an application that needs consent asks for it at the page', async () => {
    const app = stage.register({ isFallbackPublicClient: true });
    const begun = await post(stage.client, `${LOGIN}/common/oauth2/v2.0/devicecode`, {
      client_id: app.appId,
      scope: 'openid Calendars.ReadWrite',
    });
    const { userPrincipalName, password } = stage.user('ada');
    const typed = { user_code: String(begun.fields.user_code), login: userPrincipalName, passwd: password };
    const asked = await post(stage.client, String(begun.fields.verification_uri), typed);
    expect(asked.text).toContain('Calendars.ReadWrite');
    const done = await post(stage.client, String(begun.fields.verification_uri), { ...typed, decision: 'accept' });
    expect(done.text).toContain('You have signed in');
  });
});

test('a client’s certificate proves it at the token endpoint', async () => {
  expect((await withAssertion(stage)).status).toBe(200);
});

test('signing keys roll: the next one is published before it signs, the last one after', async () => {
  stage.client.world().settings.signingKeyLifeMs = 86_400_000;
  const keys = async () => {
    const { fields } = await stage.browser().open(`${LOGIN}/common/discovery/v2.0/keys`);
    return (fields.keys as { kid: string }[]).map(({ kid }) => kid);
  };
  const signer = async () => {
    const { fields } = await stage.tokens('ada');
    return decodeProtectedHeader(String(fields.id_token)).kid;
  };
  const [first, before] = [await signer(), await keys()];
  expect(before).toContain(first);
  stage.client.advance('P1D');
  const second = await signer();
  expect(second).not.toBe(first);
  expect(before).toContain(second);
  expect(await keys()).toContain(first);
});
