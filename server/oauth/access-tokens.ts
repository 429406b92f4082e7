// Access tokens of mailboxes: kept until shortly before they end, refreshed once however many ask.
import type { Transport } from '../../graph/transport/transport.ts';
import { type Clock, NEEDS_SIGN_IN } from '../../sync/index.ts';
import type { Database } from '../database/tables.ts';
import type { Vault } from '../secrets/vault.ts';
import { codeOfFailure, needsInteraction } from './microsoft-error.ts';
import { createMsalApplication, readCredentials, SCOPES, sealedCache } from './msal-application.ts';

/** A token that ends sooner is renewed first, so that it lasts for the request it is used in. */
const REMAINING_MS_MIN = 120_000;
/** When Microsoft refuses our credentials or is out of reach, so long until it is asked again. */
const REFUSED_RETRY_MS = 300_000;

/** No token is to be had: with `retryAfterMs` later, with code `needs_sign_in` only after a new sign-in. */
export class NoTokenError extends Error {
  readonly code: string;
  readonly retryAfterMs?: number;
  constructor(code: string, retryAfterMs?: number) {
    super(`No access token: ${code}`);
    this.name = 'NoTokenError';
    this.code = code;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}

export interface AccessTokens {
  /** @throws NoTokenError */
  of(mailboxId: string): Promise<string>;
  /** Another token, although the present one has not ended: Graph refused it. @throws NoTokenError */
  renew(mailboxId: string): Promise<string>;
  forget(mailboxId: string): void;
}

interface KeptToken {
  value: string;
  expiresAtMs: number;
}

export function createAccessTokens(parts: {
  database: Database;
  vault: Vault;
  transport: Transport;
  clock: Clock;
}): AccessTokens {
  const kept = new Map<string, KeptToken>();
  const underWay = new Map<string, Promise<KeptToken>>();

  async function acquireOnce(mailboxId: string, forceRefresh: boolean): Promise<string> {
    const running = underWay.get(mailboxId);
    if (running) return (await running).value;
    const acquiring = acquire(mailboxId, forceRefresh).finally(() => underWay.delete(mailboxId));
    underWay.set(mailboxId, acquiring);
    const token = await acquiring;
    kept.set(mailboxId, token);
    return token.value;
  }

  async function acquire(mailboxId: string, forceRefresh: boolean): Promise<KeptToken> {
    const { database, vault, transport } = parts;
    try {
      const credentials = await readCredentials(database, vault);
      const cachePlugin = sealedCache(database, vault, mailboxId);
      const application = createMsalApplication({ credentials, transport, tenant: 'common', cachePlugin });
      const [account] = await application.getTokenCache().getAllAccounts();
      if (!account) throw new NoTokenError(NEEDS_SIGN_IN);
      const answer = await application.acquireTokenSilent({ account, scopes: SCOPES, forceRefresh });
      return { value: answer.accessToken, expiresAtMs: answer.expiresOn?.getTime() ?? 0 };
    } catch (error) {
      if (error instanceof NoTokenError) throw error;
      if (needsInteraction(error)) throw new NoTokenError(NEEDS_SIGN_IN);
      throw new NoTokenError(codeOfFailure(error), REFUSED_RETRY_MS);
    }
  }

  return {
    async of(mailboxId) {
      const token = kept.get(mailboxId);
      const isFresh = token && token.expiresAtMs - parts.clock.now().epochMilliseconds > REMAINING_MS_MIN;
      return isFresh ? token.value : acquireOnce(mailboxId, false);
    },
    renew: (mailboxId) => acquireOnce(mailboxId, true),
    forget: (mailboxId) => void kept.delete(mailboxId),
  };
}
