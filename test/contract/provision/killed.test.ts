// Killed before or after each single call of a port, and run again: the end is the same as if nothing had happened.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudByName } from '../../../graph/transport/clouds.ts';
import { createGraphClient } from '../../../graph/transport/graph-client.ts';
import { createOriginMap } from '../../../graph/transport/origin-map.ts';
import { createTransport, type Transport } from '../../../graph/transport/transport.ts';
import { createGraphDirectory } from '../../../provision/adapters/graph-directory.ts';
import { createSecretFolder } from '../../../provision/adapters/secret-folder.ts';
import { createSignInPages } from '../../../provision/adapters/sign-in-pages.ts';
import { createCredential, createTokenSource } from '../../../provision/azure/sign-in.ts';
import { type ApplyPorts, applyPlan, readAdministrator, survey } from '../../../provision/index.ts';
import { type Provisioning, startProvisioning, waitingIn } from './provisioning.ts';

/** Far more calls than one run makes. */
const CALLS_MAX = 60;

class Killed extends Error {}

let provisioning: Provisioning;
let transport: Transport;

beforeAll(async () => {
  provisioning = await startProvisioning();
  const cloud = cloudByName('public');
  transport = createTransport({ cloud, originMap: createOriginMap(cloud, provisioning.sandbox.url, false) });
});
afterAll(async () => {
  await transport.close();
  await provisioning.close();
});

function createPorts(folder: string): ApplyPorts {
  const waiting = waitingIn(provisioning.sandbox);
  const request = { method: 'sandbox', tenant: null, clientId: null, clientSecret: null } as const;
  const credential = createCredential(request, transport, () => {});
  const graph = createGraphClient(transport, createTokenSource(credential, transport.cloud.graph, waiting));
  return {
    directory: createGraphDirectory(graph),
    signIn: createSignInPages(transport),
    secretStore: createSecretFolder(folder),
    server: null,
    waiting,
    report: () => {},
  };
}

/** The same ports, which end the run at the nth call: before it reaches the other side, or after it took effect. */
function killedAt(ports: ApplyPorts, nth: number, moment: 'before' | 'after'): ApplyPorts {
  let calls = 0;
  const mortal = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          calls += 1;
          const isTurn = calls === nth;
          if (isTurn && moment === 'before') throw new Killed();
          const answer: unknown = await Reflect.apply(method, target, args);
          if (isTurn) throw new Killed();
          return answer;
        };
      },
    });
  const { directory, secretStore } = ports;
  return { ...ports, directory: mortal(directory), secretStore: mortal(secretStore) };
}

async function provisionWith(ports: ApplyPorts): Promise<number> {
  const administrator = await readAdministrator(ports, null);
  const found = await survey({ baseUrl: 'http://localhost:3000' }, administrator, ports);
  await applyPlan(found, administrator.organization.id, ports);
  return found.plan.changes.length;
}

async function keptSecret({ directory, secretStore }: ApplyPorts): Promise<string | null> {
  const application = await directory.findApplication('outlook-calendar-sync');
  const record = await secretStore.recall(application?.appId ?? '');
  return record?.stage === 'kept' ? record.secret.reveal() : null;
}

test.each(['before', 'after'] as const)('killed %s any call, a second run completes the job', async (moment) => {
  let completed = false;
  let kills = 0;
  for (let nth = 1; !completed && nth <= CALLS_MAX; nth++) {
    provisioning.sandbox.sandbox.reset();
    const folder = mkdtempSync(join(tmpdir(), 'killed-'));
    const ports = createPorts(folder);
    try {
      await provisionWith(killedAt(ports, nth, moment));
      completed = true;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      kills += 1;
    }
    await provisionWith(ports);
    const { secretsUsable, ...counts } = provisioning.tenantState();
    expect(counts, `killed ${moment} call ${nth}`).toEqual({ applications: 1, servicePrincipals: 1, tenantGrants: 1 });
    // One secret, and it is the one that this machine holds: any other would be of no use to anybody.
    expect([await keptSecret(ports)], `killed ${moment} call ${nth}`).toEqual(secretsUsable);
    expect(await provisionWith(ports), `killed ${moment} call ${nth}`).toBe(0);
    rmSync(folder, { recursive: true });
  }
  expect(completed).toBe(true);
  expect(kills).toBeGreaterThan(15);
});
