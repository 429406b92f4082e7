// F9, what befalls tokens: expiry in the middle of a batch, rotation, a refresh race, dead grants, withdrawn consent, ended secrets.
import { Temporal } from 'temporal-polyfill';
import { beforeEach, expect, test } from 'vitest';
import { openSandbox } from '../sandbox-client.ts';
import { codeOf, type EntraStage, openEntra } from './entra-stage.ts';

let stage: EntraStage;
beforeEach(() => {
  stage = openEntra();
});

async function me(token: unknown): Promise<number> {
  const answer = await stage.client.sandbox.handle({
    method: 'GET',
    url: new URL('https://graph.microsoft.com/v1.0/me/calendar'),
    headers: { authorization: `Bearer ${String(token)}` },
    body: '',
  });
  return answer.status;
}

test('a token that expires in the middle of a batch: what came in time is done, the rest is refused', async () => {
  const client = openSandbox({
    sleep: async (ms) => client.world().clock.advance(Temporal.Duration.from({ milliseconds: Math.round(ms) })),
  });
  const settings = { accessTokenLifeMs: 10_000, latencyMs: 4_000, throttle: 'documented' };
  await client.control('PUT', '/settings', settings);
  const requests = Array.from({ length: 8 }, (_, index) => ({
    id: String(index),
    method: 'GET',
    url: '/me/calendar',
    ...(index === 0 ? {} : { dependsOn: [String(index - 1)] }),
  }));
  const { body } = await client.as('ada').post<{ responses: { status: number }[] }>('/$batch', { requests });
  const statuses = body.responses.map(({ status }) => status);
  expect(statuses).toContain(200);
  expect(statuses).toContain(401);
});

test('a token ends when its life is over, and a refresh brings the next', async () => {
  stage.client.world().settings.accessTokenLifeMs = 60_000;
  const { fields } = await stage.tokens('ada');
  expect(fields.expires_in).toBe(60);
  expect(await me(fields.access_token)).toBe(200);
  stage.client.advance('PT2M');
  expect(await me(fields.access_token)).toBe(401);
  const renewed = await stage.token(stage.refreshForm(fields.refresh_token));
  expect(await me(renewed.fields.access_token)).toBe(200);
});

test('rotation whose answer is lost: the old refresh token still serves', async () => {
  const { fields } = await stage.tokens('ada');
  const rules = [{ match: { service: 'entra', path: '/token', nth: 1 }, effect: { dropResponse: 'after' } }];
  await stage.client.control('PUT', '/faults', { rules });
  await expect(stage.token(stage.refreshForm(fields.refresh_token))).rejects.toThrow('dropped');
  expect((await stage.token(stage.refreshForm(fields.refresh_token))).status).toBe(200);
});

test('a refresh race: every one of them gets tokens that work', async () => {
  const { fields } = await stage.tokens('ada');
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => stage.token(stage.refreshForm(fields.refresh_token))),
  );
  expect(new Set(answers.map(({ fields: { refresh_token } }) => refresh_token)).size).toBe(10);
  for (const answer of answers) expect(await me(answer.fields.access_token)).toBe(200);
});

test('invalid_grant by a fault, for one person’s next request alone', async () => {
  const { fields } = await stage.tokens('ada');
  const rules = [{ match: { service: 'entra', path: '/token', times: 1 }, effect: { aadsts: 70043 } }];
  await stage.client.control('PUT', '/faults', { rules });
  const refused = await stage.token(stage.refreshForm(fields.refresh_token));
  expect(refused.fields).toMatchObject({ error: 'invalid_grant', error_codes: [70043], suberror: 'token_expired' });
  expect((await stage.token(stage.refreshForm(fields.refresh_token))).status).toBe(200);
});

test('consent withdrawn while tokens live: the next refresh is refused, the access token lives on', async () => {
  const { fields } = await stage.tokens('ada');
  stage.client.world().grants.clear();
  expect(codeOf(await stage.token(stage.refreshForm(fields.refresh_token)))).toBe(65001);
  expect(await me(fields.access_token)).toBe(200);
});

test('the secret ends: every refresh is refused until there is another, then the old refresh token serves', async () => {
  const { fields } = await stage.tokens('ada');
  const [secret] = stage.application.secrets;
  if (!secret) throw new Error('There is no secret.');
  const { endDateTime } = secret;
  secret.endDateTime = '2026-11-24T08:00:00Z';
  const refused = await stage.token(stage.refreshForm(fields.refresh_token));
  expect(refused).toMatchObject({ status: 401, fields: { error: 'invalid_client', error_codes: [7000222] } });
  secret.endDateTime = endDateTime;
  expect((await stage.token(stage.refreshForm(fields.refresh_token))).status).toBe(200);
});

test('a throttled token endpoint says when to come again, and in whose words', async () => {
  const rules = [{ match: { service: 'entra', path: '/token' }, effect: { status: 429, retryAfter: 5 } }];
  await stage.client.control('PUT', '/faults', { rules });
  const met = await stage.token(stage.refreshForm('x'));
  const fields = { error: 'temporarily_unavailable', error_codes: [90055] };
  expect(met).toMatchObject({ status: 429, headers: { 'retry-after': '5' }, fields });
});
