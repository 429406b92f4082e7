// The Outlook integration's settings: read for people, changed by people or by provisioning, the secret sealed.
import type { Clock } from '../../sync/index.ts';
import { type OutlookSettingsValue, readOutlookSettings, writeOutlookSettings } from '../database/settings.ts';
import type { Database } from '../database/tables.ts';
import { CLIENT_SECRET_PLACE } from '../oauth/msal-application.ts';
import { Refusal } from '../refusal.ts';
import type { OutlookSettings, OutlookSettingsChange } from '../schemas/settings.ts';
import type { Vault } from '../secrets/vault.ts';

interface SettingsParts {
  database: Database;
  vault: Vault;
  clock: Clock;
}

export async function readSettings({ database, vault }: SettingsParts, redirectUri: string): Promise<OutlookSettings> {
  const settings = await readOutlookSettings(database);
  const hasClientSecret = (await vault.read(database, CLIENT_SECRET_PLACE)) !== null;
  return { ...settings, hasClientSecret, redirectUri };
}

/** Stores a change; `database` is a transaction, since it is several rows. @throws Refusal for credentials that can't be meant. */
export async function changeSettings(
  { database, vault, clock }: SettingsParts,
  change: OutlookSettingsChange,
): Promise<void> {
  const { clientSecret, clientId, ...values } = change;
  const after: OutlookSettingsValue = { ...(await readOutlookSettings(database)), ...values };
  if (clientId !== undefined) after.clientId = clientId.trim() || null;
  checkCredentials(change, after);
  if (clientSecret !== undefined) {
    // Facts about the old secret say nothing about a new one.
    after.secretKeyId = change.secretKeyId ?? null;
    after.secretExpiresAt = change.secretExpiresAt ?? null;
    await vault.write(database, CLIENT_SECRET_PLACE, clientSecret.trim());
  }
  await writeOutlookSettings(database, after, clock.now().toString());
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Mistakes that people make with the portal's two GUIDs and the secret beside them. */
function checkCredentials({ clientSecret }: OutlookSettingsChange, { clientId }: OutlookSettingsValue): void {
  const secret = clientSecret?.trim();
  if (clientId !== null && !GUID.test(clientId)) {
    throw new Refusal({
      status: 400,
      code: 'client_id_invalid',
      field: 'clientId',
      message: 'The client ID is not a GUID.',
      advice: 'Copy the Application (client) ID from the overview of the app in Entra.',
    });
  }
  if (secret !== undefined && secret.toLowerCase() === clientId?.toLowerCase()) {
    throw new Refusal({
      status: 400,
      code: 'client_secret_is_client_id',
      field: 'clientSecret',
      message: 'This is the client ID, not the client secret.',
      advice: 'Copy the Value of a client secret from Certificates & secrets in Entra.',
    });
  }
  if (secret !== undefined && GUID.test(secret)) {
    throw new Refusal({
      status: 400,
      code: 'client_secret_is_an_id',
      field: 'clientSecret',
      message: 'This looks like the Secret ID, not like the secret itself.',
      advice: 'Copy the Value of the secret. It is shown only when the secret is made: make a new one if it is gone.',
    });
  }
}
