// Counts what happened in the last minutes of the sandbox's time.

export interface SlidingWindow {
  /** The sum over the window that ends now. */
  sum(now: number): number;
  add(now: number, amount: number): void;
  /** When the oldest of what is counted leaves the window, as epoch milliseconds; null: nothing is counted. */
  oldestLeaves(now: number): number | null;
}

export function createSlidingWindow(lengthMs: number): SlidingWindow {
  let entries: { at: number; amount: number }[] = [];
  let first = 0;
  let total = 0;
  const prune = (now: number) => {
    for (let entry = entries[first]; entry && entry.at <= now - lengthMs; entry = entries[first]) {
      total -= entry.amount;
      first += 1;
    }
    if (first * 2 > entries.length) {
      entries = entries.slice(first);
      first = 0;
    }
  };
  return {
    sum(now) {
      prune(now);
      return total;
    },
    add(now, amount) {
      entries.push({ at: now, amount });
      total += amount;
    },
    oldestLeaves(now) {
      prune(now);
      const oldest = entries[first];
      return oldest ? oldest.at + lengthMs : null;
    },
  };
}
