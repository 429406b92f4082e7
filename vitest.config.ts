// Test projects, run side by side: quick ones first, those that need a database, sockets or a browser on their own.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // The default leaves a core idle; most of these tests wait for sockets and child processes.
    maxWorkers: '100%',
    projects: ['unit', 'contract', 'http', 'database', 'architecture', 'browser'].map((name) => ({
      extends: true,
      test: { name, include: [`test/${name}/**/*.test.ts`] },
    })),
  },
});
