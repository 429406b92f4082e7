// What can be done with a secret that lives: set, get, update, delete, back up, restore.
import { jsonAnswer, type SandboxAnswer } from '../../core/http.ts';
import type { VaultSecret, VaultSecretVersion } from '../model.ts';
import { deletedBundle, latestOf, secretBundle } from './secret-bodies.ts';
import { bad, checkSecretName, readAbout, readObject, readValue } from './secret-input.ts';
import { secondsNow, type VaultCall, VaultRefusal } from './vault-call.ts';
import { retentionDaysOf } from './vault-properties.ts';

const DAY_S = 24 * 3_600;
const VERSION_BYTES = 16;
const NEW = { contentType: null, tags: null, enabled: true, notBefore: null, expires: null };

export function isBusy({ world }: VaultCall, { busyUntil }: VaultSecret): boolean {
  return busyUntil > world.clock.now().epochMilliseconds;
}

export function nameOf({ parameters }: VaultCall): string {
  return parameters.name ?? '';
}

/** @throws VaultRefusal 409 while a deletion or a recovery is under way, or when the name waits to be purged. */
export function checkFree(call: VaultCall, secret: VaultSecret): void {
  const conflict = (message: string, inner: string) => new VaultRefusal(409, 'Conflict', message, { inner });
  const busy = isBusy(call, secret);
  if (secret.deleted && busy) throw conflict('Secret is currently being deleted.', 'ObjectIsBeingDeleted');
  if (busy) throw conflict('Secret is currently being recovered.', 'ObjectIsBeingRecovered');
  if (!secret.deleted) return;
  throw conflict(
    `Secret ${secret.name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.`,
    'ObjectIsDeletedButRecoverable',
  );
}

/** @throws VaultRefusal 404 `SecretNotFound`; also for a secret whose recovery is under way. */
export function livingSecret(call: VaultCall): VaultSecret {
  const secret = call.secrets.get(nameOf(call).toLowerCase());
  if (secret && !secret.deleted && !isBusy(call, secret)) return secret;
  throw notFound(nameOf(call));
}

function notFound(name: string): VaultRefusal {
  return new VaultRefusal(
    404,
    'SecretNotFound',
    `A secret with (name/id) ${name} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
  );
}

function versionOf(call: VaultCall, secret: VaultSecret): VaultSecretVersion {
  const { version } = call.parameters;
  if (!version) return latestOf(secret);
  const found = secret.versions.find((each) => each.version === version.toLowerCase());
  if (found) return found;
  throw notFound(`${secret.name}/${version}`);
}

export function setSecret(call: VaultCall): SandboxAnswer {
  const name = nameOf(call);
  checkSecretName(name);
  const body = readObject(call.body);
  const now = secondsNow(call);
  const version: VaultSecretVersion = {
    version: Buffer.from(call.world.random.bytes(VERSION_BYTES)).toString('hex'),
    value: readValue(body),
    ...readAbout(body, NEW),
    created: now,
    updated: now,
  };
  const known = call.secrets.get(name.toLowerCase());
  if (known) checkFree(call, known);
  const secret = known ?? { name, versions: [], deleted: null, busyUntil: 0 };
  secret.versions.push(version);
  call.secrets.set(name.toLowerCase(), secret);
  return jsonAnswer(200, secretBundle(call, secret, { withValue: true }));
}

/** Times don't keep a secret from being read (key-vault/secrets/about-secrets); only `enabled: false` does. */
export function getSecret(call: VaultCall): SandboxAnswer {
  const secret = livingSecret(call);
  const version = versionOf(call, secret);
  if (!version.enabled) {
    throw new VaultRefusal(403, 'Forbidden', 'Operation get is not allowed on a disabled secret.', {
      inner: 'SecretDisabled',
    });
  }
  return jsonAnswer(200, secretBundle(call, secret, { version, withValue: true }));
}

export function updateSecret(call: VaultCall): SandboxAnswer {
  const secret = livingSecret(call);
  const version = versionOf(call, secret);
  Object.assign(version, readAbout(readObject(call.body), version), { updated: secondsNow(call) });
  return jsonAnswer(200, secretBundle(call, secret, { version, withValue: false }));
}

export function deleteSecret(call: VaultCall): SandboxAnswer {
  const known = call.secrets.get(nameOf(call).toLowerCase());
  if (known && isBusy(call, known)) checkFree(call, known);
  const secret = livingSecret(call);
  const deletedDate = secondsNow(call);
  const scheduledPurgeDate = deletedDate + retentionDaysOf(call.vault.properties) * DAY_S;
  secret.deleted = { deletedDate, scheduledPurgeDate };
  secret.busyUntil = call.world.clock.now().epochMilliseconds + call.world.settings.azureOperationMs;
  return jsonAnswer(200, deletedBundle(call, secret));
}

/** Opaque to clients: all versions of the secret. */
export function backupSecret(call: VaultCall): SandboxAnswer {
  const { name, versions } = livingSecret(call);
  return jsonAnswer(200, { value: Buffer.from(JSON.stringify({ name, versions })).toString('base64url') });
}

export function restoreSecret(call: VaultCall): SandboxAnswer {
  const { name, versions } = readBackup(readObject(call.body).value);
  const known = call.secrets.get(name.toLowerCase());
  if (known) {
    checkFree(call, known);
    throw new VaultRefusal(
      409,
      'Conflict',
      `There was a conflict restoring the secret ${call.origin}/secrets/${name} because it already exists in this key vault.`,
    );
  }
  const secret: VaultSecret = { name, versions, deleted: null, busyUntil: 0 };
  call.secrets.set(name.toLowerCase(), secret);
  return jsonAnswer(200, secretBundle(call, secret, { withValue: false }));
}

function readBackup(value: unknown): Pick<VaultSecret, 'name' | 'versions'> {
  const malformed = bad('Backup blob contains invalid or corrupt version.');
  if (typeof value !== 'string') throw malformed;
  try {
    const backup = JSON.parse(Buffer.from(value, 'base64url').toString('utf8')) as Partial<VaultSecret>;
    if (typeof backup.name !== 'string' || !Array.isArray(backup.versions)) throw malformed;
    return { name: backup.name, versions: backup.versions };
  } catch {
    throw malformed;
  }
}
