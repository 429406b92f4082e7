// The review before a sync that nobody has agreed to yet: what will happen, and which mails each choice would cause.
import { type Static, Type } from 'typebox';
import { Mail } from './mail.ts';
import { Problem } from './mailbox.ts';
import { nullable } from './nullable.ts';

/** At most so many items of each list are shown, those that mail first; the counts are whole. */
export const REVIEW_ITEMS_MAX = 200;
/** Single events with another choice than the rest. */
const OVERRIDES_MAX = 1_000;

export const ReviewChoice = Type.Enum(['quiet', 'invite', 'hold']);
export type ReviewChoice = Static<typeof ReviewChoice>;

/** What stands between now and the last agreement. */
export const REVIEW_REASONS = [
  'first',
  'restart',
  'reconnect',
  'otherAccount',
  'restored',
  'window',
  'calendars',
  'reset',
  'exceeded',
] as const;
export const ReviewReason = Type.Enum([...REVIEW_REASONS]);
export type ReviewReason = Static<typeof ReviewReason>;

const MailsByChoice = Type.Object({ quiet: Type.Array(Mail), invite: Type.Array(Mail), hold: Type.Array(Mail) });

const itemFields = {
  eventId: nullable(Type.String()),
  subject: Type.String(),
  /** ISO 8601 with `Z`. */
  start: Type.String(),
  guests: Type.Integer(),
  /** What Outlook would send about this event, by choice. */
  mails: MailsByChoice,
};
export const ReviewItem = Type.Object(itemFields);
export type ReviewItem = Static<typeof ReviewItem>;

/** A matched event in which the two sides differ, with a line for each value; null: there is none. */
export const Difference = Type.Object({
  ...itemFields,
  values: Type.Array(
    Type.Object({
      /** `subject`, `when`, `guest:<address>`, … */
      unit: Type.String(),
      label: Type.String(),
      ours: nullable(Type.String()),
      theirs: nullable(Type.String()),
    }),
  ),
});
export type Difference = Static<typeof Difference>;

export const ReviewView = Type.Object({
  reason: ReviewReason,
  /** False until the mailbox has been pulled since the review was asked for, and a reset has deleted what it promised. */
  ready: Type.Boolean(),
  /** Why the last pull failed; null: it did not. */
  problem: nullable(Problem),
  pulledAt: nullable(Type.String()),
  /** Items that a reset has still to delete in Outlook. */
  pendingRemovals: Type.Integer(),
  counts: Type.Object({
    addHere: Type.Integer(),
    addThere: Type.Integer(),
    changeHere: Type.Integer(),
    changeThere: Type.Integer(),
    matched: Type.Integer(),
    joined: Type.Integer(),
    conflicts: Type.Integer(),
    series: Type.Integer(),
    /** On either side, if everything goes. */
    deletions: Type.Integer(),
  }),
  mails: MailsByChoice,
  /** How long Outlook would take to send them, in seconds, since mails go out at a pace. */
  mailSeconds: Type.Object({ quiet: Type.Integer(), invite: Type.Integer(), hold: Type.Integer() }),
  addHere: Type.Array(ReviewItem),
  addThere: Type.Array(ReviewItem),
  changeHere: Type.Array(ReviewItem),
  changeThere: Type.Array(ReviewItem),
  deleteHere: Type.Array(ReviewItem),
  deleteThere: Type.Array(ReviewItem),
  matched: Type.Array(ReviewItem),
  /** Outlook's values will stand. */
  differences: Type.Array(Difference),
  /** Changes with the plan; a confirmation names the one that was shown. */
  fingerprint: Type.String(),
});
export type ReviewView = Static<typeof ReviewView>;

export const ReviewConfirmation = Type.Object(
  {
    choice: ReviewChoice,
    /** Other choices for single events, by event id. */
    overrides: Type.Optional(
      Type.Record(Type.String({ format: 'uuid' }), ReviewChoice, { maxProperties: OVERRIDES_MAX }),
    ),
    fingerprint: Type.String({ maxLength: 200 }),
    /** How many mails the page has shown for these choices. */
    confirmedMails: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type ReviewConfirmation = Static<typeof ReviewConfirmation>;
