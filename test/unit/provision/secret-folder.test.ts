// Secrets on this machine: sealed, private, bound to their application, and never printed by accident.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSecretFolder } from '../../../provision/adapters/secret-folder.ts';
import type { SecretRecord } from '../../../provision/ports.ts';
import { Secret } from '../../../provision/secret.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const kept = (clientId: string): SecretRecord => ({
  stage: 'kept',
  clientId,
  tenantId: 'tenant',
  keyId: 'key',
  expiresAt: '2028-01-01T00:00:00Z',
  secret: new Secret('the value itself'),
  replaces: null,
});

test('a kept secret comes back, by another run, from private files that do not show it', async () => {
  await createSecretFolder(folder).remember(kept('one'));
  const found = await createSecretFolder(folder).recall('one');
  expect(found?.stage === 'kept' && found.secret.reveal()).toBe('the value itself');
  expect(readFileSync(join(folder, 'one.json'), 'utf8')).not.toContain('the value itself');
  expect(statSync(join(folder, 'one.json')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600);
});

test('nothing is remembered of an unknown application', async () => {
  expect(await createSecretFolder(folder).recall('unknown')).toBeNull();
});

test('a later stage replaces the secret', async () => {
  const store = createSecretFolder(folder);
  await store.remember(kept('one'));
  const handedOver: SecretRecord = {
    stage: 'handed-over',
    clientId: 'one',
    keyId: 'key',
    server: 'https://a.example',
    replaces: null,
  };
  await store.remember(handedOver);
  expect(await store.recall('one')).toEqual(handedOver);
  expect(readFileSync(join(folder, 'one.json'), 'utf8')).not.toContain('sealedSecret');
});

test('a sealed secret opens neither for another application nor with another key', async () => {
  const store = createSecretFolder(folder);
  await store.remember(kept('one'));
  const text = readFileSync(join(folder, 'one.json'), 'utf8');
  writeFileSync(join(folder, 'two.json'), text.replace('"clientId": "one"', '"clientId": "two"'));
  await expect(store.recall('two')).rejects.toMatchObject({ code: 'kept_secret_unreadable' });
  writeFileSync(join(folder, 'key'), Buffer.alloc(32, 1).toString('base64url'));
  await expect(store.recall('one')).rejects.toMatchObject({ code: 'kept_secret_unreadable' });
});

test('a secret is not printed by accident', () => {
  const secret = new Secret('the value itself');
  const printed = [JSON.stringify({ secret }), inspect({ secret }), String(secret)];
  expect(printed.filter((text) => text.includes('the value itself'))).toEqual([]);
});
