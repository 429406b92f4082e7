// Vaults as resources: one name in the whole world, kept for a while after deletion, recovered or purged.
import { emptyAnswer, jsonAnswer, type SandboxAnswer } from '../../core/http.ts';
import { locationHeaders, startOperation } from '../long-operations.ts';
import type { Azure, AzureResource, DeletedVault } from '../model.ts';
import { ArmRefusal, bodyRecord, recordOf, type SubscriptionCall, type SubscriptionOperation } from '../operation.ts';
import { VAULT_VERSIONS } from '../provider-catalog.ts';
import { scopeOf } from '../subscriptions.ts';
import { checkVaultName, VAULT_TYPE, writtenProperties } from './vault-properties.ts';

/** @returns the vault of a name, whoever it belongs to; null for none, or one that is deleted. */
export function vaultNamed(azure: Azure, name: string): AzureResource | null {
  for (const resource of azure.resources.values()) {
    if (resource.type === VAULT_TYPE && resource.name.toLowerCase() === name.toLowerCase()) return resource;
  }
  return null;
}

/**
 * What a PUT of a vault stores as its properties; a deleted vault of the name is recovered where that is asked for.
 * @throws ArmRefusal 400 for a bad name or bad properties, 409 for a name that is taken.
 */
export function prepareVault(
  call: SubscriptionCall,
  write: { name: string; body: Readonly<Record<string, unknown>>; known: AzureResource | null },
): Record<string, unknown> {
  const { name, body, known } = write;
  const { azure, apiVersion } = call;
  if (known) return writtenProperties(name, body, { known: known.properties, apiVersion });
  checkVaultName(name);
  const deleted = azure.deletedVaults.get(name.toLowerCase());
  const isOurs = deleted?.resource.id.toLowerCase() === call.path.toLowerCase();
  const isRecovery = recordOf(body.properties)?.createMode === 'recover';
  if (isRecovery) {
    if (!deleted || !isOurs) throw noDeletedVault(name);
    azure.deletedVaults.delete(name.toLowerCase());
    return { ...deleted.resource.properties };
  }
  if (deleted && isInSubscription(call, deleted)) {
    throw new ArmRefusal(
      409,
      'ConflictError',
      'A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.',
    );
  }
  if (deleted || vaultNamed(azure, name)) throw new ArmRefusal(409, 'VaultAlreadyExists', nameTaken(name));
  azure.secrets.set(name.toLowerCase(), new Map());
  return writtenProperties(name, body, { known: null, apiVersion });
}

function nameTaken(name: string): string {
  return `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state. If the vault is in a recoverable state then the vault will need to be purged before reusing the name. For more information about VaultAlreadyExists, soft delete and purging a vault follow this link https://go.microsoft.com/fwlink/?linkid=2147740.`;
}

function noDeletedVault(name: string): ArmRefusal {
  return new ArmRefusal(404, 'DeletedVaultNotFound', `The specified deleted vault '${name}' does not exist.`);
}

function isInSubscription({ subscription }: SubscriptionCall, { resource }: DeletedVault): boolean {
  return resource.id.toLowerCase().startsWith(`${scopeOf(subscription)}/`.toLowerCase());
}

function deletedVaultBody(call: SubscriptionCall, { resource, deletedAt, scheduledPurgeAt }: DeletedVault) {
  const { name, id, location, tags, properties } = resource;
  return {
    id: `${scopeOf(call.subscription)}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${name}`,
    name,
    type: 'Microsoft.KeyVault/deletedVaults',
    properties: {
      vaultId: id,
      location,
      tags,
      deletionDate: new Date(deletedAt).toISOString(),
      scheduledPurgeDate: new Date(scheduledPurgeAt).toISOString(),
      ...(properties.enablePurgeProtection === true ? { purgeProtectionEnabled: true } : {}),
    },
  };
}

function deletedVaultOf(call: SubscriptionCall): DeletedVault {
  const name = call.parameters.vault ?? '';
  const deleted = call.azure.deletedVaults.get(name.toLowerCase());
  if (deleted && isInSubscription(call, deleted)) return deleted;
  throw noDeletedVault(name);
}

function purge(call: SubscriptionCall): SandboxAnswer {
  const deleted = deletedVaultOf(call);
  const { name, properties, location } = deleted.resource;
  if (properties.enablePurgeProtection === true) {
    throw new ArmRefusal(405, 'MethodNotAllowed', "Operation 'DeletedVaultPurge' is not allowed.");
  }
  const key = name.toLowerCase();
  const operation = startOperation(call, {
    finish() {
      call.azure.deletedVaults.delete(key);
      call.azure.secrets.delete(key);
    },
    result: () => ({ status: 200, body: undefined }),
  });
  return emptyAnswer(202, locationHeaders(call, operation, { namespace: 'Microsoft.KeyVault', location }));
}

function checkName(call: SubscriptionCall): SandboxAnswer {
  const { name: written } = bodyRecord(call);
  const name = typeof written === 'string' ? written : '';
  try {
    checkVaultName(name);
  } catch (error) {
    if (!(error instanceof ArmRefusal)) throw error;
    return jsonAnswer(200, { nameAvailable: false, reason: 'AccountNameInvalid', message: error.message });
  }
  const isTaken = vaultNamed(call.azure, name) !== null || call.azure.deletedVaults.has(name.toLowerCase());
  return jsonAnswer(
    200,
    isTaken ? { nameAvailable: false, reason: 'AlreadyExists', message: nameTaken(name) } : { nameAvailable: true },
  );
}

const PROVIDER = '/subscriptions/{subscriptionId}/providers/Microsoft.KeyVault';
const DELETED = `${PROVIDER}/locations/{location}/deletedVaults/{vault}`;
const source = (name: string) => `rest/api/keyvault/keyvault/vaults/${name}`;
const needs = (action: string) => (call: SubscriptionCall) => ({
  action: `Microsoft.KeyVault/${action}`,
  scope: scopeOf(call.subscription),
});

export const vaultOperations: readonly SubscriptionOperation[] = [
  {
    method: 'GET',
    level: 'subscription',
    path: `${PROVIDER}/deletedVaults`,
    apiVersions: VAULT_VERSIONS,
    access: needs('deletedVaults/read'),
    coverage: { evidence: 'documented', source: source('list-deleted'), difference: 'one page' },
    answer: (call) =>
      jsonAnswer(200, {
        value: [...call.azure.deletedVaults.values()]
          .filter((deleted) => isInSubscription(call, deleted))
          .map((deleted) => deletedVaultBody(call, deleted)),
      }),
  },
  {
    method: 'GET',
    level: 'subscription',
    path: DELETED,
    apiVersions: VAULT_VERSIONS,
    access: needs('locations/deletedVaults/read'),
    coverage: { evidence: 'documented', source: source('get-deleted') },
    answer: (call) => jsonAnswer(200, deletedVaultBody(call, deletedVaultOf(call))),
  },
  {
    method: 'POST',
    level: 'subscription',
    path: `${DELETED}/purge`,
    apiVersions: VAULT_VERSIONS,
    access: needs('locations/deletedVaults/purge/action'),
    coverage: { evidence: 'documented', source: source('purge-deleted') },
    answer: purge,
  },
  {
    method: 'POST',
    level: 'subscription',
    path: `${PROVIDER}/checkNameAvailability`,
    apiVersions: VAULT_VERSIONS,
    access: needs('checkNameAvailability/read'),
    coverage: { evidence: 'documented', source: source('check-name-availability') },
    answer: checkName,
  },
];
