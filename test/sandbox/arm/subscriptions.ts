// Tenants, subscriptions and their regions, as far as the caller may see them.
import { jsonAnswer } from '../core/http.ts';
import { isKnownIn } from './access.ts';
import type { AzureSubscription } from './model.ts';
import type { ArmCall, ArmOperation } from './operation.ts';
import { LOCATIONS } from './provider-catalog.ts';

/** The scope of a subscription. */
export function scopeOf({ subscriptionId }: AzureSubscription): string {
  return `/subscriptions/${subscriptionId}`;
}

function subscriptionResource(subscription: AzureSubscription): Record<string, unknown> {
  const { subscriptionId, tenantId, displayName, state } = subscription;
  return {
    id: scopeOf(subscription),
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionId,
    tenantId,
    displayName,
    state,
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
  };
}

function tenantResources({ world, caller }: ArmCall): Record<string, unknown>[] {
  const tenant = world.tenants.get(caller.tenantId);
  return [
    {
      id: `/tenants/${caller.tenantId}`,
      tenantId: caller.tenantId,
      tenantCategory: 'Home',
      displayName: tenant?.displayName ?? '',
      domains: tenant ? [tenant.domain] : [],
      defaultDomain: tenant?.domain ?? '',
      tenantType: 'AAD',
    },
  ];
}

function locationResource(subscription: AzureSubscription, location: (typeof LOCATIONS)[number]) {
  const { name, displayName, group, geography, pair } = location;
  return {
    id: `${scopeOf(subscription)}/locations/${name}`,
    name,
    type: 'Region',
    displayName,
    regionalDisplayName: `(${group}) ${displayName}`,
    metadata: {
      regionType: 'Physical',
      regionCategory: 'Recommended',
      geography,
      geographyGroup: group,
      pairedRegion: [{ name: pair, id: `${scopeOf(subscription)}/locations/${pair}` }],
    },
  };
}

const documented = (source: string, difference?: string) => ({
  evidence: 'documented' as const,
  source,
  ...(difference === undefined ? {} : { difference }),
});

export const subscriptionOperations: readonly ArmOperation[] = [
  {
    method: 'GET',
    level: 'tenant',
    path: '/tenants',
    coverage: documented('rest/api/resources/tenants/list', 'the tenant of the token alone'),
    answer: (call) => jsonAnswer(200, { value: tenantResources(call) }),
  },
  {
    method: 'GET',
    level: 'tenant',
    path: '/subscriptions',
    coverage: documented('rest/api/resources/subscriptions/list', 'one page'),
    answer({ azure, caller }) {
      const value = azure.subscriptions
        .filter(({ tenantId }) => tenantId === caller.tenantId)
        .filter((subscription) => isKnownIn(azure, caller.principalId, scopeOf(subscription)))
        .map(subscriptionResource);
      return jsonAnswer(200, { value, count: { type: 'Total', value: value.length } });
    },
  },
  {
    method: 'GET',
    level: 'subscription',
    path: '/subscriptions/{subscriptionId}',
    access: null,
    coverage: documented('rest/api/resources/subscriptions/get'),
    answer: ({ subscription }) => jsonAnswer(200, subscriptionResource(subscription)),
  },
  {
    method: 'GET',
    level: 'subscription',
    path: '/subscriptions/{subscriptionId}/locations',
    access: null,
    coverage: documented(
      'rest/api/resources/subscriptions/list-locations',
      'eight regions, without zones and coordinates',
    ),
    answer: ({ subscription }) =>
      jsonAnswer(200, { value: LOCATIONS.map((location) => locationResource(subscription, location)) }),
  },
];
