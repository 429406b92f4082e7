// The coverage table is fresh and whole: evidence for every row, every specified call and mail, and honesty about gaps.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { membersOf } from '../../scripts/coverage-table/declarations.ts';
import { COVERAGE_FILE, coverageRows, coverageTable } from '../../scripts/coverage-table/table.ts';
import { openSandbox } from '../contract/sandbox/sandbox-client.ts';
import { LACKING } from '../sandbox/coverage.ts';
import { takeSandboxGaps } from '../support/sandbox-gaps.ts';
import { SPECIFIED_FUNCTIONS, SPECIFIED_MAILS, SPECIFIED_OPERATIONS } from './specified-behaviours.ts';

const CORE = path.join(import.meta.dirname, '..', 'sandbox', 'core');
const SETTINGS_FILE = path.join(CORE, 'world-settings.ts');
const WORLD_FILE = path.join(CORE, 'world.ts');
const rows = await coverageRows();
const behaviours = rows.filter(({ service }) => service === 'graph').map(({ behaviour }) => withoutNames(behaviour));

describe('the coverage table', () => {
  test('is what `npm run coverage-table` would write now', async () => {
    expect(readFileSync(COVERAGE_FILE, 'utf8')).toBe(await coverageTable());
  });

  test('gives evidence and a source for every row', () => {
    const poor = rows.filter(({ evidence, source }) => !isEvidence(evidence) || source.trim() === '');
    expect(poor).toEqual([]);
  });

  test('names nothing twice', () => {
    const names = rows.map(({ service, behaviour }) => `${service} ${behaviour}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('has every specified operation', () => {
    expect(SPECIFIED_OPERATIONS.filter((operation) => !behaviours.includes(withoutNames(operation)))).toEqual([]);
    expect(SPECIFIED_FUNCTIONS.filter((form) => !behaviours.some((behaviour) => form.test(behaviour)))).toEqual([]);
  });

  test('has every row of the mail matrix', () => {
    const mails = behaviours.filter((behaviour) => behaviour.startsWith('mail: '));
    const missing = SPECIFIED_MAILS.filter(({ says }) => !mails.some((mail) => says.test(mail)));
    expect(missing.map((row) => row.case)).toEqual([]);
  });

  test.each([
    ['Settings', SETTINGS_FILE],
    ['FaultEffect', WORLD_FILE],
  ])('explains each member of %s', (name, file) => {
    const members = membersOf(file, name);
    expect(members.length).toBeGreaterThan(0);
    expect(members.filter(({ comment }) => comment === '').map((member) => member.name)).toEqual([]);
  });
});

test('the README says of each setting why its default is what it is', () => {
  const readme = readFileSync(path.join(path.dirname(COVERAGE_FILE), 'README.md'), 'utf8');
  const explained = [...readme.matchAll(/^\| (`.*?`) \|/gm)].map(([, names = '']) => names).join(' ');
  const settings = membersOf(SETTINGS_FILE, 'Settings').map(({ name }) => name);
  expect(settings.filter((name) => !explained.includes(`\`${name}\``))).toEqual([]);
});

describe('what the table says is not in the sandbox', () => {
  test.each(LACKING)('$request answers 501', async ({ request }) => {
    const [method = '', target = ''] = request.split(' ');
    const answer = await openSandbox().as('ada').send(method, `https://graph.microsoft.com${target}`);
    expect(answer.status).toBe(501);
    expect(takeSandboxGaps()).toEqual([request]);
  });
});

function isEvidence(evidence: string): boolean {
  return ['documented', 'observed', 'inferred'].includes(evidence);
}

/** `GET /{mailbox}/events/{event}` and `GET /{mailbox}/events/{id}` are one. */
function withoutNames(behaviour: string): string {
  return behaviour.replaceAll(/\{(?!mailbox\})\w+\}/g, '{}');
}
