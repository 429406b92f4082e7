// The properties of a vault: which are filled in, what may be written, what can't be taken back.
import { ArmRefusal, recordOf } from '../operation.ts';

export const VAULT_TYPE = 'Microsoft.KeyVault/vaults';
/** Where vaults are reached. */
export const VAULT_DOMAIN = 'vault.azure.net';

const RETENTION_DAYS_MIN = 7;
const RETENTION_DAYS_MAX = 90;
/** From this version on, a vault uses roles unless it says otherwise. */
const RBAC_BY_DEFAULT_SINCE = '2026-02-01';
const SKUS = ['standard', 'premium'];

/** The properties of a new vault as it stores them. */
export function vaultProperties(name: string, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    accessPolicies: [],
    enabledForDeployment: false,
    enableSoftDelete: true,
    softDeleteRetentionInDays: RETENTION_DAYS_MAX,
    enableRbacAuthorization: false,
    publicNetworkAccess: 'Enabled',
    ...given,
    vaultUri: `https://${name}.${VAULT_DOMAIN}/`,
  };
}

/** How many days what is deleted can be recovered. */
export function retentionDaysOf(properties: Readonly<Record<string, unknown>>): number {
  const days = properties.softDeleteRetentionInDays;
  return typeof days === 'number' ? days : RETENTION_DAYS_MAX;
}

/** @throws ArmRefusal 400 `VaultNameNotValid` */
export function checkVaultName(name: string): void {
  if (/^[a-z](?!.*--)[a-z0-9-]{1,22}[a-z0-9]$/i.test(name)) return;
  throw new ArmRefusal(
    400,
    'VaultNameNotValid',
    `The vault name '${name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens. Follow this link for more information: https://go.microsoft.com/fwlink/?linkid=2147742`,
  );
}

/**
 * The properties that a PUT leaves a vault with.
 * @param known those it has; null for a new one.
 * @throws ArmRefusal 400 for what is missing, or can't be changed back.
 * @see https://learn.microsoft.com/rest/api/keyvault/keyvault/vaults/create-or-update
 */
export function writtenProperties(
  name: string,
  body: Readonly<Record<string, unknown>>,
  facts: { known: Readonly<Record<string, unknown>> | null; apiVersion: string },
): Record<string, unknown> {
  const { createMode: _, ...given } = recordOf(body.properties) ?? {};
  const { known, apiVersion } = facts;
  if (typeof given.tenantId !== 'string') throw invalid('The parameter tenantId is not specified.');
  const sku = recordOf(given.sku);
  if (!sku || !SKUS.includes(String(sku.name).toLowerCase())) {
    throw invalid('The parameter sku is not specified or is invalid: it takes family A and name standard or premium.');
  }
  const usesRoles = known?.enableRbacAuthorization ?? apiVersion >= RBAC_BY_DEFAULT_SINCE;
  if (given.accessPolicies === undefined && !(given.enableRbacAuthorization ?? usesRoles)) {
    throw invalid('The parameter accessPolicies is not specified.');
  }
  checkProtection(given, known);
  return vaultProperties(name, {
    ...known,
    enableRbacAuthorization: usesRoles,
    ...given,
    provisioningState: undefined,
  });
}

function checkProtection(
  given: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, unknown>> | null,
): void {
  if (given.enablePurgeProtection === false) {
    throw invalid(
      'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.',
    );
  }
  if (given.enableSoftDelete === false) {
    throw invalid(
      'The property "enableSoftDelete" can be set to false only for creating new vault. Enabling the \'soft delete\' functionality is an irreversible action.',
    );
  }
  const days = given.softDeleteRetentionInDays;
  if (days === undefined) return;
  const isRange = typeof days === 'number' && days >= RETENTION_DAYS_MIN && days <= RETENTION_DAYS_MAX;
  if (!isRange) {
    throw invalid(
      `The property "softDeleteRetentionInDays" must be between ${RETENTION_DAYS_MIN} and ${RETENTION_DAYS_MAX}.`,
    );
  }
  if (known && known.softDeleteRetentionInDays !== days) {
    throw invalid('The property "softDeleteRetentionInDays" has been set already and it can\'t be modified.');
  }
}

function invalid(message: string): ArmRefusal {
  return new ArmRefusal(400, 'BadRequest', message);
}
