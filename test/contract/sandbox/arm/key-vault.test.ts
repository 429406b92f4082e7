// @azure/keyvault-secrets, unmodified, against the sandbox's vaults; and what they refuse.
import { beforeEach, describe, expect, test } from 'vitest';
import { ConnectionDropped } from '../../../sandbox/create-sandbox.ts';
import { type AzureClient, all, issueToken, openAzure, SUBSCRIPTION, userOf } from './azure-client.ts';

const VAULT = 'calendar-kv';
const DATA = `https://${VAULT}.vault.azure.net`;
const VERSION = 'api-version=7.6';
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/calendar`;
const VAULT_ID = `${GROUP}/providers/Microsoft.KeyVault/vaults/${VAULT}`;
/** The client polls a deletion or a recovery this often. */
const POLL = { intervalInMs: 1 };

let azure: AzureClient;

beforeEach(() => {
  azure = openAzure();
  azure.assign('admin', 'Key Vault Secrets Officer');
});

describe('the client', () => {
  test('asks for a token of the tenant and resource that the challenge names', async () => {
    await azure.secrets('admin', VAULT).setSecret('client-secret', 'value');
    const { tenantId } = userOf(azure.sandbox.world(), 'admin');
    expect(azure.asked).toEqual([{ scopes: 'https://vault.azure.net/.default', tenantId }]);
  });

  test('sets a secret with all about it, and gets it back, also by version', async () => {
    const secrets = azure.secrets('admin', VAULT);
    const [notBefore, expiresOn] = [new Date('2026-11-01T00:00:00Z'), new Date('2028-11-01T00:00:00Z')];
    const about = { contentType: 'text/plain', tags: { keyId: 'one' }, notBefore, expiresOn, enabled: true };
    const first = await secrets.setSecret('client-secret', 'one', about);
    expect(first.properties).toMatchObject({
      vaultUrl: DATA,
      contentType: 'text/plain',
      tags: { keyId: 'one' },
      notBefore,
      expiresOn,
      enabled: true,
      recoveryLevel: 'Recoverable+Purgeable',
      recoverableDays: 90,
    });
    expect(first.properties.id).toMatch(new RegExp(`^${DATA}/secrets/client-secret/[0-9a-f]{32}$`));
    await secrets.setSecret('client-secret', 'two');
    expect((await secrets.getSecret('client-secret')).value).toBe('two');
    const version = first.properties.version ?? '';
    expect((await secrets.getSecret('client-secret', { version })).value).toBe('one');
    const versions = await all(secrets.listPropertiesOfSecretVersions('client-secret'));
    expect(versions.map((each) => each.version)).toContain(version);
    expect(versions).toHaveLength(2);
  });

  test('updates what is about a version, not its value', async () => {
    const secrets = azure.secrets('admin', VAULT);
    const { properties } = await secrets.setSecret('client-secret', 'kept', { tags: { one: '1' } });
    const updated = await secrets.updateSecretProperties('client-secret', properties.version ?? '', {
      contentType: 'secret',
      expiresOn: new Date('2027-01-01T00:00:00Z'),
    });
    expect(updated).toMatchObject({ contentType: 'secret', tags: { one: '1' } });
    expect((await secrets.getSecret('client-secret')).value).toBe('kept');
  });

  test('lists secrets page by page, without values', async () => {
    const secrets = azure.secrets('admin', VAULT);
    const names = Array.from({ length: 30 }, (_, index) => `secret-${String(index).padStart(2, '0')}`);
    for (const name of names) await secrets.setSecret(name, 'value');
    const pages: number[] = [];
    for await (const page of secrets.listPropertiesOfSecrets().byPage({ maxPageSize: 12 })) pages.push(page.length);
    expect(pages).toEqual([12, 12, 6]);
    expect((await all(secrets.listPropertiesOfSecrets())).map(({ name }) => name)).toEqual(names);
  });

  test('deletes, recovers, deletes and purges', async () => {
    const secrets = azure.secrets('admin', VAULT);
    await secrets.setSecret('client-secret', 'value');
    const deleted = await (await secrets.beginDeleteSecret('client-secret', POLL)).pollUntilDone();
    expect(deleted.recoveryId).toBe(`${DATA}/deletedsecrets/client-secret`);
    expect(deleted.properties.scheduledPurgeDate?.toISOString()).toMatch(/^2027-02-22/);
    expect((await all(secrets.listDeletedSecrets())).map(({ name }) => name)).toEqual(['client-secret']);
    await expect(secrets.getSecret('client-secret')).rejects.toMatchObject({ statusCode: 404, code: 'SecretNotFound' });
    await (await secrets.beginRecoverDeletedSecret('client-secret', POLL)).pollUntilDone();
    expect((await secrets.getSecret('client-secret')).value).toBe('value');
    await (await secrets.beginDeleteSecret('client-secret', POLL)).pollUntilDone();
    await secrets.purgeDeletedSecret('client-secret');
    await expect(secrets.getDeletedSecret('client-secret')).rejects.toMatchObject({ statusCode: 404 });
    await secrets.setSecret('client-secret', 'again');
  });

  test('backs up and restores', async () => {
    const secrets = azure.secrets('admin', VAULT);
    await secrets.setSecret('client-secret', 'value');
    const backup = await secrets.backupSecret('client-secret');
    await expect(secrets.restoreSecretBackup(backup ?? new Uint8Array())).rejects.toMatchObject({ statusCode: 409 });
    await (await secrets.beginDeleteSecret('client-secret', POLL)).pollUntilDone();
    await secrets.purgeDeletedSecret('client-secret');
    await secrets.restoreSecretBackup(backup ?? new Uint8Array());
    expect((await secrets.getSecret('client-secret')).value).toBe('value');
  });

  test('reads a secret that is expired or not valid yet, as Key Vault does', async () => {
    const secrets = azure.secrets('admin', VAULT);
    await secrets.setSecret('old', 'value', { expiresOn: new Date('2026-01-01T00:00:00Z') });
    await secrets.setSecret('new', 'value', { notBefore: new Date('2030-01-01T00:00:00Z') });
    expect((await secrets.getSecret('old')).value).toBe('value');
    expect((await secrets.getSecret('new')).value).toBe('value');
  });

  test.each([
    ['7.0', 200],
    ['7.5', 200],
    ['2025-07-01', 200],
    ['2026-04-01', 200],
    ['1.0', 400],
  ])('speaks version %s: %i', async (version, status) => {
    expect((await azure.send('admin', 'GET', `${DATA}/secrets?api-version=${version}`)).status).toBe(status);
  });
});

interface Case {
  name: string;
  status: number;
  code: string;
  inner?: string;
  user?: string | null;
  request: [method: string, path: string, body?: unknown];
  prepare?(): unknown;
}

const set = (name: string, body: unknown = { value: 'value' }) =>
  azure.send('admin', 'PUT', `${DATA}/secrets/${name}?${VERSION}`, body);
const remove = (name: string) => azure.send('admin', 'DELETE', `${DATA}/secrets/${name}?${VERSION}`);

const cases: readonly Case[] = [
  { name: 'no token', status: 401, code: 'Unauthorized', user: null, request: ['GET', '/secrets'] },
  {
    name: 'another tenant',
    status: 401,
    code: 'Unauthorized',
    user: 'admin@fabrikam.example',
    request: ['GET', '/secrets'],
  },
  {
    name: 'no role',
    status: 403,
    code: 'Forbidden',
    inner: 'ForbiddenByRbac',
    user: 'ada',
    request: ['GET', '/secrets'],
  },
  {
    name: 'owner of the vault alone',
    status: 403,
    code: 'Forbidden',
    inner: 'ForbiddenByRbac',
    user: 'bo',
    prepare: () => azure.assign('bo', 'Owner', VAULT_ID),
    request: ['GET', '/secrets/one'],
  },
  {
    name: 'a reader of metadata who wants the value',
    status: 403,
    code: 'Forbidden',
    inner: 'ForbiddenByRbac',
    user: 'bo',
    prepare: () => azure.assign('bo', 'Key Vault Reader', VAULT_ID),
    request: ['GET', '/secrets/one'],
  },
  {
    name: 'no access policy',
    status: 403,
    code: 'Forbidden',
    inner: 'ForbiddenByPolicy',
    prepare() {
      const vault = azure.azure().resources.get(VAULT_ID.toLowerCase());
      if (vault) vault.properties.enableRbacAuthorization = false;
    },
    request: ['GET', '/secrets'],
  },
  { name: 'no such secret', status: 404, code: 'SecretNotFound', request: ['GET', '/secrets/none'] },
  {
    name: 'no such version',
    status: 404,
    code: 'SecretNotFound',
    prepare: () => set('one'),
    request: ['GET', '/secrets/one/00000000000000000000000000000000'],
  },
  { name: 'no such deleted secret', status: 404, code: 'SecretNotFound', request: ['GET', '/deletedsecrets/none'] },
  {
    name: 'a disabled secret',
    status: 403,
    code: 'Forbidden',
    inner: 'SecretDisabled',
    prepare: () => set('one', { value: 'value', attributes: { enabled: false } }),
    request: ['GET', '/secrets/one'],
  },
  {
    name: 'a secret that is being deleted',
    status: 409,
    code: 'Conflict',
    inner: 'ObjectIsBeingDeleted',
    prepare: async () => [await set('one'), await remove('one')],
    request: ['PUT', '/secrets/one', { value: 'value' }],
  },
  {
    name: 'a purge of what is still being deleted',
    status: 409,
    code: 'Conflict',
    inner: 'ObjectIsBeingDeleted',
    prepare: async () => [await set('one'), await remove('one')],
    request: ['DELETE', '/deletedsecrets/one'],
  },
  {
    name: 'the name of a deleted secret',
    status: 409,
    code: 'Conflict',
    inner: 'ObjectIsDeletedButRecoverable',
    prepare: async () => [await set('one'), await remove('one'), azure.sandbox.advance('PT1M')],
    request: ['PUT', '/secrets/one', { value: 'value' }],
  },
  {
    name: 'a secret that is being recovered',
    status: 409,
    code: 'Conflict',
    inner: 'ObjectIsBeingRecovered',
    async prepare() {
      await set('one');
      await remove('one');
      azure.sandbox.advance('PT1M');
      await azure.send('admin', 'POST', `${DATA}/deletedsecrets/one/recover?${VERSION}`);
    },
    request: ['PUT', '/secrets/one', { value: 'value' }],
  },
  {
    name: 'a purge where purges are not allowed',
    status: 403,
    code: 'Forbidden',
    inner: 'ForbiddenByPolicy',
    async prepare() {
      const vault = azure.azure().resources.get(VAULT_ID.toLowerCase());
      if (vault) vault.properties.enablePurgeProtection = true;
      await set('one');
      await remove('one');
      azure.sandbox.advance('PT1M');
    },
    request: ['DELETE', '/deletedsecrets/one'],
  },
  { name: 'a bad name', status: 400, code: 'BadParameter', request: ['PUT', '/secrets/a_b', { value: 'value' }] },
  { name: 'no value', status: 400, code: 'BadParameter', request: ['PUT', '/secrets/one', {}] },
  {
    name: 'a value that is too long',
    status: 400,
    code: 'BadParameter',
    request: ['PUT', '/secrets/one', { value: 'x'.repeat(25_601) }],
  },
  {
    name: 'too many tags',
    status: 400,
    code: 'BadParameter',
    request: [
      'PUT',
      '/secrets/one',
      { value: 'value', tags: Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`tag-${index}`, ''])) },
    ],
  },
  {
    name: 'an end before its beginning',
    status: 400,
    code: 'BadParameter',
    request: ['PUT', '/secrets/one', { value: 'value', attributes: { nbf: 2, exp: 1 } }],
  },
  { name: 'a page that is too long', status: 400, code: 'BadParameter', request: ['GET', '/secrets?maxresults=26'] },
];

test.each(cases)('$name: $status $code $inner', async ({ status, code, inner, user = 'admin', request, prepare }) => {
  await prepare?.();
  const [method, path, body] = request;
  const answer = await azure.send(user, method, `${DATA}${path}${path.includes('?') ? '&' : '?'}${VERSION}`, body);
  expect(answer).toMatchObject({ status, body: { error: { code } } });
  expect((answer.body.error as { innererror?: { code: string } }).innererror?.code).toBe(inner);
});

test.each([
  ['AKV10022', 'https://management.azure.com/.default', 1],
  ['TokenExpired', 'https://vault.azure.net/.default', 0],
])('%s, with the challenge', async (words, scope, lifeMs) => {
  const authorization = `Bearer ${issueToken(azure.sandbox.world(), 'admin', [scope], lifeMs)}`;
  const { status, text, headers } = await azure.sandbox
    .as('admin')
    .get(`${DATA}/secrets?${VERSION}`, { authorization });
  expect(status).toBe(401);
  expect(text).toContain(words);
  expect(headers['www-authenticate']).toMatch(
    /^Bearer authorization="https:\/\/login\.microsoftonline\.com\/[0-9a-f-]{36}", resource="https:\/\/vault\.azure\.net"$/,
  );
});

test('a role on one secret, given through Resource Manager, opens that secret alone', async () => {
  await set('one');
  await set('two');
  const scope = `${VAULT_ID}/secrets/one`;
  const path = `${scope}/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111`;
  const roleDefinitionId = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6`;
  const principalId = userOf(azure.sandbox.world(), 'ada').id;
  const assigned = await azure.send('admin', 'PUT', `${path}?api-version=2022-04-01`, {
    properties: { roleDefinitionId, principalId },
  });
  expect(assigned.status).toBe(201);
  expect((await azure.secrets('ada', VAULT).getSecret('one')).value).toBe('value');
  await expect(azure.secrets('ada', VAULT).getSecret('two')).rejects.toMatchObject({ statusCode: 403 });
});

