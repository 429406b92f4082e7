// npm run test:long: the tests of test/long in full, and what they did, summed up over all of their seeds.
import path from 'node:path';
import { runVitest } from './tests/run-vitest.ts';

/** Figures that a test leaves in `task.meta.figures`, e.g. `{ edits: 50, differences: 0 }`. */
type Figures = Readonly<Record<string, number>>;

const started = performance.now();
const { report, failed, isGood } = runVitest(['--project', 'long', '--reporter=dot', ...process.argv.slice(2)]);
const seconds = Math.round((performance.now() - started) / 1_000);
for (const { name, assertionResults } of report.testResults) {
  const figures = sum(assertionResults.map(({ meta }) => (meta?.['figures'] ?? {}) as Figures));
  const texts = Object.entries(figures).map(([what, count]) => `${count.toLocaleString('en')} ${what}`);
  console.log(`${path.basename(name, '.test.ts')}: ${[`${assertionResults.length} tests`, ...texts].join(', ')}`);
}
console.log(`${report.numPassedTests} passed, ${failed} failed, ${report.numPendingTests} skipped in ${seconds} s`);
process.exitCode = isGood ? 0 : 1;

function sum(all: readonly Figures[]): Figures {
  const total: Record<string, number> = {};
  for (const figures of all)
    for (const [what, count] of Object.entries(figures)) total[what] = (total[what] ?? 0) + count;
  return total;
}
