// The reset of a connection: what becomes of the events that both sides have, what the next sync takes, and the preview.
import { type Static, Type } from 'typebox';
import { Mail } from './mail.ts';

/** At most so many items of each list are shown; the counts are whole. */
export const RESET_ITEMS_MAX = 200;

export const ResetEvents = Type.Enum(['leave', 'deleteThere', 'deleteHere', 'deleteBoth']);
export type ResetEvents = Static<typeof ResetEvents>;

export const ResetNext = Type.Enum(['new', 'all']);
export type ResetNext = Static<typeof ResetNext>;

const ways = {
  /** What becomes of the events that both sides have: only those that the user organizes are ever deleted. */
  events: ResetEvents,
  /** What syncs from then on: only what is made later, or everything, matched anew. */
  next: ResetNext,
};

export const Reset = Type.Object(ways, { additionalProperties: false });
export type Reset = Static<typeof Reset>;

/** Why an event is only unlinked although the reset deletes. */
export const UNLINKED_REASONS = [
  /** Other users of this calendar hold it. */
  'shared',
  /** Somebody else organizes it. */
  'notOrganizer',
  /** It is over, and deleting it would still mail its guests. */
  'past',
  /** Deleting it would mail somebody off the pilot list. */
  'pilot',
  /** Its calendar in Outlook can only be read. */
  'readOnly',
  /** Outlook never had it, or has it no more. */
  'notInOutlook',
] as const;
export const UnlinkedReason = Type.Enum([...UNLINKED_REASONS]);
export type UnlinkedReason = Static<typeof UnlinkedReason>;

const itemFields = {
  eventId: Type.String(),
  subject: Type.String(),
  /** ISO 8601 with `Z`. */
  start: Type.String(),
};

export const ResetPreview = Type.Object({
  counts: Type.Object({
    /** Events that are linked now; every one is unlinked. */
    linked: Type.Integer(),
    deleteThere: Type.Integer(),
    deleteHere: Type.Integer(),
    onlyUnlink: Type.Integer(),
  }),
  deleteThere: Type.Array(Type.Object({ ...itemFields, mails: Type.Array(Mail) })),
  deleteHere: Type.Array(Type.Object(itemFields)),
  /** Events that stay on both sides because of what they are. */
  onlyUnlink: Type.Array(Type.Object({ ...itemFields, reason: UnlinkedReason })),
  /** Every cancellation that Outlook will send. */
  mails: Type.Array(Mail),
  /** How long Outlook will take to send them, in seconds, since mails go out at a pace. */
  mailSeconds: Type.Integer(),
  /** Changes with the preview; the reset names the one that was shown. */
  fingerprint: Type.String(),
});
export type ResetPreview = Static<typeof ResetPreview>;

export const ConfirmedReset = Type.Object(
  {
    ...ways,
    fingerprint: Type.String({ maxLength: 200 }),
    /** How many mails the preview has shown. */
    confirmedMails: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type ConfirmedReset = Static<typeof ConfirmedReset>;
