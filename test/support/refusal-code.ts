// The code by which something is refused.
import { Refusal } from '../../server/refusal.ts';

/** @returns undefined for what is not refused. */
export function codeOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.facts.code;
    throw error;
  }
}
