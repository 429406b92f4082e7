// The decision table in sync/README.md is whole: every row of the planner stands in it, and every test that it names exists.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROWS } from '../../sync/core/decision.ts';

const TESTS = 'test/unit/sync';
const table = readFileSync('sync/README.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes('`'))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const sources = readdirSync(TESTS)
  .filter((name) => name.startsWith('decision-table'))
  .map((name) => readFileSync(`${TESTS}/${name}`, 'utf8').replaceAll("\\'", "'"));

test('every row of the planner stands in the table', () => {
  const named = new Set(table.map((cells) => cells[3]));
  expect(ROWS.filter((row) => !named.has(`\`${row}\``))).toEqual([]);
});

test('every test that the table names exists', () => {
  const named = table.flatMap((cells) => /^`(.+)`$/.exec(cells[5] ?? '')?.[1] ?? []);
  expect(named.length).toBeGreaterThan(ROWS.length);
  expect(named.filter((name) => !sources.some((source) => source.includes(name)))).toEqual([]);
});
