// Comparing instants that are kept as ISO 8601 text, whose number of decimals differs.
import { Temporal } from 'temporal-polyfill';

/** Whether one instant lies before another. */
export function isEarlier(one: string, other: string): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}
