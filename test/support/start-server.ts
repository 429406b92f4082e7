// Starts the real server on a free port, with an embedded database unless another is given, and a first administrator.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { cloudByName } from '../../graph/transport/clouds.ts';
import { createOriginMap } from '../../graph/transport/origin-map.ts';
import { createTransport } from '../../graph/transport/transport.ts';
import { createApp, type Server } from '../../server/app.ts';
import { readConfig, type ServerConfig } from '../../server/config.ts';
import { type DatabasePlace, type OpenDatabase, openDatabase } from '../../server/database/open-database.ts';
import { systemRandomness } from '../../server/randomness.ts';
import type { Clock } from '../../sync/index.ts';
import { freePort } from './free-port.ts';
import { type HttpSession, openHttpSession } from './http-session.ts';
import { putEmptyPglite } from './test-database.ts';

export const ADMINISTRATOR = { email: 'root@calendar.example', displayName: 'Root', password: 'a long pass phrase' };
export const MEMBER_PASSWORD = 'another long pass phrase';

export interface RunningServer {
  url: string;
  readonly server: Server;
  readonly database: OpenDatabase;
  dataDirectory: string;
  /** Everything that was logged, a line each. */
  log: string[];
  /** Makes the first administrator and signs in. */
  setUp(): Promise<HttpSession>;
  /** Makes a member and signs in as that one. */
  signInAs(administrator: HttpSession, email: string): Promise<HttpSession>;
  /** Ends the program and starts it again on the same data. */
  restart(whileStopped?: () => void): Promise<void>;
  close(): Promise<void>;
}

export interface ServerOptions {
  sandboxUrl?: string;
  databasePlace?: DatabasePlace;
  clock?: Clock;
  /** The folder of the pages; left out, the API is served alone. */
  webRoot?: string;
}

export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'calendar-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = { PORT: String(port), BASE_URL: url, DATA_DIR: dataDirectory, SANDBOX_URL: options.sandboxUrl ?? '' };
  const config = readConfig(env, { embedded: false });
  if (!options.databasePlace) await putEmptyPglite(dataDirectory);
  const log: string[] = [];
  let program = await startProgram(config, options, log);
  return {
    url,
    get server() {
      return program.server;
    },
    get database() {
      return program.database;
    },
    dataDirectory,
    log,
    async setUp() {
      const session = openHttpSession(url);
      const code = readFileSync(join(dataDirectory, 'setup-code'), 'utf8').trim();
      await session.call('POST', '/api/setup', { code, ...ADMINISTRATOR });
      return session;
    },
    async signInAs(administrator, email) {
      const member = { email, displayName: email, password: MEMBER_PASSWORD, role: 'member' };
      await administrator.call('POST', '/api/users', member);
      const session = openHttpSession(url);
      await session.call('POST', '/api/session', { email, password: MEMBER_PASSWORD });
      return session;
    },
    async restart(whileStopped = () => {}) {
      await program.close();
      whileStopped();
      program = await startProgram(config, options, log);
    },
    async close() {
      await program.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

interface Program {
  server: Server;
  database: OpenDatabase;
  close(): Promise<void>;
}

async function startProgram(config: Readonly<ServerConfig>, options: ServerOptions, log: string[]): Promise<Program> {
  const cloud = cloudByName(config.microsoftCloud);
  const transport = createTransport({ cloud, originMap: createOriginMap(cloud, config.sandboxUrl, false) });
  const database = await openDatabase(options.databasePlace ?? config.databasePlace);
  const server = await createApp({
    config,
    database,
    transport,
    clock: options.clock ?? { now: () => Temporal.Now.instant() },
    random: systemRandomness,
    log: { level: 'debug', write: (line) => void log.push(line) },
    webRoot: options.webRoot ?? null,
  });
  await server.app.listen({ port: config.port, host: 'localhost' });
  return {
    server,
    database,
    async close() {
      await server.close();
      await transport.close();
      await database.close();
    },
  };
}
