// A sample of the round trips; the long tests take 100,000 of each.
import { test } from 'vitest';
import { PROPERTIES } from '../../support/round-trip-properties.ts';

const RUNS = Number(process.env.ROUND_TRIP_RUNS ?? 500);

test.for(PROPERTIES)('$name', ({ check }) => check(RUNS));
