// @azure/arm-resources and @azure/arm-resources-subscriptions, unmodified, against the sandbox's Resource Manager.
import { beforeEach, describe, expect, test } from 'vitest';
import { type AzureClient, all, MANAGEMENT, openAzure, SUBSCRIPTION, userOf, VERSION } from './azure-client.ts';

const SCOPE = `/subscriptions/${SUBSCRIPTION}`;
const VAULT_VERSION = '2023-07-01';
const LOCATION = 'westeurope';
/** The client waits so long between two questions. */
const POLL = { updateIntervalInMs: 1 };

let azure: AzureClient;

beforeEach(() => {
  azure = openAzure();
});

describe('subscriptions', () => {
  test('tenants, subscriptions and regions', async () => {
    const client = azure.subscriptions('admin');
    const [tenant] = await all(client.tenants.list());
    expect(tenant).toMatchObject({ displayName: 'Contoso', defaultDomain: 'contoso.example', tenantType: 'AAD' });
    const [subscription] = await all(client.subscriptions.list());
    expect(subscription).toMatchObject({ subscriptionId: SUBSCRIPTION, state: 'Enabled', tenantId: tenant?.tenantId });
    expect(await client.subscriptions.get(SUBSCRIPTION)).toMatchObject({ displayName: 'Contoso production' });
    const regions = await all(client.subscriptions.listLocations(SUBSCRIPTION));
    expect(regions).toContainEqual(
      expect.objectContaining({
        name: LOCATION,
        displayName: 'West Europe',
        regionalDisplayName: '(Europe) West Europe',
      }),
    );
  });

  test('nobody sees a subscription without a role in it', async () => {
    expect(await all(azure.subscriptions('ada').subscriptions.list())).toEqual([]);
    azure.assign('ada', 'Reader', `${SCOPE}/resourceGroups/calendar`);
    expect(await all(azure.subscriptions('ada').subscriptions.list())).toHaveLength(1);
  });
});

describe('providers', () => {
  test('one that is not registered is registered, and polled until it is', async () => {
    const { providers } = azure.resources('admin');
    expect(await providers.get('Microsoft.Storage')).toMatchObject({ registrationState: 'NotRegistered' });
    expect(await providers.register('Microsoft.Storage')).toMatchObject({ registrationState: 'Registering' });
    const states: (string | undefined)[] = [];
    while (states.at(-1) !== 'Registered') states.push((await providers.get('Microsoft.Storage')).registrationState);
    expect(states.slice(0, -1)).toContain('Registering');
    expect((await all(providers.list())).map(({ namespace }) => namespace)).toContain('Microsoft.KeyVault');
  });

  test('one with resources is not unregistered', async () => {
    const { providers } = azure.resources('admin');
    await expect(providers.unregister('Microsoft.KeyVault')).rejects.toMatchObject({ statusCode: 409 });
    await providers.register('Microsoft.App');
    expect(await providers.unregister('Microsoft.App')).toMatchObject({ registrationState: 'Unregistering' });
  });
});

