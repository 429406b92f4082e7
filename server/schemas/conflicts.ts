// Edits on both sides of which Outlook's stood; ours can be put back.
import { type Static, Type } from 'typebox';
import { WayBack } from './history.ts';
import { MailChoice } from './mail.ts';
import { nullable } from './nullable.ts';

export const ConflictList = Type.Object({
  conflicts: Type.Array(
    Type.Object({
      id: Type.String(),
      eventId: Type.String(),
      subject: Type.String(),
      unit: Type.String(),
      /** The unit in a word or two. */
      label: Type.String(),
      ours: Type.Unknown(),
      theirs: Type.Unknown(),
      /** Both values in a line each; null: there is none. */
      oursText: nullable(Type.String()),
      theirsText: nullable(Type.String()),
      recordedAt: Type.String(),
      /** Whether ours can be put back, and if not, why. */
      putBack: WayBack,
    }),
  ),
});
export type ConflictList = Static<typeof ConflictList>;

export const ConflictDecision = Type.Object(
  { keep: Type.Enum(['ours', 'theirs']), mail: Type.Optional(MailChoice) },
  { additionalProperties: false },
);
export type ConflictDecision = Static<typeof ConflictDecision>;
