// A user's connection to Outlook: its state, its runs, what waits for an answer.
import { type Static, Type } from 'typebox';
import { Mail } from './mail.ts';
import { nullable } from './nullable.ts';

export const MAILBOX_STATES = [
  'not_configured',
  'not_connected',
  'reviewing',
  'active',
  'paused',
  'stopped',
  'needs_sign_in',
  'needs_attention',
] as const;
export const MailboxState = Type.Enum([...MAILBOX_STATES]);
export type MailboxState = (typeof MAILBOX_STATES)[number];

export const RunReport = Type.Object({
  outcome: Type.Enum(['done', 'waiting', 'reviewing', 'failed', 'needsSignIn']),
  pulled: Type.Integer(),
  sent: Type.Integer(),
  taken: Type.Integer(),
  mails: Type.Array(Mail),
  parked: Type.Integer(),
  failed: Type.Integer(),
  conflicts: Type.Integer(),
  error: nullable(Type.String()),
  retryAt: nullable(Type.String()),
  /** Changes that wait until Outlook may mail again, and when that is. */
  mailsWaiting: Type.Integer(),
  mailsAllowedAt: nullable(Type.String()),
});
export type RunReport = Static<typeof RunReport>;

/** A code with its cause and next step in words. */
export const Problem = Type.Object({ code: Type.String(), cause: Type.String(), nextStep: Type.String() });
export type Problem = Static<typeof Problem>;

export const MailboxView = Type.Object({
  state: MailboxState,
  address: nullable(Type.String()),
  connectedAt: nullable(Type.String()),
  /** When the last run ended. */
  lastSyncAt: nullable(Type.String()),
  /** No later than this the next run begins, even when nothing asks for it. */
  nextSyncAt: nullable(Type.String()),
  /** Whether a run is under way. */
  running: Type.Boolean(),
  lastReport: nullable(RunReport),
  problem: nullable(Problem),
  /** Conflicts, guard questions and given-up items that wait for the user. */
  attention: Type.Integer(),
  /** How far from now the calendars are kept in sync, in days; null without a connection. */
  window: nullable(Type.Object({ daysBack: Type.Integer(), daysAhead: Type.Integer() })),
});
export type MailboxView = Static<typeof MailboxView>;

export const Connect = Type.Object(
  {
    returnTo: Type.Optional(Type.String()),
    /** Lets another Microsoft account take the place of the present one, whose connection then ends. */
    replace: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type Connect = Static<typeof Connect>;

export const ConnectAnswer = Type.Object({ authorizeUrl: Type.String() });
export type ConnectAnswer = Static<typeof ConnectAnswer>;

export const Queued = Type.Object({ queued: Type.Literal(true) });
export type Queued = Static<typeof Queued>;

/** What a sync would do, as the last dry run found. */
export const DryRunView = Type.Object({
  /** Whether one was asked for and has not ended. */
  pending: Type.Boolean(),
  /** When the last one ended; null before the first. */
  at: nullable(Type.String()),
  /** Why it ended early; its plan is empty then. */
  problem: nullable(Problem),
  steps: Type.Array(
    Type.Object({
      /** In words. */
      what: Type.String(),
      eventId: nullable(Type.String()),
      subject: Type.String(),
      /** ISO 8601 with `Z`; null for what a reset left to be deleted. */
      start: nullable(Type.String()),
      changesHere: Type.Boolean(),
      changesThere: Type.Boolean(),
      /** What of the event would change, in words. */
      labels: Type.Array(Type.String()),
      mails: Type.Array(Mail),
      /** The guard that would ask first; null: it would be done. */
      guard: nullable(Type.String()),
    }),
  ),
  mails: Type.Array(Mail),
  /** How long Outlook would take to send them, in seconds. */
  mailSeconds: Type.Integer(),
});
export type DryRunView = Static<typeof DryRunView>;

export const RunList = Type.Object({
  runs: Type.Array(
    Type.Object({
      id: Type.String(),
      startedAt: Type.String(),
      finishedAt: nullable(Type.String()),
      report: nullable(RunReport),
    }),
  ),
});
export type RunList = Static<typeof RunList>;

export const ParkedList = Type.Object({
  parked: Type.Array(
    Type.Object({
      fingerprint: Type.String(),
      guard: Type.String(),
      question: Type.String(),
      subject: Type.String(),
      mails: Type.Array(Mail),
      parkedAt: Type.String(),
    }),
  ),
});
export type ParkedList = Static<typeof ParkedList>;

export const ParkedDecision = Type.Object(
  { decision: Type.Enum(['release', 'dismiss']) },
  { additionalProperties: false },
);
export type ParkedDecision = Static<typeof ParkedDecision>;

/** Events that Outlook does not take, and why. */
export const FailureList = Type.Object({
  failures: Type.Array(
    Type.Object({
      eventId: Type.String(),
      subject: Type.String(),
      problem: Problem,
      attempts: Type.Integer(),
      /** Whether it is not tried again by itself. */
      givenUp: Type.Boolean(),
    }),
  ),
});
export type FailureList = Static<typeof FailureList>;
