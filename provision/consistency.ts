// Waits for what is known to pass: throttling, replicas that lag behind, and the consumer-side twin of a new application.
import { DirectoryFailure, type FailureFacts } from './directory-failure.ts';
import type { Report, Waiting } from './ports.ts';

const WAITS_S = [1, 2, 4, 8, 15, 30] as const;
/** How long one step may wait in all before its last failure is reported. */
const STEP_BUDGET_MS = 5 * 60_000;
/** Replicas answer by turns: news is settled when this many reads in a row agree. */
const AGREEING_READS = 3;
const READ_PAUSE_MS = 500;

/** A new service principal's application may be unknown to the replica asked (terraform-provider-azuread, azure-cli). */
const APPLICATION_NOT_SEEN_YET = [
  'does not reference a valid application object',
  'backing application of the service principal being created must in the local tenant',
] as const;

/** What the wait is about, in words for the progress line; null for a failure that time does not heal. */
export function reasonToWait(failure: FailureFacts, isNewborn: boolean): string | null {
  const { status, code, message } = failure;
  if (status === null) return 'no answer came';
  if (status === 429) return 'Microsoft asks to slow down';
  if (status >= 500 && status !== 501) return `Microsoft answers ${status}`;
  if (code === 'Error_MsaAppDoesNotExist') return 'Microsoft is still making the app known to personal accounts';
  if (code === 'Directory_ConcurrencyViolation') return 'another change is being saved';
  if (!isNewborn) return null;
  if (status === 404 && code === 'Request_ResourceNotFound') return 'the new object is not visible everywhere yet';
  if (APPLICATION_NOT_SEEN_YET.some((text) => message.includes(text)))
    return 'the new app is not visible everywhere yet';
  return null;
}

/** How long to wait before the next try: what Microsoft asks for, else a growing pause with up to a quarter of jitter. */
export function waitBeforeTry(failure: FailureFacts, triesSoFar: number, random: number): number {
  if (failure.retryAfterMs !== null) return failure.retryAfterMs;
  const seconds = WAITS_S[Math.min(triesSoFar, WAITS_S.length) - 1] ?? 1;
  return Math.round(seconds * 1000 * (1 + random / 4));
}

/**
 * Runs a step, and again while it fails for a passing reason and the budget lasts. The step must be safe to repeat:
 * an upsert, or a look before each act.
 * @param options.isNewborn whether the objects it names were made moments ago, so that 404 may be a lagging replica.
 * @throws the last failure
 */
export async function untilItPasses<T>(
  step: () => Promise<T>,
  options: { isNewborn: boolean; waiting: Waiting; report: Report },
): Promise<T> {
  const { isNewborn, waiting, report } = options;
  const start = waiting.now();
  for (let tries = 1; ; tries++) {
    try {
      return await step();
    } catch (error) {
      const reason = error instanceof DirectoryFailure ? reasonToWait(error.facts, isNewborn) : null;
      if (!(error instanceof DirectoryFailure) || reason === null) throw error;
      const waitMs = waitBeforeTry(error.facts, tries, waiting.random());
      const spentMs = waiting.now().since(start).total('milliseconds');
      if (spentMs + waitMs > STEP_BUDGET_MS) throw error;
      report(`waiting ${Math.ceil(waitMs / 1000)} s: ${reason}`);
      await waiting.pause(waitMs);
    }
  }
}

/** Reads until several reads in a row find it, and returns the last. @throws when the budget is spent. */
export async function untilSettled<T>(
  read: () => Promise<T | null>,
  options: { what: string; waiting: Waiting; report: Report },
): Promise<T> {
  let agreeing = 0;
  return untilItPasses(
    async () => {
      for (;;) {
        const found = await read();
        if (found === null) {
          agreeing = 0;
          throw notVisibleYet(options.what);
        }
        agreeing += 1;
        if (agreeing >= AGREEING_READS) return found;
        await options.waiting.pause(READ_PAUSE_MS);
      }
    },
    { ...options, isNewborn: true },
  );
}

function notVisibleYet(what: string): DirectoryFailure {
  return new DirectoryFailure({
    call: `look for ${what}`,
    status: 404,
    code: 'Request_ResourceNotFound',
    message: `${what} is not visible yet.`,
    detailCodes: [],
    retryAfterMs: null,
    requestIds: {},
  });
}
