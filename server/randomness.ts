// Fresh identifiers and secrets, from the system's random source.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Ids } from '../sync/index.ts';

export interface Randomness extends Ids {
  /** A secret of 256 bits, URL-safe. */
  token(): string;
}

const TOKEN_BYTES = 32;

export const systemRandomness: Randomness = {
  uuid: () => randomUUID(),
  token: () => randomBytes(TOKEN_BYTES).toString('base64url'),
};

/** What is stored of a secret that only has to be recognised. Such secrets have 256 random bits, so no salt is needed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
