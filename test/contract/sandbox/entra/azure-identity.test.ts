// @azure/identity, unmodified: each of its credentials that can run without Azure around it.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  AzureCliCredential,
  ChainedTokenCredential,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  DefaultAzureCredential,
  DeviceCodeCredential,
  EnvironmentCredential,
  InteractiveBrowserCredential,
  type TokenCredential,
  UsernamePasswordCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cloudByName } from '../../../../graph/transport/clouds.ts';
import { createOriginMap } from '../../../../graph/transport/origin-map.ts';
import { createTransport } from '../../../../graph/transport/transport.ts';
import { findToken } from '../../../sandbox/core/tokens.ts';
import { startSandbox } from '../../../sandbox/start-sandbox.ts';
import { transportInto } from '../../../support/sandbox-transport.ts';
import { type EntraStage, LOGIN, openEntra } from './entra-stage.ts';
import { certificate } from './provocations/clients.ts';

const SCOPE = 'https://graph.microsoft.com/.default';
const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';

let stage: EntraStage;
let folder: string;
beforeEach(() => {
  stage = openEntra({ now: new Date().toISOString() });
  folder = mkdtempSync(path.join(tmpdir(), 'azure-identity-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const options = () => ({
  httpClient: transportInto(stage.client.sandbox).azureHttpClient,
  retryOptions: { maxRetries: 0 },
});

/** Asks for a token, and who stands behind it. */
async function behind(credential: TokenCredential): Promise<{ appId: string; user: string | null }> {
  const answer = await credential.getToken(SCOPE);
  const token = findToken(stage.client.world(), answer?.token ?? '');
  if (!token) throw new Error('The sandbox never issued that token.');
  const user = token.userId === null ? null : (stage.client.world().users.get(token.userId)?.userPrincipalName ?? null);
  return { appId: token.appId, user };
}

function writeProgram(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, 0o700);
  return file;
}

async function signedAssertion(): Promise<string> {
  const { appId } = stage.application;
  const { privateKeyObject, thumbprintSha256, registered } = certificate();
  stage.application.certificates = [registered];
  return new SignJWT({ jti: 'one' })
    .setProtectedHeader({ alg: 'RS256', 'x5t#S256': Buffer.from(thumbprintSha256, 'hex').toString('base64url') })
    .setIssuer(appId)
    .setSubject(appId)
    .setAudience(`${LOGIN}/${stage.tenant.id}/v2.0`)
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(privateKeyObject);
}

describe('as an application', () => {
  const ownToken = () => ({ appId: stage.application.appId, user: null });

  test('ClientSecretCredential', async () => {
    const { appId } = stage.application;
    const credential = new ClientSecretCredential(stage.tenant.id, appId, stage.secret, options());
    expect(await behind(credential)).toEqual(ownToken());
  });

  test('ClientCertificateCredential', async () => {
    const { privateKey, certificate: pem, registered } = certificate();
    stage.application.certificates = [registered];
    const file = { certificate: `${privateKey}${pem}` };
    const credential = new ClientCertificateCredential(stage.tenant.id, stage.application.appId, file, options());
    expect(await behind(credential)).toEqual(ownToken());
  });

  test('ClientAssertionCredential', async () => {
    const { appId } = stage.application;
    const credential = new ClientAssertionCredential(stage.tenant.id, appId, signedAssertion, options());
    expect(await behind(credential)).toEqual(ownToken());
  });

  test('WorkloadIdentityCredential, with the assertion in a file', async () => {
    const tokenFilePath = path.join(folder, 'assertion');
    writeFileSync(tokenFilePath, await signedAssertion());
    const known = { tenantId: stage.tenant.id, clientId: stage.application.appId, tokenFilePath };
    expect(await behind(new WorkloadIdentityCredential({ ...options(), ...known }))).toEqual(ownToken());
  });

  test('EnvironmentCredential, and DefaultAzureCredential that finds it', async () => {
    vi.stubEnv('AZURE_TENANT_ID', stage.tenant.id);
    vi.stubEnv('AZURE_CLIENT_ID', stage.application.appId);
    vi.stubEnv('AZURE_CLIENT_SECRET', stage.secret);
    expect(await behind(new EnvironmentCredential(options()))).toEqual(ownToken());
    expect(await behind(new DefaultAzureCredential(options()))).toEqual(ownToken());
    expect(await behind(new ChainedTokenCredential(new EnvironmentCredential(options())))).toEqual(ownToken());
  });

  test('a wrong secret is told with its number', async () => {
    const credential = new ClientSecretCredential(stage.tenant.id, stage.application.appId, 'wrong', options());
    await expect(credential.getToken(SCOPE)).rejects.toThrow(/AADSTS7000215/);
  });
});

describe('as a person', () => {
  const ada = { appId: AZURE_CLI, user: 'ada@contoso.example' };

  test('DeviceCodeCredential', async () => {
    const { userPrincipalName, password } = stage.user('ada');
    const credential = new DeviceCodeCredential({
      ...options(),
      tenantId: stage.tenant.id,
      userPromptCallback({ userCode, verificationUri }) {
        const form = { user_code: userCode, login: userPrincipalName, passwd: password };
        const body = new URLSearchParams(form).toString();
        void stage.client.sandbox.handle({ method: 'POST', url: new URL(verificationUri), headers: {}, body });
      },
    });
    expect(await behind(credential)).toEqual(ada);
  });

  test('UsernamePasswordCredential', async () => {
    const { userPrincipalName, password } = stage.user('ada');
    const credential = new UsernamePasswordCredential(
      stage.tenant.id,
      AZURE_CLI,
      userPrincipalName,
      password,
      options(),
    );
    expect(await behind(credential)).toEqual(ada);
  });

  test('AzureCliCredential, with an az that answers for the sandbox', async () => {
    const form = { user: 'ada@contoso.example', scopes: ['.default'], clientId: AZURE_CLI };
    const { body } = await stage.client.control('POST', '/token', form);
    const expires = Math.floor(Date.now() / 1000) + 3600;
    const answer = {
      accessToken: body.access_token,
      expires_on: expires,
      tenant: stage.tenant.id,
      tokenType: 'Bearer',
    };
    writeProgram('az', `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`);
    vi.stubEnv('PATH', `${folder}${path.delimiter}${process.env.PATH ?? ''}`);
    expect(await behind(new AzureCliCredential())).toEqual(ada);
  });
});

/** What a person does in the browser: sign in, and let the page post itself back. */
const BROWSER = (sandboxUrl: string, login: string, password: string) => `#!${process.execPath}
const opened = new URL(process.argv.at(-1));
const at = (path) => new URL(path, ${JSON.stringify(sandboxUrl)});
const headers = { 'x-forwarded-host': 'login.microsoftonline.com', 'x-forwarded-proto': 'https' };
const page = await (await fetch(at(opened.pathname + opened.search), { headers })).text();
const request = /name="request" value="([^"]+)"/.exec(page)[1];
const action = /action="([^"]+)"/.exec(page)[1];
const body = new URLSearchParams({ request, login: ${JSON.stringify(login)}, passwd: ${JSON.stringify(password)} });
const back = await (await fetch(at(action), { method: 'POST', headers, body, redirect: 'manual' })).text();
const target = /action="([^"]+)"/.exec(back)[1];
const fields = [...back.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
await fetch(target, { method: 'POST', body: new URLSearchParams(fields) });
`;

test('InteractiveBrowserCredential, with a browser that signs in', async () => {
  const sandbox = await startSandbox();
  const cloud = cloudByName('public');
  const transport = createTransport({ cloud, originMap: createOriginMap(cloud, sandbox.url, false) });
  try {
    const world = sandbox.sandbox.world();
    const ada = [...world.users.values()].find(({ userPrincipalName }) => userPrincipalName.startsWith('ada@'));
    if (!ada) throw new Error('There is no Ada.');
    vi.stubEnv('BROWSER', writeProgram('browser.mjs', BROWSER(sandbox.url, ada.userPrincipalName, ada.password)));
    const http = { httpClient: transport.azureHttpClient, retryOptions: { maxRetries: 0 } };
    const credential = new InteractiveBrowserCredential({ ...http, tenantId: ada.tenantId });
    const { token } = await credential.getToken(SCOPE);
    expect(findToken(world, token)).toMatchObject({ userId: ada.id, appId: AZURE_CLI });
  } finally {
    await transport.close();
    await sandbox.close();
  }
});
