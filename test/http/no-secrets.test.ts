// A full run of the real programs, and then a search for every secret and token where none may be.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChildProgram, startProgram } from '../../scripts/main-job/child-program.ts';
import {
  confirmQuietly,
  connect,
  editBothSides,
  type StoryWorld,
  waitForEqualSides,
} from '../../scripts/main-job/story.ts';
import { openDatabase } from '../../server/database/open-database.ts';
import { issuedTokens } from '../sandbox/core/tokens.ts';
import { entraStateOf } from '../sandbox/entra/state.ts';
import { type RunningSandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import { freePort } from '../support/free-port.ts';
import { openHttpSession } from '../support/http-session.ts';
import { personOf } from '../support/microsoft-account.ts';
import { putEmptyPglite } from '../support/test-database.ts';

const PASSWORD = 'canary pass phrase of the administrator';

let sandbox: RunningSandbox;
let dataDirectory: string;
/** What any of our programs printed or logged, and how they were called. */
const said: string[] = [];
const secrets = new Map<string, string>();

beforeAll(async () => {
  sandbox = await startSandbox();
  dataDirectory = mkdtempSync(path.join(tmpdir(), 'calendar-secrets-'));
  await putEmptyPglite(dataDirectory);
  await playEverything();
}, 120_000);

afterAll(async () => {
  await sandbox.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

test('there is something to search for', () => {
  const kinds = new Set(secrets.values());
  expect([...kinds].toSorted()).toEqual([
    'access token',
    'authorization code',
    'client secret',
    'hand-over token',
    'password',
    'refresh token',
    'session',
  ]);
});

test('no secret or token was printed, logged, or passed as an argument', () => {
  expect(found(said.join('\n'))).toEqual([]);
});

test('no secret or token lies in a file of the data directory', () => {
  const texts = filesBelow(dataDirectory).map((file) => readFileSync(file, 'latin1'));
  expect(found(texts.join('\n'))).toEqual([]);
});

test('no secret or token stands in any table', async () => {
  const { database, close } = await openDatabase({ kind: 'folder', folder: dataDirectory });
  try {
    const tables = await sql<{ schemaname: string; tablename: string }>`
      select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`.execute(
      database,
    );
    expect(tables.rows.length).toBeGreaterThan(10);
    for (const { schemaname, tablename } of tables.rows) {
      const { rows } = await sql`select * from ${sql.table(`${schemaname}.${tablename}`)}`.execute(database);
      expect([tablename, found(JSON.stringify(rows))]).toEqual([tablename, []]);
    }
  } finally {
    await close();
  }
});

/** Sets up, provisions, connects, syncs both ways, with every log line that there is. */
async function playEverything(): Promise<void> {
  const port = await freePort();
  const serverUrl = `http://localhost:${port}`;
  const env = {
    SANDBOX_URL: sandbox.url,
    DATA_DIR: dataDirectory,
    PORT: String(port),
    BASE_URL: serverUrl,
    DATABASE_URL: '',
    LOG_LEVEL: 'trace',
  };
  const server = startProgram('server/main.ts', { env });
  try {
    await server.said('The calendar is at');
    const admin = openHttpSession(serverUrl);
    const code = readFileSync(path.join(dataDirectory, 'setup-code'), 'utf8').trim();
    await admin.call('POST', '/api/setup', {
      code,
      email: 'root@calendar.example',
      displayName: 'Root',
      password: PASSWORD,
    });
    const { token } = await admin.call<{ token: string }>('POST', '/api/settings/handover-tokens');
    const provisioning = startProgram('provision/main.ts', {
      args: ['--yes', '--server', serverUrl, '--token-stdin'],
      env,
      input: `${token}\n`,
    });
    keepArguments();
    await keepOutput(provisioning);
    const person = await personOf(sandbox.url, 'ada');
    const world: StoryWorld = { serverUrl, sandboxUrl: sandbox.url, user: admin, person, say: () => {} };
    await confirmQuietly(world, await connect(world));
    await editBothSides(world);
    await waitForEqualSides(world);
    keepArguments();
    rememberSecrets(token, person.password, [...admin.cookies.values()]);
  } finally {
    await server.stop();
    await keepOutput(server);
  }
}

function rememberSecrets(handoverToken: string, password: string, cookies: string[]): void {
  const world = sandbox.sandbox.world();
  const entra = entraStateOf(world);
  const remember = (kind: string, values: Iterable<string>) => {
    for (const value of values) secrets.set(value, kind);
  };
  remember(
    'client secret',
    [...world.applications.values()].flatMap((application) => application.secrets.map(({ secretText }) => secretText)),
  );
  remember('access token', issuedTokens(world));
  remember('refresh token', entra.refreshTokens.keys());
  remember('authorization code', entra.codes.keys());
  remember('hand-over token', [handoverToken]);
  remember('password', [PASSWORD, password]);
  remember('session', cookies);
}

async function keepOutput(program: ChildProgram): Promise<void> {
  const { stdout, stderr } = await program.ended;
  said.push(stdout, stderr);
}

/** The arguments of every process on this machine. */
function keepArguments(): void {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      said.push(readFileSync(`/proc/${entry}/cmdline`, 'utf8'));
    } catch {
      // The process has ended meanwhile.
    }
  }
}

/** Kinds of the secrets that a text contains. */
function found(text: string): string[] {
  return [...secrets].filter(([value]) => text.includes(value)).map(([, kind]) => kind);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
