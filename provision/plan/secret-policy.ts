// Reads from a tenant's app management policy what it means for client secrets of one application.
import { Temporal } from 'temporal-polyfill';
import type { SecretPolicy } from '../ports.ts';

/** The parts of Microsoft's tenantAppManagementPolicy that concern secrets. */
export interface AppManagementPolicy {
  id: string;
  isEnabled: boolean;
  applicationRestrictions: {
    passwordCredentials: {
      restrictionType: string;
      state?: 'enabled' | 'disabled';
      /** ISO 8601 duration. */
      maxLifetime: string | null;
      restrictForAppsCreatedAfterDateTime: string | null;
    }[];
  } | null;
}

/**
 * @param appCreatedAt when the application was made; null for one that is still to be made, to which every rule applies.
 * @see https://learn.microsoft.com/graph/api/resources/tenantappmanagementpolicy
 */
export function secretPolicyFrom(policy: AppManagementPolicy, appCreatedAt: string | null): SecretPolicy {
  if (!policy.isEnabled) return { kind: 'none' };
  const rules = (policy.applicationRestrictions?.passwordCredentials ?? []).filter(
    ({ state, restrictForAppsCreatedAfterDateTime: since }) =>
      state !== 'disabled' && (appCreatedAt === null || since === null || Date.parse(appCreatedAt) > Date.parse(since)),
  );
  if (rules.some(({ restrictionType }) => restrictionType === 'passwordAddition')) {
    return { kind: 'forbidden', policyId: policy.id };
  }
  const lifetime = rules.find(({ restrictionType }) => restrictionType === 'passwordLifetime')?.maxLifetime;
  if (!lifetime) return { kind: 'none' };
  return { kind: 'limited', policyId: policy.id, lifetimeMax: Temporal.Duration.from(lifetime) };
}
