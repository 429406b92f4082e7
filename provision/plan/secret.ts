// Decides about the client secret: who holds one that works, whether a new one is needed, and which slots can be freed.
import type { Temporal } from 'temporal-polyfill';
import type { GraphApplication, PasswordCredential } from '../../graph/models/application.ts';
import type { SecretPolicy, SecretRecord, ServerRegistration } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { Change, Note, PlanPart } from './changes.ts';
import { ageOf, allowedLifetimeDays, endOfLifetime, SECRET_LIFETIME_DAYS } from './secret-lifetime.ts';

/** Entra takes no third secret where personal accounts are allowed (supported-accounts-validation). */
const SECRETS_MAX = 2;

export interface SecretSituation {
  application: GraphApplication | null;
  /** What this machine remembers; null for nothing. */
  record: SecretRecord | null;
  /** The server that should hold the secret; null when none was named. `said` is null when it could not be asked. */
  server: { url: string; said: ServerRegistration | null } | null;
  policy: SecretPolicy;
  now: Temporal.Instant;
}

/** @throws Problem `secrets_forbidden`, `secret_slots_full` */
export function planSecret(situation: SecretSituation): PlanPart {
  const { application, record, server, now } = situation;
  const credentials = application?.passwordCredentials ?? [];
  const lost = lostSecrets(record, credentials);
  const removals = lost.map((credential) => removal(credential, 'answer-lost'));
  const known = credentials.filter((credential) => !lost.includes(credential));
  const holder = findHolder(situation, known);

  if (holder?.kind === 'server') {
    const forget: Change[] =
      server && record?.stage === 'kept' && record.keyId === holder.keyId
        ? [{ kind: 'forget-kept-secret', keyId: record.keyId, server: server.url }]
        : [];
    return { changes: [...removals, ...forget], notes: foreignSecrets(known, holder.keyId) };
  }
  if (holder?.kind === 'this-machine') {
    return { changes: [...removals, ...handOverTo(server)], notes: handOverNotes(situation) };
  }
  const usable = known.filter((credential) => ageOf(credential, now) === 'fresh');
  if (server === null && usable.length > 0) return { changes: removals, notes: [secretElsewhere(usable)] };
  return addition(situation, known, removals, null);
}

/** Credentials that were asked for, but whose values never arrived: they can't serve anybody. */
export function lostSecrets(
  record: SecretRecord | null,
  credentials: readonly PasswordCredential[],
): PasswordCredential[] {
  const asked = record?.stage === 'asked' ? record.credentialNames : [];
  return credentials.filter(({ displayName }) => displayName !== null && asked.includes(displayName));
}

/** Who holds a secret that is good for a while: the server, or this machine on its behalf. */
function findHolder(
  { application, record, server, now }: SecretSituation,
  credentials: readonly PasswordCredential[],
): { kind: 'server' | 'this-machine'; keyId: string } | null {
  const isGood = (keyId: string | null) =>
    credentials.some((credential) => credential.keyId === keyId && ageOf(credential, now) === 'fresh');
  const said = server?.said;
  if (said && said.clientId === application?.appId && said.secretKeyId && isGood(said.secretKeyId)) {
    return { kind: 'server', keyId: said.secretKeyId };
  }
  if (record?.stage === 'kept' && isGood(record.keyId)) return { kind: 'this-machine', keyId: record.keyId };
  // Without a word from the server, what was handed over to it is taken to be there still.
  const isSameServer = server === null || (record?.stage === 'handed-over' && record.server === server.url);
  if (!said && record?.stage === 'handed-over' && isSameServer && isGood(record.keyId)) {
    return { kind: 'server', keyId: record.keyId };
  }
  return null;
}

function handOverTo(server: SecretSituation['server']): Change[] {
  return server ? [{ kind: 'hand-over', server: server.url }] : [];
}

function handOverNotes({ server, application }: SecretSituation): Note[] {
  if (server === null) return [waitsForServer()];
  const usedNow = server.said?.clientId ?? null;
  if (usedNow === null || usedNow === application?.appId) return [];
  const message = `The server uses another app now (client id ${usedNow}): after the hand-over everybody signs in again.`;
  return [{ code: 'server_changes_app', message }];
}

/**
 * Makes room, adds a secret and hands it over.
 * @param removals what goes before.
 * @param replaces the key that a rotation retires afterwards; null outside of one.
 * @throws Problem `secrets_forbidden`, `secret_slots_full`
 */
export function addition(
  situation: SecretSituation,
  known: readonly PasswordCredential[],
  removals: readonly Change[],
  replaces: string | null,
): PlanPart {
  const { policy, server, now } = situation;
  const expired = known.filter((credential) => ageOf(credential, now) === 'expired');
  if (known.length - expired.length >= SECRETS_MAX) throw slotsFull(known);
  const lifetimeDays = allowedLifetimeDays(policy, now);
  const add: Change = {
    kind: 'add-secret',
    lifetimeDays,
    expiresAt: endOfLifetime(now, lifetimeDays),
    isLifetimeCertain: policy.kind !== 'unknown',
    replaces,
  };
  const shortened: Note[] =
    lifetimeDays < SECRET_LIFETIME_DAYS
      ? [{ code: 'secret_shortened', message: `The tenant's policy limits client secrets to ${lifetimeDays} days.` }]
      : [];
  return {
    changes: [...removals, ...expired.map((credential) => removal(credential, 'expired')), add, ...handOverTo(server)],
    notes: [...shortened, ...handOverNotes(situation)],
  };
}

export function removal({ keyId, hint }: PasswordCredential, reason: 'expired' | 'answer-lost'): Change {
  return { kind: 'remove-secret', keyId, hint, reason };
}

function foreignSecrets(credentials: readonly PasswordCredential[], heldKeyId: string): Note[] {
  return credentials
    .filter(({ keyId }) => keyId !== heldKeyId)
    .map((credential) => ({
      code: 'foreign_secret',
      message: `Kept: another client secret, ${describe(credential)}.`,
    }));
}

function waitsForServer(): Note {
  return {
    code: 'secret_waits_for_server',
    message: 'The client secret stays sealed on this machine until a run with --server hands it over.',
  };
}

function secretElsewhere(credentials: readonly PasswordCredential[]): Note {
  const secrets = credentials.map(describe).join('; ');
  return {
    code: 'secret_elsewhere',
    message: `The app has a client secret that this machine does not hold (${secrets}). With --server, a run checks whether the server holds it.`,
  };
}

function slotsFull(credentials: readonly PasswordCredential[]): Problem {
  return new Problem('secret_slots_full', {
    message: `The app has ${credentials.length} client secrets already, the most that Entra allows, so there is no slot for a new one: ${credentials.map(describe).join('; ')}.`,
    advice:
      'Find out who uses them, remove one that nobody needs in Entra (Certificates & secrets), and run this again.',
  });
}

function describe({ displayName, hint, endDateTime }: PasswordCredential): string {
  return `"${displayName ?? 'unnamed'}" beginning with ${hint ?? '?'}…, until ${endDateTime?.slice(0, 10) ?? 'no date'}`;
}
