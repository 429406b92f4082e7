// The operations on resources of any type, and their lists.
import type { SandboxAnswer } from '../core/http.ts';
import { isWithin } from './access.ts';
import { VAULT_TYPE } from './key-vault/vault-properties.ts';
import { type Filter, pageAnswer, readFilter } from './lists.ts';
import type { AzureResource } from './model.ts';
import type { ArmOperation, Method, SubscriptionCall, SubscriptionOperation } from './operation.ts';
import { providerOf, VAULT_VERSIONS } from './provider-catalog.ts';
import { groupOf } from './resource-groups.ts';
import { groupKeyOf } from './resource-id.ts';
import {
  deleteResource,
  getResource,
  headResource,
  idOf,
  isReadable,
  patchResource,
  putResource,
  resourceBody,
} from './resources.ts';
import { scopeOf } from './subscriptions.ts';

const FILTERED = ['name', 'location', 'resourceType', 'resourceGroup'];

function listOf(call: SubscriptionCall, isListed: (resource: AzureResource) => boolean): SandboxAnswer {
  const filter = readFilter(call, FILTERED);
  const expanded = (call.request.url.searchParams.get('$expand') ?? '').split(',').map((name) => name.trim());
  const resources = [...call.azure.resources.values()]
    .filter((resource) => isListed(resource) && isReadable(call, resource))
    .filter((resource) => filter.matches({ ...resource, resourceGroup: resource.id.split('/')[4] ?? '' }));
  return pageAnswer(
    call,
    resources.map((resource) => listed(resource, filter, expanded)),
  );
}

/** Lists show no properties; filtered by tag, no tags either. */
function listed(resource: AzureResource, filter: Filter, expanded: readonly string[]): Record<string, unknown> {
  const { id, name, type, location, tags, envelope } = resource;
  const more = (['createdTime', 'changedTime', 'provisioningState'] as const).filter((each) => expanded.includes(each));
  return {
    id,
    name,
    type,
    location,
    ...envelope,
    ...(filter.isByTag || Object.keys(tags).length === 0 ? {} : { tags }),
    ...Object.fromEntries(more.map((each) => [each, resource[each]])),
  };
}

function inSubscription(call: SubscriptionCall): SandboxAnswer {
  const start = `${scopeOf(call.subscription)}/`.toLowerCase();
  return listOf(call, ({ id }) => id.toLowerCase().startsWith(start));
}

function inGroup(call: SubscriptionCall): SandboxAnswer {
  const group = groupOf(call, groupIdOf(call));
  return listOf(call, ({ id }) => groupKeyOf(id) === group.id.toLowerCase());
}

/** All vaults, whole, as their provider lists them. */
function listVaults(call: SubscriptionCall): SandboxAnswer {
  const { group } = call.parameters;
  const scope = group === undefined ? scopeOf(call.subscription) : groupOf(call, groupIdOf(call)).id;
  const vaults = [...call.azure.resources.values()].filter(
    (resource) => resource.type === VAULT_TYPE && isWithin(resource.id, scope) && isReadable(call, resource),
  );
  return pageAnswer(call, vaults.map(resourceBody));
}

function groupIdOf({ subscription, parameters }: SubscriptionCall): string {
  return `${scopeOf(subscription)}/resourceGroups/${parameters.group ?? ''}`;
}

const VERBS: Readonly<Record<string, string>> = { GET: 'read', HEAD: 'read', PUT: 'write', PATCH: 'write' };

const source = (name: string) => `rest/api/resources/resources/${name}`;

function operation(method: Method, page: string, answer: SubscriptionOperation['answer']): SubscriptionOperation {
  return {
    method,
    level: 'subscription',
    path: '/subscriptions/{subscriptionId}/resourcegroups/{group}/providers/{namespace}/{+resource}',
    apiVersions: null,
    access(call) {
      const { namespace, typePath } = idOf(call);
      const provider = providerOf(namespace)?.namespace ?? namespace;
      return { action: `${provider}/${typePath}/${VERBS[method] ?? 'delete'}`, scope: call.path };
    },
    coverage: {
      evidence: 'documented',
      source: source(page),
      difference: 'of most types, only the envelope is checked; what follows the type is in provider-catalog.ts',
    },
    answer,
  };
}

const vaultList = (scope: string, page: string): SubscriptionOperation => ({
  method: 'GET',
  level: 'subscription',
  path: `${scope}/providers/Microsoft.KeyVault/vaults`,
  apiVersions: VAULT_VERSIONS,
  access: null,
  coverage: { evidence: 'documented', source: `rest/api/keyvault/keyvault/vaults/${page}` },
  answer: listVaults,
});

export const resourceListOperations: readonly ArmOperation[] = [
  vaultList('/subscriptions/{subscriptionId}', 'list-by-subscription'),
  vaultList('/subscriptions/{subscriptionId}/resourcegroups/{group}', 'list-by-resource-group'),
  {
    method: 'GET',
    level: 'subscription',
    path: '/subscriptions/{subscriptionId}/resources',
    access: null,
    coverage: {
      evidence: 'documented',
      source: source('list'),
      difference: 'no filters by identity and plan',
    },
    answer: inSubscription,
  },
  {
    method: 'GET',
    level: 'subscription',
    path: '/subscriptions/{subscriptionId}/resourcegroups/{group}/resources',
    access: (call) => ({
      action: 'Microsoft.Resources/subscriptions/resourceGroups/read',
      scope: groupIdOf(call),
    }),
    coverage: { evidence: 'documented', source: source('list-by-resource-group') },
    answer: inGroup,
  },
];

/** To be asked last: their path takes what others are more exact about. */
export const resourceOperations: readonly ArmOperation[] = [
  operation('HEAD', 'check-existence-by-id', headResource),
  operation('GET', 'get-by-id', getResource),
  operation('PUT', 'create-or-update-by-id', putResource),
  operation('PATCH', 'update-by-id', patchResource),
  operation('DELETE', 'delete-by-id', deleteResource),
];
