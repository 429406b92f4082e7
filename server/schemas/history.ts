// What happened to events, in words: the history of one, the journal of a mailbox, and the way back of an entry or a run.
import { type Static, Type } from 'typebox';
import { Mail, MailChoice } from './mail.ts';
import { nullable } from './nullable.ts';

/** A unit of an event that was changed, with a line for its value before and after; null: there was none. */
export const UnitChange = Type.Object({
  unit: Type.String(),
  label: Type.String(),
  before: nullable(Type.String()),
  after: nullable(Type.String()),
});
export type UnitChange = Static<typeof UnitChange>;

/** Whether there is a way back, and if not, why. */
export const WayBack = Type.Object({
  possible: Type.Boolean(),
  code: nullable(Type.String()),
  reason: nullable(Type.String()),
  advice: nullable(Type.String()),
});
export type WayBack = Static<typeof WayBack>;

export const HistoryEntry = Type.Object({
  id: Type.String(),
  /** `edit`: somebody did it here; `sync`: a run did it. */
  kind: Type.Enum(['edit', 'sync']),
  /** ISO 8601 with `Z`. */
  at: Type.String(),
  /** Who did it, or whose mailbox was synced; null for a user who is gone. */
  by: nullable(Type.String()),
  what: Type.String(),
  /** Which side was changed. */
  side: Type.Enum(['here', 'there', 'link']),
  /** The run, and the row of its decision table; null for an edit. */
  runId: nullable(Type.String()),
  row: nullable(Type.String()),
  changes: Type.Array(UnitChange),
  mails: Type.Array(Mail),
  undo: WayBack,
});
export type HistoryEntry = Static<typeof HistoryEntry>;

export const EventHistory = Type.Object({ entries: Type.Array(HistoryEntry) });
export type EventHistory = Static<typeof EventHistory>;

export const JournalEntryView = Type.Object({
  ...HistoryEntry.properties,
  eventId: nullable(Type.String()),
  subject: nullable(Type.String()),
});
export type JournalEntryView = Static<typeof JournalEntryView>;

export const JournalList = Type.Object({ entries: Type.Array(JournalEntryView) });
export type JournalList = Static<typeof JournalList>;

export const JournalQuery = Type.Object(
  { runId: Type.Optional(Type.String({ format: 'uuid' })) },
  { additionalProperties: false },
);

/** What an undo would change here, and which mails Outlook would send for it. */
export const UndoPreview = Type.Object({
  what: Type.String(),
  changes: Type.Array(UnitChange),
  mails: Type.Array(Mail),
  suggested: MailChoice,
  undoSeconds: Type.Integer(),
});
export type UndoPreview = Static<typeof UndoPreview>;

export const RollBackPreview = Type.Object({
  /** The events that would change, each with what comes back and its mails. */
  events: Type.Array(
    Type.Object({
      eventId: Type.String(),
      subject: Type.String(),
      changes: Type.Array(UnitChange),
      mails: Type.Array(Mail),
    }),
  ),
  /** Entries of the run that stay as they are, and why. */
  left: Type.Array(
    Type.Object({
      entryId: Type.String(),
      subject: nullable(Type.String()),
      what: Type.String(),
      code: Type.String(),
      reason: Type.String(),
      advice: nullable(Type.String()),
    }),
  ),
  mails: Type.Array(Mail),
  suggested: MailChoice,
  undoSeconds: Type.Integer(),
  /** Changes with what would be done; a roll-back names the preview that was shown. */
  fingerprint: Type.String(),
});
export type RollBackPreview = Static<typeof RollBackPreview>;

export const RollBack = Type.Object(
  { fingerprint: Type.String({ maxLength: 200 }), mail: Type.Optional(MailChoice) },
  { additionalProperties: false },
);
export type RollBack = Static<typeof RollBack>;

export const RolledBack = Type.Object({ events: Type.Integer(), left: Type.Integer() });
export type RolledBack = Static<typeof RolledBack>;
