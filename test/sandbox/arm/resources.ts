// Resources of any type, by group and name or by id: made, read, changed, listed and deleted as their type does it.
import { emptyAnswer, jsonAnswer, type SandboxAnswer } from '../core/http.ts';
import { isAllowed } from './access.ts';
import { requiredVersion, resourceTypeOf } from './api-version.ts';
import { VAULT_TYPE } from './key-vault/vault-properties.ts';
import { prepareVault } from './key-vault/vault-resources.ts';
import { locationHeaders, startOperation, statusHeaders } from './long-operations.ts';
import type { AzureResource } from './model.ts';
import { ArmGap, ArmRefusal, bodyRecord, recordOf, type SubscriptionCall } from './operation.ts';
import { isLocation, LOCATIONS, plainLocation, type ResourceType } from './provider-catalog.ts';
import { checkRegistration } from './providers.ts';
import { removeResource } from './remove-resource.ts';
import { checkLiving, groupOf } from './resource-groups.ts';
import { parseResourceId, type ResourceId } from './resource-id.ts';
import { readTags } from './tags.ts';

const ENVELOPE = ['sku', 'kind', 'identity', 'plan', 'managedBy', 'zones', 'extendedLocation'];

interface Target {
  id: ResourceId;
  /** e.g. `Microsoft.KeyVault/vaults`. */
  fullType: string;
  type: ResourceType;
}

/** @throws ArmGap for a resource that lies in no group. */
export function idOf({ path }: SubscriptionCall): ResourceId {
  const id = parseResourceId(path);
  if (!id) throw new ArmGap();
  return id;
}

/** Checks, in Azure's order, type and version, registration, and the group. */
function targetOf(call: SubscriptionCall, location: string | null): Target {
  const id = idOf(call);
  const version = requiredVersion(call.request.url.searchParams);
  const { provider, type } = resourceTypeOf(id, version, location);
  checkRegistration(call, provider);
  groupOf(call, id.groupId);
  return { id, type, fullType: `${provider.namespace}/${type.name}` };
}

/** What an answer shows of a resource. */
export function resourceBody(resource: AzureResource): Record<string, unknown> {
  const { id, name, type, location, tags, envelope, properties, provisioningState } = resource;
  return { id, name, type, location, tags, ...envelope, properties: { ...properties, provisioningState } };
}

