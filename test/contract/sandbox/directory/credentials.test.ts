// Secrets and certificates: what is told once, how many there may be, how long they may live, and by whose policy.
import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import { beforeEach, describe, expect, test } from 'vitest';
import { createCertificate } from '../entra/certificates.ts';
import { type DirectoryClient, openDirectory, outcome, type Resource } from './directory-client.ts';

const PERSONAL = { signInAudience: 'AzureADandPersonalMicrosoftAccount' };
const NOW = '2026-11-24T09:00:00Z';

let directory: DirectoryClient;
beforeEach(async () => {
  directory = await openDirectory();
});

const addTo = ({ id }: Resource, passwordCredential: Record<string, unknown> = {}) =>
  directory.admin.post(`/applications/${id}/addPassword`, { passwordCredential });

describe('addPassword', () => {
  test('tells the text once, with its beginning as a hint, and ends after two years', async () => {
    const application = await directory.register(PERSONAL);
    const { status, body } = await addTo(application, { displayName: 'calendar' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.passwordCredential',
      displayName: 'calendar',
      startDateTime: NOW,
      endDateTime: '2028-11-24T09:00:00Z',
      customKeyIdentifier: null,
    });
    expect(String(body.secretText)).toHaveLength(40);
    expect(String(body.secretText).startsWith(String(body.hint))).toBe(true);
    const { text } = await directory.admin.get(`/applications/${application.id}`);
    expect(text).toContain(String(body.keyId));
    expect(text).not.toContain(String(body.secretText));
  });

  test('by client id too', async () => {
    const { appId } = await directory.register();
    expect((await directory.admin.post(`/applications(appId='${appId}')/addPassword`, {})).status).toBe(200);
  });

  test('a third secret is one too many with personal accounts, and only there', async () => {
    const [personal, work] = [await directory.register(PERSONAL), await directory.register()];
    for (const application of [personal, personal, work, work, work])
      expect((await addTo(application)).status).toBe(200);
    expect(await addTo(personal)).toMatchObject({
      status: 400,
      body: { error: { message: 'Not allowed to add 3 passwords. You can only add a maximum of 2 passwords.' } },
    });
  });

  test.each([
    { name: 'an end before the start', asked: { endDateTime: '2026-11-24T08:00:00Z' } },
    { name: 'a text of one’s own', asked: { secretText: 'mine' } },
    { name: 'an end that is no time', asked: { endDateTime: 'soon' } },
  ])('refuses $name', async ({ asked }) => {
    expect(outcome(await addTo(await directory.register(), asked))).toBe('400 Request_BadRequest');
  });
});

test('removePassword takes one away; an unknown key id is refused', async () => {
  const application = await directory.register();
  const { keyId } = (await addTo(application)).body;
  const path = `/applications/${application.id}`;
  expect((await directory.admin.post(`${path}/removePassword`, { keyId })).status).toBe(204);
  expect(outcome(await directory.admin.post(`${path}/removePassword`, { keyId }))).toBe('400 Request_BadRequest');
  expect((await directory.admin.get(path)).body.passwordCredentials).toEqual([]);
});

test('a PATCH keeps the secrets that it lists, and makes none', async () => {
  const application = await directory.register();
  const path = `/applications/${application.id}`;
  const [{ body: kept }, { body: dropped }] = [await addTo(application), await addTo(application)];
  expect(await directory.admin.patch(path, { passwordCredentials: [{ displayName: 'new' }] })).toMatchObject({
    status: 400,
    body: { error: { message: 'New password credentials must be generated using service actions.' } },
  });
  expect((await directory.admin.patch(path, { passwordCredentials: [{ keyId: kept.keyId }] })).status).toBe(204);
  const { text } = await directory.admin.get(path);
  expect(text).toContain(String(kept.keyId));
  expect(text).not.toContain(String(dropped.keyId));
});

