// Access tokens of a connected mailbox: one renewal however many ask, and the new refresh token is kept at once.
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudByName } from '../../graph/transport/clouds.ts';
import { createOriginMap } from '../../graph/transport/origin-map.ts';
import { createTransport, type Transport } from '../../graph/transport/transport.ts';
import { type AccessTokens, createAccessTokens } from '../../server/oauth/access-tokens.ts';
import { systemRandomness } from '../../server/randomness.ts';
import { loadSealingKeys } from '../../server/secrets/key-file.ts';
import { createSealing } from '../../server/secrets/sealing.ts';
import { createVault } from '../../server/secrets/vault.ts';
import { entraStateOf } from '../sandbox/entra/state.ts';
import { type RunningSandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import { createConnectedUser } from '../support/connected-user.ts';
import type { HttpSession } from '../support/http-session.ts';
import { type Registration, registerApp } from '../support/microsoft-account.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const clock = { now: () => Temporal.Now.instant() };
let sandbox: RunningSandbox;
let server: RunningServer;
let transport: Transport;
let mailboxId: string;
let administrator: HttpSession;
let registration: Registration;

beforeAll(async () => {
  sandbox = await startSandbox();
  server = await startServer({ sandboxUrl: sandbox.url });
  administrator = await server.setUp();
  registration = await registerApp(sandbox.url, `${server.url}/microsoft_account/authentication`);
  await administrator.call('PUT', '/api/settings/outlook', { active: true, ...registration });
  const session = await server.signInAs(administrator, 'ada@calendar.example');
  await createConnectedUser(session, sandbox, 'ada').connect();
  const { database } = server.database;
  ({ id: mailboxId } = await database.selectFrom('mailboxes').select('id').executeTakeFirstOrThrow());
  const cloud = cloudByName('public');
  transport = createTransport({ cloud, originMap: createOriginMap(cloud, sandbox.url, false) });
});
afterAll(async () => {
  await transport.close();
  await server.close();
  await sandbox.close();
});

/** As a process that has just started: it knows what the database knows. */
function freshTokens(): AccessTokens {
  const keys = loadSealingKeys(join(server.dataDirectory, 'secret-key'), false, systemRandomness);
  const vault = createVault(createSealing(keys), clock);
  return createAccessTokens({ database: server.database.database, vault, transport, clock });
}

function tokenRequests(): number {
  return sandbox.sandbox.world().ledger.filter(({ path }) => path.includes('/oauth2/v2.0/token')).length;
}

test('fifty callers cause one renewal', async () => {
  const before = tokenRequests();
  const tokens = freshTokens();
  const values = await Promise.all(Array.from({ length: 50 }, () => tokens.renew(mailboxId)));
  expect(new Set(values).size).toBe(1);
  expect(tokenRequests()).toBe(before + 1);
});

test('a token that lasts is used again, also by the next process', async () => {
  const before = tokenRequests();
  const tokens = freshTokens();
  expect(await tokens.of(mailboxId)).toBe(await tokens.of(mailboxId));
  expect(tokenRequests()).toBe(before);
});

test('each renewal keeps the new refresh token: the old ones may be withdrawn', async () => {
  await freshTokens().renew(mailboxId);
  const grants = [...entraStateOf(sandbox.sandbox.world()).refreshTokens.values()];
  for (const grant of grants.slice(0, -1)) grant.revoked = true;
  await expect(freshTokens().renew(mailboxId)).resolves.toEqual(expect.any(String));
});

test("a refused secret is our trouble, not the user's: it is tried again later", async () => {
  await administrator.call('PUT', '/api/settings/outlook', { clientSecret: 'wrong~secret' });
  await expect(freshTokens().renew(mailboxId)).rejects.toMatchObject({
    code: 'AADSTS7000215',
    retryAfterMs: expect.any(Number),
  });
  await administrator.call('PUT', '/api/settings/outlook', { clientSecret: registration.clientSecret });
});

test('a dead refresh token asks for a new sign-in, with one request', async () => {
  for (const grant of entraStateOf(sandbox.sandbox.world()).refreshTokens.values()) grant.revoked = true;
  const before = tokenRequests();
  await expect(freshTokens().renew(mailboxId)).rejects.toMatchObject({ code: 'needs_sign_in' });
  expect(tokenRequests()).toBe(before + 1);
});