describe('resource groups', () => {
  test('checked, made, made again, changed, read and listed', async () => {
    const { resourceGroups } = azure.resources('admin');
    expect(await resourceGroups.checkExistence('sync')).toMatchObject({ body: false });
    const made = await resourceGroups.createOrUpdate('sync', { location: 'West Europe', tags: { stage: 'test' } });
    expect(made).toMatchObject({
      id: `${SCOPE}/resourceGroups/sync`,
      location: LOCATION,
      type: 'Microsoft.Resources/resourceGroups',
      properties: { provisioningState: 'Succeeded' },
    });
    expect(await resourceGroups.checkExistence('SYNC')).toMatchObject({ body: true });
    await resourceGroups.createOrUpdate('sync', { location: LOCATION, tags: {} });
    await resourceGroups.update('sync', { tags: { owner: 'ada' } });
    expect(await resourceGroups.get('sync')).toMatchObject({ name: 'sync', tags: { owner: 'ada' } });
    const byTag = await all(resourceGroups.list({ filter: "tagName eq 'owner' and tagValue eq 'ada'" }));
    expect(byTag.map(({ name }) => name)).toEqual(['sync']);
  });

  test('201 the first time, 200 after it; HEAD 204 and 404', async () => {
    const path = `${SCOPE}/resourcegroups/twice?${VERSION}`;
    const statuses: number[] = [];
    for (const method of ['HEAD', 'PUT', 'PUT', 'HEAD']) {
      const body = method === 'PUT' ? { location: LOCATION } : undefined;
      statuses.push((await azure.send('admin', method, path, body)).status);
    }
    expect(statuses).toEqual([404, 201, 200, 204]);
  });

  test('pages of the size asked for, through all of them', async () => {
    const { resourceGroups } = azure.resources('admin');
    for (const name of ['a', 'b', 'c', 'd']) await resourceGroups.createOrUpdate(name, { location: LOCATION });
    const sizes: number[] = [];
    for await (const page of resourceGroups.list({ top: 2 }).byPage()) sizes.push(page.length);
    expect(sizes).toEqual([2, 2, 1]);
  });

  test('deleting takes its time, and takes the resources along', async () => {
    const { resourceGroups, resources } = azure.resources('admin');
    await resourceGroups.delete('calendar', POLL);
    expect(await resourceGroups.checkExistence('calendar')).toMatchObject({ body: false });
    expect(await all(resources.list())).toEqual([]);
    expect([...azure.azure().deletedVaults.keys()]).toEqual(['calendar-kv']);
  });

  test('202 with Location until the clock says that it is over, then 200; meanwhile the group is Deleting', async () => {
    azure.sandbox.world().settings.azureOperationMs = 60_000;
    const path = `${SCOPE}/resourcegroups/calendar?${VERSION}`;
    const accepted = await azure.send('admin', 'DELETE', path);
    expect(accepted).toMatchObject({ status: 202, text: '', headers: { 'retry-after': '15' } });
    const location = accepted.headers.location ?? '';
    expect(location).toMatch(new RegExp(`^${MANAGEMENT}${SCOPE}/operationresults/`));
    expect(await azure.send('admin', 'GET', location)).toMatchObject({ status: 202, headers: { location } });
    expect((await azure.send('admin', 'GET', path)).body).toMatchObject({
      properties: { provisioningState: 'Deleting' },
    });
    expect(await azure.send('admin', 'PUT', path, { location: LOCATION })).toMatchObject({
      status: 409,
      body: { error: { code: 'ResourceGroupBeingDeleted' } },
    });
    azure.sandbox.advance('PT1M');
    expect(await azure.send('admin', 'GET', location)).toMatchObject({ status: 200, text: '' });
    expect((await azure.send('admin', 'GET', path)).status).toBe(404);
  });
});