describe('policies', () => {
  const yearLong = { endDateTime: '2027-11-24T09:00:00Z' };
  const halfYear = { endDateTime: '2027-05-20T09:00:00Z' };

  test('locked-down: secrets live 180 days at most', async () => {
    directory = await openDirectory('locked-down');
    const application = await directory.register();
    const policy = await directory.admin.get('/policies/defaultAppManagementPolicy');
    expect(policy.body).toMatchObject({ isEnabled: true });
    for (const asked of [yearLong, {}]) {
      expect(await addTo(application, asked)).toMatchObject({
        status: 400,
        body: {
          error: {
            code: 'CredentialInvalidLifetimeAsPerAppPolicy',
            message: `Credential lifetime exceeds the max value allowed as per assigned policy '${String(policy.body.id)}'.`,
            details: [{ code: 'InvalidKeyEndDate', target: 'EndDate' }],
          },
        },
      });
    }
    expect((await addTo(application, halfYear)).status).toBe(200);
  });

  test('no-secrets: none at all, and an application that would come with one is not made', async () => {
    directory = await openDirectory('no-secrets');
    const application = await directory.register();
    expect(outcome(await addTo(application, halfYear))).toBe('400 CredentialTypeNotAllowedAsPerAppPolicy');
    const withSecret = { displayName: 'B', signInAudience: 'AzureADMyOrg', passwordCredentials: [{}] };
    expect(outcome(await directory.admin.post('/applications', withSecret))).toBe(
      '400 CredentialTypeNotAllowedAsPerAppPolicy',
    );
    expect((await directory.admin.get("/applications?$filter=displayName eq 'B'")).body.value).toEqual([]);
  });

  test('own-tenant-only: no other audience', async () => {
    directory = await openDirectory('own-tenant-only');
    const { id } = await directory.register();
    for (const signInAudience of ['AzureADMultipleOrgs', 'AzureADandPersonalMicrosoftAccount']) {
      const asked = { displayName: 'A', signInAudience };
      expect(outcome(await directory.admin.post('/applications', asked))).toBe(
        '400 SignInAudienceNotAllowedAsPerAppPolicy',
      );
    }
    expect(outcome(await directory.admin.patch(`/applications/${id}`, { signInAudience: 'AzureADMultipleOrgs' }))).toBe(
      '400 SignInAudienceNotAllowedAsPerAppPolicy',
    );
  });

  const lifetime = (maxLifetime: string, more = {}) => ({
    passwordCredentials: [{ restrictionType: 'passwordLifetime', state: 'enabled', maxLifetime, ...more }],
  });

  test('the default policy is set by PATCH, and gets an id then', async () => {
    const application = await directory.register();
    const path = '/policies/defaultAppManagementPolicy';
    expect((await directory.admin.get(path)).body).toMatchObject({
      id: '00000000-0000-0000-0000-000000000000',
      isEnabled: false,
    });
    const change = { isEnabled: true, applicationRestrictions: lifetime('P30D') };
    expect((await directory.admin.patch(path, change)).status).toBe(204);
    expect((await directory.admin.get(path)).body).toMatchObject({
      id: expect.not.stringMatching(/^0{8}/),
      isEnabled: true,
    });
    expect(outcome(await addTo(application, halfYear))).toBe('400 CredentialInvalidLifetimeAsPerAppPolicy');
    await directory.admin.patch(path, { applicationRestrictions: lifetime('P30D', { state: 'disabled' }) });
    expect((await addTo(application, halfYear)).status).toBe(200);
  });

  test('a restriction for later applications spares the earlier ones', async () => {
    const from = { restrictForAppsCreatedAfterDateTime: '2026-11-25T00:00:00Z' };
    const change = { isEnabled: true, applicationRestrictions: lifetime('P30D', from) };
    await directory.admin.patch('/policies/defaultAppManagementPolicy', change);
    expect((await addTo(await directory.register(), halfYear)).status).toBe(200);
    directory.box.advance('P1D');
    expect(outcome(await addTo(await directory.register(), halfYear))).toBe(
      '400 CredentialInvalidLifetimeAsPerAppPolicy',
    );
  });

  test('an application’s own policy holds in place of the tenant’s', async () => {
    const application = await directory.register();
    await directory.admin.patch('/policies/defaultAppManagementPolicy', {
      isEnabled: true,
      applicationRestrictions: lifetime('P30D'),
    });
    const body = { displayName: 'Longer', isEnabled: true, restrictions: lifetime('P400D') };
    const policy = await directory.admin.post('/policies/appManagementPolicies', body);
    expect(policy.status).toBe(201);
    const assigned = `/applications/${application.id}/appManagementPolicies`;
    const link = {
      '@odata.id': `https://graph.microsoft.com/v1.0/policies/appManagementPolicies/${String(policy.body.id)}`,
    };
    expect((await directory.admin.post(`${assigned}/$ref`, link)).status).toBe(204);
    expect((await directory.admin.get(assigned)).body.value).toMatchObject([{ displayName: 'Longer' }]);
    expect((await addTo(application, yearLong)).status).toBe(200);
    expect((await directory.admin.delete(`${assigned}/${String(policy.body.id)}/$ref`)).status).toBe(204);
    expect(outcome(await addTo(application, yearLong))).toBe('400 CredentialInvalidLifetimeAsPerAppPolicy');
  });
});

