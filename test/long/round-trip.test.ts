// The round trips in full: 100,000 generated events for each property.
import { test } from 'vitest';
import { PROPERTIES } from '../support/round-trip-properties.ts';

const RUNS = 100_000;
const TIMEOUT_MS = 600_000;

test.for(PROPERTIES)('round trip: $name', { timeout: TIMEOUT_MS }, ({ check }, { task }) => {
  check(RUNS);
  Object.assign(task.meta, { figures: { events: RUNS } });
});
