// One test for each row of AADSTS.md: it is met as the row says, with the row's error, status and words.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AADSTS_FILE, aadstsTable } from '../../../../scripts/coverage-table/aadsts-table.ts';
import type { AadstsRow } from '../../../sandbox/entra/aadsts/row.ts';
import { AADSTS_ROWS, statusOf } from '../../../sandbox/entra/aadsts/rows.ts';
import { codeOf, type EntraStage, type Met, openEntra } from './entra-stage.ts';
import { ACCOUNT_PROVOCATIONS } from './provocations/accounts.ts';
import { CLIENT_PROVOCATIONS } from './provocations/clients.ts';
import { GRANT_PROVOCATIONS } from './provocations/grants.ts';
import type { Provocations } from './provocations/provocation.ts';
import { REQUEST_PROVOCATIONS } from './provocations/requests.ts';

const PROVOCATIONS: Provocations = {
  ...REQUEST_PROVOCATIONS,
  ...CLIENT_PROVOCATIONS,
  ...GRANT_PROVOCATIONS,
  ...ACCOUNT_PROVOCATIONS,
};
/** Where one number comes with several errors, the one that its provocation meets. */
const OTHER_ERRORS: Readonly<Record<number, string>> = { 9002313: 'invalid_grant', 700023: 'invalid_client' };
const CLAIMS: unknown = expect.stringContaining('"access_token"');
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The codes that the documentation of Entra's endpoints and our advice name. */
const SPECIFIED = [
  50011, 900971, 70004, 90102, 700016, 700011, 50194, 9002332, 50020, 500200, 500208, 16000, 7000215, 7000222, 7000218,
  900144, 700025, 90023, 7000229, 7000112, 70001, 1000031, 65001, 65004, 90094, 90095, 90008, 65005, 650056, 650057,
  650052, 500011, 65002, 50105, 50076, 50079, 50072, 50158, 53000, 53001, 53002, 53003, 530032, 530034, 530035, 70000,
  700082, 70008, 50173, 70043, 50089, 54005, 501481, 700005, 90002, 90072, 500212, 500213, 500021, 70016, 70018, 70019,
  90033, 90006, 50033, 90024, 70012, 70011, 28002, 28003, 700022, 700023, 50034, 50126, 50057, 90014, 9002313, 900561,
  700027, 700024,
];

const natural = AADSTS_ROWS.filter(({ provoked }) => provoked !== null);
const byFault = AADSTS_ROWS.filter(({ provoked }) => provoked === null);

describe('by what is sent', () => {
  test.each(natural)('AADSTS$code: $provoked', async (row) => {
    const provoke = PROVOCATIONS[row.code];
    if (!provoke) throw new Error(`AADSTS${row.code} has no provocation.`);
    expectRow(await provoke(openEntra()), row);
  });
});

describe('by a fault rule', () => {
  const stage = openEntra();

  test.each(AADSTS_ROWS)('AADSTS$code at the token endpoint', async (row) => {
    await strike(stage, '/token$', row.code);
    const met = await stage.token(stage.codeForm('x'));
    expect(codeOf(met)).toBe(row.code);
    expect(met).toMatchObject(tokenError(row, row.error));
  });

  test.each(byFault)('AADSTS$code at the authorize page', async (row) => {
    await strike(stage, '/authorize', row.code);
    const met = await stage.browser().open(stage.authorizeUrl());
    expect(codeOf(met)).toBe(row.code);
    expect(met.location).toBeNull();
    const silent = await stage.browser().open(stage.authorizeUrl({ prompt: 'none' }));
    expect(silent.fields).toMatchObject({ error: row.error, state: 'state-1' });
  });

  test('a number of no row is refused by name', async () => {
    const { status } = await stage.client.control('PUT', '/faults', {
      rules: [{ match: { service: 'entra' }, effect: { aadsts: 0 } }],
    });
    expect(status).toBe(400);
  });
});

describe('AADSTS.md', () => {
  test('is what `npm run coverage-table` would write now', () => {
    expect(readFileSync(AADSTS_FILE, 'utf8')).toBe(aadstsTable());
  });

  test('has each code once, and every code that has a provocation', () => {
    const codes = AADSTS_ROWS.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(
      Object.keys(PROVOCATIONS)
        .map(Number)
        .filter((code) => !natural.some((row) => row.code === code)),
    ).toEqual([]);
  });

  test.each(SPECIFIED)('has AADSTS%i', (code) => {
    expect(AADSTS_ROWS.map((row) => row.code)).toContain(code);
  });
});

async function strike(stage: EntraStage, path: string, aadsts: number): Promise<void> {
  const rules = [{ match: { service: 'entra', path }, effect: { aadsts } }];
  expect((await stage.client.control('PUT', '/faults', { rules })).status).toBe(204);
}

/** Met on the page or form, at the redirect, or as JSON, and each in its own form. */
function expectRow(met: Met, row: AadstsRow): void {
  expect(codeOf(met)).toBe(row.code);
  const error = OTHER_ERRORS[row.code] ?? row.error;
  expect(met).toMatchObject(met.text.startsWith('{') ? tokenError(row, error) : shownError(met, row, error));
}

/** As the browser meets it. */
function shownError(met: Met, row: AadstsRow, error: string): object {
  if (met.location) return { status: 302, fields: { error, state: 'state-1' } };
  const text: unknown = expect.stringContaining('role="alert"');
  return { status: row.place === 'form' ? 200 : 400, text };
}

/** As a client reads it: every field of Microsoft's body, each in its form. */
function tokenError(row: AadstsRow, error: string): object {
  const uuid: unknown = expect.stringMatching(UUID);
  return {
    status: statusOf({ error, place: 'token' }),
    fields: {
      error,
      error_codes: [row.code],
      error_description: expect.stringMatching(
        new RegExp(`^AADSTS${row.code}: [^]+\r\nTrace ID: [^\r]+\r\nCorrelation ID: [^\r]+\r\nTimestamp: [^\r]+$`),
      ) as unknown,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/) as unknown,
      trace_id: uuid,
      correlation_id: uuid,
      error_uri: `https://login.microsoftonline.com/error?code=${row.code}`,
      ...(row.suberror === undefined ? {} : { suberror: row.suberror }),
      ...(row.claims ? { claims: CLAIMS } : {}),
    },
  };
}
