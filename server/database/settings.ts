// Reads and writes settings: one JSON value for each key.
import type { Database } from './tables.ts';

/** Addresses, or `@domain` for everybody of a domain. */
export interface PilotSetting {
  active: boolean;
  /** Who may connect, by the address of the sign-in here. */
  users: string[];
  /** Whom Outlook may mail on our account. */
  recipients: string[];
}

export interface OutlookSettingsValue {
  active: boolean;
  clientId: string | null;
  tenantId: string | null;
  secretKeyId: string | null;
  secretExpiresAt: string | null;
  paused: boolean;
  pilot: PilotSetting;
}

interface SettingValues {
  outlook: OutlookSettingsValue;
  /** Counts the life of this database, so that one that was put back from a backup is told by its count. */
  epoch: { count: number };
  /** Marks what this installation wrote to Outlook; made once. */
  installation: { id: string };
}

const NO_OUTLOOK: OutlookSettingsValue = {
  active: false,
  clientId: null,
  tenantId: null,
  secretKeyId: null,
  secretExpiresAt: null,
  paused: false,
  pilot: { active: false, users: [], recipients: [] },
};

export async function readOutlookSettings(database: Database): Promise<OutlookSettingsValue> {
  return { ...NO_OUTLOOK, ...(await readSetting(database, 'outlook')) };
}

export async function writeOutlookSettings(database: Database, value: OutlookSettingsValue, at: string): Promise<void> {
  await writeSetting(database, 'outlook', value, at);
}

/** The id of this installation; `fresh` becomes it if there is none yet. */
export async function ensureInstallationId(database: Database, fresh: string, at: string): Promise<string> {
  await database
    .insertInto('settings')
    .values({ key: 'installation', value: JSON.stringify({ id: fresh }), updated_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return readInstallationId(database);
}

export async function readInstallationId(database: Database): Promise<string> {
  const installation = await readSetting(database, 'installation');
  if (!installation) throw new Error('The database was never started: it has no installation id.');
  return installation.id;
}

/**
 * Raises the count of this database's life beyond both what it says and what is remembered outside of it.
 * @param database a transaction. @returns what it said before, and says now.
 */
export async function raiseEpoch(
  database: Database,
  remembered: number,
  at: string,
): Promise<{ before: number; now: number }> {
  const row = await database
    .selectFrom('settings')
    .select('value')
    .where('key', '=', 'epoch')
    .forUpdate()
    .executeTakeFirst();
  const before = (row?.value as SettingValues['epoch'] | undefined)?.count ?? 0;
  const now = Math.max(before, remembered) + 1;
  await writeSetting(database, 'epoch', { count: now }, at);
  return { before, now };
}

async function readSetting<K extends keyof SettingValues>(
  database: Database,
  key: K,
): Promise<SettingValues[K] | undefined> {
  const row = await database.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value as SettingValues[K] | undefined;
}

async function writeSetting<K extends keyof SettingValues>(
  database: Database,
  key: K,
  value: SettingValues[K],
  at: string,
): Promise<void> {
  const stored = { value: JSON.stringify(value), updated_at: at };
  await database
    .insertInto('settings')
    .values({ key, ...stored })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(stored))
    .execute();
}