describe('certificates', () => {
  const certificate = createCertificate({ from: '2026-01-01T00:00:00Z', until: '2028-01-01T00:00:00Z' });
  const key = certificate.registered.certificate;
  const thumbprint = createHash('sha1').update(Buffer.from(key, 'base64')).digest('base64');
  const setKeys = ({ id }: Resource, ...keyCredentials: Record<string, unknown>[]) =>
    directory.admin.patch(`/applications/${id}`, { keyCredentials });

  test('take their times from the certificate, and show their public part by $select alone', async () => {
    const application = await directory.register();
    expect((await setKeys(application, { type: 'AsymmetricX509Cert', usage: 'Verify', key })).status).toBe(204);
    const path = `/applications/${application.id}`;
    expect((await directory.admin.get(path)).body.keyCredentials).toMatchObject([
      {
        key: null,
        customKeyIdentifier: thumbprint,
        startDateTime: '2026-01-01T00:00:00Z',
        endDateTime: '2028-01-01T00:00:00Z',
      },
    ]);
    const selected = await directory.admin.get(`${path}?$select=keyCredentials`);
    expect(selected.body.keyCredentials).toMatchObject([{ key }]);
  });

  test('those that are listed by their key id stay, the rest goes, and none is changed', async () => {
    const application = await directory.register();
    await setKeys(application, { key });
    const path = `/applications/${application.id}`;
    const [{ keyId } = { keyId: '' }] = (await directory.admin.get(path)).body.keyCredentials as { keyId: string }[];
    expect((await setKeys(application, { keyId, key: null })).status).toBe(204);
    const other = createCertificate({ from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' });
    expect(await setKeys(application, { keyId, key: other.registered.certificate })).toMatchObject({
      body: { error: { message: `Update to existing credential with KeyId '${keyId}' is not allowed.` } },
    });
    expect((await setKeys(application)).status).toBe(204);
    expect((await directory.admin.get(path)).body.keyCredentials).toEqual([]);
  });

  test.each([
    {
      name: 'an end after the certificate’s',
      change: { endDateTime: '2029-01-01T00:00:00Z' },
      message: /end date is invalid/,
    },
    {
      name: 'a start before the certificate’s',
      change: { startDateTime: '2025-01-01T00:00:00Z' },
      message: /start date is invalid/,
    },
    { name: 'another usage', change: { usage: 'Read' }, message: /"usage".*Sign, Verify/ },
    { name: 'another type', change: { type: 'Pgp' }, message: /"type"/ },
    { name: 'no certificate', change: { key: 'bm9uZQ==' }, message: /no certificate/ },
    { name: 'no key', change: { key: null }, message: /required/ },
  ])('$name: refused', async ({ change, message }) => {
    const { status, body } = await setKeys(await directory.register(), { key, ...change });
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { message: expect.stringMatching(message) } });
  });

  test('a symmetric key is no key with personal accounts', async () => {
    const symmetric = { type: 'Symmetric', usage: 'Sign', key: 'c3ltbWV0cmlj' };
    expect((await setKeys(await directory.register(), symmetric)).status).toBe(204);
    expect((await setKeys(await directory.register(PERSONAL), symmetric)).body).toMatchObject({
      error: { details: [{ code: 'KeyTypeNotSupported', target: 'keyCredentials' }] },
    });
  });

  test('addKey and removeKey need a proof signed by a key that is there', async () => {
    const application = await directory.register();
    await setKeys(application, { key });
    const path = `/applications/${application.id}`;
    const seconds = directory.box.world().clock.now().epochMilliseconds / 1000;
    const proof = await new SignJWT({})
      .setProtectedHeader({ alg: 'RS256' })
      .setAudience('00000002-0000-0000-c000-000000000000')
      .setIssuer(application.id)
      .setNotBefore(seconds)
      .setExpirationTime(seconds + 300)
      .sign(certificate.privateKeyObject);
    const next = createCertificate({ from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' });
    const keyCredential = { type: 'AsymmetricX509Cert', usage: 'Verify', key: next.registered.certificate };
    expect((await directory.admin.post(`${path}/addKey`, { keyCredential, proof: 'none' })).status).toBe(401);
    const added = await directory.admin.post(`${path}/addKey`, { keyCredential, passwordCredential: null, proof });
    expect(added).toMatchObject({ status: 200, body: { endDateTime: '2027-01-01T00:00:00Z', key: null } });
    const { keyId } = added.body;
    expect((await directory.admin.post(`${path}/removeKey`, { keyId, proof: 'none' })).status).toBe(401);
    expect((await directory.admin.post(`${path}/removeKey`, { keyId, proof })).status).toBe(204);
  });
});
