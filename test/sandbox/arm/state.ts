// What the sandbox's Azure holds: a subscription of each organization, and a few resources with tags.
import type { World } from '../core/world.ts';

export interface AzureSubscription {
  subscriptionId: string;
  tenantId: string;
  displayName: string;
  state: 'Enabled';
  /** Object ids of the users who may read it. */
  readers: string[];
}

export interface AzureResource {
  /** The full resource id, in lower case. */
  id: string;
  name: string;
  type: string;
  location: string;
  tags: Record<string, string>;
}

interface Azure {
  subscriptions: AzureSubscription[];
  resources: AzureResource[];
  groups: AzureResource[];
}

const azures = new WeakMap<World, Azure>();

export function azureOf(world: World): Azure {
  let azure = azures.get(world);
  if (!azure) {
    azure = createAzure(world);
    azures.set(world, azure);
  }
  return azure;
}

/** One subscription a tenant, which its administrators read, with one tagged and one foreign resource. */
function createAzure(world: World): Azure {
  const azure: Azure = { subscriptions: [], resources: [], groups: [] };
  const organizations = [...world.tenants.values()].filter((tenant) => tenant.kind === 'organization');
  for (const [index, tenant] of organizations.entries()) {
    const subscriptionId = `00000000-0000-4000-8000-00000000000${index + 1}`;
    const readers = [...world.users.values()]
      .filter((user) => user.tenantId === tenant.id && user.roles.length > 0)
      .map((user) => user.id);
    azure.subscriptions.push({
      subscriptionId,
      tenantId: tenant.id,
      displayName: `${tenant.displayName} production`,
      state: 'Enabled',
      readers,
    });
    const group = `/subscriptions/${subscriptionId}/resourcegroups/calendar`;
    const tags = { 'managed-by': 'outlook-calendar-sync' };
    azure.groups.push({
      id: group,
      name: 'calendar',
      type: 'Microsoft.Resources/resourceGroups',
      location: 'westeurope',
      tags,
    });
    azure.resources.push(
      {
        id: `${group}/providers/microsoft.keyvault/vaults/calendar-kv`,
        name: 'calendar-kv',
        type: 'Microsoft.KeyVault/vaults',
        location: 'westeurope',
        tags,
      },
      {
        id: `${group}/providers/microsoft.web/sites/intranet`,
        name: 'intranet',
        type: 'Microsoft.Web/sites',
        location: 'westeurope',
        tags: {},
      },
    );
  }
  return azure;
}
