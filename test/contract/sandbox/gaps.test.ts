// What the sandbox lacks is refused by name and fails the test that met it, wherever the request came from.
import { expect, test } from 'vitest';
import configuration from '../../../vitest.config.ts';
import { assertNoSandboxGaps, takeSandboxGaps } from '../../support/sandbox-gaps.ts';
import { openSandbox } from './sandbox-client.ts';

interface Case {
  name: string;
  method: string;
  url: string;
  scopes: readonly string[];
  body?: unknown;
  /** As the refusal and the failed test name it. */
  gap: { refused: string; announced: string };
}

const DRIVE = { refused: 'The sandbox has no GET /me/drive', announced: 'GET /v1.0/me/drive' };

const cases: readonly Case[] = [
  { name: 'an operation of Graph', method: 'GET', url: '/me/drive', scopes: ['Calendars.ReadWrite'], gap: DRIVE },
  {
    name: 'an operation inside a batch',
    method: 'POST',
    url: '/$batch',
    scopes: ['Calendars.ReadWrite'],
    body: { requests: [{ id: '1', method: 'GET', url: '/me/drive' }] },
    gap: DRIVE,
  },
  {
    name: 'an operation of Resource Manager',
    method: 'GET',
    url: 'https://management.azure.com/providers/Microsoft.Management/managementGroups?api-version=2023-04-01',
    scopes: ['https://management.azure.com/user_impersonation'],
    gap: {
      refused: 'The sandbox has no GET /providers/Microsoft.Management/managementGroups',
      announced: 'GET /providers/Microsoft.Management/managementGroups',
    },
  },
  {
    name: 'an endpoint of Entra',
    method: 'GET',
    url: 'https://login.microsoftonline.com/common/saml2',
    scopes: [],
    gap: {
      refused: 'The sandbox has no GET /common/saml2',
      announced: 'GET /common/saml2',
    },
  },
];

test.each(cases)('$name that is missing is refused by name, and a test that meets it fails', async (missing) => {
  const { text } = await openSandbox()
    .as('ada', missing.scopes)
    .send(missing.method, missing.url, missing.body === undefined ? {} : { body: missing.body });
  expect(text).toMatch(/not_?in_?the_?sandbox/i);
  expect(text).toContain(missing.gap.refused);
  expect(assertNoSandboxGaps).toThrow(missing.gap.announced);
});

test('a request that the sandbox answers, with whatever status, is no gap', async () => {
  expect((await openSandbox().as('ada').get('/me/events/nothing')).status).toBeGreaterThanOrEqual(400);
  expect(takeSandboxGaps()).toEqual([]);
});

test('every project of the tests watches for gaps', () => {
  const { setupFiles, projects } = configuration.test ?? {};
  expect(setupFiles).toContain('test/support/fail-on-sandbox-gaps.ts');
  expect(projects?.length).toBeGreaterThan(0);
  for (const project of projects ?? []) {
    expect(project).toMatchObject({ extends: true });
    expect(project).not.toHaveProperty('test.setupFiles');
  }
});
