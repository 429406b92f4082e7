// What the administrator's Azure subscriptions hold under our tag, read with @azure/arm-resources. Reads only.
import { ResourceManagementClient } from '@azure/arm-resources';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import type { TokenCredential } from '@azure/identity';
import { redact } from '../../graph/transport/redaction.ts';
import type { Transport } from '../../graph/transport/transport.ts';
import { MANAGED_BY_TAG } from '../registration.ts';

export interface ManagedResource {
  id: string;
  name: string;
  /** e.g. `Microsoft.KeyVault/vaults`. */
  type: string;
  location: string;
}

export interface Subscription {
  id: string;
  name: string;
  managedResources: ManagedResource[];
}

/** Azure is a convenience here: where it can't be read, `unreadable` says why and the work goes on. */
export type Inventory = { subscriptions: Subscription[] } | { unreadable: string };

export async function readInventory(credential: TokenCredential, transport: Transport): Promise<Inventory> {
  const { management } = transport.cloud;
  const options = {
    endpoint: management,
    httpClient: transport.azureHttpClient,
    retryOptions: { maxRetries: 0 },
  };
  try {
    const client = new SubscriptionClient(credential, { ...options, credentialScopes: [`${management}/.default`] });
    const subscriptions: Subscription[] = [];
    for await (const { subscriptionId, displayName } of client.subscriptions.list()) {
      if (subscriptionId === undefined) continue;
      const resources = new ResourceManagementClient(credential, subscriptionId, options);
      const managedResources = await listManaged(resources);
      subscriptions.push({ id: subscriptionId, name: displayName ?? subscriptionId, managedResources });
    }
    return { subscriptions };
  } catch (error) {
    return { unreadable: redact(error instanceof Error ? error.message : String(error)) };
  }
}

async function listManaged(client: ResourceManagementClient): Promise<ManagedResource[]> {
  const { name, value } = MANAGED_BY_TAG;
  const found: ManagedResource[] = [];
  for await (const resource of client.resources.list({ filter: `tagName eq '${name}' and tagValue eq '${value}'` })) {
    const { id = '', name: resourceName = '', type = '', location = '' } = resource;
    found.push({ id, name: resourceName, type, location });
  }
  return found;
}
