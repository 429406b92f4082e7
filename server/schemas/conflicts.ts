// Edits on both sides of which Outlook's stood; ours can be put back.
import { type Static, Type } from 'typebox';
import { MailChoice } from './mail.ts';

export const ConflictList = Type.Object({
  conflicts: Type.Array(
    Type.Object({
      id: Type.String(),
      eventId: Type.String(),
      subject: Type.String(),
      unit: Type.String(),
      ours: Type.Unknown(),
      theirs: Type.Unknown(),
      recordedAt: Type.String(),
    }),
  ),
});
export type ConflictList = Static<typeof ConflictList>;

export const ConflictDecision = Type.Object(
  { keep: Type.Enum(['ours', 'theirs']), mail: Type.Optional(MailChoice) },
  { additionalProperties: false },
);
export type ConflictDecision = Static<typeof ConflictDecision>;
