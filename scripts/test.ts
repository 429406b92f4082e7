// npm test: everything that needs no tenant, and one closing line that sums it up.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numFailedTestSuites: number;
  testResults: { name: string; status: string; message: string; assertionResults: { status: string }[] }[];
}

const folder = mkdtempSync(path.join(tmpdir(), 'test-report-'));
const reportFile = path.join(folder, 'report.json');
const answersFolder = path.join(folder, 'graph-answers');
mkdirSync(answersFolder);
const vitest = [
  'run',
  // What takes long runs by `npm run test:long`.
  '--project=!long',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportFile}`,
  ...process.argv.slice(2),
];
const env = { ...process.env, GRAPH_ANSWERS_FOLDER: answersFolder };
const { status } = spawnSync('node_modules/.bin/vitest', vitest, { stdio: 'inherit', env });

const report = readReport(reportFile);
const answers = countAnswers(answersFolder);
rmSync(folder, { recursive: true });
const brokenFiles = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
const failed = report.numFailedTests + brokenFiles.length;
console.log(`${answers.checked} Graph answers checked against the v1.0 schema, ${answers.violations} violations`);
console.log(`${report.numPassedTests} passed, ${failed} failed, ${report.numPendingTests} skipped`);
const isGood = status === 0 && failed === 0 && answers.violations === 0 && report.numPassedTests > 0;
process.exitCode = isGood ? 0 : 1;

function readReport(file: string): VitestReport {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    // The runner ended before it could report: that counts as a failure, not as nothing.
    return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numFailedTestSuites: 1, testResults: [] };
  }
}

/** Each worker left a file of lines: answers checked, violations found (test/support/check-graph-answers.ts). */
function countAnswers(from: string): { checked: number; violations: number } {
  const lines = readdirSync(from).flatMap((name) => readFileSync(path.join(from, name), 'utf8').trim().split('\n'));
  const counts = lines.map((line) => line.split(' ').map(Number));
  const sum = (column: number) => counts.reduce((total, row) => total + (row[column] ?? 0), 0);
  return { checked: sum(0), violations: sum(1) };
}
