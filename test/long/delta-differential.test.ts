// The delta differential in full: 10,000 random edits over 200 seeds, 0 differences.
import { expect, test } from 'vitest';
import { playHistory } from '../contract/sandbox/delta-differential/history.ts';

const SEEDS = 200;
const EDITS = 50;
/** Seeds of their own, behind those of the sample. */
const FIRST_SEED = 1_001;

test.for(Array.from({ length: SEEDS }, (_, index) => FIRST_SEED + index))(
  'delta differential: seed %i',
  async (seed, { task }) => {
    const figures = await playHistory(seed, EDITS);
    Object.assign(task.meta, { figures });
    expect(figures).toMatchObject({ edits: EDITS, differences: 0 });
  },
);
