// What a reset left to be deleted in Outlook: carried out before anything else, at the pace of its cancellations, until none is left.
import type { ApplyPorts } from './applied.ts';
import { keepPace } from './apply.ts';
import type { Outcome, PendingRemoval, RunMailbox, RunRef, RunReport } from './ports.ts';
import { NEEDS_SIGN_IN, RunStopped, retryAt } from './run-stopped.ts';

/** Deletions whose calls travel together. */
const REMOVALS_PER_BATCH = 20;

/**
 * Deletes what is pending. An item that is gone already is done; one that was edited meanwhile is kept.
 * @throws RunStopped when Outlook asks to wait or the user has to sign in; what was done is stored.
 */
export async function carryOutRemovals(
  run: RunRef,
  mailbox: RunMailbox,
  report: RunReport,
  ports: ApplyPorts,
): Promise<void> {
  if (mailbox.pendingRemovals.length === 0) return;
  const { go, waiting, allowedAt } = await keepPace(run, mailbox.pendingRemovals, mailbox, ports);
  report.mailsWaiting = waiting.length;
  report.mailsAllowedAt = allowedAt;
  for (let from = 0; from < go.length; from += REMOVALS_PER_BATCH) {
    await remove(run, go.slice(from, from + REMOVALS_PER_BATCH), report, ports);
  }
}

async function remove(
  run: RunRef,
  removals: readonly PendingRemoval[],
  report: RunReport,
  { store, outlook, clock }: ApplyPorts,
): Promise<void> {
  const outcomes = await outlook.call(
    removals.map(({ key, graphId, changeKey }) => ({ kind: 'delete', key, graphId, changeKey })),
  );
  const answered = removals.flatMap((removal, index) => {
    const outcome = outcomes[index];
    const isDone = outcome ? isGone(outcome) : null;
    return isDone === null ? [] : [{ removal, isDone }];
  });
  await store.finishRemovals(run, answered);
  const done = answered.filter(({ isDone }) => isDone);
  report.sent += done.length;
  report.mails.push(...done.flatMap(({ removal }) => removal.mails));
  for (const outcome of outcomes) {
    if (outcome.kind === 'refused' && outcome.code === NEEDS_SIGN_IN)
      throw new RunStopped('needsSignIn', NEEDS_SIGN_IN, null);
    if (outcome.kind === 'notSent') throw new RunStopped('waiting', outcome.code, retryAt(outcome.retryAfterMs, clock));
  }
}

/** Whether the item is gone; null while that is open: then the next run asks again. */
function isGone(outcome: Outcome<unknown>): boolean | null {
  if (outcome.kind === 'done') return true;
  if (outcome.kind !== 'refused' || outcome.code === NEEDS_SIGN_IN) return null;
  return outcome.status === 404;
}
