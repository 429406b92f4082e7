// What the tests of provisioning share: a sandbox, the CLI run in this process against it, and what both did.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { type Environment, readEnvironment } from '../../../provision/commands/environment.ts';
import { runProgram } from '../../../provision/commands/program.ts';
import type { Waiting } from '../../../provision/ports.ts';
import { Secret } from '../../../provision/secret.ts';
import type { FaultRule } from '../../sandbox/core/world.ts';
import { type RunningSandbox, startSandbox } from '../../sandbox/start-sandbox.ts';

export interface CliRun {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** What differs from one caller of the CLI to another. */
export interface Machine {
  dataDirectory: string;
  /** The first line of stdin. */
  token?: string;
  environment?: Partial<Environment>;
  /** Sees progress as it comes. */
  onReport?(line: string): void;
}

export interface Provisioning {
  sandbox: RunningSandbox;
  dataDirectory: string;
  /** Runs `provision` with arguments; `token` is what stands on stdin. */
  run(args: readonly string[], token?: string): Promise<CliRun>;
  /** The same on a machine that differs, e.g. one that remembers nothing. */
  runOn(machine: Partial<Machine>, args: readonly string[]): Promise<CliRun>;
  /** The requests to Graph and ARM that write, since the last call. */
  takeWrites(): string[];
  breakNext(match: FaultRule['match'], effect: FaultRule['effect']): void;
  /** What the tenant holds now. */
  tenantState(): { applications: number; servicePrincipals: number; tenantGrants: number; secretsUsable: string[] };
  /** Another world, with ids of its own, and a machine that remembers nothing. */
  reset(seed?: number): void;
  /** Ends all trouble. */
  heal(): void;
  close(): Promise<void>;
}

/** The sandbox's time, which passes by waiting: tests of long waits are short, and both sides agree what time it is. */
export function waitingIn({ sandbox }: RunningSandbox): Waiting {
  return {
    now: () => sandbox.world().clock.now(),
    pause: async (ms) => {
      sandbox.world().clock.advance(Temporal.Duration.from({ milliseconds: Math.round(ms) }));
    },
    random: () => Math.random(),
  };
}

export async function startProvisioning(): Promise<Provisioning> {
  // Signing in waits as often as the pages take longer than a first poll.
  const sandbox = await startSandbox({ settings: { deviceCodeIntervalMs: 1_000 } });
  const dataDirectory = mkdtempSync(join(tmpdir(), 'provision-'));
  let ledgerRead = 0;
  let seed = 1;
  const world = () => sandbox.sandbox.world();
  const runOn: Provisioning['runOn'] = (machine, args) =>
    runCli([...args, '--sandbox', sandbox.url], { dataDirectory, ...machine }, waitingIn(sandbox));
  return {
    sandbox,
    dataDirectory,
    run: (args, token) => runOn(token === undefined ? {} : { token }, args),
    runOn,
    takeWrites() {
      const entries = world().ledger.slice(ledgerRead);
      ledgerRead = world().ledger.length;
      return entries
        .filter(({ service, method }) => service !== 'entra' && method !== 'GET')
        .map(({ method, path, status }) => `${method} ${path} ${status}`);
    },
    breakNext(match, effect) {
      world().faults.push({ match, effect, matched: 0 });
    },
    heal() {
      world().faults = [];
    },
    tenantState() {
      const ours = [...world().applications.values()].filter(
        ({ resource, deletedDateTime }) =>
          resource['uniqueName'] === 'outlook-calendar-sync' && deletedDateTime === null,
      );
      const principals = [...world().servicePrincipals.values()].filter(({ appId }) =>
        ours.some((application) => application.appId === appId),
      );
      return {
        applications: ours.length,
        servicePrincipals: principals.length,
        tenantGrants: [...world().grants.values()].filter(({ clientId }) =>
          principals.some(({ id }) => id === clientId),
        ).length,
        secretsUsable: ours.flatMap(({ secrets }) => secrets.map(({ secretText }) => secretText)),
      };
    },
    reset(next = seed + 1) {
      seed = next;
      sandbox.sandbox.reset({ seed });
      ledgerRead = 0;
      rmSync(dataDirectory, { recursive: true, force: true });
    },
    async close() {
      await sandbox.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

async function runCli(args: readonly string[], machine: Machine, waiting: Waiting): Promise<CliRun> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const { dataDirectory, token, environment, onReport } = machine;
  const exitCode = await runProgram(args, {
    environment: { ...readEnvironment({ DATA_DIR: dataDirectory }), ...environment },
    terminal: {
      isInteractive: false,
      print: (text) => void stdout.push(text),
      report(line) {
        stderr.push(line);
        onReport?.(line);
      },
      confirm: async () => false,
      askSecret: async () => null,
      readSecretLine: async () => (token === undefined ? null : new Secret(token)),
    },
    waiting,
  });
  return { exitCode, stdout: stdout.join('\n'), stderr: stderr.join('\n') };
}
