// What applying needs, keeps in mind and reports: shared by what sends and by what deals with calls that failed.
import type { Decision } from './core/decision.ts';
import type { SeenVersion } from './core/seen.ts';
import type { Outcome } from './ports.ts';
import type { AnsweredCall } from './settle.ts';

export interface Applied {
  sent: number;
  taken: number;
  failed: number;
  mails: Decision['mails'];
  /** Decisions that wait until more mails may be sent. */
  mailsWaiting: number;
  /** When the first of them may go; null when none waits. */
  mailsAllowedAt: string | null;
  conflicts: number;
  /** Links whose calls failed: not tried again in this run. */
  failedLinks: string[];
  /** Whether planning again may find more to do: an edit in between, or news that a refusal brought. */
  again: boolean;
}

/** A decision on its way: the calls that were answered, and what the first one that was not came to. */
export interface Sending {
  decision: Decision;
  calls: AnsweredCall[];
  failure?: Exclude<Outcome<SeenVersion | null>, { kind: 'done' }>;
}

export function nothingApplied(): Applied {
  return {
    sent: 0,
    taken: 0,
    failed: 0,
    mails: [],
    mailsWaiting: 0,
    mailsAllowedAt: null,
    conflicts: 0,
    failedLinks: [],
    again: false,
  };
}
