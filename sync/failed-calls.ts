// Calls that were not done: what Outlook holds is read before anything is repeated, and only what keeps failing is shown.
import type { Applied, Sending } from './applied.ts';
import type { Decision, ThereCall } from './core/decision.ts';
import { linkId } from './core/link.ts';
import { proofOf } from './core/removal.ts';
import type { Finding, Outcome, RemovalAnswer, RunRef, SyncPorts } from './ports.ts';
import { stopForSignIn, stopToWait } from './run-stopped.ts';

/** A version that is refused, or whose answer is lost, is read and planned again so often in a run; then it is shown. */
export const REPLANS_PER_RUN_MAX = 3;

/** How often in this run each link had to be read again, by link id. */
export type VersionRefusals = Map<string, number>;

type Failure = Extract<Outcome<never>, { kind: 'refused' | 'unknown' }>;

interface FailedCall {
  call: ThereCall;
  decision: Decision;
  failure: Failure;
}

/** Refusals that say our picture of the item is not Outlook's. */
const VERSION_REFUSALS = new Set([404, 409, 412]);

/**
 * Reads what Outlook holds where that is open, and records what failed.
 * @throws RunStopped when Outlook asked to wait or the user has to sign in; what was learned is stored before.
 */
export async function handleFailures(
  run: RunRef,
  sendings: readonly Sending[],
  { applied, refusals }: { applied: Applied; refusals: VersionRefusals },
  ports: SyncPorts,
): Promise<void> {
  const failed = sendings.flatMap(({ decision, calls, failure }): FailedCall[] => {
    const call = decision.there[calls.length];
    return call && failure && failure.kind !== 'notSent' ? [{ call, decision, failure }] : [];
  });
  stopForSignIn(failed.map(({ failure }) => failure));
  const mayLearn = failed.filter(({ call, failure }) => isOpen(call, failure) && !isExhausted(refusals, call));
  const learned = await learnFrom(run, mayLearn, ports);
  const lost = failed.filter(({ call }) => !learned.has(linkId(call.key)));
  applied.again ||= learned.size > 0;
  applied.failed += lost.length;
  applied.failedLinks.push(...lost.map(({ call }) => linkId(call.key)));
  if (lost.length > 0) {
    const failures = lost.map(({ call, failure }) => ({ key: call.key, code: codeOf(failure) }));
    await ports.store.recordFailures(run, failures);
  }
  stopToWait(
    sendings.flatMap(({ failure }) => failure ?? []),
    ports.clock,
  );
}

function codeOf(failure: Failure): string {
  return failure.kind === 'refused' ? failure.code : 'answer_lost';
}

/** Whether Outlook may hold something else than we think. */
function isOpen(call: ThereCall, failure: Failure): boolean {
  if (failure.kind === 'unknown') return true;
  return VERSION_REFUSALS.has(failure.status);
}

function isExhausted(refusals: VersionRefusals, { key }: ThereCall): boolean {
  const count = (refusals.get(linkId(key)) ?? 0) + 1;
  refusals.set(linkId(key), count);
  return count > REPLANS_PER_RUN_MAX;
}

/** @returns the ids of links about which something was learned that planning again can use. */
async function learnFrom(run: RunRef, failed: readonly FailedCall[], ports: SyncPorts): Promise<Set<string>> {
  if (failed.length === 0) return new Set();
  const found = [...(await findCreated(failed, ports)), ...(await readAgain(failed, ports))];
  await ports.store.saveFindings(
    run,
    found.map(({ finding }) => finding),
  );
  return new Set(found.map(({ key }) => key));
}

interface Learned {
  /** Of the link. */
  key: string;
  finding: Finding;
}

/** Creates whose answer is lost: the items that carry our mark for this generation of the event. */
async function findCreated(failed: readonly FailedCall[], { outlook }: SyncPorts): Promise<Learned[]> {
  const creates = failed.flatMap(({ call, decision }) => (call.kind === 'create' ? [{ call, decision }] : []));
  if (creates.length === 0) return [];
  const outcomes = await outlook.findByOrigin(
    creates.map(({ call }) => ({ calendarGraphId: call.calendarGraphId, eventId: call.key.eventId })),
  );
  return creates.flatMap(({ call, decision }, index): Learned[] => {
    const outcome = outcomes[index];
    const versions = outcome?.kind === 'done' ? outcome.answer : [];
    const version = versions.find(({ origin }) => origin?.generation === call.key.generation);
    if (!version) return [];
    const { calendarId } = decision.subject;
    const named = { ...version, transactionId: call.transactionId };
    return [{ key: linkId(call.key), finding: { calendarId, graphId: version.graphId, proof: null, version: named } }];
  });
}

/** Everything else: the item as Outlook holds it now. */
async function readAgain(failed: readonly FailedCall[], { outlook }: SyncPorts): Promise<Learned[]> {
  const writes = failed.flatMap(({ call, decision }) => (call.kind === 'create' ? [] : [{ call, decision }]));
  if (writes.length === 0) return [];
  const outcomes = await outlook.lookUpRemoved(
    writes.map(({ call, decision }) => ({
      graphId: call.graphId,
      calendarGraphId: decision.subject.calendarGraphId,
      otherCalendarGraphIds: [],
    })),
  );
  return writes.flatMap(({ call, decision }, index): Learned[] => {
    const outcome = outcomes[index];
    if (outcome?.kind !== 'done') return [];
    const finding = { calendarId: decision.subject.calendarId, graphId: call.graphId, ...newestOf(outcome.answer) };
    return [{ key: linkId(call.key), finding }];
  });
}

/** Alive with its newest version, or proven to be deleted. */
function newestOf(answer: RemovalAnswer): Pick<Finding, 'proof' | 'version'> {
  const { proof, version } = proofOf(answer, answer.isListedElsewhere);
  return proof === 'deleted' ? { proof, version } : { proof: null, version };
}
