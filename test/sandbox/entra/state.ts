// What Entra remembers between two requests: sign-ins that wait, sessions, codes, refresh tokens, requests for approval.
import type { World } from '../core/world.ts';
import type { Platform } from './redirect-uris.ts';
import { createSigningKeys, type SigningKeys } from './signing-keys.ts';

/** An authorize or admin consent request that waits for sign-in or consent. */
export interface PendingRequest {
  /** What it is for: a sign-in, or an administrator's consent for the organization, by either endpoint. */
  purpose: 'code' | 'adminConsent' | 'adminConsentV1';
  authority: string;
  clientId: string;
  redirectUri: string;
  platform: Platform;
  responseType: 'code' | 'id_token' | 'code id_token';
  responseMode: 'query' | 'fragment' | 'form_post';
  /** As written. */
  scope: string;
  state: string | null;
  nonce: string | null;
  codeChallenge: string | null;
  codeChallengeMethod: 'plain' | 'S256';
  prompt: string | null;
  loginHint: string | null;
  wantsClientInfo: boolean;
  /** Epoch milliseconds; an older form is refused. */
  expiresAt: number;
  /** Set once somebody has signed in. */
  userId: string | null;
}

/** What a code or a refresh token stands for. */
export interface Grant {
  clientId: string;
  userId: string;
  platform: Platform;
  /** As written by the client. */
  scope: string;
  /** Epoch milliseconds. */
  issuedAt: number;
  /** Epoch milliseconds. */
  expiresAt: number;
}

export type Code = Grant &
  Pick<PendingRequest, 'authority' | 'redirectUri' | 'nonce' | 'codeChallenge' | 'codeChallengeMethod'> & {
    redeemed: boolean;
  };

export type RefreshToken = Grant & { revoked: boolean };

export interface DeviceCode {
  userCode: string;
  clientId: string;
  authority: string;
  scope: string;
  /** Epoch milliseconds. */
  expiresAt: number;
  userId: string | null;
  declined: boolean;
  /** When the client last asked, as epoch milliseconds. */
  askedAt: number | null;
}

/** Who is signed in in one browser. */
export interface Session {
  id: string;
  /** When each user signed in, as epoch milliseconds, by object id. */
  signedInAt: Map<string, number>;
  /** The applications that were signed in to, by client id: told of a sign-out. */
  applications: Set<string>;
}

/** Somebody asked their administrator to approve an application. */
export interface ConsentRequest {
  tenantId: string;
  clientId: string;
  userId: string;
  scope: string;
  justification: string;
  status: 'inProgress' | 'approved';
}

export interface EntraState {
  pending: Map<string, PendingRequest>;
  sessions: Map<string, Session>;
  codes: Map<string, Code>;
  refreshTokens: Map<string, RefreshToken>;
  deviceCodes: Map<string, DeviceCode>;
  consentRequests: ConsentRequest[];
  /** How often each secret was tried while it had not reached every replica, by key id. */
  secretTries: Map<string, number>;
  keys: SigningKeys;
}

const states = new WeakMap<World, EntraState>();

export function entraStateOf(world: World): EntraState {
  let state = states.get(world);
  if (!state) {
    state = {
      pending: new Map(),
      sessions: new Map(),
      codes: new Map(),
      refreshTokens: new Map(),
      deviceCodes: new Map(),
      consentRequests: [],
      secretTries: new Map(),
      keys: createSigningKeys(world),
    };
    states.set(world, state);
  }
  return state;
}

/** An unguessable-looking value, the same for the same seed. */
export function opaqueValue(world: World, prefix: string, bytes = 48): string {
  return prefix + Buffer.from(world.random.bytes(bytes)).toString('base64url');
}
