// npm run test:long: the tests of test/long in full, and what they did, summed up over all of their seeds.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Figures that a test leaves in `task.meta.figures`, e.g. `{ edits: 50, differences: 0 }`. */
type Figures = Readonly<Record<string, number>>;

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { name: string; assertionResults: { meta?: { figures?: Figures } }[] }[];
}

const started = performance.now();
const folder = mkdtempSync(path.join(tmpdir(), 'test-long-'));
const reportFile = path.join(folder, 'report.json');
const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${reportFile}`];
const vitest = ['run', '--project', 'long', ...reporters, ...process.argv.slice(2)];
const { status } = spawnSync('node_modules/.bin/vitest', vitest, { stdio: 'inherit' });
const report = JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport;
rmSync(folder, { recursive: true });

const seconds = Math.round((performance.now() - started) / 1_000);
for (const { name, assertionResults } of report.testResults) {
  const figures = sum(assertionResults.map(({ meta }) => meta?.figures ?? {}));
  const texts = Object.entries(figures).map(([what, count]) => `${count.toLocaleString('en')} ${what}`);
  console.log(`${path.basename(name, '.test.ts')}: ${[`${assertionResults.length} tests`, ...texts].join(', ')}`);
}
console.log(
  `${report.numPassedTests} passed, ${report.numFailedTests} failed, ${report.numPendingTests} skipped in ${seconds} s`,
);
process.exitCode = status === 0 && report.numPassedTests > 0 ? 0 : 1;

function sum(all: readonly Figures[]): Figures {
  const total: Record<string, number> = {};
  for (const figures of all)
    for (const [what, count] of Object.entries(figures)) total[what] = (total[what] ?? 0) + count;
  return total;
}