function found(call: SubscriptionCall, { id, fullType }: Target): AzureResource {
  const resource = call.azure.resources.get(call.path.toLowerCase());
  if (resource) return resource;
  throw new ArmRefusal(
    404,
    'ResourceNotFound',
    `The Resource '${fullType}/${id.namePath}' under resource group '${id.groupName}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

export function getResource(call: SubscriptionCall): SandboxAnswer {
  return jsonAnswer(200, resourceBody(found(call, targetOf(call, null))));
}

export function headResource(call: SubscriptionCall): SandboxAnswer {
  targetOf(call, null);
  return emptyAnswer(call.azure.resources.has(call.path.toLowerCase()) ? 204 : 404);
}

export function putResource(call: SubscriptionCall): SandboxAnswer {
  const body = bodyRecord(call);
  const location = typeof body.location === 'string' ? body.location : null;
  const target = targetOf(call, location);
  checkLiving(groupOf(call, target.id.groupId));
  const known = call.azure.resources.get(call.path.toLowerCase()) ?? null;
  const region = readLocation(call, { location, known, target });
  const properties =
    target.fullType === VAULT_TYPE
      ? prepareVault(call, { name: target.id.namePath, body, known })
      : { ...recordOf(body.properties) };
  const now = call.world.clock.now().toString();
  const resource: AzureResource = {
    id: known?.id ?? `${groupOf(call, target.id.groupId).id}/providers/${target.fullType}/${target.id.namePath}`,
    name: target.id.namePath.split('/').at(-1) ?? '',
    type: target.fullType,
    location: region,
    tags: readTags(body.tags),
    envelope: envelopeOf(body),
    properties,
    provisioningState: 'Succeeded',
    settledAt: null,
    createdTime: known?.createdTime ?? now,
    changedTime: now,
  };
  call.azure.resources.set(call.path.toLowerCase(), resource);
  return known ? jsonAnswer(200, resourceBody(resource)) : created(call, resource, target.type);
}

function envelopeOf(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(ENVELOPE.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));
}

function readLocation(
  { parameters }: SubscriptionCall,
  facts: { location: string | null; known: AzureResource | null; target: Target },
): string {
  const { location, known, target } = facts;
  if (location === null) {
    throw new ArmRefusal(400, 'LocationRequired', 'The location property is required for this definition.');
  }
  if (!isLocation(location)) {
    throw new ArmRefusal(
      400,
      'LocationNotAvailableForResourceType',
      `The provided location '${location}' is not available for resource type '${target.fullType}'. List of available regions for the resource type is '${LOCATIONS.map(({ name }) => name).join(',')}'.`,
    );
  }
  const region = plainLocation(location);
  if (!known || known.location === region) return region;
  throw new ArmRefusal(
    409,
    'InvalidResourceLocation',
    `The resource '${known.name}' already exists in location '${known.location}' in resource group '${parameters.group ?? target.id.groupName}'. A resource with the same name cannot be created in location '${region}'. Please select a new resource name.`,
  );
}

/** A new resource is done at once, or later, in the way of its type. */
function created(call: SubscriptionCall, resource: AzureResource, type: ResourceType): SandboxAnswer {
  const worker = { namespace: resource.type.split('/')[0] ?? '', location: resource.location };
  if (type.creation === 'atOnce') return jsonAnswer(201, resourceBody(resource));
  if (type.creation === 'stateInBody') {
    resource.provisioningState = 'RegisteringDns';
    resource.settledAt = call.world.clock.now().epochMilliseconds + call.world.settings.azureOperationMs;
    return jsonAnswer(200, resourceBody(resource));
  }
  resource.provisioningState = 'Creating';
  const operation = startOperation(call, {
    finish() {
      resource.provisioningState = 'Succeeded';
    },
    result: () => ({ status: 200, body: resourceBody(resource) }),
  });
  return type.creation === 'asyncOperation'
    ? jsonAnswer(201, resourceBody(resource), statusHeaders(call, operation, worker))
    : emptyAnswer(202, locationHeaders(call, operation, worker));
}

export function patchResource(call: SubscriptionCall): SandboxAnswer {
  const resource = found(call, targetOf(call, null));
  const body = bodyRecord(call);
  if (body.tags !== undefined) resource.tags = readTags(body.tags);
  const properties = recordOf(body.properties);
  if (properties && resource.type === VAULT_TYPE) {
    const merged = { ...body, properties: { ...resource.properties, ...properties } };
    resource.properties = prepareVault(call, { name: resource.name, body: merged, known: resource });
  } else if (properties) {
    resource.properties = { ...resource.properties, ...properties };
  }
  resource.envelope = { ...resource.envelope, ...envelopeOf(body) };
  resource.changedTime = call.world.clock.now().toString();
  return jsonAnswer(200, resourceBody(resource));
}

export function deleteResource(call: SubscriptionCall): SandboxAnswer {
  const target = targetOf(call, null);
  const { azure, world } = call;
  const resource = azure.resources.get(call.path.toLowerCase());
  if (!resource) return emptyAnswer(204);
  if (target.type.deletion === 'atOnce') {
    removeResource(azure, resource.id, world.clock.now().epochMilliseconds);
    return emptyAnswer(200);
  }
  resource.provisioningState = 'Deleting';
  const worker = { namespace: target.fullType.split('/')[0] ?? '', location: resource.location };
  const operation = startOperation(call, {
    finish: () => removeResource(azure, resource.id, world.clock.now().epochMilliseconds),
    result: () => ({ status: 204, body: undefined }),
  });
  return emptyAnswer(202, locationHeaders(call, operation, worker));
}

/** Whether the caller may read a resource; lists show no other. */
export function isReadable({ azure, caller }: SubscriptionCall, { id, type }: AzureResource): boolean {
  return isAllowed(azure, { principalId: caller.principalId, action: `${type}/read`, scope: id });
}
