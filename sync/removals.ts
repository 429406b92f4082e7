// What a reset left to be deleted in Outlook: carried out before anything else, at the pace of its cancellations, until none is left.
import { keepPace } from './apply.ts';
import { CALLS_TOGETHER, chunksOf } from './chunks.ts';
import type { Outcome, PendingRemoval, RunMailbox, RunRef, RunReport, SyncPorts } from './ports.ts';
import { NEEDS_SIGN_IN, stopForSignIn, stopToWait } from './run-stopped.ts';

/**
 * Deletes what is pending. An item that is gone already is done; one that was edited meanwhile is kept.
 * @throws RunStopped when Outlook asks to wait or the user has to sign in; what was done is stored.
 */
export async function carryOutRemovals(
  run: RunRef,
  mailbox: RunMailbox,
  report: RunReport,
  ports: SyncPorts,
): Promise<void> {
  if (mailbox.pendingRemovals.length === 0) return;
  const { go, waiting, allowedAt } = await keepPace(run, mailbox.pendingRemovals, mailbox, ports);
  report.mailsWaiting = waiting.length;
  report.mailsAllowedAt = allowedAt;
  for (const chunk of chunksOf(go, CALLS_TOGETHER)) await remove(run, chunk, report, ports);
}

async function remove(
  run: RunRef,
  removals: readonly PendingRemoval[],
  report: RunReport,
  { store, outlook, clock }: SyncPorts,
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
  stopForSignIn(outcomes);
  stopToWait(outcomes, clock);
}

/** Whether the item is gone; null while that is open: then the next run asks again. */
function isGone(outcome: Outcome<unknown>): boolean | null {
  if (outcome.kind === 'done') return true;
  if (outcome.kind !== 'refused' || outcome.code === NEEDS_SIGN_IN) return null;
  return outcome.status === 404;
}
