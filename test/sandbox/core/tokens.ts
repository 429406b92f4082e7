// Who stands behind an access token. The token service writes these sessions; Graph and ARM read them.
import type { World } from './world.ts';

/** The resources that tokens are for. The first is meant where a scope names none. */
const AUDIENCES = ['https://graph.microsoft.com', 'https://management.azure.com', 'https://vault.azure.net'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** The resource that scopes are of, e.g. of `https://vault.azure.net/.default`. */
export function audienceOf(scopes: readonly string[]): Audience {
  return AUDIENCES.find((audience) => scopes.some((scope) => scope.startsWith(audience))) ?? AUDIENCES[0];
}

export interface AccessToken {
  /** The opaque token value as sent in `Authorization: Bearer`. */
  value: string;
  audience: Audience;
  tenantId: string;
  /** The signed-in user's object id; null for client credentials. */
  userId: string | null;
  appId: string;
  /** Delegated scopes without the resource prefix, e.g. `Calendars.ReadWrite`. */
  scopes: string[];
  /** Application roles of a client-credentials token. */
  roles: string[];
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** The access tokens of each world; kept beside it so that answers and exports never hold them. */
const tokensByWorld = new WeakMap<World, Map<string, AccessToken>>();

/** Remembers a token so that Graph and ARM accept it. */
export function rememberToken(world: World, token: AccessToken): void {
  const tokens = tokensByWorld.get(world) ?? new Map<string, AccessToken>();
  tokensByWorld.set(world, tokens.set(token.value, token));
}

/** @returns the token, expired or not; undefined for one that was never issued in this world. */
export function findToken(world: World, value: string): AccessToken | undefined {
  return tokensByWorld.get(world)?.get(value);
}

/** Every access token that was ever issued in a world, to search for where none may be. */
export function issuedTokens(world: World): string[] {
  return [...(tokensByWorld.get(world)?.keys() ?? [])];
}
