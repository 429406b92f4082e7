// The steps of a client secret: free a slot, ask for one, keep it sealed, try it, hand it over. Killed anywhere and run
// again, they go on: the request is recorded before it is sent, the value before it is used.
import type { PasswordCredential } from '../../graph/models/application.ts';
import { untilSettled } from '../consistency.ts';
import { DirectoryFailure } from '../directory-failure.ts';
import type { Change } from '../plan/changes.ts';
import { endOfLifetime, SHORTER_LIFETIMES_DAYS } from '../plan/secret-lifetime.ts';
import type { KeptSecret, NewPassword } from '../ports.ts';
import { Problem } from '../problem.ts';
import { untilAccepted } from '../verify.ts';
import { applicationOf, patiently, type Run } from './run.ts';

const TOO_LONG_FOR_POLICY = 'CredentialInvalidLifetimeAsPerAppPolicy';
/** Token requests that carry the old secret are long answered by then. */
const GRACE_MS = 60_000;
const RUN_MARK_RADIX = 36;
const RUN_MARK_CHARACTERS = 8;

/** Removing what is gone already is done: the slot is free either way. */
export async function removeSecret(run: Run, keyId: string): Promise<void> {
  run.ports.report('removing a client secret that is no longer of use');
  await patiently(run, async () => {
    const credentials = await readCredentials(run);
    if (credentials.some((credential) => credential.keyId === keyId)) {
      await run.ports.directory.removePassword(applicationOf(run).id, keyId);
    }
  });
}

export async function addSecret(run: Run, change: Extract<Change, { kind: 'add-secret' }>): Promise<void> {
  const { secretStore, report } = run.ports;
  const { appId: clientId } = applicationOf(run);
  report('making a client secret');
  const earlier = await secretStore.recall(clientId);
  const name = credentialName(run);
  const credentialNames = [...(earlier?.stage === 'asked' ? earlier.credentialNames : []), name];
  await secretStore.remember({ stage: 'asked', clientId, credentialNames });
  const { credential, secret } = await askForSecret(run, name, change);
  const { keyId, hint, endDateTime } = credential;
  const expiresAt = endDateTime ?? change.expiresAt;
  await secretStore.remember({
    stage: 'kept',
    clientId,
    tenantId: run.tenantId,
    keyId,
    expiresAt,
    secret,
    replaces: change.replaces,
  });
  run.newSecret = { keyId, hint, expiresAt };
  run.isNewborn = true;
  await removeTwins(run, name, keyId);
  await trySecret(run, { clientId, tenantId: run.tenantId, secret });
}

/** Gives the kept secret to the server. One that an earlier run kept is tried first: what the server holds has worked. */
export async function handOver(run: Run): Promise<void> {
  const { secretStore, server, report } = run.ports;
  const { appId: clientId } = applicationOf(run);
  const record = await secretStore.recall(clientId);
  if (server === null || record?.stage !== 'kept') throw new TypeError('There is no secret to hand over.');
  if (run.newSecret === null) await trySecret(run, record);
  report(`handing the credentials over to ${server.url}`);
  const { tenantId, keyId, expiresAt, secret, replaces } = record;
  await server.handOver({ clientId, tenantId, secret, secretKeyId: keyId, secretExpiresAt: expiresAt });
  await secretStore.remember({ stage: 'handed-over', clientId, keyId, server: server.url, replaces });
  run.isHandedOver = true;
}

/** The end of a rotation: what was begun with the old secret ends, then it goes. The server must be seen to use another. */
export async function retireSecret(run: Run, keyId: string): Promise<void> {
  const { server, waiting, report } = run.ports;
  report(`waiting ${GRACE_MS / 1000} s before the old client secret goes`);
  await waiting.pause(GRACE_MS);
  const said = await server?.read();
  if (!said?.secretKeyId || said.secretKeyId === keyId) {
    throw new Problem('hand_over_refused', {
      message: 'The server still uses the old client secret, so it was not removed.',
      advice: 'Run "rotate" again: it goes on where it stopped.',
    });
  }
  await removeSecret(run, keyId);
}

