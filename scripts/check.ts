// npm run check: types, lint, format, import rules and unused code, all of them, and what failed by name.
import { spawnSync } from 'node:child_process';

const CHECKS: readonly [name: string, command: string, args: readonly string[]][] = [
  ['types', 'tsc', ['-p', '.']],
  ['lint', 'oxlint', ['--type-aware', '--quiet']],
  ['format', 'biome', ['check', '--error-on-warnings', '.']],
  [
    'imports',
    'depcruise',
    ['--config', '.dependency-cruiser.mjs', 'graph', 'sync', 'provision', 'server', 'test', 'scripts'],
  ],
  ['unused code', 'knip', []],
];

const failed: string[] = [];
for (const [name, command, args] of CHECKS) {
  const { status } = spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit' });
  if (status !== 0) failed.push(name);
}
console.log(failed.length === 0 ? 'check: all clean' : `check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
