// What a decision leaves behind once its calls were answered: pure, from decision and answers to settlement.
import type { Decision, LinkChange, LinkOutcome, ThereCall } from './core/decision.ts';
import { ASK_FOR_INVITATION, type Base, type Link, type LinkKey, SUPERSEDED_KEYS_MAX } from './core/link.ts';
import { keyOf } from './core/make-decision.ts';
import { replacedBy } from './core/replaced.ts';
import type { SeenVersion } from './core/seen.ts';
import { withUnits } from './core/units.ts';
import type { JournalEntry, Settlement } from './ports.ts';

/** A call that Outlook has answered, with what it answered; null for deletions and answers to invitations. */
export interface AnsweredCall {
  call: ThereCall;
  version: SeenVersion | null;
  /** Outlook no longer has the item, and the call took that for an answer. */
  isGone?: boolean;
}

export interface Answers {
  /** The calls that were done, in order; fewer than planned when one failed, and then nothing changes here. */
  calls: readonly AnsweredCall[];
  /** When the last call was answered, ISO 8601 with `Z`. */
  at: string;
}

/**
 * The settlement of a decision.
 * @param ids the mailbox, and the event's id: a fresh one for a creation.
 */
export function settlementOf(
  decision: Decision,
  { calls, at }: Answers,
  ids: { mailboxId: string; eventId: string },
): Settlement {
  const isComplete = calls.length === decision.there.length;
  const isSettled = isComplete && !decision.leavesWork;
  const { subject } = decision;
  const { calendarId } = subject;
  const version = lastVersion(calls);
  const key = linkKeyOf(decision, ids);
  const here = isComplete ? decision.here : null;
  const expectedVersion = subject.event?.version ?? subject.joinEvent?.version ?? null;
  return {
    here: here && { change: here, eventId: ids.eventId, expectedVersion },
    link: key && decision.link && { key, set: linkSet(decision, decision.link, { calls, at }, isComplete) },
    retires: isComplete ? (decision.link?.retires ?? null) : null,
    settledEvent: isSettled && key ? { key, version: expectedVersion ?? 0 } : null,
    settledSeen: isSettled && subject.seen ? { calendarId, graphId: subject.seen.graphId } : null,
    answered: version && { calendarId, version },
    conflicts: isComplete ? decision.conflicts : [],
    journal: isComplete ? journalEntry(decision, calls, ids.eventId) : null,
  };
}

function linkSet(
  decision: Decision,
  outcome: LinkOutcome,
  { calls, at }: Answers,
  isComplete: boolean,
): LinkChange['set'] {
  const version = lastVersion(calls) ?? outcome.version;
  return {
    state: isComplete ? outcome.state : (decision.subject.link?.state ?? outcome.state),
    isOrganizer: outcome.isOrganizer,
    attempts: 0,
    lastError: null,
    ...(isAskedInVain(calls) ? { state: 'retired', lastError: ASK_FOR_INVITATION } : {}),
    ...(outcome.base ? { base: baseAfter(decision, outcome.base, calls, isComplete) } : {}),
    ...(version ? atVersion(version) : {}),
    ...(calls.length > 0 ? { lastWriteAnsweredAt: at, supersededKeys: supersededKeys(decision, calls) } : {}),
  };
}

/** Whether a guest answered on a copy that is gone for good. */
function isAskedInVain(calls: readonly AnsweredCall[]): boolean {
  return calls.some(({ call, isGone }) => call.kind === 'answer' && isGone);
}

function atVersion(version: SeenVersion): Partial<Link> {
  return {
    graphId: version.graphId,
    iCalUId: version.iCalUId,
    changeKey: version.changeKey,
    baseLastModified: version.lastModified,
  };
}

/**
 * Base after some calls. Outlook's answer is what it held plus what was sent, so it is their side of base; units that
 * were to be taken but were not, because a later call failed, stay as base had them.
 */
function baseAfter(decision: Decision, planned: Base, answered: readonly AnsweredCall[], isComplete: boolean): Base {
  const version = lastVersion(answered);
  const previous = decision.subject.link?.base;
  const theirs = version?.values ?? theirsAfterAnswer(planned, answered);
  if (isComplete || !previous) return { ours: planned.ours, theirs };
  const sent = answered.flatMap(({ call }) => (call.kind === 'update' ? call.units : []));
  return {
    ours: withUnits(previous.ours, planned.ours, sent),
    theirs: withUnits(previous.theirs, theirs, sent),
  };
}

/** An answered invitation returns nothing: their side now has our answer. */
function theirsAfterAnswer(planned: Base, answered: readonly AnsweredCall[]): Base['theirs'] {
  return answered.some(({ call }) => call.kind === 'answer')
    ? withUnits(planned.theirs, planned.ours, ['answer'])
    : planned.theirs;
}

function supersededKeys(decision: Decision, answered: readonly AnsweredCall[]): string[] {
  const before = decision.subject.link?.supersededKeys ?? [];
  const current = [decision.subject.link?.changeKey, decision.subject.seen?.version?.changeKey];
  const between = answered.slice(0, -1).map(({ version }) => version?.changeKey);
  const replaced = [...current, ...between].filter((key): key is string => typeof key === 'string');
  // Without a version in the answer the new key is unknown, and the old one may still be the newest.
  return lastVersion(answered) ? [...new Set([...before, ...replaced])].slice(-SUPERSEDED_KEYS_MAX) : before;
}

function lastVersion(answered: readonly AnsweredCall[]): SeenVersion | null {
  return answered.findLast(({ version }) => version !== null)?.version ?? null;
}

/** The link that a decision is about: the call's, the subject's, or a first one. */
function linkKeyOf(decision: Decision, ids: { mailboxId: string; eventId: string }): LinkKey | null {
  const { link: outcome, subject, there } = decision;
  const known = there[0]?.key ?? subject.link;
  if (known) return keyOf(known);
  if (outcome === null) return null;
  const { originalStart, generation } = outcome;
  return { ...ids, originalStart, calendarId: subject.calendarId, generation };
}

function journalEntry(decision: Decision, answered: readonly AnsweredCall[], eventId: string): JournalEntry | null {
  const { here, row } = decision;
  if (here === null && answered.length === 0) return null;
  return {
    row,
    side: answered.length > 0 ? 'there' : 'here',
    eventId,
    units: [...decision.sentUnits, ...decision.takenUnits],
    replaced: replacedBy(decision),
    mails: decision.mails,
    isDeletion: decision.isDeletion !== null,
  };
}
