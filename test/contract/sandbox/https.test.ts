// The sandbox over https, as `npm run sandbox -- --tenant-only --https` starts it: Azure's own clients sign in when they trust its authority.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { connect, type PeerCertificate } from 'node:tls';
import { ClientSecretCredential } from '@azure/identity';
import { Agent, type Dispatcher, request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkFlags, helpText, readArguments, SANDBOX_FLAGS } from '../../sandbox/command/flags.ts';
import type { SignInOrder, SignInResult } from './https/azure-sign-in.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const SIGN_IN = path.join(import.meta.dirname, 'https/azure-sign-in.ts');
const START = ['--import', './scripts/require-node-24.mjs', 'scripts/sandbox.ts', '--tenant-only', '--port', '0'];

interface Running {
  child: ChildProcess;
  url: string;
  caFile: string;
  /** Its output so far. */
  log(): string;
}

interface Info {
  baseUrl: string;
  caFile: string;
  tenants: { id: string; domain: string; users: { userPrincipalName: string; password: string }[] }[];
}

function program(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env } });
}

/** Starts the command, and reads where it is from what it says. */
async function startCommand(...flags: string[]): Promise<Running> {
  const child = program([...START, '--https', ...flags]);
  let [said, logged] = ['', ''];
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (logged += chunk));
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${said}${logged}`)));
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      const [, url] = /at (https:\S+?):? /.exec(said) ?? [];
      const [, caFile] = /authority +(\S+)/.exec(said) ?? [];
      if (said.includes('Ctrl-C') && url && caFile) resolve({ child, url, caFile, log: () => logged });
    });
  });
}

let running: Running;
let trusting: Agent;
let order: SignInOrder;

beforeAll(async () => {
  running = await startCommand();
  trusting = new Agent({ connect: { ca: readFileSync(running.caFile, 'utf8') } });
  // The person types while the device waits for its second poll.
  await call('PUT', '/_sandbox/settings', { deviceCodeIntervalMs: 1_000 });
  order = await registerApplication();
});
afterAll(async () => {
  await trusting?.close();
  if (running) await endBy('SIGTERM', running.child);
});

async function endBy(signal: NodeJS.Signals, child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** @param token whose; without it the sandbox's own control is asked. */
async function call<T>(method: Dispatcher.HttpMethod, target: string, body?: unknown, token?: string): Promise<T> {
  const answer = await request(running.url + target, {
    dispatcher: trusting,
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.statusCode >= 300) throw new Error(`${method} ${target}: ${await answer.body.text()}`);
  return (await answer.body.json()) as T;
}

/** An administrator registers an application with a secret, as anybody would: over https, by Graph. */
async function registerApplication(): Promise<SignInOrder> {
  const { tenants } = await call<Info>('GET', '/_sandbox/info');
  const contoso = tenants.find(({ domain }) => domain === 'contoso.example');
  const ada = contoso?.users.find(({ userPrincipalName }) => userPrincipalName.startsWith('ada@'));
  if (!contoso || !ada) throw new Error('There is no Ada.');
  const scopes = ['Application.ReadWrite.All'];
  const admin = { user: 'admin@contoso.example', scopes };
  const { access_token: token } = await call<{ access_token: string }>('POST', '/_sandbox/token', admin);
  const displayName = 'Signs in over https';
  const made = await call<{ id: string; appId: string }>('POST', '/v1.0/applications', { displayName }, token);
  await call('POST', '/v1.0/servicePrincipals', { appId: made.appId }, token);
  const secret = await call<{ secretText: string }>('POST', `/v1.0/applications/${made.id}/addPassword`, {}, token);
  return {
    authorityHost: running.url,
    tenantId: contoso.id,
    clientId: made.appId,
    clientSecret: secret.secretText,
    userPrincipalName: ada.userPrincipalName,
    password: ada.password,
  };
}

/** @returns what the program printed, or complained of. */
async function signInByProgram(env: NodeJS.ProcessEnv): Promise<{ result: SignInResult | null; complaint: string }> {
  const child = program([SIGN_IN, JSON.stringify(order)], env);
  if (!child.stdout || !child.stderr) throw new Error('It has no output.');
  const [printed, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { result: printed === '' ? null : (JSON.parse(printed) as SignInResult), complaint };
}

/** Shows a token to Graph, and asks whom it serves. */
async function ownerOf(token: string): Promise<string> {
  const { userPrincipalName } = await call<{ userPrincipalName: string }>('GET', '/v1.0/me', undefined, token);
  return userPrincipalName;
}

describe('ClientSecretCredential and DeviceCodeCredential, unmodified, in a program of their own', () => {
  test('sign in when NODE_EXTRA_CA_CERTS names the authority’s file', async () => {
    const { result, complaint } = await signInByProgram({ NODE_EXTRA_CA_CERTS: running.caFile });
    expect(complaint).toBe('');
    expect(await ownerOf(result?.person ?? '')).toBe('ada@contoso.example');
    const claims = JSON.parse(Buffer.from(result?.application.split('.')[1] ?? '', 'base64url').toString()) as unknown;
    expect(claims).toMatchObject({ appid: order.clientId, tid: order.tenantId });
  });

  test('are refused by their own TLS without it', async () => {
    const { result, complaint } = await signInByProgram({ NODE_EXTRA_CA_CERTS: undefined });
    expect(result).toBeNull();
    expect(complaint).toMatch(/endpoints_resolution_error.*: UNABLE_TO_VERIFY_LEAF_SIGNATURE/);
  });
});

test('tlsOptions of Azure’s clients take the authority as well', async () => {
  const { authorityHost, tenantId, clientId, clientSecret } = order;
  const options = { authorityHost, disableInstanceDiscovery: true, retryOptions: { maxRetries: 0 } };
  const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, {
    ...options,
    tlsOptions: { ca: readFileSync(running.caFile, 'utf8') },
  });
  expect((await credential.getToken('https://graph.microsoft.com/.default')).token).not.toBe('');
});

test('info names the address with its scheme, and the authority’s file, which only its owner reads', async () => {
  const { baseUrl, caFile } = await call<Info>('GET', '/_sandbox/info');
  expect({ baseUrl, caFile }).toEqual({ baseUrl: running.url, caFile: running.caFile });
  expect(statSync(caFile).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(caFile)).mode & 0o777).toBe(0o700);
  expect(readFileSync(caFile, 'utf8')).not.toContain('PRIVATE KEY');
});

test.each([
  'localhost',
  'login.microsoftonline.com',
  'graph.microsoft.com',
  'management.azure.com',
  'a.vault.azure.net',
])('the certificate is good for %s', async (servername) => {
  const ca = readFileSync(running.caFile, 'utf8');
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(running.url).port), servername, ca });
  await once(socket, 'secureConnect');
  const { issuer }: PeerCertificate = socket.getPeerCertificate();
  socket.destroy();
  expect(issuer.CN).toBe('Authority of the local Microsoft');
});

test('the log names requests and people, and hides what opens something', async () => {
  await call('GET', '/common/oauth2/v2.0/authorize?code=C0DE&client_secret=S3CRET').catch(() => {});
  await expect.poll(running.log).toContain('code=[hidden]&client_secret=[hidden]');
  expect(running.log()).toContain('ada@contoso.example');
  for (const never of ['C0DE', 'S3CRET', '\u001B']) expect(running.log()).not.toContain(never);
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it, and takes the authority’s folder along', async (signal) => {
  const { child, caFile } = await startCommand('--quiet');
  expect(existsSync(caFile)).toBe(true);
  await endBy(signal, child);
  expect(existsSync(path.dirname(caFile))).toBe(false);
});

describe('the command line', () => {
  test.each([
    [['--nope'], 'flag_unknown'],
    [['--port'], 'flag_value_invalid'],
    [['--https=yes'], 'flag_value_invalid'],
    [['extra'], 'argument_unexpected'],
    [['--port', 'http'], 'port_invalid'],
    [['--port', '65536'], 'port_invalid'],
    [['--world', 'mars'], 'world_unknown'],
    [['--world', 'constructor'], 'world_unknown'],
    [['--seed', '1.5'], 'seed_invalid'],
  ])('%j is refused: %s', (words, code) => {
    expect(() => checkFlags(readArguments(SANDBOX_FLAGS, words))).toThrow(expect.objectContaining({ code }) as Error);
  });

  test('a busy port that was asked for is refused with its code, advice and exit code 2', async () => {
    const { port } = new URL(running.url);
    const child = program([...START.slice(0, -1), port]);
    if (!child.stderr) throw new Error('It has no output.');
    const [complaint, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(complaint).toMatch(/\(port_in_use\)\n {2}→ \S/);
    expect(exitCode).toBe(2);
  });

  test('its help names every flag', () => {
    const help = helpText('usage', SANDBOX_FLAGS);
    for (const name of Object.keys(SANDBOX_FLAGS)) expect(help).toContain(`--${name}`);
  });
});
