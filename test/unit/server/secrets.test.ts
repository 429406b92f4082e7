// Secrets at rest: sealed values open in their own place only, and keys are never made over existing data.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemRandomness } from '../../../server/randomness.ts';
import { loadSealingKeys } from '../../../server/secrets/key-file.ts';
import { createSealing, SealBrokenError } from '../../../server/secrets/sealing.ts';

const PLACE = { table: 'mailboxes', row: '1', column: 'token_cache' };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function sealingWith(name: string) {
  return createSealing(loadSealingKeys(join(folder, name), true, systemRandomness));
}

test('a sealed value opens in its place', async () => {
  const sealing = sealingWith('one');
  const sealed = await sealing.seal(PLACE, 'refresh token');
  expect(sealed).not.toContain('refresh');
  expect(await sealing.open(PLACE, sealed)).toBe('refresh token');
});

test.each([
  ['row', { ...PLACE, row: '2' }],
  ['column', { ...PLACE, column: 'client_secret' }],
  ['table', { ...PLACE, table: 'settings' }],
])('moved to another %s it does not open', async (_, elsewhere) => {
  const sealing = sealingWith('one');
  await expect(sealing.open(elsewhere, await sealing.seal(PLACE, 'x'))).rejects.toThrow(SealBrokenError);
});

test('altered in one character it does not open', async () => {
  const sealing = sealingWith('one');
  const parts = (await sealing.seal(PLACE, 'refresh token')).split('.');
  const text = parts[3] ?? '';
  parts[3] = (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
  await expect(sealing.open(PLACE, parts.join('.'))).rejects.toThrow(SealBrokenError);
});

test('with another key it does not open; with an older key beside the new one it does', async () => {
  const old = sealingWith('old');
  const sealed = await old.seal(PLACE, 'x');
  await expect(sealingWith('new').open(PLACE, sealed)).rejects.toThrow(SealBrokenError);
  const keys = [...loadSealingKeys(join(folder, 'new'), false, systemRandomness)];
  const oldKeys = [...loadSealingKeys(join(folder, 'old'), false, systemRandomness)];
  const both = createSealing(new Map([...keys, ...oldKeys]));
  expect(await both.open(PLACE, sealed)).toBe('x');
  expect(both.keyId).toBe(keys[0]?.[0]);
});

test('the key file is made once, for its owner only', () => {
  const path = join(folder, 'fresh');
  const keys = loadSealingKeys(path, true, systemRandomness);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(loadSealingKeys(path, true, systemRandomness)).toEqual(keys);
});

test('a missing key file is refused for a database that holds data', () => {
  expect(() => loadSealingKeys(join(folder, 'missing'), false, systemRandomness)).toThrow(
    expect.objectContaining({ code: 'key_file_missing' }),
  );
});

test('a key file of something else is refused', () => {
  const path = join(folder, 'odd');
  writeFileSync(path, 'id short\n');
  expect(() => loadSealingKeys(path, true, systemRandomness)).toThrow(
    expect.objectContaining({ code: 'key_file_invalid' }),
  );
});
