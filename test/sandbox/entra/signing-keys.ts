// The keys that tokens are signed with: one for ever, or one after the other by setting, each published before it signs.
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { World } from '../core/world.ts';

export interface SigningKey {
  keyId: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
}

export interface SigningKeys {
  /** The key that signs now. */
  current(): Promise<SigningKey>;
  /** What verifiers may meet: the key of before, of now, and the next. */
  published(): Promise<JWK[]>;
}

/** Keys cost half a second to make and mean nothing: the worlds of a process share these, by turns. */
const POOL_SIZE = 3;
const pool: (Promise<{ privateKey: CryptoKey; publicJwk: JWK }> | undefined)[] = [];

export function createSigningKeys(world: World): SigningKeys {
  const generation = () => {
    const { signingKeyLifeMs } = world.settings;
    return signingKeyLifeMs === 0 ? 0 : Math.floor(world.clock.now().epochMilliseconds / signingKeyLifeMs);
  };
  return {
    current: () => keyOf(generation()),
    async published() {
      const now = generation();
      const generations = world.settings.signingKeyLifeMs === 0 ? [now] : [now - 1, now, now + 1];
      const keys = await Promise.all(generations.map(keyOf));
      return keys.map(({ publicJwk }) => publicJwk);
    },
  };
}

async function keyOf(generation: number): Promise<SigningKey> {
  const slot = ((generation % POOL_SIZE) + POOL_SIZE) % POOL_SIZE;
  const { privateKey, publicJwk } = await (pool[slot] ??= createKeyPair());
  const keyId = `sandbox-signing-key-${generation}`;
  return { keyId, privateKey, publicJwk: { ...publicJwk, kid: keyId, use: 'sig', alg: 'RS256' } };
}

async function createKeyPair(): Promise<{ privateKey: CryptoKey; publicJwk: JWK }> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  return { privateKey, publicJwk: await exportJWK(publicKey) };
}
