// The embedded database lets one process in, keeps its data, and migrates as PostgreSQL does.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../server/database/open-database.ts';
import { ensureInstallationId } from '../../server/database/settings.ts';
import { takeSingleWriterLock } from '../../server/database/single-writer-lock.ts';
import { DATABASES, openTestDatabase, putEmptyPglite } from '../support/test-database.ts';

const LOCK_MODULE = new URL('../../server/database/single-writer-lock.ts', import.meta.url).href;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'database-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what was written is there after the next start', async () => {
  const place = { kind: 'folder', folder: join(folder, 'kept') } as const;
  await putEmptyPglite(place.folder);
  const first = await openDatabase(place);
  await ensureInstallationId(first.database, 'first', '2026-11-24T09:00:00Z');
  await first.close();
  const second = await openDatabase(place);
  expect(await ensureInstallationId(second.database, 'second', '2026-11-24T09:00:00Z')).toBe('first');
  await second.close();
});

test('a second process is refused while the first holds the database, and let in after it', async () => {
  const path = join(folder, 'database.lock');
  const unlock = takeSingleWriterLock(path);
  const script = `import { takeSingleWriterLock } from ${JSON.stringify(LOCK_MODULE)};
    try { takeSingleWriterLock(${JSON.stringify(path)}); console.log('in'); } catch (error) { console.log(error.code); }`;
  const other = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect((await other()).stdout.trim()).toBe('database_in_use');
  unlock();
  expect((await other()).stdout.trim()).toBe('in');
});

test('both databases have the same tables and columns', async () => {
  const [one, other] = await Promise.all(DATABASES.map(shapeOf));
  expect(one?.length).toBeGreaterThan(100);
  expect(other).toEqual(one);
});

test('no column default and no generated value brings in a clock or chance', async () => {
  const open = await openTestDatabase('PGlite');
  // A constant is what rows of before a migration are given; anything else could be a function.
  const constant = "^(true|false|[0-9]+|'[^']*'::[a-z]+)$";
  const { rows } = await sql`
    select table_name, column_name from information_schema.columns
    where table_schema = 'public' and table_name not like 'kysely%'
      and (is_generated <> 'NEVER' or column_default !~ ${constant})`.execute(open.database);
  await open.close();
  expect(rows).toEqual([]);
});

async function shapeOf(kind: (typeof DATABASES)[number]): Promise<string[]> {
  const open = await openTestDatabase(kind);
  const { rows } = await sql<{ shape: string }>`
    select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as shape
    from information_schema.columns where table_schema = 'public' order by 1`.execute(open.database);
  await open.close();
  return rows.map((row) => row.shape);
}