test('an access policy opens what it names, where policies rule', async () => {
  const vault = azure.azure().resources.get(VAULT_ID.toLowerCase());
  const objectId = userOf(azure.sandbox.world(), 'ada').id;
  Object.assign(vault?.properties ?? {}, {
    enableRbacAuthorization: false,
    accessPolicies: [{ objectId, permissions: { secrets: ['get', 'set'] } }],
  });
  const secrets = azure.secrets('ada', VAULT);
  await secrets.setSecret('one', 'value');
  expect((await secrets.getSecret('one')).value).toBe('value');
  await expect(all(secrets.listPropertiesOfSecrets())).rejects.toMatchObject({ statusCode: 403 });
});

test('a deleted secret purges itself when its time is over', async () => {
  await set('one');
  await remove('one');
  azure.sandbox.advance('P89D');
  expect((await azure.send('admin', 'GET', `${DATA}/deletedsecrets/one?${VERSION}`)).status).toBe(200);
  azure.sandbox.advance('P2D');
  expect((await azure.send('admin', 'GET', `${DATA}/deletedsecrets/one?${VERSION}`)).status).toBe(404);
});

test('a vault that was never made, or is deleted, has no address', async () => {
  await expect(azure.send('admin', 'GET', `https://none.vault.azure.net/secrets?${VERSION}`)).rejects.toThrow(
    ConnectionDropped,
  );
  await azure.send('admin', 'DELETE', `${VAULT_ID}?api-version=2023-07-01`);
  await expect(azure.send('admin', 'GET', `${DATA}/secrets?${VERSION}`)).rejects.toThrow(ConnectionDropped);
});
