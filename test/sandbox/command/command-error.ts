// What a command refuses: a stable code, what is wrong, and what to do instead.

/** How a command ends that was not understood. */
export const REFUSED_EXIT_CODE = 2;

export class CommandError extends Error {
  readonly code: string;
  /** What to do instead, as a sentence. */
  readonly advice: string;

  /** @param code stable, e.g. `port_invalid` */
  constructor(code: string, message: string, advice: string) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
    this.advice = advice;
  }
}

/** Runs a command; a refusal is told on stderr and ends it with the exit code of refusals. */
export async function refusingClearly(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`${error.message}\n  (${error.code})\n  → ${error.advice}\n`);
    process.exitCode = REFUSED_EXIT_CODE;
  }
}
