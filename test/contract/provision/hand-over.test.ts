// The hand-over to a real server: complete, resumable at every turn, and never a second secret.
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { HttpSession } from '../../support/http-session.ts';
import { type RunningServer, startServer } from '../../support/start-server.ts';
import { type Provisioning, startProvisioning } from './provisioning.ts';

let server: RunningServer;
let administrator: HttpSession;
let provisioning: Provisioning;

beforeAll(async () => {
  provisioning = await startProvisioning();
  server = await startServer({ sandboxUrl: provisioning.sandbox.url });
  administrator = await server.setUp();
});
beforeEach(() => provisioning.reset());
afterAll(async () => {
  await server.close();
  await provisioning.close();
});

const newToken = async () =>
  (await administrator.call<{ token: string }>('POST', '/api/settings/handover-tokens')).token;
const settings = () => administrator.call<Record<string, unknown>>('GET', '/api/settings/outlook');
const handOverArgs = () => ['--yes', '--server', server.url, '--token-stdin'];

test('the server gets client id and secret, and its own redirect URI is registered', async () => {
  const { exitCode, stdout } = await provisioning.run(handOverArgs(), await newToken());
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`Users can now press Outlook at ${server.url}`);
  const [application] = [...provisioning.sandbox.sandbox.world().applications.values()].filter(
    ({ resource }) => resource['uniqueName'] === 'outlook-calendar-sync',
  );
  expect(application?.resource['web']).toMatchObject({
    redirectUris: [`${server.url}/microsoft_account/authentication`],
  });
  expect(await settings()).toMatchObject({
    active: true,
    clientId: application?.appId,
    tenantId: application?.tenantId,
    hasClientSecret: true,
    secretKeyId: application?.secrets[0]?.keyId,
  });
  expect(server.log.filter((line) => line.includes(application?.secrets[0]?.secretText ?? 'no secret'))).toEqual([]);
});

test('a second run writes nothing, with the same token, a new one, or no server at all', async () => {
  const token = await newToken();
  await provisioning.run(handOverArgs(), token);
  provisioning.takeWrites();
  for (const run of [
    await provisioning.run(handOverArgs(), token),
    await provisioning.run(handOverArgs(), await newToken()),
    await provisioning.run(['--yes', '--base-url', server.url]),
  ]) {
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toContain('Plan: nothing to change');
  }
  expect(provisioning.takeWrites()).toEqual([]);
});

test('a secret that waits on this machine is handed over later, and no second one is made', async () => {
  await provisioning.run(['--yes', '--base-url', server.url]);
  const { secretsUsable } = provisioning.tenantState();
  const { exitCode } = await provisioning.run(handOverArgs(), await newToken());
  expect(exitCode).toBe(0);
  expect(provisioning.tenantState().secretsUsable).toEqual(secretsUsable);
});

test('with the server away, the secret waits on this machine and the run says how to go on', async () => {
  const away = 'http://127.0.0.1:9';
  const args = ['--yes', '--server', away, '--base-url', server.url, '--token-stdin'];
  const { exitCode, stderr } = await provisioning.run(args, await newToken());
  expect(exitCode).toBe(1);
  expect(stderr).toContain('server_unreachable');
  const { secretsUsable } = provisioning.tenantState();
  expect(secretsUsable).toHaveLength(1);

  expect(await provisioning.run(handOverArgs(), await newToken())).toMatchObject({ exitCode: 0 });
  expect(provisioning.tenantState().secretsUsable).toEqual(secretsUsable);
});

test('with the server away and no base URL, nothing is written at all', async () => {
  const args = ['--yes', '--server', 'http://127.0.0.1:9', '--token-stdin'];
  const { exitCode, stderr } = await provisioning.run(args, await newToken());
  expect(exitCode).toBe(1);
  expect(stderr).toContain('server_unreachable');
  expect(provisioning.takeWrites()).toEqual([]);
});

test('a wrong token stops the run before anything is written', async () => {
  const { exitCode, stderr } = await provisioning.run(handOverArgs(), 'not-a-token-that-anybody-made-here-1234');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('hand_over_token_invalid');
  expect(provisioning.takeWrites()).toEqual([]);
});

test('no token, and an address that would send the secret in the clear, are refused', async () => {
  const missing = await provisioning.run(handOverArgs());
  expect(missing).toMatchObject({ exitCode: 1 });
  expect(missing.stderr).toContain('hand_over_token_missing');
  const plain = await provisioning.run(
    ['--yes', '--server', 'http://calendar.example.org', '--token-stdin'],
    'x'.repeat(40),
  );
  expect(plain).toMatchObject({ exitCode: 1 });
  expect(plain.stderr).toContain('server_url_invalid');
});

test('a lost local record makes no second secret while the server holds the first', async () => {
  await provisioning.run(handOverArgs(), await newToken());
  const fresh = await provisioning.runOn(
    { dataDirectory: join(provisioning.dataDirectory, 'elsewhere'), token: await newToken() },
    handOverArgs(),
  );
  expect(fresh).toMatchObject({ exitCode: 0 });
  expect(fresh.stdout).toContain('Plan: nothing to change');
  expect(provisioning.tenantState().secretsUsable).toHaveLength(1);
});

test('rotate exchanges the secret that the server uses, and leaves one', async () => {
  await provisioning.run(handOverArgs(), await newToken());
  const before = provisioning.tenantState().secretsUsable;
  const { exitCode, stdout } = await provisioning.run(['rotate', ...handOverArgs()], await newToken());
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Plan: 3 changes');
  const after = provisioning.tenantState().secretsUsable;
  expect(after).toHaveLength(1);
  expect(after).not.toEqual(before);
  expect(await administrator.call('POST', '/api/settings/outlook/test')).toMatchObject({ ok: true });
});

test('rotate without a server, and without a registration, says what is missing', async () => {
  const early = await provisioning.run(['rotate', ...handOverArgs()], await newToken());
  expect(early).toMatchObject({ exitCode: 1 });
  expect(early.stderr).toContain('nothing_to_rotate');
  await provisioning.run(['--yes']);
  const alone = await provisioning.run(['rotate', '--yes']);
  expect(alone).toMatchObject({ exitCode: 1 });
  expect(alone.stderr).toContain('rotation_needs_server');
});
