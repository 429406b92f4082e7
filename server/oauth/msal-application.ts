// The MSAL application of this server: our credentials, our transport, and for each mailbox a sealed token cache.
import { ConfidentialClientApplication, type ICachePlugin } from '@azure/msal-node';
import type { Transport } from '../../graph/transport/transport.ts';
import { readOutlookSettings } from '../database/settings.ts';
import type { Database } from '../database/tables.ts';
import type { SealedPlace } from '../secrets/sealing.ts';
import type { Vault } from '../secrets/vault.ts';
import { MicrosoftSignInError } from './microsoft-error.ts';

/** Exactly these, whatever the app may have been granted. */
export const SCOPES = ['openid', 'profile', 'offline_access', 'Calendars.ReadWrite'];

export const CLIENT_SECRET_PLACE: SealedPlace = { table: 'settings', row: 'outlook', column: 'client_secret' };

export interface Credentials {
  clientId: string;
  clientSecret: string;
  tenantId: string | null;
}

/** @throws MicrosoftSignInError `outlook_not_configured` while something is missing or the integration is off. */
export async function readCredentials(database: Database, vault: Vault): Promise<Credentials> {
  const { active, clientId, tenantId } = await readOutlookSettings(database);
  const clientSecret = await vault.read(database, CLIENT_SECRET_PLACE);
  if (!active || !clientId || !clientSecret) throw new MicrosoftSignInError('outlook_not_configured');
  return { clientId, clientSecret, tenantId };
}

/** @param options.tenant `common`, or the id of one organization. */
export function createMsalApplication(options: {
  credentials: Credentials;
  transport: Transport;
  tenant: string;
  cachePlugin?: ICachePlugin;
}): ConfidentialClientApplication {
  const { credentials, transport, tenant, cachePlugin } = options;
  const { login } = transport.cloud;
  return new ConfidentialClientApplication({
    auth: {
      clientId: credentials.clientId,
      clientSecret: credentials.clientSecret,
      authority: `${login}/${tenant}`,
      // Otherwise MSAL asks the public cloud which clouds there are.
      knownAuthorities: [new URL(login).host],
    },
    // A retry of its own would repeat a code or a refresh token; retries are decided by the queue.
    system: { networkClient: transport.msalNetworkClient, disableInternalRetries: true },
    ...(cachePlugin ? { cache: { cachePlugin } } : {}),
  });
}

export function tokenCachePlace(mailboxId: string): SealedPlace {
  return { table: 'mailboxes', row: mailboxId, column: 'token_cache' };
}

/** Keeps a mailbox's tokens in the vault: a new refresh token is stored before MSAL hands out what came with it. */
export function sealedCache(database: Database, vault: Vault, mailboxId: string): ICachePlugin {
  const place = tokenCachePlace(mailboxId);
  return {
    async beforeCacheAccess(cache) {
      const stored = await vault.read(database, place);
      if (stored) cache.tokenCache.deserialize(stored);
    },
    async afterCacheAccess(cache) {
      if (!cache.cacheHasChanged) return;
      const tokens = cache.tokenCache.serialize();
      // A mailbox that was disconnected meanwhile must not leave tokens behind.
      await database.transaction().execute(async (transaction) => {
        const mailbox = transaction.selectFrom('mailboxes').select('id').where('id', '=', mailboxId).forUpdate();
        if (await mailbox.executeTakeFirst()) await vault.write(transaction, place, tokens);
      });
    },
  };
}
