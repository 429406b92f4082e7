// A sample of the delta differential: after random edits, what a client made of all rounds equals a listing of calendarView.
import { expect, test } from 'vitest';
import { playHistory } from './delta-differential/history.ts';

const SEEDS = 20;
const EDITS = 50;

test.each(Array.from({ length: SEEDS }, (_, index) => index + 1))(
  `rounds replayed after ${EDITS} random edits equal a listing: seed %i`,
  async (seed) => {
    const figures = await playHistory(seed, EDITS);
    expect(figures).toMatchObject({ edits: EDITS, differences: 0 });
    expect(figures.comparisons).toBeGreaterThan(0);
  },
);
