// Resource groups: made at once, deleted as long-running work that takes all their resources along.
import { emptyAnswer, jsonAnswer, type SandboxAnswer } from '../core/http.ts';
import { isAllowed } from './access.ts';
import { pageAnswer, readFilter } from './lists.ts';
import { locationHeaders, startOperation } from './long-operations.ts';
import type { ResourceGroup } from './model.ts';
import { type ArmOperation, ArmRefusal, bodyRecord, type SubscriptionCall } from './operation.ts';
import { isLocation, LOCATIONS, plainLocation } from './provider-catalog.ts';
import { removeResource } from './remove-resource.ts';
import { groupKeyOf } from './resource-id.ts';
import { scopeOf } from './subscriptions.ts';
import { readTags } from './tags.ts';

const NAME_CHARACTERS_MAX = 90;
const TYPE = 'Microsoft.Resources/resourceGroups';
const ACTION = 'Microsoft.Resources/subscriptions/resourceGroups';

function idOf({ subscription, parameters }: SubscriptionCall): string {
  return `${scopeOf(subscription)}/resourceGroups/${parameters.group ?? ''}`;
}

/** @throws ArmRefusal 404 `ResourceGroupNotFound` */
export function groupOf(call: SubscriptionCall, id: string): ResourceGroup {
  const group = call.azure.groups.get(id.toLowerCase());
  if (group) return group;
  const name = id.split('/').at(-1) ?? '';
  throw new ArmRefusal(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`);
}

/** @throws ArmRefusal 409 while the group is being deleted. */
export function checkLiving({ name, provisioningState }: ResourceGroup): void {
  if (provisioningState !== 'Deleting') return;
  throw new ArmRefusal(
    409,
    'ResourceGroupBeingDeleted',
    `The resource group '${name}' is in deprovisioning state and cannot perform this operation.`,
  );
}

function groupResource(group: ResourceGroup): Record<string, unknown> {
  const { id, name, location, tags, managedBy, provisioningState } = group;
  return {
    id,
    name,
    type: TYPE,
    location,
    ...(managedBy === null ? {} : { managedBy }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    properties: { provisioningState },
  };
}

function put(call: SubscriptionCall): SandboxAnswer {
  const { location, tags, managedBy } = bodyRecord(call);
  const name = call.parameters.group ?? '';
  checkName(name);
  const region = readLocation(location);
  const known = call.azure.groups.get(idOf(call).toLowerCase());
  if (known) {
    checkLiving(known);
    if (known.location !== region) {
      throw new ArmRefusal(
        409,
        'InvalidResourceGroupLocation',
        `Invalid resource group location '${region}'. The Resource group already exists in location '${known.location}'.`,
      );
    }
    known.tags = readTags(tags);
    return jsonAnswer(200, groupResource(known));
  }
  const group: ResourceGroup = {
    id: idOf(call),
    name,
    location: region,
    tags: readTags(tags),
    managedBy: typeof managedBy === 'string' ? managedBy : null,
    provisioningState: 'Succeeded',
  };
  call.azure.groups.set(group.id.toLowerCase(), group);
  return jsonAnswer(201, groupResource(group));
}

function checkName(name: string): void {
  const invalid = name.replace(/[\p{L}\p{N}_().-]/gu, '');
  if (invalid !== '' || name.endsWith('.')) {
    throw new ArmRefusal(
      400,
      'InvalidResourceGroup',
      `The provided resource group name '${name}' has these invalid characters: '${invalid || '.'}'. The name can only be a letter, digit, '-', '.', '(', ')' or '_'.`,
    );
  }
  if (name.length <= NAME_CHARACTERS_MAX) return;
  throw new ArmRefusal(
    400,
    'InvalidResourceGroup',
    `The provided resource group name '${name}' exceeds the maximum length of '${NAME_CHARACTERS_MAX}'.`,
  );
}

function readLocation(location: unknown): string {
  if (typeof location !== 'string' || location === '') {
    throw new ArmRefusal(400, 'LocationRequired', 'The location property is required for this definition.');
  }
  if (isLocation(location)) return plainLocation(location);
  throw new ArmRefusal(
    400,
    'LocationNotAvailableForResourceGroup',
    `The provided location '${location}' is not available for resource group. List of available regions is '${LOCATIONS.map(({ name }) => name).join(',')}'.`,
  );
}

function patch(call: SubscriptionCall): SandboxAnswer {
  const group = groupOf(call, idOf(call));
  const { tags, managedBy } = bodyRecord(call);
  checkLiving(group);
  if (tags !== undefined) group.tags = readTags(tags);
  if (typeof managedBy === 'string') group.managedBy = managedBy;
  return jsonAnswer(200, groupResource(group));
}

function remove(call: SubscriptionCall): SandboxAnswer {
  const group = groupOf(call, idOf(call));
  checkLiving(group);
  const { azure, world } = call;
  group.provisioningState = 'Deleting';
  const key = group.id.toLowerCase();
  const operation = startOperation(call, {
    finish() {
      for (const id of [...azure.resources.keys()].filter((each) => groupKeyOf(each) === key)) {
        removeResource(azure, id, world.clock.now().epochMilliseconds);
      }
      azure.roleAssignments = azure.roleAssignments.filter(({ scope }) => groupKeyOf(scope) !== key);
      azure.groups.delete(key);
    },
    result: () => ({ status: 200, body: undefined }),
  });
  return emptyAnswer(202, locationHeaders(call, operation, null));
}

function list(call: SubscriptionCall): SandboxAnswer {
  const filter = readFilter(call, ['name', 'location']);
  const start = `${scopeOf(call.subscription)}/`.toLowerCase();
  const groups = [...call.azure.groups.entries()]
    .filter(([key]) => key.startsWith(start))
    .map(([, group]) => group)
    .filter((group) => isReadable(call, group))
    .filter((group) => filter.matches({ ...group, type: TYPE, resourceGroup: group.name }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
  return pageAnswer(call, groups.map(groupResource));
}

function isReadable({ azure, caller }: SubscriptionCall, { id }: ResourceGroup): boolean {
  return isAllowed(azure, { principalId: caller.principalId, action: `${ACTION}/read`, scope: id });
}

const PATH = '/subscriptions/{subscriptionId}/resourcegroups/{group}';
const source = (name: string) => `rest/api/resources/resource-groups/${name}`;
const needs = (verb: 'read' | 'write' | 'delete') => (call: SubscriptionCall) => ({
  action: `${ACTION}/${verb}`,
  scope: idOf(call),
});

export const resourceGroupOperations: readonly ArmOperation[] = [
  {
    method: 'GET',
    level: 'subscription',
    path: '/subscriptions/{subscriptionId}/resourcegroups',
    access: null,
    coverage: { evidence: 'documented', source: source('list') },
    answer: list,
  },
  {
    method: 'HEAD',
    level: 'subscription',
    path: PATH,
    access: needs('read'),
    coverage: { evidence: 'documented', source: source('check-existence') },
    answer: (call) => emptyAnswer(call.azure.groups.has(idOf(call).toLowerCase()) ? 204 : 404),
  },
  {
    method: 'GET',
    level: 'subscription',
    path: PATH,
    access: needs('read'),
    coverage: { evidence: 'documented', source: source('get') },
    answer: (call) => jsonAnswer(200, groupResource(groupOf(call, idOf(call)))),
  },
  {
    method: 'PUT',
    level: 'subscription',
    path: PATH,
    access: needs('write'),
    coverage: { evidence: 'documented', source: source('create-or-update') },
    answer: put,
  },
  {
    method: 'PATCH',
    level: 'subscription',
    path: PATH,
    access: needs('write'),
    coverage: { evidence: 'documented', source: source('update') },
    answer: patch,
  },
  {
    method: 'DELETE',
    level: 'subscription',
    path: PATH,
    access: needs('delete'),
    coverage: {
      evidence: 'documented',
      source: source('delete'),
      difference: 'all goes at once, when azureOperationMs are over; no locks; forceDeletionTypes is ignored',
    },
    answer: remove,
  },
];
