// A sample of the planner's properties; the long tests take 100,000 cases of them.
import { test } from 'vitest';
import { PROPERTIES } from '../../support/planner-properties.ts';

const RUNS = Number(process.env.CONVERGENCE_RUNS ?? 150);

test.for(PROPERTIES)('$name', ({ check }) => check(RUNS));
