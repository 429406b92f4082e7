// Sends calls that go out together. An answer whose reply was lost is looked for before it is given again: a repeat mails.
import type { ThereCall } from './core/decision.ts';
import type { SeenVersion } from './core/seen.ts';
import type { Outcome, OutlookPort } from './ports.ts';

type Answer = Extract<ThereCall, { kind: 'answer' }>;

const RESPONSES = { accept: 'accepted', tentativelyAccept: 'tentativelyAccepted', decline: 'declined' } as const;

/** @returns the outcomes in the order of the calls. */
export async function sendCalls(
  calls: readonly ThereCall[],
  outlook: OutlookPort,
): Promise<Outcome<SeenVersion | null>[]> {
  const known = await findEarlierAnswers(calls, outlook);
  const open = calls.filter((call) => !known.has(call));
  const outcomes = open.length > 0 ? await outlook.call(open) : [];
  const sent = new Map(open.map((call, index) => [call, outcomes[index]]));
  return calls.map((call) => known.get(call) ?? sent.get(call) ?? { kind: 'unknown', reason: 'missing_in_batch' });
}

/** Answers that need not be sent, or that may not because the item could not be read. */
async function findEarlierAnswers(
  calls: readonly ThereCall[],
  outlook: OutlookPort,
): Promise<Map<ThereCall, Outcome<SeenVersion | null>>> {
  const repeats = calls.filter((call): call is Answer => call.kind === 'answer' && call.isRepeat);
  if (repeats.length === 0) return new Map();
  const found = await outlook.read(repeats.map(({ graphId }) => graphId));
  const known = new Map<ThereCall, Outcome<SeenVersion | null>>();
  for (const [index, call] of repeats.entries()) {
    const outcome = found[index];
    const isGiven = outcome?.kind !== 'done' || outcome.answer?.values.answer === RESPONSES[call.answer];
    if (outcome && isGiven) known.set(call, outcome);
  }
  return known;
}
