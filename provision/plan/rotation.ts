// Decides how to exchange the server's client secret within two slots: the new one works before the old one goes.
import type { PasswordCredential } from '../../graph/models/application.ts';
import { Problem } from '../problem.ts';
import type { Change, Plan } from './changes.ts';
import { addition, lostSecrets, removal, type SecretSituation } from './secret.ts';
import { ageOf } from './secret-lifetime.ts';

/**
 * The steps of a rotation, or what is left of one that was interrupted.
 * @throws Problem `rotation_needs_server`, `nothing_to_rotate`, `secret_slots_full`, `secrets_forbidden`
 */
export function planRotation(situation: SecretSituation): Plan {
  const { application, record, server, now } = situation;
  if (application === null) throw nothingToRotate();
  if (!server?.said) throw rotationNeedsServer();
  const { said, url } = server;
  const credentials = application.passwordCredentials;
  const isThere = (keyId: string | null) => credentials.some((credential) => credential.keyId === keyId);
  const lost = lostSecrets(record, credentials);
  const known = credentials.filter((credential) => !lost.includes(credential));

  if (record?.stage === 'kept' && record.replaces !== null && isGood(credentials, record.keyId, situation)) {
    const isHeld = said.secretKeyId === record.keyId;
    const finish: Change = isHeld
      ? { kind: 'forget-kept-secret', keyId: record.keyId, server: url }
      : { kind: 'hand-over', server: url };
    return { changes: [finish, ...retirement(record.replaces, isThere)], notes: [] };
  }
  if (record?.stage === 'handed-over' && said.secretKeyId === record.keyId && isThere(record.replaces)) {
    return { changes: retirement(record.replaces, isThere), notes: [] };
  }
  const isOurs = said.clientId === application.appId && isThere(said.secretKeyId);
  const replaces = isOurs ? said.secretKeyId : null;
  const stillGood =
    replaces !== null && known.some((item) => item.keyId === replaces && ageOf(item, now) !== 'expired');
  const added = addition(
    situation,
    known,
    lost.map((credential) => removal(credential, 'answer-lost')),
    replaces,
  );
  return { ...added, changes: [...added.changes, ...(stillGood ? retirement(replaces, isThere) : [])] };
}

function isGood(credentials: readonly PasswordCredential[], keyId: string, { now }: SecretSituation): boolean {
  return credentials.some((credential) => credential.keyId === keyId && ageOf(credential, now) !== 'expired');
}

function retirement(keyId: string | null, isThere: (keyId: string | null) => boolean): Change[] {
  return keyId !== null && isThere(keyId) ? [{ kind: 'retire-secret', keyId }] : [];
}

function nothingToRotate(): Problem {
  return new Problem('nothing_to_rotate', {
    message: 'There is no app registration yet.',
    advice: 'Run provisioning without a command first.',
  });
}

function rotationNeedsServer(): Problem {
  return new Problem('rotation_needs_server', {
    message: 'A rotation hands the new secret to the server before it removes the old one, so the server must answer.',
    advice: 'Give --server with the address of the running calendar server.',
  });
}
