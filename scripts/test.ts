// npm test: everything that needs no tenant, and one closing line that sums it up.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runVitest } from './tests/run-vitest.ts';

const answersFolder = mkdtempSync(path.join(tmpdir(), 'graph-answers-'));
// What takes long runs by `npm run test:long`.
const { report, failed, isGood } = runVitest(['--project=!long', '--reporter=default', ...process.argv.slice(2)], {
  GRAPH_ANSWERS_FOLDER: answersFolder,
});
const answers = countAnswers(answersFolder);
rmSync(answersFolder, { recursive: true });
console.log(`${answers.checked} Graph answers checked against the v1.0 schema, ${answers.violations} violations`);
console.log(`${report.numPassedTests} passed, ${failed} failed, ${report.numPendingTests} skipped`);
process.exitCode = isGood && answers.violations === 0 ? 0 : 1;

/** Each worker left a file of lines: answers checked, violations found (test/support/check-graph-answers.ts). */
function countAnswers(from: string): { checked: number; violations: number } {
  const lines = readdirSync(from).flatMap((name) => readFileSync(path.join(from, name), 'utf8').trim().split('\n'));
  const counts = lines.map((line) => line.split(' ').map(Number));
  const sum = (column: number) => counts.reduce((total, row) => total + (row[column] ?? 0), 0);
  return { checked: sum(0), violations: sum(1) };
}
