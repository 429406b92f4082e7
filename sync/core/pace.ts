// The pace of mails: Outlook sends them for us, and Exchange takes only so many a minute from one mailbox.
import { Temporal } from 'temporal-polyfill';
import type { Decision, Mail } from './decision.ts';

/** Recipients that one mailbox may mail in a minute (Exchange Online: 30 messages a minute). */
export const RECIPIENTS_PER_MINUTE = 30;
const MINUTE_MS = 60_000;

/** Mails that were caused together. */
export interface MailBurst {
  /** ISO 8601 with `Z`. */
  at: string;
  recipients: number;
}

export interface Paced<T> {
  /** What may be done now; whatever mails nobody is always among it. */
  go: T[];
  /** What mails, and has to wait. */
  waiting: T[];
  /** What the pace goes by from now on: to be stored before `go` is carried out. */
  bursts: MailBurst[];
  /** When the first of those that wait may be done, ISO 8601 with `Z`; null when none waits. */
  allowedAt: string | null;
}

/**
 * Splits what is to be done by what may be mailed now: within any minute, a minute's recipients. A call is never divided:
 * one with more recipients goes when nothing else does, and whatever mails next waits until they are worked off.
 * @param bursts of before; those that no longer count are dropped.
 */
export function paceMails<T extends Pick<Decision, 'mails'>>(
  items: readonly T[],
  { now, bursts }: { now: Temporal.Instant; bursts: readonly MailBurst[] },
): Paced<T> {
  const counting = bursts.filter((burst) => Temporal.Instant.compare(endOf(burst), now) > 0);
  const before = recipientsOf(counting);
  let recipients = 0;
  const go: T[] = [];
  const waiting: T[] = [];
  for (const item of items) {
    const { length } = item.mails;
    const fits = length === 0 || isAllowed(before + recipients, length);
    (fits ? go : waiting).push(item);
    if (fits) recipients += length;
  }
  const after = recipients > 0 ? [...counting, { at: now.toString(), recipients }] : counting;
  const [first] = waiting;
  return { go, waiting, bursts: after, allowedAt: first ? allowedAt(first.mails, after) : null };
}

function isAllowed(recipients: number, more: number): boolean {
  return recipients === 0 || recipients + more <= RECIPIENTS_PER_MINUTE;
}

/** When so many bursts have ended that these mails may go. */
function allowedAt(mails: readonly Mail[], bursts: readonly MailBurst[]): string | null {
  const ends = bursts.map(endOf).toSorted(Temporal.Instant.compare);
  const end = ends.find((at) => {
    const left = bursts.filter((burst) => Temporal.Instant.compare(endOf(burst), at) > 0);
    return isAllowed(recipientsOf(left), mails.length);
  });
  return end?.toString() ?? null;
}

/** Until when a burst counts: for a minute, or as long as so many recipients take. */
function endOf({ at, recipients }: MailBurst): Temporal.Instant {
  return Temporal.Instant.from(at).add({ milliseconds: Math.max(MINUTE_MS, mailingTimeMs(recipients)) });
}

function recipientsOf(bursts: readonly MailBurst[]): number {
  return bursts.reduce((sum, { recipients }) => sum + recipients, 0);
}

/** How long it takes at this pace to mail so many recipients, in milliseconds. */
export function mailingTimeMs(recipients: number): number {
  return Math.ceil((recipients / RECIPIENTS_PER_MINUTE) * MINUTE_MS);
}
