// Killed after each single call of a port, and run again: the end is the same as if nothing had happened.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudByName } from '../../../graph/transport/clouds.ts';
import { createOriginMap } from '../../../graph/transport/origin-map.ts';
import { createTransport, type Transport } from '../../../graph/transport/transport.ts';
import { type ApplyPorts, applyPlan, readAdministrator, survey } from '../../../provision/index.ts';
import { createMemoryServer, createPorts, Killed, killedAfter } from './ports.ts';
import { type Provisioning, startProvisioning } from './provisioning.ts';

/** Far more calls than one run makes. */
const CALLS_MAX = 60;

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

/** One run of the CLI's work. @returns how many changes there were. */
async function run(ports: ApplyPorts, isRotation = false): Promise<number> {
  const administrator = await readAdministrator(ports, null);
  const found = await survey({ baseUrl: null, isRotation }, administrator, ports);
  await applyPlan(found, administrator.organization.id, ports);
  return found.plan.changes.length;
}

interface Aftermath {
  ports: ApplyPorts;
  /** Whether Microsoft takes what the server holds. */
  serverSignsIn(): Promise<boolean>;
  /** Which call it was, so that a failed expectation says so. */
  when: string;
}

/** Kills a run after its first call, another after its second, and so on. @returns how many calls a whole run makes. */
async function forEachKill(
  isRotation: boolean,
  prepare: (ports: ApplyPorts) => Promise<unknown>,
  check: (aftermath: Aftermath) => Promise<void>,
): Promise<number> {
  for (let nth = 1; nth <= CALLS_MAX; nth++) {
    provisioning.sandbox.sandbox.reset();
    const folder = mkdtempSync(join(tmpdir(), 'killed-'));
    const server = createMemoryServer();
    const ports = createPorts(transport, provisioning.sandbox, { folder, server });
    const serverSignsIn = async () => {
      const held = server.held();
      return held !== null && (await ports.signIn.trySecret(held)).accepted;
    };
    await prepare(ports);
    const isKilled = await endsKilled(() => run(killedAfter(ports, nth), isRotation));
    if (isKilled) await check({ ports, serverSignsIn, when: `killed after call ${nth}` });
    rmSync(folder, { recursive: true });
    if (!isKilled) return nth - 1;
  }
  throw new Error(`More than ${CALLS_MAX} calls were made.`);
}

async function endsKilled(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return false;
  } catch (error) {
    if (error instanceof Killed) return true;
    throw error;
  }
}

/** One of everything in the tenant, and the one secret is what the server signs in with. */
async function expectServerHoldsTheOnly({ serverSignsIn, when }: Aftermath): Promise<void> {
  const { secretsUsable, ...counts } = provisioning.tenantState();
  const found = { when, ...counts, secrets: secretsUsable.length, serverSignsIn: await serverSignsIn() };
  const one = { applications: 1, servicePrincipals: 1, tenantGrants: 1, secrets: 1 };
  expect(found).toEqual({ when, ...one, serverSignsIn: true });
}

test('the whole job, killed after any call: a second run completes it, a third finds nothing to do', async () => {
  const kills = await forEachKill(
    false,
    () => Promise.resolve(),
    async (aftermath) => {
      await run(aftermath.ports);
      await expectServerHoldsTheOnly(aftermath);
      expect(`${aftermath.when}: ${await run(aftermath.ports)} changes`).toBe(`${aftermath.when}: 0 changes`);
    },
  );
  expect(kills).toBeGreaterThan(20);
});

test('a rotation, killed after any call: the server can sign in, and the same command completes it', async () => {
  let before: string[] = [];
  const prepare = async (ports: ApplyPorts) => {
    await run(ports);
    before = provisioning.tenantState().secretsUsable;
  };
  const kills = await forEachKill(true, prepare, async (aftermath) => {
    const { when } = aftermath;
    expect({ when, serverSignsIn: await aftermath.serverSignsIn() }).toEqual({ when, serverSignsIn: true });
    await run(aftermath.ports, true);
    await expectServerHoldsTheOnly(aftermath);
    expect({ when, secrets: provisioning.tenantState().secretsUsable }).not.toEqual({ when, secrets: before });
  });
  expect(kills).toBeGreaterThan(15);
});
