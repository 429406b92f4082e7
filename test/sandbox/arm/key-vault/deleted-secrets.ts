// Deleted secrets: listed, read, recovered, purged; purged by themselves when their time is over.
import { emptyAnswer, jsonAnswer, type SandboxAnswer } from '../../core/http.ts';
import type { VaultSecret } from '../model.ts';
import { deletedBundle, secretBundle } from './secret-bodies.ts';
import { checkFree, isBusy, nameOf } from './secrets.ts';
import { type VaultCall, VaultRefusal } from './vault-call.ts';

/** Takes away what was to be purged by now. @param now epoch seconds */
export function purgeOverdue(secrets: Map<string, VaultSecret>, now: number): void {
  for (const [name, { deleted }] of secrets) if (deleted && deleted.scheduledPurgeDate <= now) secrets.delete(name);
}

/** @throws VaultRefusal 404; while the deletion is under way: 404 to readers, 409 to writers. */
function deletedSecret(call: VaultCall, { isWrite }: { isWrite: boolean }): VaultSecret {
  const secret = call.secrets.get(nameOf(call).toLowerCase());
  if (secret?.deleted && !isBusy(call, secret)) return secret;
  if (secret?.deleted && isWrite) checkFree(call, secret);
  throw new VaultRefusal(404, 'SecretNotFound', `Deleted Secret not found: ${nameOf(call)}`);
}

export function getDeletedSecret(call: VaultCall): SandboxAnswer {
  return jsonAnswer(200, deletedBundle(call, deletedSecret(call, { isWrite: false })));
}

export function recoverSecret(call: VaultCall): SandboxAnswer {
  const secret = deletedSecret(call, { isWrite: true });
  secret.deleted = null;
  secret.busyUntil = call.world.clock.now().epochMilliseconds + call.world.settings.azureOperationMs;
  return jsonAnswer(200, secretBundle(call, secret, { withValue: false }));
}

export function purgeSecret(call: VaultCall): SandboxAnswer {
  const secret = deletedSecret(call, { isWrite: true });
  const { name, location, properties } = call.vault;
  if (properties.enablePurgeProtection === true) {
    throw new VaultRefusal(
      403,
      'Forbidden',
      `Operation "purge" is not allowed because purge protection is enabled for this vault. Key Vault service will automatically purge it after the retention period has passed.\r\nVault: ${name};location=${location}`,
      { inner: 'ForbiddenByPolicy' },
    );
  }
  call.secrets.delete(secret.name.toLowerCase());
  return emptyAnswer(204);
}
