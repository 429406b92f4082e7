// What a bench file in test/bench exports, and what its runner gives to it.

/** One number of a bench, with the bar it has to keep, where there is one. */
export interface Figure {
  name: string;
  value: number;
  /** `ms`, `pages`, `events/s`; `%` and `x` for ratios. */
  unit: string;
  /** The bar: the highest value that is still good. */
  max?: number;
  /** The bar: the lowest value that is still good. */
  min?: number;
}

/** Figures that belong together because one piece of work gives them. */
export interface Measurement {
  /** What is done, in one line; it stands above the figures. */
  about: string;
  run(tools: BenchTools): Promise<readonly Figure[]>;
}

/** The machine, as far as a bench may look at it. */
export interface BenchTools {
  /** Monotonic, in milliseconds with decimals. */
  now(): number;
  /** Processor time that this process has used, in milliseconds: what `now` would show on an idle machine. */
  processorMs(): number;
  /** The JavaScript heap in use after a full garbage collection, in bytes. */
  heapUsedBytes(): Promise<number>;
}