describe('resources', () => {
  const ID = `${SCOPE}/resourceGroups/calendar/providers/Microsoft.Web/sites/portal`;

  test('made, read, changed, listed and deleted, by id and by name', async () => {
    const { resources } = azure.resources('admin');
    const made = await resources.createOrUpdateById(ID, '2024-04-01', {
      location: LOCATION,
      kind: 'app',
      tags: { stage: 'test' },
      properties: { httpsOnly: true },
    });
    expect(made).toMatchObject({ id: ID, name: 'portal', type: 'Microsoft.Web/sites', kind: 'app' });
    expect(await resources.checkExistenceById(ID, '2024-04-01')).toMatchObject({ body: true });
    await resources.updateById(ID, '2024-04-01', { tags: { stage: 'live' } });
    const got = await resources.get('calendar', 'Microsoft.Web', '', 'sites', 'portal', '2024-04-01');
    expect(got).toMatchObject({ tags: { stage: 'live' }, properties: { httpsOnly: true } });
    const inGroup = await all(resources.listByResourceGroup('calendar'));
    expect(inGroup.map(({ name }) => name)).toEqual(['calendar-kv', 'intranet', 'portal']);
    await resources.deleteById(ID, '2024-04-01');
    expect(await resources.checkExistenceById(ID, '2024-04-01')).toMatchObject({ body: false });
  });

  test.each([
    ["resourceType eq 'Microsoft.KeyVault/vaults'", ['calendar-kv']],
    ["tagName eq 'managed-by' and tagValue eq 'outlook-calendar-sync'", ['calendar-kv']],
    ["startswith(tagName, 'managed')", ['calendar-kv']],
    ["substringof('intra', name)", ['intranet']],
    ["resourceGroup eq 'CALENDAR' and name ne 'intranet'", ['calendar-kv']],
    ["name eq 'intranet' or name eq 'calendar-kv'", ['calendar-kv', 'intranet']],
  ])('listed by %s', async (filter, names) => {
    const found = await all(azure.resources('admin').resources.list({ filter }));
    expect(found.map(({ name }) => name)).toEqual(names);
  });

  test('lists by tag show no tags; others do, and the times that are asked for', async () => {
    const { resources } = azure.resources('admin');
    const [byTag] = await all(resources.list({ filter: "tagName eq 'managed-by'" }));
    expect(byTag?.tags).toBeUndefined();
    const [listed] = await all(resources.list({ expand: 'createdTime' }));
    expect(listed?.tags).toEqual({ 'managed-by': 'outlook-calendar-sync' });
    expect(listed?.createdTime).toBeInstanceOf(Date);
  });

  test.each([
    ['Microsoft.App/containerApps', '2024-03-01'],
    ['Microsoft.Storage/storageAccounts', '2024-01-01'],
  ])('%s is made, and deleted, as long-running work', async (type, version) => {
    const { resources, providers } = azure.resources('admin');
    await providers.register(type.split('/')[0] ?? '');
    const id = `${SCOPE}/resourceGroups/calendar/providers/${type}/worker`;
    const made = await resources.createOrUpdateById(id, version, { location: LOCATION, properties: {} }, POLL);
    expect(made).toMatchObject({ id, properties: { provisioningState: 'Succeeded' } });
    await resources.deleteById(id, version, POLL);
    expect(await resources.checkExistenceById(id, version)).toMatchObject({ body: false });
  });

  test.each([SCOPE, `${SCOPE}/resourceGroups/calendar`])('all vaults of %s, whole', async (scope) => {
    const path = `${scope}/providers/Microsoft.KeyVault/vaults?api-version=${VAULT_VERSION}`;
    const vault = { name: 'calendar-kv', properties: { vaultUri: 'https://calendar-kv.vault.azure.net/' } };
    expect(await azure.send('admin', 'GET', path)).toMatchObject({ status: 200, body: { value: [vault] } });
  });

  test('201 with Azure-AsyncOperation: InProgress, then Succeeded', async () => {
    await azure.resources('admin').providers.register('Microsoft.App');
    const path = `${SCOPE}/resourceGroups/calendar/providers/Microsoft.App/containerApps/worker?api-version=2024-03-01`;
    const made = await azure.send('admin', 'PUT', path, { location: LOCATION });
    expect(made).toMatchObject({ status: 201, body: { properties: { provisioningState: 'Creating' } } });
    const address = made.headers['azure-asyncoperation'] ?? '';
    expect((await azure.send('admin', 'GET', address)).body).toMatchObject({ status: 'InProgress' });
    azure.sandbox.advance('PT1S');
    expect((await azure.send('admin', 'GET', address)).body).toMatchObject({ status: 'Succeeded' });
    expect((await azure.send('admin', 'GET', path)).body).toMatchObject({
      properties: { provisioningState: 'Succeeded' },
    });
  });
});

describe('tags', () => {
  test.each([
    SCOPE,
    `${SCOPE}/resourceGroups/calendar`,
    `${SCOPE}/resourceGroups/calendar/providers/Microsoft.Web/sites/intranet`,
  ])('on %s: replaced, merged, deleted', async (scope) => {
    const { tagsOperations } = azure.resources('admin');
    const write = async (operation: string, tags: Record<string, string>) =>
      (await tagsOperations.updateAtScope(scope, { operation, properties: { tags } })).properties?.tags;
    expect(await write('Replace', { one: '1', two: '2' })).toEqual({ one: '1', two: '2' });
    expect(await write('Merge', { TWO: 'two', three: '3' })).toEqual({ one: '1', TWO: 'two', three: '3' });
    expect(await write('Delete', { one: '1', three: 'other' })).toEqual({ TWO: 'two', three: '3' });
    expect((await tagsOperations.getAtScope(scope)).properties?.tags).toEqual({ TWO: 'two', three: '3' });
    await tagsOperations.createOrUpdateAtScope(scope, { properties: { tags: { only: 'this' } } });
    await tagsOperations.deleteAtScope(scope);
    expect((await tagsOperations.getAtScope(scope)).properties?.tags).toEqual({});
  });
});

