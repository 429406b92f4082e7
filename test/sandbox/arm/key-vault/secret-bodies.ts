// Secrets as Key Vault shows them: with their value, in lists without it, and deleted.
import type { VaultSecret, VaultSecretVersion } from '../model.ts';
import type { VaultCall } from './vault-call.ts';
import { retentionDaysOf } from './vault-properties.ts';

const RETENTION_DAYS_MAX = 90;

/** Which way back there is after a deletion, as the vault is set up. */
function recoveryLevel({ vault }: VaultCall): string {
  const customized = retentionDaysOf(vault.properties) < RETENTION_DAYS_MAX ? 'Customized' : '';
  return `${customized}Recoverable${vault.properties.enablePurgeProtection === true ? '' : '+Purgeable'}`;
}

function aboutVersion(call: VaultCall, version: VaultSecretVersion): Record<string, unknown> {
  const { contentType, tags, enabled, notBefore, expires, created, updated } = version;
  return {
    ...(contentType === null ? {} : { contentType }),
    attributes: {
      enabled,
      ...(notBefore === null ? {} : { nbf: notBefore }),
      ...(expires === null ? {} : { exp: expires }),
      created,
      updated,
      recoveryLevel: recoveryLevel(call),
      recoverableDays: retentionDaysOf(call.vault.properties),
    },
    ...(tags === null ? {} : { tags }),
  };
}

/** The version that counts when none is named. */
export function latestOf({ versions }: VaultSecret): VaultSecretVersion {
  const latest = versions.at(-1);
  if (!latest) throw new RangeError('A secret has at least one version.');
  return latest;
}

function idOf({ origin }: VaultCall, { name }: VaultSecret, version?: VaultSecretVersion): string {
  return `${origin}/secrets/${name}${version ? `/${version.version}` : ''}`;
}

/** @param withValue answers to updates and deletions leave it out. */
export function secretBundle(
  call: VaultCall,
  secret: VaultSecret,
  { version = latestOf(secret), withValue }: { version?: VaultSecretVersion; withValue: boolean },
): Record<string, unknown> {
  const value = withValue ? { value: version.value } : {};
  return { ...value, id: idOf(call, secret, version), ...aboutVersion(call, version) };
}

/** As lists of secrets show it. */
export function secretItem(call: VaultCall, secret: VaultSecret): Record<string, unknown> {
  return { id: idOf(call, secret), ...aboutVersion(call, latestOf(secret)) };
}

/** As lists of versions show them. */
export function versionItems(call: VaultCall, secret: VaultSecret): Record<string, unknown>[] {
  return secret.versions.map((version) => ({ id: idOf(call, secret, version), ...aboutVersion(call, version) }));
}

/** @param isItem in lists the id names no version. */
export function deletedBundle(call: VaultCall, secret: VaultSecret, isItem = false): Record<string, unknown> {
  const shown = isItem ? secretItem(call, secret) : secretBundle(call, secret, { withValue: false });
  return { recoveryId: `${call.origin}/deletedsecrets/${secret.name}`, ...secret.deleted, ...shown };
}
