// What Entra remembers between two requests: pending sign-ins, codes, refresh tokens, its signing key.
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { World } from '../core/world.ts';

/** An authorize request that waits for sign-in or consent. */
export interface PendingRequest {
  authority: string;
  clientId: string;
  redirectUri: string;
  responseMode: 'query' | 'fragment' | 'form_post';
  scopes: string[];
  state: string | null;
  nonce: string | null;
  codeChallenge: string | null;
  codeChallengeMethod: 'plain' | 'S256';
  forceConsent: boolean;
  /** Set once somebody has signed in. */
  userId: string | null;
}

/** What a code or a refresh token stands for. */
export interface Grant {
  clientId: string;
  userId: string;
  scopes: string[];
  /** Epoch milliseconds. */
  expiresAt: number;
}

export type Code = Grant &
  Pick<PendingRequest, 'redirectUri' | 'nonce' | 'codeChallenge' | 'codeChallengeMethod'> & { redeemed: boolean };

interface SigningKey {
  keyId: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
}

export interface EntraState {
  pending: Map<string, PendingRequest>;
  codes: Map<string, Code>;
  refreshTokens: Map<string, Grant & { revoked: boolean }>;
  deviceCodes: Map<
    string,
    { userCode: string; clientId: string; scopes: string[]; expiresAt: number; userId: string | null }
  >;
  signingKey(): Promise<SigningKey>;
}

const states = new WeakMap<World, EntraState>();
/** Keys cost half a second to make and mean nothing: every world of a process shares one. */
let sharedKey: Promise<SigningKey> | undefined;

export function entraStateOf(world: World): EntraState {
  let state = states.get(world);
  if (!state) {
    sharedKey ??= createSigningKey();
    const key = sharedKey;
    state = {
      pending: new Map(),
      codes: new Map(),
      refreshTokens: new Map(),
      deviceCodes: new Map(),
      signingKey: () => key,
    };
    states.set(world, state);
  }
  return state;
}

async function createSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keyId = 'sandbox-signing-key';
  const publicJwk = { ...(await exportJWK(publicKey)), kid: keyId, use: 'sig', alg: 'RS256' };
  return { keyId, privateKey, publicJwk };
}

/** An unguessable-looking value, the same for the same seed. */
export function opaqueValue(world: World, prefix: string, bytes = 48): string {
  return prefix + Buffer.from(world.random.bytes(bytes)).toString('base64url');
}
