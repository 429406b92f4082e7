// Applying: what a plan decided is prepared, sent in batches, and settled decision by decision. Retries are decided here.
import type { Applied, Sending } from './applied.ts';
import { CALLS_TOGETHER, chunksOf } from './chunks.ts';
import type { Decision, ThereCall } from './core/decision.ts';
import { type Paced, paceMails } from './core/pace.ts';
import type { SeenVersion } from './core/seen.ts';
import { handleFailures, type VersionRefusals } from './failed-calls.ts';
import type { Outcome, PreparedLink, RunMailbox, RunRef, SyncPorts } from './ports.ts';
import { sendCalls } from './send-calls.ts';
import { settlementOf } from './settle.ts';

/** Decisions without calls that are stored in one commit. */
const SETTLEMENTS_PER_COMMIT = 200;

/**
 * Carries out decisions. Those that mail keep to the pace of mails: some of them wait for a later run.
 * @param going `mailbox`: its `mailBursts` move on; `refusals` counts over the whole run how often each link's version was
 * refused; `applied` tells what was done, also when this throws.
 * @throws RunStopped when Outlook asks to wait or the user has to sign in; what was done is stored.
 */
export async function applyDecisions(
  run: RunRef,
  decisions: readonly Decision[],
  { mailbox, refusals, applied }: { mailbox: RunMailbox; refusals: VersionRefusals; applied: Applied },
  ports: SyncPorts,
): Promise<void> {
  const paced = await keepPace(run, decisions, mailbox, ports);
  applied.mailsWaiting = paced.waiting.length;
  applied.mailsAllowedAt = paced.allowedAt;
  const prepared = await prepareCreates(run, paced.go, ports);
  const quiet = prepared.filter((decision) => decision.there.length === 0);
  for (const chunk of chunksOf(quiet, SETTLEMENTS_PER_COMMIT)) {
    const sendings = chunk.map((decision) => ({ decision, calls: [] }));
    await settleChunk(run, sendings, ports, applied);
  }
  const sent = prepared.filter((decision) => decision.there.length > 0);
  // People wait for their mails: these calls go first.
  const mailing = sent.filter((decision) => decision.mails.length > 0);
  const silent = sent.filter((decision) => decision.mails.length === 0);
  for (const chunk of [...chunksOf(mailing, CALLS_TOGETHER), ...chunksOf(silent, CALLS_TOGETHER)]) {
    const sendings = await sendChunk(chunk, ports);
    await settleChunk(run, sendings, ports, applied);
    await handleFailures(run, sendings, { applied, refusals }, ports);
  }
}

/** Holds back what mails too many at once. What goes is stored before anything is sent, so that no restart forgets it. */
export async function keepPace<T extends Pick<Decision, 'mails'>>(
  run: RunRef,
  items: readonly T[],
  mailbox: RunMailbox,
  { store, clock }: Pick<SyncPorts, 'store' | 'clock'>,
): Promise<Paced<T>> {
  const paced = paceMails(items, { now: clock.now(), bursts: mailbox.mailBursts });
  if (paced.go.some(({ mails }) => mails.length > 0)) await store.saveMailBursts(run, paced.bursts);
  mailbox.mailBursts = paced.bursts;
  return paced;
}

/** Stores links and transactionIds before anything is sent, so that a lost answer can't double an event. */
async function prepareCreates(
  run: RunRef,
  decisions: readonly Decision[],
  { store, ids }: SyncPorts,
): Promise<Decision[]> {
  const links: PreparedLink[] = [];
  const prepared = decisions.map((decision) => {
    const { prepare } = decision;
    if (!prepare) return decision;
    const transactionId = prepare.state === 'held' ? null : ids.uuid();
    links.push({ ...prepare, transactionId });
    return { ...decision, there: decision.there.map((call) => withTransaction(call, transactionId)) };
  });
  if (links.length > 0) await store.prepare(run, links);
  return prepared;
}

function withTransaction(call: ThereCall, transactionId: string | null): ThereCall {
  if (call.kind !== 'create' || transactionId === null) return call;
  return { ...call, transactionId, payload: { ...call.payload, transactionId } };
}

/** Sends the calls of some decisions: first calls together, then second ones of those whose first was done. */
async function sendChunk(decisions: readonly Decision[], { outlook }: SyncPorts): Promise<Sending[]> {
  const sendings: Sending[] = decisions.map((decision) => ({ decision, calls: [] }));
  const waves = Math.max(...decisions.map((decision) => decision.there.length));
  for (let wave = 0; wave < waves; wave += 1) {
    const open = sendings.filter((sending) => !sending.failure && sending.decision.there.length > wave);
    const calls = open.map((sending) => nextCall(sending, wave));
    const outcomes = await sendCalls(calls, outlook);
    for (const [index, outcome] of outcomes.entries()) {
      const [sending, call] = [open[index], calls[index]];
      if (sending && call) record(sending, call, outcome);
    }
  }
  return sendings;
}

/** The next call of a decision; after an earlier one, on the change key that that one was answered with. */
function nextCall({ decision, calls }: Sending, wave: number): ThereCall {
  const call = decision.there[wave];
  if (!call) throw new RangeError(`A decision has no call ${wave}.`);
  const version = calls.at(-1)?.version;
  return version && call.kind === 'update' ? { ...call, changeKey: version.changeKey } : call;
}

function record(sending: Sending, call: ThereCall, outcome: Outcome<SeenVersion | null>): void {
  const mayBeGone = call.kind === 'delete' || (call.kind === 'answer' && call.copyIsRemoved);
  const isGone = outcome.kind === 'refused' && outcome.status === 404 && mayBeGone;
  if (outcome.kind === 'done') sending.calls.push({ call, version: outcome.answer });
  else if (isGone) sending.calls.push({ call, version: null, isGone });
  else sending.failure = outcome;
}

async function settleChunk(
  run: RunRef,
  sendings: readonly Sending[],
  ports: SyncPorts,
  applied: Applied,
): Promise<void> {
  const { store, clock, ids } = ports;
  const finished = sendings.filter(({ decision, calls }) => calls.length > 0 || decision.there.length === 0);
  const at = clock.now().toString();
  const settlements = finished.map(({ decision, calls }) => {
    const eventId = decision.subject.event?.id ?? decision.subject.joinEvent?.id ?? ids.uuid();
    return settlementOf(decision, { calls, at }, { mailboxId: run.mailboxId, eventId });
  });
  const results = await store.settle(run, settlements);
  for (const [index, result] of results.entries()) {
    const sending = finished[index];
    if (!sending) continue;
    if (result === 'versionMissed') applied.again = true;
    count(applied, sending, result === 'settled');
  }
}

function count(applied: Applied, { decision, calls, failure }: Sending, isSettled: boolean): void {
  applied.sent += calls.length > 0 ? 1 : 0;
  if (failure) return;
  applied.mails.push(...decision.mails);
  if (!isSettled) return;
  applied.taken += decision.here !== null && decision.here.kind !== 'answers' ? 1 : 0;
  applied.conflicts += decision.conflicts.length;
  applied.again ||= decision.leavesWork && decision.link !== null;
}
