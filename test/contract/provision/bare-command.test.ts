// The bare command against the sandbox: the whole job, again without a write, and what stops it before any.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Provisioning, startProvisioning } from './provisioning.ts';

let provisioning: Provisioning;
beforeEach(async () => {
  provisioning = await startProvisioning();
});
afterEach(() => provisioning.close());

const resultOf = (stdout: string) => JSON.parse(stdout) as Record<string, Record<string, unknown>>;

describe('the bare command', () => {
  test('registers app, service principal, consent and secret, and the second run writes nothing', async () => {
    const first = await provisioning.run(['--yes']);
    expect(first).toMatchObject({ exitCode: 0 });
    expect(provisioning.takeWrites()).toEqual([
      "PATCH /v1.0/applications(uniqueName='outlook-calendar-sync') 201",
      'POST /v1.0/servicePrincipals 201',
      'POST /v1.0/oauth2PermissionGrants 201',
      expect.stringMatching(/^POST \/v1.0\/applications\/.*\/addPassword 200$/),
    ]);
    const state = provisioning.tenantState();
    expect(state).toMatchObject({ applications: 1, servicePrincipals: 1, tenantGrants: 1 });
    expect(state.secretsUsable).toHaveLength(1);

    const second = await provisioning.run(['--yes']);
    expect(second).toMatchObject({ exitCode: 0 });
    expect(second.stdout).toContain('Nothing had to be changed.');
    expect(provisioning.takeWrites()).toEqual([]);
    expect(provisioning.tenantState()).toEqual(state);
  });

  test('registers exactly what the server asks users for', async () => {
    await provisioning.run(['--yes', '--base-url', 'https://calendar.example.org']);
    const [application] = [...provisioning.sandbox.sandbox.world().applications.values()].filter(
      ({ resource }) => resource['uniqueName'] === 'outlook-calendar-sync',
    );
    expect(application?.resource).toMatchObject({
      signInAudience: 'AzureADandPersonalMicrosoftAccount',
      api: { requestedAccessTokenVersion: 2 },
      web: {
        redirectUris: ['https://calendar.example.org/microsoft_account/authentication'],
        implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
      },
      tags: ['managed-by:outlook-calendar-sync'],
    });
    const [grant] = [...provisioning.sandbox.sandbox.world().grants.values()];
    expect(grant).toMatchObject({
      consentType: 'AllPrincipals',
      principalId: null,
      scope: 'openid profile offline_access Calendars.ReadWrite',
    });
    const [{ startDateTime, endDateTime } = { startDateTime: '', endDateTime: '' }] = application?.secrets ?? [];
    const days = (Date.parse(endDateTime) - Date.parse(startDateTime)) / 86_400_000;
    expect(Math.round(days)).toBe(730);
  });

  test('never shows the secret, and keeps it sealed in files that only the owner reads', async () => {
    const text = await provisioning.run(['--yes']);
    const json = await provisioning.run(['--yes', '--json']);
    const [secret = ''] = provisioning.tenantState().secretsUsable;
    expect(secret).not.toBe('');
    const folder = join(provisioning.dataDirectory, 'provision');
    const files = readdirSync(folder).map((name) => join(folder, name));
    expect(files).toHaveLength(2);
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
    const everything = [
      text.stdout,
      text.stderr,
      json.stdout,
      json.stderr,
      ...files.map((f) => readFileSync(f, 'utf8')),
    ];
    expect(everything.filter((said) => said.includes(secret))).toEqual([]);
  });

  test('answers --json with one object on stdout', async () => {
    const { stdout } = await provisioning.run(['--yes', '--json']);
    const { tenant, account, result, azure } = resultOf(stdout);
    expect(tenant).toMatchObject({ displayName: 'Contoso', defaultDomain: 'contoso.example' });
    expect(account).toMatchObject({ userPrincipalName: 'admin@contoso.example', roles: ['Global Administrator'] });
    expect(azure).toMatchObject({ subscriptions: [{ managedResources: [{ name: 'calendar-kv' }] }] });
    expect(result).toMatchObject({ isConsentGranted: true, isHandedOver: false });
  });

  test('changes nothing without --yes where nobody can be asked', async () => {
    const { exitCode, stderr } = await provisioning.run([]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('not_confirmed');
    expect(provisioning.takeWrites()).toEqual([]);
  });

  test('refuses a redirect URI that Entra would refuse, before anybody signs in', async () => {
    const { exitCode, stderr } = await provisioning.run(['--yes', '--base-url', 'http://calendar.example.org']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('(rule: scheme)');
    expect(provisioning.sandbox.sandbox.world().ledger).toEqual([]);
  });

  test('refuses another tenant than the one that was named', async () => {
    const { exitCode, stdout } = await provisioning.run(['--yes', '--json', '--tenant', 'nowhere.example']);
    expect(exitCode).toBe(1);
    expect(resultOf(stdout)).toMatchObject({ error: { code: 'wrong_tenant' } });
    expect(provisioning.takeWrites()).toEqual([]);
  });

  test('signs in to the tenant that was named', async () => {
    const { stdout } = await provisioning.run(['plan', '--json', '--tenant', 'fabrikam.example']);
    expect(resultOf(stdout)['tenant']).toMatchObject({ displayName: 'Fabrikam' });
  });

  test('stops at an unreachable sandbox with advice', async () => {
    await provisioning.sandbox.close();
    const { exitCode, stderr } = await provisioning.run(['--yes']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('sandbox_unreachable');
  });

  test('stops where the unique name lies in the trash', async () => {
    await provisioning.run(['--yes']);
    for (const application of provisioning.sandbox.sandbox.world().applications.values()) {
      if (application.resource['uniqueName'] === 'outlook-calendar-sync') {
        application.deletedDateTime = '2026-11-01T00:00:00Z';
        application.resource = { ...application.resource, deletedDateTime: application.deletedDateTime };
      }
    }
    provisioning.takeWrites();
    const { exitCode, stderr } = await provisioning.run(['--yes']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('name_in_trash');
    expect(provisioning.takeWrites()).toEqual([]);
  });

  test('shows the consent link where granting consent is refused', async () => {
    const refused = { status: 403, code: 'Authorization_RequestDenied' };
    provisioning.breakNext({ method: 'POST', path: '/oauth2PermissionGrants' }, refused);
    const { stdout, exitCode } = await provisioning.run(['--yes', '--json']);
    expect(exitCode).toBe(0);
    const { isConsentGranted, consentUrl } = resultOf(stdout)['result'] ?? {};
    expect(isConsentGranted).toBe(false);
    expect(consentUrl).toMatch(/\/v2\.0\/adminconsent\?client_id=.*redirect_uri=http%3A%2F%2Flocalhost%3A3000/);
  });
});

describe('plan', () => {
  test('sends only GETs, and says with exit code 2 that something would change', async () => {
    const before = await provisioning.run(['plan']);
    expect(before).toMatchObject({ exitCode: 2 });
    expect(before.stdout).toContain('+ app registration "Outlook calendar sync"');
    expect(provisioning.takeWrites()).toEqual([]);
    await provisioning.run(['--yes']);
    expect(await provisioning.run(['plan'])).toMatchObject({ exitCode: 0 });
  });

  test('shows a difference field by field, and apply puts only that right', async () => {
    await provisioning.run(['--yes']);
    const [application] = [...provisioning.sandbox.sandbox.world().applications.values()].filter(
      ({ resource }) => resource['uniqueName'] === 'outlook-calendar-sync',
    );
    if (!application) throw new Error('Nothing was registered.');
    const web = application.resource['web'] as { redirectUris: string[] };
    const foreign = 'https://other.example.org/callback';
    application.resource = { ...application.resource, web: { ...web, redirectUris: [foreign] }, tags: ['mine'] };
    const { stdout, exitCode } = await provisioning.run(['plan', '--json']);
    expect(exitCode).toBe(2);
    const plan = resultOf(stdout)['plan'] as { changes: { kind: string; fields: { field: string }[] }[] };
    expect(plan.changes.map(({ kind }) => kind)).toEqual(['update-application']);
    expect(plan.changes[0]?.fields.map(({ field }) => field)).toEqual(['web.redirectUris', 'tags']);
    expect(resultOf(stdout)['plan']).toMatchObject({
      notes: [{ code: 'foreign_redirect_uri' }, { code: 'secret_waits_for_server' }],
    });

    await provisioning.run(['--yes']);
    expect(application.resource).toMatchObject({
      web: { redirectUris: [foreign, 'http://localhost:3000/microsoft_account/authentication'] },
      tags: ['mine', 'managed-by:outlook-calendar-sync'],
    });
  });
});

describe('the command line', () => {
  test('explains an unknown option and an unknown method', async () => {
    expect(await provisioning.run(['--colour'])).toMatchObject({ exitCode: 1 });
    const { exitCode, stderr } = await provisioning.run(['--auth', 'telepathy']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Allowed choices are');
  });

  test('sends no real token to a sandbox', async () => {
    const { exitCode, stderr } = await provisioning.run(['--auth', 'azure-cli', '--yes']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('option_invalid');
  });

  test('shows options and examples', async () => {
    const { exitCode, stdout } = await provisioning.run(['apply', '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('--token-stdin');
    expect(stdout).toContain('Examples:');
  });
});

test('as a process of its own: results on stdout, progress on stderr, and twice the same without a write', async () => {
  const start = () =>
    promisify(execFile)(process.execPath, ['provision/main.ts', '--yes'], {
      env: {
        ...process.env,
        BASE_URL: '',
        SANDBOX_URL: provisioning.sandbox.url,
        DATA_DIR: provisioning.dataDirectory,
      },
    });
  const first = await start();
  expect(first.stdout).toContain('Done.');
  expect(first.stderr).toContain('making a client secret');
  provisioning.takeWrites();
  const second = await start();
  expect(second.stdout).toContain('Nothing had to be changed.');
  expect(provisioning.takeWrites()).toEqual([]);
  const [secret = ''] = provisioning.tenantState().secretsUsable;
  expect(first.stdout + first.stderr + second.stdout + second.stderr).not.toContain(secret);
});
