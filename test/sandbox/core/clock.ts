// The sandbox's own time: it follows the clock it was given, and can be moved ahead or set.
import { Temporal } from 'temporal-polyfill';

export interface BaseClock {
  now(): Temporal.Instant;
}

export interface VirtualClock extends BaseClock {
  /** Sets the present; from there on it follows the base clock again. */
  set(now: Temporal.Instant): void;
  advance(by: Temporal.Duration): void;
  /** Back to the base clock. */
  reset(): void;
}

/** The machine's clock. */
export const systemClock: BaseClock = { now: () => Temporal.Now.instant() };

/** A virtual clock over a base clock, which stands still in a deterministic run. */
export function createVirtualClock(base: BaseClock): VirtualClock {
  let offsetNs = 0n;
  const now = () => Temporal.Instant.fromEpochNanoseconds(base.now().epochNanoseconds + offsetNs);
  return {
    now,
    set(target) {
      offsetNs = target.epochNanoseconds - base.now().epochNanoseconds;
    },
    advance(by) {
      offsetNs = now().toZonedDateTimeISO('UTC').add(by).epochNanoseconds - base.now().epochNanoseconds;
    },
    reset() {
      offsetNs = 0n;
    },
  };
}