/** The answer to an earlier hand-over was lost on the way; the sealed copy has done its duty. */
export async function forgetKeptSecret(
  run: Run,
  { keyId, server }: Extract<Change, { kind: 'forget-kept-secret' }>,
): Promise<void> {
  const { secretStore } = run.ports;
  const { appId: clientId } = applicationOf(run);
  const record = await secretStore.recall(clientId);
  const replaces = record?.stage === 'kept' ? record.replaces : null;
  await secretStore.remember({ stage: 'handed-over', clientId, keyId, server, replaces });
}

async function trySecret(
  run: Run,
  { clientId, tenantId, secret }: Pick<KeptSecret, 'clientId' | 'tenantId' | 'secret'>,
): Promise<void> {
  run.ports.report('trying the client secret');
  const verdict = await untilAccepted(() => run.ports.signIn.trySecret({ clientId, tenantId, secret }), run.ports);
  if (verdict.accepted) return;
  throw new Problem('secret_not_accepted', {
    message: `Microsoft does not accept the new client secret: ${verdict.code} ${verdict.message}`,
    microsoftCode: verdict.code,
    advice: 'The secret is kept sealed on this machine. Run this again in some minutes: it goes on where it stopped.',
  });
}

/** Names the run, so that a secret whose value never arrived can be told from everybody else's. */
function credentialName({ desired, ports: { waiting } }: Run): string {
  const day = waiting.now().toString().slice(0, 10);
  const mark = waiting
    .random()
    .toString(RUN_MARK_RADIX)
    .slice(2, 2 + RUN_MARK_CHARACTERS);
  return `${desired.uniqueName} ${day} ${mark}`;
}

/** Where the policy can't be read, its refusal says only "too long": then shorter lifetimes are tried. */
async function askForSecret(
  run: Run,
  name: string,
  { lifetimeDays, isLifetimeCertain }: Extract<Change, { kind: 'add-secret' }>,
): Promise<NewPassword> {
  const shorter = isLifetimeCertain ? [] : SHORTER_LIFETIMES_DAYS.filter((days) => days < lifetimeDays);
  for (const days of [lifetimeDays, ...shorter]) {
    try {
      return await patiently(run, () => askOnce(run, name, days));
    } catch (error) {
      const isTooLong = error instanceof DirectoryFailure && error.facts.code === TOO_LONG_FOR_POLICY;
      if (!isTooLong || days === shorter.at(-1) || shorter.length === 0) throw error;
      run.ports.report(`the tenant's policy refuses ${days} days, trying a shorter life`);
    }
  }
  throw new TypeError('No lifetime was tried.');
}

/** A lost answer leaves a secret that nobody knows: it goes before the next is asked for. */
async function askOnce(run: Run, displayName: string, days: number): Promise<NewPassword> {
  const { directory, waiting } = run.ports;
  const { id } = applicationOf(run);
  for (const credential of await readCredentials(run)) {
    if (credential.displayName === displayName) await directory.removePassword(id, credential.keyId);
  }
  return directory.addPassword(id, { displayName, endDateTime: endOfLifetime(waiting.now(), days) });
}

/** A try whose answer was lost may come to light only now, on a replica that lagged behind. */
async function removeTwins(run: Run, name: string, keyId: string): Promise<void> {
  const { directory } = run.ports;
  const { id } = applicationOf(run);
  const credentials = await untilSettled(
    async () => {
      const found = await readCredentials(run);
      return found.some((credential) => credential.keyId === keyId) ? found : null;
    },
    { ...run.ports, what: 'the new client secret' },
  );
  for (const twin of credentials.filter(({ displayName, keyId: other }) => displayName === name && other !== keyId)) {
    await patiently(run, () => directory.removePassword(id, twin.keyId));
  }
}

async function readCredentials({ ports: { directory }, desired }: Run): Promise<PasswordCredential[]> {
  return (await directory.findApplication(desired.uniqueName))?.passwordCredentials ?? [];
}
