// Queues with a few lanes each: what is too much at once waits its turn, first come, first served.

export interface Lanes {
  /** Runs something in a lane of a queue. @param queue by name; null: no queue, at once. */
  pass<Result>(queue: string | null, run: () => Promise<Result>): Promise<Result>;
}

/** @param lanes how many of a queue run at once. */
export function createLanes(lanes: number): Lanes {
  const queues = new Map<string, { free: number; waiting: (() => void)[] }>();
  return {
    async pass(name, run) {
      if (name === null) return run();
      const queue = queues.get(name) ?? { free: lanes, waiting: [] };
      queues.set(name, queue);
      if (queue.free > 0) queue.free -= 1;
      else await new Promise<void>((resolve) => queue.waiting.push(resolve));
      try {
        return await run();
      } finally {
        // A lane goes straight to the next in the queue, so that nobody slips in between.
        const next = queue.waiting.shift();
        if (next) next();
        else queue.free += 1;
      }
    },
  };
}
