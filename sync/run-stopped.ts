// What ends a run before its work is done, and how an answer of the Outlook port becomes a value or that end.
import type { Clock, Outcome, RunReport } from './ports.ts';

/** Ends a run in an orderly way; nothing that was stored is lost. */
export class RunStopped extends Error {
  readonly outcome: RunReport['outcome'];
  readonly code: string;
  readonly status: number;
  /** When Outlook allows the next request, ISO 8601 with `Z`; null: as soon as the queue likes. */
  readonly retryAt: string | null;
  constructor(outcome: RunReport['outcome'], code: string, retryAt: string | null, status = 0) {
    super(`The run stopped: ${code}`);
    this.name = 'RunStopped';
    this.outcome = outcome;
    this.code = code;
    this.status = status;
    this.retryAt = retryAt;
  }
}

/** The code by which the Outlook port says that the user has to sign in again. */
export const NEEDS_SIGN_IN = 'needs_sign_in';

/** The value of a done outcome. @throws RunStopped for any other. */
export function answerOf<T>(outcome: Outcome<T>, clock: Clock): T {
  switch (outcome.kind) {
    case 'done':
      return outcome.answer;
    case 'notSent':
      throw new RunStopped('waiting', outcome.code, retryAt(outcome.retryAfterMs, clock));
    case 'unknown':
      throw new RunStopped('failed', 'answer_lost', null);
    case 'refused':
      throw new RunStopped(
        outcome.code === NEEDS_SIGN_IN ? 'needsSignIn' : 'failed',
        outcome.code,
        null,
        outcome.status,
      );
  }
}

/** @throws RunStopped when one of them says that the user has to sign in again. */
export function stopForSignIn(outcomes: readonly Outcome<unknown>[]): void {
  const needsSignIn = outcomes.some((outcome) => outcome.kind === 'refused' && outcome.code === NEEDS_SIGN_IN);
  if (needsSignIn) throw new RunStopped('needsSignIn', NEEDS_SIGN_IN, null);
}

/** Waits as long as the longest that Outlook asked for. @throws RunStopped when it asked. */
export function stopToWait(outcomes: readonly Outcome<unknown>[], clock: Clock): void {
  const waits = outcomes.flatMap((outcome) => (outcome.kind === 'notSent' ? [outcome] : []));
  const [longest] = waits.toSorted((one, other) => other.retryAfterMs - one.retryAfterMs);
  if (longest) throw new RunStopped('waiting', longest.code, retryAt(longest.retryAfterMs, clock));
}

/** When a request may be sent again. */
function retryAt(retryAfterMs: number, clock: Clock): string {
  return clock
    .now()
    .add({ milliseconds: Math.ceil(retryAfterMs) })
    .toString();
}
