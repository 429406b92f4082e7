// What a run leaves for people to read: its report, its journal, and the questions of its guards.
import type { Decision, Mail } from './core/decision.ts';
import type { Replaced } from './core/replaced.ts';

export interface JournalEntry {
  row: Decision['row'];
  side: 'here' | 'there' | 'link';
  eventId: string | null;
  units: string[];
  /** What the change replaced, so that it can be undone. */
  replaced: Replaced;
  mails: Mail[];
  /** A deletion, archive or cancellation: counted by the guards. */
  isDeletion: boolean;
}

export interface ParkedDecision {
  /** The same question about the same state has the same fingerprint. */
  fingerprint: string;
  guard: string;
  question: string;
  decision: Decision;
}

export interface RunReport {
  outcome: 'done' | 'waiting' | 'reviewing' | 'failed' | 'needsSignIn';
  pulled: number;
  sent: number;
  taken: number;
  mails: Mail[];
  parked: number;
  failed: number;
  conflicts: number;
  error: string | null;
  /** When Outlook allows the next request; null at once. */
  retryAt: string | null;
  /** Decisions that wait until more mails may be sent, and when that is. */
  mailsWaiting: number;
  mailsAllowedAt: string | null;
  /** Of a dry run: what a real one would have done. Null for a real one. */
  plan: PlannedStep[] | null;
}

/** One decision of a dry run, in words for people. */
export interface PlannedStep {
  row: Decision['row'];
  eventId: string | null;
  subject: string;
  /** ISO 8601 with `Z`; null for an item of which only the deletion is left to do. */
  start: string | null;
  /** What would change: both sides, one, or only what ties them. */
  changesHere: boolean;
  changesThere: boolean;
  units: string[];
  mails: Mail[];
  /** The guard that would ask first; null: it would be done. */
  guard: string | null;
}

/** The counts that the guards need, over the last 24 hours. */
export interface RecentCounts {
  deletionsHere: number;
  deletionsThere: number;
  mails: number;
  /** Live and quiet links of the mailbox. */
  links: number;
}
