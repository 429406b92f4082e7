// Signing in: as a person with a device code, as an application with a secret, and what is said when it fails.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Secret } from '../../../provision/secret.ts';
import { azureOf } from '../../sandbox/arm/state.ts';
import type { Application } from '../../sandbox/core/world.ts';
import { type Provisioning, startProvisioning } from './provisioning.ts';

let provisioning: Provisioning;
beforeAll(async () => {
  provisioning = await startProvisioning();
});
beforeEach(() => provisioning.reset());
afterAll(() => provisioning.close());

/** An application with a secret, which provisioning itself has made. */
async function registeredApplication(): Promise<Application> {
  await provisioning.run(['--yes']);
  const applications = [...provisioning.sandbox.sandbox.world().applications.values()];
  const found = applications.find(({ resource }) => resource['uniqueName'] === 'outlook-calendar-sync');
  if (!found) throw new Error('Nothing was registered.');
  return found;
}

const signedInAs = ({ appId, tenantId }: Application, secret: string) => ({
  environment: { azureTenantId: tenantId, azureClientId: appId, azureClientSecret: new Secret(secret) },
});

test('with a device code, which a person types in at the page that is named', async () => {
  const users = [...provisioning.sandbox.sandbox.world().users.values()];
  const administrator = users.find(({ roles }) => roles.includes('Global Administrator'));
  const typeIn = async (line: string) => {
    const [, page, userCode] = /open (\S+) and enter the code (\S+)/.exec(line) ?? [];
    if (!page || !userCode) return;
    const form = {
      user_code: userCode,
      login: administrator?.userPrincipalName ?? '',
      passwd: administrator?.password ?? '',
    };
    await fetch(page, { method: 'POST', body: new URLSearchParams(form) });
  };
  const typed: Promise<void>[] = [];
  const machine = { onReport: (line: string) => void typed.push(typeIn(line)) };
  const { exitCode, stdout } = await provisioning.runOn(machine, ['plan', '--auth', 'device-code']);
  await Promise.all(typed);
  expect(exitCode).toBe(2);
  expect(stdout).toContain('admin@contoso.example');
});

test('as an application without rights in the directory: who it is, and which right is missing', async () => {
  const application = await registeredApplication();
  const secret = application.secrets[0]?.secretText ?? '';
  const { exitCode, stdout } = await provisioning.runOn(signedInAs(application, secret), [
    'plan',
    '--auth',
    'secret',
    '--json',
  ]);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ error: { microsoftCode: 'Authorization_RequestDenied' } });
});

test('as an application with a wrong secret: the AADSTS code and its advice, never the secret', async () => {
  const application = await registeredApplication();
  const { exitCode, stdout, stderr } = await provisioning.runOn(signedInAs(application, 'surely-not-the-secret'), [
    'plan',
    '--auth',
    'secret',
    '--json',
  ]);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'sign_in_failed', microsoftCode: 'AADSTS7000215' } });
  expect(stdout + stderr).not.toContain('surely-not-the-secret');
});

test('as an application of which nothing is known: the variables that are needed', async () => {
  const { exitCode, stderr } = await provisioning.run(['plan', '--auth', 'secret']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('AZURE_CLIENT_SECRET');
});

test('whoami needs no server and no base URL, and changes nothing', async () => {
  const { exitCode, stdout } = await provisioning.run(['whoami', '--json', '--tenant', 'fabrikam.example']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    tenant: { displayName: 'Fabrikam', defaultDomain: 'fabrikam.example' },
    account: { userPrincipalName: 'admin@fabrikam.example', roles: ['Global Administrator'] },
    azure: { subscriptions: [{ managedResources: [{ name: 'fabrikam-calendar-kv' }] }] },
  });
  expect(provisioning.takeWrites()).toEqual([]);
});

test('without a subscription, one line says so', async () => {
  azureOf(provisioning.sandbox.sandbox.world()).subscriptions.length = 0;
  const { stdout } = await provisioning.run(['whoami']);
  expect(stdout).toContain('Azure    no subscription visible, none needed');
});

test('where Azure can not be read, one line says so and the work goes on', async () => {
  provisioning.breakNext({ service: 'arm' }, { status: 403, code: 'AuthorizationFailed' });
  const { exitCode, stdout } = await provisioning.run(['plan']);
  expect(exitCode).toBe(2);
  expect(stdout).toContain("Azure    subscriptions can't be read");
});
