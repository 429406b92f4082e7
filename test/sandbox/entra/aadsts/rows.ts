// The table of AADSTS codes that this Entra knows: AADSTS.md is written from it, and every refusal takes its words from it.
import { ACCOUNT_ROWS } from './account-rows.ts';
import { CLIENT_ROWS } from './client-rows.ts';
import { GRANT_ROWS } from './grant-rows.ts';
import { REQUEST_ROWS } from './request-rows.ts';
import type { AadstsRow } from './row.ts';

export const AADSTS_ROWS: readonly AadstsRow[] = [
  ...REQUEST_ROWS,
  ...CLIENT_ROWS,
  ...GRANT_ROWS,
  ...ACCOUNT_ROWS,
].toSorted((left, right) => left.code - right.code);

const ROWS = new Map(AADSTS_ROWS.map((row) => [row.code, row]));

/** @returns undefined for a code that stands nowhere in the table. */
export function aadstsRow(code: number): AadstsRow | undefined {
  return ROWS.get(code);
}

/** The HTTP status of a refusal: documented for the token endpoint, our choice for Microsoft's page; a redirect has none. */
export function statusOf({ error, place }: Pick<AadstsRow, 'error' | 'place'>): number {
  if (place === 'redirect') return 302;
  if (place === 'form') return 200;
  if (error === 'invalid_client') return 401;
  return error === 'temporarily_unavailable' || error === 'server_error' ? 503 : 400;
}
