// Test projects, run side by side: quick ones first, those that need a database, sockets or a browser on their own.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const PROJECTS = ['unit', 'contract', 'http', 'database', 'architecture', 'browser', 'long'];
/** Each test file begins afresh: in a thread, which starts sooner, or in a process where a test may need all of one. */
const THREAD = { pool: 'threads' as const };
/** A process lives for one file: optimizing PGlite's WebAssembly would cost more than running it as it is. */
const PROCESS = { pool: 'forks' as const, execArgv: ['--liftoff-only'] };
const IN_THREADS = new Set(['unit', 'architecture']);
/** These files keep no state but in the sandboxes that they open: a worker loads the sandbox once for all of them. */
const SHARING_MODULES = new Set(['contract']);

export default defineConfig({
  test: {
    // For what hangs, on a machine that is busy with other things.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The default leaves a core idle; and most of these tests wait for sockets and child processes.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    globalSetup: ['test/support/made-once.ts'],
    setupFiles: ['test/support/fail-on-sandbox-gaps.ts', 'test/support/check-graph-answers.ts'],
    projects: PROJECTS.map((name) => ({
      extends: true,
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        isolate: !SHARING_MODULES.has(name),
        ...(IN_THREADS.has(name) ? THREAD : PROCESS),
      },
    })),
  },
});
