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
/** So many recipients are named in a question; the others are counted. */
const RECIPIENTS_NAMED_MAX = 5;

/** The guard whose questions nobody answers but the list itself. */
export const PILOT_GUARD = 'off the pilot list';

export type GuardName =
  | 'many deletions here'
  | 'many deletions in Outlook'
  | 'more mails than confirmed'
  | 'more deletions than confirmed'
  | 'mail budget'
  | typeof PILOT_GUARD;

export interface GuardFacts {
  /** Done within the last 24 hours. */
  recent: { deletionsHere: number; deletionsThere: number; mails: number };
  /** Links of the mailbox that are kept in sync. */
  links: number;
  /** Whether a complete round has just delivered nothing at all. */
  pulledNothing: boolean;
  /** Mails that the review confirmed; null when no review bounds this run. */
  confirmedMails: number | null;
  /** Deletions on either side that the review confirmed; null when no review bounds this run. */
  confirmedDeletions: number | null;
  /** Whether somebody may be mailed at all: in a pilot, only who is on its list. */
  mayMail(address: string): boolean;
  /** Fingerprints that the user has released. */
  released: ReadonlySet<string>;
}

export interface GuardedPlan {
  go: Decision[];
  parked: { decision: Decision; guard: GuardName; question: string; fingerprint: string }[];
}

/** Splits a plan into what may be done and what must be asked about first. */
export function guardPlan(decisions: readonly Decision[], facts: GuardFacts): GuardedPlan {
  const guards = guardsFor(decisions, facts);
  const plan: GuardedPlan = { go: [], parked: [] };
  for (const decision of decisions) {
    const guard = guards.find((candidate) => candidate?.concerns(decision));
    const fingerprint = guard ? fingerprintOf(decision, guard.name) : '';
    const isReleased = guard?.name !== PILOT_GUARD && facts.released.has(fingerprint);
    if (!guard || isReleased) plan.go.push(decision);
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

/** In the order in which they speak. A confirmed review bounds deletions and mails by what it showed, not by the day. */
function guardsFor(decisions: readonly Decision[], facts: GuardFacts): (ActiveGuard | null)[] {
  const pilot = pilotGuard(decisions, facts);
  const allowed = decisions.filter((decision) => !pilot?.concerns(decision));
  const { confirmedDeletions, confirmedMails } = facts;
  return [
    pilot,
    ...(confirmedDeletions === null
      ? [deletionGuard(allowed, facts, 'here'), deletionGuard(allowed, facts, 'there')]
      : [confirmedDeletionGuard(allowed, confirmedDeletions)]),
    confirmedMails === null ? mailGuard(allowed, facts) : confirmedMailGuard(allowed, confirmedMails),
  ];
}

function pilotGuard(decisions: readonly Decision[], { mayMail }: GuardFacts): ActiveGuard | null {
  const concerns = ({ mails }: Decision) => mails.some(({ to }) => !mayMail(to));
  const recipients = new Set(
    decisions.flatMap(({ mails }) => mails.filter(({ to }) => !mayMail(to)).map(({ to }) => to)),
  );
  if (recipients.size === 0) return null;
  return {
    name: PILOT_GUARD,
    question: `Outlook would mail ${[...recipients].slice(0, RECIPIENTS_NAMED_MAX).join(', ')}${
      recipients.size > RECIPIENTS_NAMED_MAX ? ` and ${recipients.size - RECIPIENTS_NAMED_MAX} more` : ''
    }, who are not on the list of the pilot. It is kept here until they are.`,
    concerns,
  };
}

function confirmedDeletionGuard(decisions: readonly Decision[], confirmed: number): ActiveGuard | null {
  const planned = decisions.filter((decision) => decision.isDeletion !== null).length;
  if (planned <= confirmed) return null;
  return {
    name: 'more deletions than confirmed',
    question: `This sync would delete or archive ${planned} events; ${confirmed} were confirmed.`,
    concerns: (decision) => decision.isDeletion !== null,
  };
}

function confirmedMailGuard(decisions: readonly Decision[], confirmed: number): ActiveGuard | null {
  const planned = mailsOf(decisions).length;
  if (planned <= confirmed) return null;
  return {
    name: 'more mails than confirmed',
    question: `Outlook would send ${planned} mails; ${confirmed} were confirmed.`,
    concerns: (decision) => decision.mails.length > 0,
  };
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
  const total = planned + facts.recent.mails;
  if (total <= MAILS_PER_DAY_MAX) return null;
  return {
    name: 'mail budget',
    question: `Outlook would send ${planned} mails now, ${total} within a day; ${MAILS_PER_DAY_MAX} pass unasked. Send them?`,
    concerns: (decision) => decision.mails.length > 0,
  };
}

/** Every mail of a plan. */
export function mailsOf(decisions: readonly Decision[]): Mail[] {
  return decisions.flatMap((decision) => decision.mails);
}
