// The server as a program: starts from its environment alone, serves the pages, refuses a second start, ends in order.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProgram } from '../../scripts/main-job/child-program.ts';
import { freePort } from '../support/free-port.ts';
import { putEmptyPglite } from '../support/test-database.ts';

let folder: string;
let url: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'program-'));
  await putEmptyPglite(folder);
  const port = await freePort();
  url = `http://localhost:${port}`;
  const places = { PORT: String(port), BASE_URL: url, DATA_DIR: folder, DATABASE_URL: '', SANDBOX_URL: '' };
  env = { ...places, NODE_ENV: 'development', LOG_LEVEL: 'warn' };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (more: Record<string, string> = {}) => startProgram('server/main.ts', { env: { ...env, ...more } });

test('it starts, serves pages and API, lets nobody else in, and ends when told', async () => {
  const program = start();
  try {
    await program.said('The calendar is at');
    await program.said(join(folder, 'setup-code'));
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ok' });
    for (const path of ['/', '/settings', '/outlook/problem?code=x']) {
      const page = await fetch(url + path);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      expect(await page.text()).toContain('<div id="root">');
    }
    expect((await fetch(`${url}/api/nothing`)).status).toBe(404);
    const second = await start({ PORT: '0' }).ended;
    expect(second).toMatchObject({ code: 1, stderr: expect.stringMatching(/^database_in_use: /) });
  } finally {
    await program.stop();
  }
  expect(await program.ended).toMatchObject({ code: 0 });
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
  const { code: exitCode, stderr } = await start(more).ended;
  expect(exitCode).toBe(1);
  expect(stderr.split('\n')[0]).toMatch(new RegExp(`^${code}: `));
});
