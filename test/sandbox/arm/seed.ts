// The Azure that a world begins with: a subscription of each organization, owned by its administrators, with two resources.
import type { Tenant, World } from '../core/world.ts';
import { vaultProperties } from './key-vault/vault-properties.ts';
import type { Azure, AzureResource, AzureSubscription } from './model.ts';

const LOCATION = 'westeurope';
/** What the provisioning tool marks its resources with. */
const MANAGED = { 'managed-by': 'outlook-calendar-sync' };
const REGISTERED = ['microsoft.resources', 'microsoft.authorization', 'microsoft.keyvault', 'microsoft.web'];

export function createAzure(world: World): Azure {
  const azure: Azure = {
    subscriptions: [],
    groups: new Map(),
    resources: new Map(),
    roleAssignments: [],
    operations: new Map(),
    deletedVaults: new Map(),
    secrets: new Map(),
    allowances: new Map(),
  };
  const organizations = [...world.tenants.values()].filter((tenant) => tenant.kind === 'organization');
  for (const [index, tenant] of organizations.entries()) seedSubscription(azure, world, { tenant, index });
  return azure;
}

function seedSubscription(azure: Azure, world: World, { tenant, index }: { tenant: Tenant; index: number }): void {
  const subscription: AzureSubscription = {
    subscriptionId: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
    tenantId: tenant.id,
    displayName: `${tenant.displayName} production`,
    state: 'Enabled',
    registrations: new Map(REGISTERED.map((namespace) => [namespace, { state: 'Registered', settledAt: 0 }])),
    tags: {},
  };
  azure.subscriptions.push(subscription);
  const scope = `/subscriptions/${subscription.subscriptionId}`;
  const owners = [...world.users.values()].filter((user) => user.tenantId === tenant.id && user.roles.length > 0);
  for (const [number, owner] of owners.entries()) {
    const name = `00000000-0000-4000-a000-${String((index + 1) * 1_000 + number).padStart(12, '0')}`;
    azure.roleAssignments.push({
      id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
      principalId: owner.id,
      role: 'Owner',
      scope,
      createdOn: world.clock.now().toString(),
    });
  }
  const group = `${scope}/resourceGroups/calendar`;
  const tags = { ...MANAGED };
  azure.groups.set(group.toLowerCase(), {
    id: group,
    name: 'calendar',
    location: LOCATION,
    tags,
    managedBy: null,
    provisioningState: 'Succeeded',
  });
  seedResources(azure, world, { group, tenantId: tenant.id, vault: vaultNameOf(tenant, index) });
}

/** Vault names are unique in all of Azure. */
function vaultNameOf({ domain }: Tenant, index: number): string {
  return index === 0 ? 'calendar-kv' : `${domain.split('.')[0] ?? ''}-calendar-kv`;
}

function seedResources(azure: Azure, world: World, at: { group: string; tenantId: string; vault: string }): void {
  const seeded = (type: string, name: string, facts: Partial<AzureResource>): void => {
    const now = world.clock.now().toString();
    const id = `${at.group}/providers/${type}/${name}`;
    azure.resources.set(id.toLowerCase(), {
      id,
      name,
      type,
      location: LOCATION,
      tags: {},
      envelope: {},
      properties: {},
      provisioningState: 'Succeeded',
      settledAt: null,
      createdTime: now,
      changedTime: now,
      ...facts,
    });
  };
  const sku = { family: 'A', name: 'standard' };
  const properties = vaultProperties(at.vault, { tenantId: at.tenantId, sku, enableRbacAuthorization: true });
  seeded('Microsoft.KeyVault/vaults', at.vault, { tags: { ...MANAGED }, properties });
  const hosts = { defaultHostName: 'intranet.azurewebsites.net', hostNames: ['intranet.azurewebsites.net'] };
  seeded('Microsoft.Web/sites', 'intranet', {
    envelope: { kind: 'app' },
    properties: { state: 'Running', enabled: true, httpsOnly: true, ...hosts },
  });
}
