// Azure's own clients against a running sandbox: their requests rewritten to its address, the host that they meant in X-Forwarded-Host.
import { ResourceManagementClient } from '@azure/arm-resources';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import { ClientSecretCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { azureOf } from '../../../sandbox/arm/state.ts';
import { type RunningSandbox, startSandbox } from '../../../sandbox/start-sandbox.ts';
import { issueToken, SUBSCRIPTION, userOf } from './azure-client.ts';

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/calendar`;
/** The client waits so long between two questions. */
const POLL = { updateIntervalInMs: 1 };

let running: RunningSandbox;

beforeAll(async () => {
  running = await startSandbox();
  running.sandbox.world().settings.azureOperationMs = 0;
});

afterAll(() => running.close());

function rewriting(): HttpClient {
  const client = createDefaultHttpClient();
  return {
    async sendRequest(request) {
      const { url } = request;
      const meant = new URL(url);
      request.headers.set('x-forwarded-host', meant.host);
      request.headers.set('x-forwarded-proto', 'https');
      request.allowInsecureConnection = true;
      request.url = running.url + meant.pathname + meant.search;
      try {
        return await client.sendRequest(request);
      } finally {
        // The policies before this one send a request again, and insist on https.
        request.url = url;
      }
    },
  };
}

const credential = {
  getToken: (scopes: string | string[]) =>
    Promise.resolve({
      token: issueToken(running.sandbox.world(), 'admin', [scopes].flat()),
      expiresOnTimestamp: Number.MAX_SAFE_INTEGER,
    }),
};

test('a vault is made, opened by a role, and keeps a secret under its public name', async () => {
  const options = { httpClient: rewriting() };
  const { resources } = new ResourceManagementClient(credential, SUBSCRIPTION, options);
  const { id: principalId, tenantId } = userOf(running.sandbox.world(), 'admin');
  const vaultId = `${GROUP}/providers/Microsoft.KeyVault/vaults/sockets-kv`;
  const properties = { tenantId, sku: { family: 'A', name: 'standard' }, enableRbacAuthorization: true };
  await resources.createOrUpdateById(vaultId, '2023-07-01', { location: 'westeurope', properties }, POLL);
  const name = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7';
  await resources.createOrUpdateById(
    `${vaultId}/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111`,
    '2022-04-01',
    { properties: { roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${name}`, principalId } },
    POLL,
  );
  const secrets = new SecretClient('https://sockets-kv.vault.azure.net', credential, options);
  const { properties: about } = await secrets.setSecret('client-secret', 'value');
  expect(about.id).toMatch(/^https:\/\/sockets-kv\.vault\.azure\.net\/secrets\/client-secret\//);
  expect((await secrets.getSecret('client-secret')).value).toBe('value');
});

test('long-running work is followed through the links that the sandbox gives', async () => {
  const { resourceGroups } = new ResourceManagementClient(credential, SUBSCRIPTION, { httpClient: rewriting() });
  await resourceGroups.createOrUpdate('short-lived', { location: 'westeurope' });
  await resourceGroups.delete('short-lived', POLL);
  expect(azureOf(running.sandbox.world()).groups.has(`/subscriptions/${SUBSCRIPTION}/resourcegroups/short-lived`)).toBe(
    false,
  );
});

test('an application by itself signs in for the vault, and reads what its role lets it read', async () => {
  const httpClient = rewriting();
  const { tenantId } = userOf(running.sandbox.world(), 'admin');
  const { appId, secretText, principalId } = await registerApplication();
  azureOf(running.sandbox.world()).roleAssignments.push({
    id: `${GROUP}/providers/Microsoft.Authorization/roleAssignments/application`,
    principalId,
    role: 'Key Vault Secrets Officer',
    scope: GROUP,
    createdOn: running.sandbox.world().clock.now().toString(),
  });
  const application = new ClientSecretCredential(tenantId, appId, secretText, { httpClient });
  const secrets = new SecretClient('https://calendar-kv.vault.azure.net', application, { httpClient });
  await secrets.setSecret('by-application', 'value');
  expect((await secrets.getSecret('by-application')).value).toBe('value');
  const { resourceGroups } = new ResourceManagementClient(application, SUBSCRIPTION, { httpClient });
  await expect(resourceGroups.get('calendar')).rejects.toMatchObject({ statusCode: 403, code: 'AuthorizationFailed' });
});

async function registerApplication(): Promise<{ appId: string; secretText: string; principalId: string }> {
  const token = issueToken(running.sandbox.world(), 'admin', ['https://graph.microsoft.com/.default']);
  const post = async (path: string, body: unknown): Promise<Record<string, string>> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${running.url}/v1.0${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as Record<string, string>;
  };
  const { id = '', appId = '' } = await post('/applications', { displayName: 'Vault reader' });
  const { secretText = '' } = await post(`/applications/${id}/addPassword`, { passwordCredential: {} });
  const { id: principalId = '' } = await post('/servicePrincipals', { appId });
  return { appId, secretText, principalId };
}
