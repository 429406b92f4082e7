// What an administrator reads when the directory refuses: Microsoft's code, and a next step that fits.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Provisioning, startProvisioning } from './provisioning.ts';

let provisioning: Provisioning;
beforeAll(async () => {
  provisioning = await startProvisioning();
});
beforeEach(() => provisioning.reset());
afterAll(() => provisioning.close());

test.each([
  [403, 'Authorization_RequestDenied', /Application Administrator/],
  [403, 'Directory_QuotaExceeded', /Deleted applications/],
  [400, 'SignInAudienceNotAllowedAsPerAppPolicy', /another tenant/],
])('%i %s at the registration', async (status, code, nextStep) => {
  provisioning.breakNext({ service: 'graph', method: 'PATCH' }, { status, code });
  const { exitCode, stdout } = await provisioning.run(['--yes', '--json']);
  expect(exitCode).toBe(1);
  const { error } = JSON.parse(stdout) as { error: { advice: string } };
  expect(error).toMatchObject({ code: 'microsoft_refused', microsoftCode: code });
  expect(error.advice).toMatch(nextStep);
});

test('a policy that can not be read and refuses 730 days: shorter lives are tried', async () => {
  provisioning.breakNext({ path: 'defaultAppManagementPolicy' }, { status: 403, code: 'Authorization_RequestDenied' });
  const refusal = { status: 400, code: 'CredentialInvalidLifetimeAsPerAppPolicy' };
  provisioning.breakNext({ method: 'POST', path: '/addPassword$', nth: 1 }, refusal);
  provisioning.breakNext({ method: 'POST', path: '/addPassword$', nth: 2 }, refusal);
  const { exitCode, stdout } = await provisioning.run(['--yes', '--json']);
  expect(exitCode).toBe(0);
  const { result } = JSON.parse(stdout) as { result: { newSecret: { expiresAt: string } } };
  const days = (Date.parse(result.newSecret.expiresAt) - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(180);
});

test('a policy that refuses every life ends the run with advice, and no secret is left', async () => {
  provisioning.breakNext({ path: 'defaultAppManagementPolicy' }, { status: 403, code: 'Authorization_RequestDenied' });
  provisioning.breakNext(
    { method: 'POST', path: '/addPassword$' },
    { status: 400, code: 'CredentialInvalidLifetimeAsPerAppPolicy' },
  );
  const { exitCode, stderr } = await provisioning.run(['--yes']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('app management policy');
  expect(provisioning.tenantState().secretsUsable).toEqual([]);
});
