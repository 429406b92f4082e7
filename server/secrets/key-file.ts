// The keys that seal secrets at rest: one file, the newest key first, readable by its owner only.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Randomness } from '../randomness.ts';

/** Keys of 256 bits by id; the first one seals, all of them open. */
export type SealingKeys = ReadonlyMap<string, Uint8Array>;

const KEY_BYTES = 32;

export class KeyFileError extends Error {
  readonly code: 'key_file_missing' | 'key_file_invalid';
  constructor(code: KeyFileError['code'], message: string) {
    super(message);
    this.name = 'KeyFileError';
    this.code = code;
  }
}

/**
 * Reads the key file, or makes it for a database that holds nothing yet.
 * @throws KeyFileError when the file is missing although the database holds data: a new key could open none of it.
 */
export function loadSealingKeys(path: string, isNewDatabase: boolean, random: Randomness): SealingKeys {
  if (!existsSync(path)) {
    if (!isNewDatabase) {
      throw new KeyFileError(
        'key_file_missing',
        `The key file ${path} is missing, but the database holds data that it sealed. Restore the file from its backup.`,
      );
    }
    createKeyFile(path, random);
  }
  return parseKeys(readFileSync(path, 'utf8'), path);
}

function createKeyFile(path: string, random: Randomness): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${random.uuid()} ${random.token()}\n`, { mode: 0o600, flag: 'wx' });
}

function parseKeys(text: string, path: string): SealingKeys {
  const keys = new Map<string, Uint8Array>();
  for (const line of text.split('\n').filter((candidate) => candidate.trim() !== '')) {
    const [id, key] = line.trim().split(/\s+/);
    const bytes = Buffer.from(key ?? '', 'base64url');
    if (!id || bytes.length !== KEY_BYTES) {
      throw new KeyFileError(
        'key_file_invalid',
        `The key file ${path} needs lines of a key id and 256 bits in base64url.`,
      );
    }
    keys.set(id, bytes);
  }
  if (keys.size === 0) throw new KeyFileError('key_file_invalid', `The key file ${path} holds no key.`);
  return keys;
}
