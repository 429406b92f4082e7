// The guards: they park decisions that could harm, with a question for the user, and let the rest through.
import type { Decision, Mail } from './decision.ts';

/** Deletions on one side within a day that need no question, however small the calendar. */
export const DELETIONS_PER_DAY_FREE = 10;
/** The part of a calendar that may go within a day without a question. */
export const DELETED_SHARE_FREE = 0.2;
/** An empty complete round needs a question when the mailbox has more links than this. */
export const LINKS_BEFORE_EMPTY_IS_ODD = 3;
/** Mails that a mailbox may cause within a day without a question. */
export const MAILS_PER_DAY_MAX = 300;

export type GuardName =
  | 'many deletions here'
  | 'many deletions in Outlook'
  | 'more mails than confirmed'
  | 'mail budget';

export interface GuardFacts {
  /** Done within the last 24 hours. */
  recent: { deletionsHere: number; deletionsThere: number; mails: number };
  /** Links of the mailbox that are kept in sync. */
  links: number;
  /** Whether a complete round has just delivered nothing at all. */
  pulledNothing: boolean;
  /** Mails that the review confirmed; null when no review bounds this run. */
  confirmedMails: number | null;
  /** Fingerprints that the user has released. */
  released: ReadonlySet<string>;
}

export interface GuardedPlan {
  go: Decision[];
  parked: { decision: Decision; guard: GuardName; question: string; fingerprint: string }[];
}

/** Splits a plan into what may be done and what must be asked about first. */
export function guardPlan(decisions: readonly Decision[], facts: GuardFacts): GuardedPlan {
  const guards = [
    deletionGuard(decisions, facts, 'here'),
    deletionGuard(decisions, facts, 'there'),
    mailGuard(decisions, facts),
  ];
  const plan: GuardedPlan = { go: [], parked: [] };
  for (const decision of decisions) {
    const guard = guards.find((candidate) => candidate?.concerns(decision));
    const fingerprint = guard ? fingerprintOf(decision, guard.name) : '';
    if (!guard || facts.released.has(fingerprint)) plan.go.push(decision);
    else plan.parked.push({ decision, guard: guard.name, question: guard.question, fingerprint });
  }
  return plan;
}

/** The same question about the same state of both sides has the same fingerprint. */
export function fingerprintOf({ subject, row }: Decision, guard: GuardName): string {
  const key = subject.seen?.version?.changeKey ?? subject.link?.changeKey ?? '';
  return [guard, row, subject.event?.id ?? subject.seen?.graphId ?? '', subject.event?.version ?? 0, key].join('|');
}

interface ActiveGuard {
  name: GuardName;
  question: string;
  concerns(decision: Decision): boolean;
}

function deletionGuard(decisions: readonly Decision[], facts: GuardFacts, side: 'here' | 'there'): ActiveGuard | null {
  const planned = decisions.filter((decision) => decision.isDeletion === side).length;
  if (planned === 0) return null;
  const recent = side === 'here' ? facts.recent.deletionsHere : facts.recent.deletionsThere;
  const total = planned + recent;
  const isMany = total > DELETIONS_PER_DAY_FREE && total > DELETED_SHARE_FREE * (facts.links + recent);
  const isEmptied = side === 'here' && facts.pulledNothing && facts.links > LINKS_BEFORE_EMPTY_IS_ODD;
  if (!isMany && !isEmptied) return null;
  const place = side === 'here' ? 'archive here' : 'delete in Outlook';
  const why = isEmptied ? 'Outlook delivered an empty calendar.' : `That is ${total} of ${facts.links} within a day.`;
  return {
    name: side === 'here' ? 'many deletions here' : 'many deletions in Outlook',
    question: `This sync would ${place} ${planned} events. ${why} Shall it?`,
    concerns: (decision) => decision.isDeletion === side,
  };
}

function mailGuard(decisions: readonly Decision[], facts: GuardFacts): ActiveGuard | null {
  const planned = mailsOf(decisions).length;
  if (planned === 0) return null;
  const concerns = (decision: Decision) => decision.mails.length > 0;
  if (facts.confirmedMails !== null && planned > facts.confirmedMails) {
    return {
      name: 'more mails than confirmed',
      question: `Outlook would send ${planned} mails; ${facts.confirmedMails} were confirmed.`,
      concerns,
    };
  }
  const total = planned + facts.recent.mails;
  if (total <= MAILS_PER_DAY_MAX || facts.confirmedMails !== null) return null;
  return {
    name: 'mail budget',
    question: `Outlook would send ${planned} mails now, ${total} within a day; ${MAILS_PER_DAY_MAX} pass unasked. Send them?`,
    concerns,
  };
}

/** Every mail of a plan. */
export function mailsOf(decisions: readonly Decision[]): Mail[] {
  return decisions.flatMap((decision) => decision.mails);
}