describe('a vault', () => {
  const idOf = (name: string) => `${SCOPE}/resourceGroups/calendar/providers/Microsoft.KeyVault/vaults/${name}`;
  const parameters = (more: Record<string, unknown> = {}) => ({
    location: LOCATION,
    properties: {
      tenantId: userOf(azure.sandbox.world(), 'admin').tenantId,
      sku: { family: 'A', name: 'standard' },
      enableRbacAuthorization: true,
      ...more,
    },
  });

  test('is made, with its address, once its name is known', async () => {
    const { resources } = azure.resources('admin');
    const made = await resources.createOrUpdateById(idOf('contoso-kv'), VAULT_VERSION, parameters(), POLL);
    expect(made.properties).toMatchObject({
      vaultUri: 'https://contoso-kv.vault.azure.net/',
      enableSoftDelete: true,
      softDeleteRetentionInDays: 90,
      provisioningState: 'Succeeded',
    });
  });

  test('is recovered or purged after deletion; its name is free only then', async () => {
    const { resources } = azure.resources('admin');
    await resources.deleteById(idOf('calendar-kv'), VAULT_VERSION);
    const again = resources.createOrUpdateById(idOf('calendar-kv'), VAULT_VERSION, parameters(), POLL);
    await expect(again).rejects.toMatchObject({ statusCode: 409, code: 'ConflictError' });
    const recovery = parameters({ createMode: 'recover' });
    await resources.createOrUpdateById(idOf('calendar-kv'), VAULT_VERSION, recovery, POLL);
    await resources.deleteById(idOf('calendar-kv'), VAULT_VERSION);
    const deleted = `${SCOPE}/providers/Microsoft.KeyVault/locations/${LOCATION}/deletedVaults/calendar-kv`;
    expect((await azure.send('admin', 'GET', `${deleted}?api-version=${VAULT_VERSION}`)).status).toBe(200);
    const purge = await azure.send('admin', 'POST', `${deleted}/purge?api-version=${VAULT_VERSION}`);
    expect(purge.status).toBe(202);
    azure.sandbox.advance('PT1S');
    expect((await azure.send('admin', 'GET', purge.headers.location ?? '')).status).toBe(200);
    await resources.createOrUpdateById(idOf('calendar-kv'), VAULT_VERSION, parameters(), POLL);
  });

  test('purges itself when its time is over, and not before when it is protected', async () => {
    const { resources } = azure.resources('admin');
    const kept = { softDeleteRetentionInDays: 7, enablePurgeProtection: true };
    await resources.createOrUpdateById(idOf('kept-kv'), VAULT_VERSION, parameters(kept), POLL);
    await resources.deleteById(idOf('kept-kv'), VAULT_VERSION);
    const deleted = `${SCOPE}/providers/Microsoft.KeyVault/locations/${LOCATION}/deletedVaults/kept-kv`;
    expect(await azure.send('admin', 'POST', `${deleted}/purge?api-version=${VAULT_VERSION}`)).toMatchObject({
      status: 405,
      body: { error: { code: 'MethodNotAllowed' } },
    });
    azure.sandbox.advance('P8D');
    expect((await azure.send('admin', 'GET', `${deleted}?api-version=${VAULT_VERSION}`)).status).toBe(404);
  });

  test.each([
    ['calendar-kv', false, 'AlreadyExists'],
    ['fabrikam-calendar-kv', false, 'AlreadyExists'],
    ['1st', false, 'AccountNameInvalid'],
    ['free-kv', true, undefined],
  ])('whether %s is a name to take', async (name, nameAvailable, reason) => {
    const path = `${SCOPE}/providers/Microsoft.KeyVault/checkNameAvailability?api-version=${VAULT_VERSION}`;
    const { body } = await azure.send('admin', 'POST', path, { name, type: 'Microsoft.KeyVault/vaults' });
    expect([body.nameAvailable, body.reason]).toEqual([nameAvailable, reason]);
  });
});

test('a Retry-After on work under way keeps no other request waiting', async () => {
  azure.sandbox.world().settings.azureOperationMs = 60_000;
  await azure.send('admin', 'DELETE', `${SCOPE}/resourcegroups/calendar?${VERSION}`);
  await azure.send('admin', 'GET', `${SCOPE}/resourcegroups?${VERSION}`);
  expect(azure.sandbox.ledger().at(-1)?.early).toBeUndefined();
});

test('every answer carries request ids, and says how many requests are left', async () => {
  const path = `${SCOPE}/resourcegroups?${VERSION}`;
  const [first, second] = [await azure.send('admin', 'GET', path), await azure.send('admin', 'GET', path)];
  expect(first.headers['x-ms-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(first.headers['x-ms-correlation-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  const left = 'x-ms-ratelimit-remaining-subscription-reads';
  expect(Number(first.headers[left])).toBe(Number(second.headers[left]) + 1);
});

test('too many requests at once are refused with Retry-After; the clock gives new ones', async () => {
  const path = `${SCOPE}/resourcegroups?${VERSION}`;
  let last = await azure.send('admin', 'GET', path);
  while (last.status === 200) last = await azure.send('admin', 'GET', path);
  expect(last).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
  expect(last.body).toMatchObject({ error: { code: 'SubscriptionRequestsThrottled' } });
  azure.sandbox.advance('PT1S');
  expect((await azure.send('admin', 'GET', path)).status).toBe(200);
});
