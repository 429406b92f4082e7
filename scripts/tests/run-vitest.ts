// Runs the test runner once and reads its report: what npm test and npm run test:long have in common.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: {
    name: string;
    status: string;
    /** `meta` is what a test left in `task.meta`. */
    assertionResults: { status: string; meta?: Readonly<Record<string, unknown>> }[];
  }[];
}

export interface VitestRun {
  report: VitestReport;
  /** Files that broke before any of their tests ran count as a failure each. */
  failed: number;
  /** Whether all that ran passed, and something ran. */
  isGood: boolean;
}

/** @param args of the runner, with a reporter for people. @param env is added to the environment. */
export function runVitest(args: readonly string[], env: Readonly<Record<string, string>> = {}): VitestRun {
  const folder = mkdtempSync(path.join(tmpdir(), 'test-report-'));
  const file = path.join(folder, 'report.json');
  const vitest = ['run', ...args, '--reporter=json', `--outputFile.json=${file}`];
  const { status } = spawnSync('node_modules/.bin/vitest', vitest, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const report = readReport(file);
  rmSync(folder, { recursive: true });
  const broken = report.testResults.filter((each) => each.status === 'failed' && each.assertionResults.length === 0);
  const failed = report.numFailedTests + broken.length;
  return { report, failed, isGood: status === 0 && failed === 0 && report.numPassedTests > 0 };
}

function readReport(file: string): VitestReport {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    // The runner ended before it could report: that counts as a failure, not as nothing.
    return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, testResults: [] };
  }
}
