// The server as a program: starts from its environment alone, serves the pages, refuses a second start, ends in order.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { until } from '../support/until.ts';

let folder: string;
let url: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'program-'));
  const port = await freePort();
  url = `http://localhost:${port}`;
  const { PATH } = process.env;
  env = { PATH, PORT: String(port), BASE_URL: url, DATA_DIR: folder, LOG_LEVEL: 'warn' };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Program {
  process: ChildProcess;
  output(): string;
  ended: Promise<number | null>;
}

function start(more: NodeJS.ProcessEnv = {}): Program {
  const child = spawn(process.execPath, ['server/main.ts'], { env: { ...env, ...more } });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { process: child, output: () => output, ended };
}

test('it starts, serves pages and API, lets nobody else in, and ends when told', async () => {
  const program = start();
  await until(async () => (program.output().includes('The calendar is at') ? true : undefined));
  expect(program.output()).toContain(join(folder, 'setup-code'));
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ok' });
  for (const path of ['/', '/settings', '/outlook/problem?code=x']) {
    const page = await fetch(url + path);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await page.text()).toContain('<div id="root">');
  }
  expect((await fetch(`${url}/api/nothing`)).status).toBe(404);
  const second = start({ PORT: '0' });
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(/^database_in_use: /);
  program.process.kill('SIGTERM');
  expect(await program.ended).toBe(0);
});

test.each([
  [
    'a sandbox in production',
    { NODE_ENV: 'production', DATABASE_URL: 'postgres://x.example', SANDBOX_URL: 'http://localhost:1' },
    'sandbox_in_production',
  ],
  ['a sandbox elsewhere', { SANDBOX_URL: 'http://sandbox.example' }, 'sandbox_not_loopback'],
  ['the embedded database in production', { NODE_ENV: 'production' }, 'embedded_in_production'],
])('it refuses %s in one line', async (_, more, code) => {
  const program = start(more);
  expect(await program.ended).toBe(1);
  expect(program.output().split('\n')[0]).toMatch(new RegExp(`^${code}: `));
});
