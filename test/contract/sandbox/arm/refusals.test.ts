// What Resource Manager refuses, row by row: status, code, and what a client reads out of the answer.
import { describe, expect, test } from 'vitest';
import {
  type AzureClient,
  FOREIGN_SUBSCRIPTION,
  issueToken,
  MANAGEMENT,
  openAzure,
  SUBSCRIPTION,
  VERSION,
} from './azure-client.ts';

const SCOPE = `/subscriptions/${SUBSCRIPTION}`;
const GROUP = `${SCOPE}/resourceGroups/calendar`;
const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults`;
const VAULT_VERSION = 'api-version=2023-07-01';
const LOCATION = 'westeurope';

interface Case {
  code: string;
  status: number;
  request: [method: string, path: string, body?: unknown];
  /** The administrator by default; null: without a token. */
  user?: string | null;
  message?: string;
  prepare?(azure: AzureClient): unknown;
}

const vault = (properties: Record<string, unknown> = {}) => ({
  location: LOCATION,
  properties: {
    tenantId: 'set by the test',
    sku: { family: 'A', name: 'standard' },
    accessPolicies: [],
    ...properties,
  },
});

const cases: readonly Case[] = [
  { code: 'AuthenticationFailed', status: 401, user: null, request: ['GET', `/subscriptions?${VERSION}`] },
  {
    code: 'SubscriptionNotFound',
    status: 404,
    user: null,
    request: ['GET', `/subscriptions/11111111-1111-4111-8111-111111111111/resourcegroups?${VERSION}`],
  },
  {
    code: 'InvalidSubscriptionId',
    status: 400,
    request: ['GET', `/subscriptions/production/resourcegroups?${VERSION}`],
  },
  {
    code: 'InvalidAuthenticationTokenTenant',
    status: 401,
    request: ['GET', `/subscriptions/${FOREIGN_SUBSCRIPTION}/resourcegroups?${VERSION}`],
    message: 'is from the wrong issuer',
  },
  { code: 'MissingApiVersionParameter', status: 400, request: ['GET', `${SCOPE}/resourcegroups`] },
  {
    code: 'InvalidApiVersionParameter',
    status: 400,
    request: ['GET', `${SCOPE}/resourcegroups?api-version=2001-01-01`],
    message: '2025-04-01',
  },
  { code: 'NoRegisteredProviderFound', status: 400, request: ['GET', `${VAULT}/calendar-kv?${VERSION}`] },
  {
    code: 'AuthorizationFailed',
    status: 403,
    user: 'ada',
    request: ['PUT', `${SCOPE}/resourcegroups/mine?${VERSION}`, { location: LOCATION }],
    message: "The client 'ada@contoso.example'",
  },
  {
    code: 'AuthorizationFailed',
    status: 403,
    user: 'bo',
    prepare: (azure) => azure.assign('bo', 'Reader'),
    request: ['DELETE', `${SCOPE}/resourcegroups/calendar?${VERSION}`],
    message: 'Microsoft.Resources/subscriptions/resourceGroups/delete',
  },
  {
    code: 'AuthorizationFailed',
    status: 403,
    user: 'bo',
    prepare: (azure) => azure.assign('bo', 'Contributor'),
    request: ['PUT', `${SCOPE}/providers/Microsoft.Authorization/roleAssignments/one?api-version=2022-04-01`, {}],
    message: 'Microsoft.Authorization/roleAssignments/write',
  },
  { code: 'AuthorizationFailed', status: 403, user: 'ada', request: ['GET', `${SCOPE}?${VERSION}`] },
  { code: 'ResourceGroupNotFound', status: 404, request: ['GET', `${SCOPE}/resourcegroups/none?${VERSION}`] },
  {
    code: 'ResourceGroupNotFound',
    status: 404,
    request: ['PUT', `${SCOPE}/resourceGroups/none/providers/Microsoft.KeyVault/vaults/a-kv?${VAULT_VERSION}`, vault()],
  },
  {
    code: 'ResourceNotFound',
    status: 404,
    request: ['GET', `${VAULT}/none?${VAULT_VERSION}`],
    message: "The Resource 'Microsoft.KeyVault/vaults/none' under resource group 'calendar' was not found.",
  },
  {
    code: 'MissingSubscriptionRegistration',
    status: 409,
    request: [
      'PUT',
      `${GROUP}/providers/Microsoft.Storage/storageAccounts/one?api-version=2024-01-01`,
      { location: LOCATION },
    ],
    message: "not registered to use namespace 'Microsoft.Storage'",
  },
  {
    code: 'InvalidResourceNamespace',
    status: 404,
    request: ['GET', `${GROUP}/providers/Contoso.Calendar/things/one?${VERSION}`],
  },
  {
    code: 'InvalidResourceType',
    status: 404,
    request: ['GET', `${GROUP}/providers/Microsoft.KeyVault/safes/one?${VAULT_VERSION}`],
  },
  { code: 'LocationRequired', status: 400, request: ['PUT', `${SCOPE}/resourcegroups/a?${VERSION}`, {}] },
  {
    code: 'LocationNotAvailableForResourceGroup',
    status: 400,
    request: ['PUT', `${SCOPE}/resourcegroups/a?${VERSION}`, { location: 'mars' }],
  },
  {
    code: 'LocationNotAvailableForResourceType',
    status: 400,
    request: ['PUT', `${VAULT}/a-kv?${VAULT_VERSION}`, { ...vault(), location: 'mars' }],
  },
  {
    code: 'InvalidResourceGroup',
    status: 400,
    request: ['PUT', `${SCOPE}/resourcegroups/a*b?${VERSION}`, { location: LOCATION }],
    message: "these invalid characters: '*'",
  },
  {
    code: 'InvalidResourceGroupLocation',
    status: 409,
    request: ['PUT', `${SCOPE}/resourcegroups/calendar?${VERSION}`, { location: 'eastus' }],
  },
  {
    code: 'InvalidResourceLocation',
    status: 409,
    request: ['PUT', `${VAULT}/calendar-kv?${VAULT_VERSION}`, { ...vault(), location: 'eastus' }],
  },
  { code: 'InvalidRequestContent', status: 400, request: ['PUT', `${SCOPE}/resourcegroups/a?${VERSION}`, '{'] },
  {
    code: 'InvalidRequestContent',
    status: 400,
    request: ['PUT', `${SCOPE}/resourcegroups/a?${VERSION}`, { location: LOCATION, tags: { one: 1 } }],
  },
  {
    code: 'InvalidTagNameCharacters',
    status: 400,
    request: ['PUT', `${SCOPE}/resourcegroups/a?${VERSION}`, { location: LOCATION, tags: { 'a<b': '' } }],
  },
  {
    code: 'InvalidFilterInQueryString',
    status: 400,
    request: ['GET', `${SCOPE}/resources?${VERSION}&$filter=colour eq 'red'`],
  },
  { code: 'InvalidTopInQueryString', status: 400, request: ['GET', `${SCOPE}/resources?${VERSION}&$top=few`] },
  {
    code: 'VaultNameNotValid',
    status: 400,
    request: ['PUT', `${VAULT}/a--b?${VAULT_VERSION}`, vault()],
  },
  {
    code: 'VaultAlreadyExists',
    status: 409,
    request: ['PUT', `${VAULT}/fabrikam-calendar-kv?${VAULT_VERSION}`, vault()],
  },
  {
    code: 'BadRequest',
    status: 400,
    request: ['PUT', `${VAULT}/a-kv?${VAULT_VERSION}`, vault({ enablePurgeProtection: false })],
    message: 'irreversible',
  },
  {
    code: 'BadRequest',
    status: 400,
    request: ['PUT', `${VAULT}/calendar-kv?${VAULT_VERSION}`, vault({ softDeleteRetentionInDays: 30 })],
    message: "can't be modified",
  },
  {
    code: 'RoleDefinitionDoesNotExist',
    status: 400,
    request: ['PUT', `${SCOPE}/providers/Microsoft.Authorization/roleAssignments/one?api-version=2022-04-01`, {}],
  },
  {
    code: 'PrincipalNotFound',
    status: 400,
    request: [
      'PUT',
      `${SCOPE}/providers/Microsoft.Authorization/roleAssignments/one?api-version=2022-04-01`,
      { properties: { roleDefinitionId: '/x/acdd72a7-3385-48ef-bd42-f606fba81ae7', principalId: 'nobody' } },
    ],
  },
];

test.each(cases)('$status $code', async ({ code, status, request, user = 'admin', message, prepare }) => {
  const azure = openAzure();
  await prepare?.(azure);
  const answer = await azure.send(user, ...request);
  expect(answer).toMatchObject({ status, body: { error: { code } } });
  expect((answer.body.error as { message: string }).message).toContain(message ?? '');
  expect(answer.headers['x-ms-request-id']).toBeTruthy();
});

test('MissingSubscriptionRegistration names the namespace as its target', async () => {
  const path = `${GROUP}/providers/Microsoft.Storage/storageAccounts/one?api-version=2024-01-01`;
  const { body } = await openAzure().send('admin', 'GET', path);
  expect(body).toMatchObject({
    error: { details: [{ code: 'MissingSubscriptionRegistration', target: 'Microsoft.Storage' }] },
  });
});

describe('a challenge', () => {
  test('names the tenant of the subscription, to whoever has no token', async () => {
    const azure = openAzure();
    const { headers } = await azure.send(null, 'GET', `${SCOPE}?${VERSION}`);
    const [contoso] = azure.azure().subscriptions;
    expect(headers['www-authenticate']).toContain(
      `authorization_uri="https://login.windows.net/${contoso?.tenantId ?? ''}"`,
    );
  });

  test.each([
    ['InvalidAuthenticationTokenAudience', 'https://graph.microsoft.com/.default', 1],
    ['ExpiredAuthenticationToken', `${MANAGEMENT}/.default`, 0],
  ])('%s', async (code, scope, lifeMs) => {
    const { sandbox } = openAzure();
    const authorization = `Bearer ${issueToken(sandbox.world(), 'admin', [scope], lifeMs)}`;
    const answer = await sandbox.as('admin').get(`${MANAGEMENT}${SCOPE}?${VERSION}`, { authorization });
    expect(answer).toMatchObject({ status: 401, body: { error: { code } } });
  });

  test('InvalidAuthenticationToken', async () => {
    const authorization = 'Bearer nonsense';
    const answer = await openAzure().sandbox.as('admin').get(`${MANAGEMENT}/tenants?${VERSION}`, { authorization });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } });
  });
});

test('a fault rule refuses in Resource Manager’s form', async () => {
  const azure = openAzure();
  await azure.sandbox.control('PUT', '/faults', {
    rules: [{ match: { service: 'arm' }, effect: { status: 503, code: 'ServerTimeout', retryAfter: 5 } }],
  });
  expect(await azure.send('admin', 'GET', `${SCOPE}?${VERSION}`)).toMatchObject({
    status: 503,
    headers: { 'retry-after': '5' },
    body: { error: { code: 'ServerTimeout' } },
  });
});
