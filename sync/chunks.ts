// Cuts long work into pieces, each of which is stored before the next begins.
import { BATCH_REQUESTS_MAX } from '../graph/models/batch.ts';

/** Calls that travel together: one batch, so that a crash leaves at most that many answers unrecorded. */
export const CALLS_TOGETHER = BATCH_REQUESTS_MAX;

export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
