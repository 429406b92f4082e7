// The SecretStore in a folder: one file per application, the secret sealed with a key that only its owner can read.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompactEncrypt, compactDecrypt } from 'jose';
import type { KeptSecret, SecretRecord, SecretStore } from '../ports.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';

const KEY_BYTES = 32;
const KEY_FILE = 'key';
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** As stored: a kept secret is a JWE (A256GCM) whose header names the application and the key that it belongs to. */
type StoredRecord = Exclude<SecretRecord, KeptSecret> | StoredSecret;
type StoredSecret = Omit<KeptSecret, 'secret'> & { sealedSecret: string };

export function createSecretFolder(folder: string): SecretStore {
  const fileOf = (clientId: string) => join(folder, `${clientId}.json`);
  return {
    async recall(clientId) {
      const text = await readIfThere(fileOf(clientId));
      if (text === null) return null;
      const stored = JSON.parse(text) as StoredRecord;
      return stored.stage === 'kept' ? open(stored, await readIfThere(join(folder, KEY_FILE))) : stored;
    },
    async remember(record) {
      await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
      const stored = record.stage === 'kept' ? await seal(record, await ensureKey(folder)) : record;
      await writeWhole(fileOf(record.clientId), `${JSON.stringify(stored, null, 2)}\n`);
    },
  };
}

async function seal({ secret, ...rest }: KeptSecret, key: Uint8Array): Promise<StoredRecord> {
  const sealedSecret = await new CompactEncrypt(new TextEncoder().encode(secret.reveal()))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', place: placeOf(rest) })
    .encrypt(key);
  return { ...rest, sealedSecret };
}

async function open({ sealedSecret, ...rest }: StoredSecret, keyText: string | null): Promise<SecretRecord> {
  try {
    const key = Buffer.from(keyText ?? '', 'base64url');
    const { plaintext, protectedHeader } = await compactDecrypt(sealedSecret, key);
    if (protectedHeader['place'] !== placeOf(rest))
      throw new Error('The sealed secret belongs to another application.');
    return { ...rest, secret: new Secret(new TextDecoder().decode(plaintext)) };
  } catch (cause) {
    throw new Problem('kept_secret_unreadable', {
      message: `The client secret that waits for its hand-over (key ${rest.keyId}) does not open.`,
      advice:
        'Restore the folder "provision" of DATA_DIR from its backup, or delete it and remove that secret in Entra.',
      cause,
    });
  }
}

function placeOf({ clientId, keyId }: { clientId: string; keyId: string }): string {
  return `${clientId} ${keyId}`;
}

async function ensureKey(folder: string): Promise<Uint8Array> {
  const path = join(folder, KEY_FILE);
  const known = await readIfThere(path);
  if (known !== null) return Buffer.from(known, 'base64url');
  const key = randomBytes(KEY_BYTES);
  await writeFile(path, key.toString('base64url'), { mode: PRIVATE_FILE, flag: 'wx' });
  return key;
}

/** Whole or not at all: a run that is killed while writing leaves the old file. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  await writeFile(draft, text, { mode: PRIVATE_FILE, flush: true });
  await rename(draft, path);
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
