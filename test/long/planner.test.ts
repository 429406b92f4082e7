// The planner in full: 100,000 generated cases, shared between its properties.
import { test } from 'vitest';
import { PROPERTIES } from '../support/planner-properties.ts';

const CASES = 100_000;
const TIMEOUT_MS = 600_000;

test.for(PROPERTIES)('planner: $name', { timeout: TIMEOUT_MS }, async ({ share, check }, { task }) => {
  const runs = Math.round(CASES * share);
  await check(runs);
  Object.assign(task.meta, { figures: { cases: runs } });
});
