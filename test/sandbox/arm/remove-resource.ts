// Takes a resource away, with what lies in it and the roles on it; a vault can be recovered for a while.
import { isWithin } from './access.ts';
import { retentionDaysOf, VAULT_TYPE } from './key-vault/vault-properties.ts';
import type { Azure } from './model.ts';

const DAY_MS = 24 * 3_600_000;

/** @param id of the resource. @param now epoch milliseconds */
export function removeResource(azure: Azure, id: string, now: number): void {
  for (const [key, resource] of azure.resources) {
    if (!isWithin(key, id)) continue;
    azure.resources.delete(key);
    if (resource.type !== VAULT_TYPE) continue;
    azure.deletedVaults.set(resource.name.toLowerCase(), {
      resource,
      deletedAt: now,
      scheduledPurgeAt: now + retentionDaysOf(resource.properties) * DAY_MS,
    });
  }
  azure.roleAssignments = azure.roleAssignments.filter(({ scope }) => !isWithin(scope, id));
}
