// Applying: what a plan decided is prepared, sent in batches, and settled decision by decision. Retries are decided here.
import type { Decision, ThereCall } from './core/decision.ts';
import { linkId } from './core/link.ts';
import type { SeenVersion } from './core/seen.ts';
import type { Clock, Finding, Ids, Outcome, OutlookPort, PreparedLink, RunRef, SyncStore } from './ports.ts';
import { NEEDS_SIGN_IN, RunStopped, retryAt } from './run-stopped.ts';
import { type AnsweredCall, settlementOf } from './settle.ts';

/** Decisions without calls that are stored in one commit. */
const SETTLEMENTS_PER_COMMIT = 200;
/** Decisions whose calls travel together: one batch, so that a crash leaves at most that many answers unrecorded. */
const DECISIONS_PER_BATCH = 20;

export interface ApplyPorts {
  store: SyncStore;
  outlook: OutlookPort;
  clock: Clock;
  ids: Ids;
}

export interface Applied {
  sent: number;
  taken: number;
  failed: number;
  mails: Decision['mails'];
  conflicts: number;
  /** Links whose calls failed: not tried again in this run. */
  failedLinks: string[];
  /** Whether planning again may find more to do: an edit in between, or news that a refusal brought. */
  again: boolean;
}

/** Carries out decisions. @throws RunStopped when Outlook asks to wait or the user has to sign in; what was done is stored. */
export async function applyDecisions(run: RunRef, decisions: readonly Decision[], ports: ApplyPorts): Promise<Applied> {
  const applied: Applied = { sent: 0, taken: 0, failed: 0, mails: [], conflicts: 0, failedLinks: [], again: false };
  const prepared = await prepareCreates(run, decisions, ports);
  for (const chunk of chunksOf(
    prepared.filter((decision) => decision.there.length === 0),
    SETTLEMENTS_PER_COMMIT,
  )) {
    await settleChunk(
      run,
      chunk.map((decision) => ({ decision, calls: [] })),
      ports,
      applied,
    );
  }
  for (const chunk of chunksOf(
    prepared.filter((decision) => decision.there.length > 0),
    DECISIONS_PER_BATCH,
  )) {
    await sendChunk(run, chunk, ports, applied);
  }
  return applied;
}

/** Stores links and transactionIds before anything is sent, so that a lost answer can't double an event. */
async function prepareCreates(
  run: RunRef,
  decisions: readonly Decision[],
  { store, ids }: ApplyPorts,
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

interface Sending {
  decision: Decision;
  calls: AnsweredCall[];
  failure?: Outcome<SeenVersion | null>;
}

/** Sends the calls of some decisions: first calls together, then second ones of those whose first was done. */
async function sendChunk(
  run: RunRef,
  decisions: readonly Decision[],
  ports: ApplyPorts,
  applied: Applied,
): Promise<void> {
  const sendings: Sending[] = decisions.map((decision) => ({ decision, calls: [] }));
  const waves = Math.max(...decisions.map((decision) => decision.there.length));
  for (let wave = 0; wave < waves; wave += 1) {
    const open = sendings.filter((sending) => !sending.failure && sending.decision.there.length > wave);
    const calls = open.map((sending) => nextCall(sending, wave));
    const outcomes = await ports.outlook.call(calls);
    for (const [index, outcome] of outcomes.entries()) {
      const [sending, call] = [open[index], calls[index]];
      if (sending && call) record(sending, call, outcome);
    }
  }
  await settleChunk(run, sendings, ports, applied);
  await handleFailures(run, sendings, ports, applied);
}

/** The next call of a decision; after an earlier one, on the change key that that one was answered with. */
function nextCall({ decision, calls }: Sending, wave: number): ThereCall {
  const call = decision.there[wave];
  if (!call) throw new RangeError(`A decision has no call ${wave}.`);
  const version = calls.at(-1)?.version;
  return version && call.kind === 'update' ? { ...call, changeKey: version.changeKey } : call;
}

function record(sending: Sending, call: ThereCall, outcome: Outcome<SeenVersion | null>): void {
  const isGone = outcome.kind === 'refused' && outcome.status === 404 && call.kind === 'delete';
  if (outcome.kind === 'done') sending.calls.push({ call, version: outcome.answer });
  else if (isGone) sending.calls.push({ call, version: null });
  else sending.failure = outcome;
}

async function settleChunk(
  run: RunRef,
  sendings: readonly Sending[],
  ports: ApplyPorts,
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
}

/** Decides what a failed call means. A refusal about a version brings news; only what keeps failing is recorded. */
async function handleFailures(
  run: RunRef,
  sendings: readonly Sending[],
  ports: ApplyPorts,
  applied: Applied,
): Promise<void> {
  let wait: { code: string; retryAfterMs: number } | null = null;
  for (const { decision, calls, failure } of sendings) {
    const call = decision.there[calls.length];
    if (!failure || !call || failure.kind === 'done') continue;
    if (failure.kind === 'notSent') {
      if (wait === null || failure.retryAfterMs > wait.retryAfterMs) wait = failure;
      continue;
    }
    if (failure.kind === 'refused' && failure.code === NEEDS_SIGN_IN)
      throw new RunStopped('needsSignIn', NEEDS_SIGN_IN, null);
    const isNews = await learnFrom(run, call, decision, failure, ports);
    applied.again ||= isNews;
    if (isNews) continue;
    applied.failed += 1;
    applied.failedLinks.push(linkId(call.key));
    await ports.store.recordFailure(run, call.key, failure.kind === 'refused' ? failure.code : 'answer_lost');
  }
  if (wait) throw new RunStopped('waiting', wait.code, retryAt(wait.retryAfterMs, ports.clock));
}

const VERSION_REFUSALS = new Set([404, 409, 412]);

/**
 * Looks at what Outlook holds after a refusal about a version, or a lost answer.
 * @returns whether something was learned that planning again can use.
 */
async function learnFrom(
  run: RunRef,
  call: ThereCall,
  decision: Decision,
  failure: Extract<Outcome<unknown>, { kind: 'refused' | 'unknown' }>,
  { store, outlook }: ApplyPorts,
): Promise<boolean> {
  if (failure.kind === 'refused' && !VERSION_REFUSALS.has(failure.status)) return false;
  const { calendarId, calendarGraphId } = decision.subject;
  const findings: Finding[] = [];
  if (call.kind === 'create') {
    const found = await outlook.findByOrigin(calendarGraphId, call.key.eventId);
    const versions =
      found.kind === 'done' ? found.answer.filter((version) => version.origin?.generation === call.key.generation) : [];
    findings.push(
      ...versions.map((version) => ({
        calendarId,
        graphId: version.graphId,
        proof: null,
        version: { ...version, transactionId: call.transactionId },
      })),
    );
  } else {
    const [found] = await outlook.lookUpRemoved([
      {
        graphId: call.graphId,
        calendarGraphId,
        iCalUId: decision.subject.link?.iCalUId ?? null,
        otherCalendarGraphIds: [],
      },
    ]);
    if (found?.kind === 'done') {
      const version = found.answer.byId;
      findings.push({ calendarId, graphId: call.graphId, proof: version ? null : 'deleted', version });
    }
  }
  await store.saveFindings(run, findings);
  return findings.length > 0;
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
