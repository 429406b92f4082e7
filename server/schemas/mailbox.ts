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
});
export type MailboxView = Static<typeof MailboxView>;

export const Connect = Type.Object({ returnTo: Type.Optional(Type.String()) }, { additionalProperties: false });
export type Connect = Static<typeof Connect>;

export const ConnectAnswer = Type.Object({ authorizeUrl: Type.String() });
export type ConnectAnswer = Static<typeof ConnectAnswer>;

export const Queued = Type.Object({ queued: Type.Literal(true) });
export type Queued = Static<typeof Queued>;

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

export const JournalList = Type.Object({
  entries: Type.Array(
    Type.Object({
      id: Type.String(),
      at: Type.String(),
      row: Type.String(),
      side: Type.Enum(['here', 'there', 'link']),
      eventId: nullable(Type.String()),
      subject: nullable(Type.String()),
      units: Type.Array(Type.String()),
      mails: Type.Array(Mail),
    }),
  ),
});
export type JournalList = Static<typeof JournalList>;
