// The first-sync review: what will happen, and which mails each choice would cause.
import { type Static, Type } from 'typebox';
import { Mail } from './mail.ts';
import { nullable } from './nullable.ts';

/** At most so many items of each list are shown; the counts are whole. */
export const REVIEW_ITEMS_MAX = 200;

export const ReviewItem = Type.Object({
  eventId: nullable(Type.String()),
  subject: Type.String(),
  start: Type.String(),
  guests: Type.Integer(),
});
export type ReviewItem = Static<typeof ReviewItem>;

export const ReviewChoice = Type.Enum(['quiet', 'invite', 'hold']);
export type ReviewChoice = Static<typeof ReviewChoice>;

export const ReviewView = Type.Object({
  /** False until the mailbox has been pulled once. */
  ready: Type.Boolean(),
  pulledAt: nullable(Type.String()),
  counts: Type.Object({
    addHere: Type.Integer(),
    addThere: Type.Integer(),
    matched: Type.Integer(),
    joined: Type.Integer(),
    conflicts: Type.Integer(),
    series: Type.Integer(),
    deletions: Type.Integer(),
  }),
  mails: Type.Object({ quiet: Type.Array(Mail), invite: Type.Array(Mail), hold: Type.Array(Mail) }),
  addHere: Type.Array(ReviewItem),
  addThere: Type.Array(ReviewItem),
  matched: Type.Array(ReviewItem),
  differences: Type.Array(
    Type.Object({
      eventId: nullable(Type.String()),
      subject: Type.String(),
      start: Type.String(),
      guests: Type.Integer(),
      /** What differs: `subject`, `when`, `guest:<address>`, … */
      units: Type.Array(Type.String()),
    }),
  ),
  /** Changes with the plan; a confirmation names the one that was shown. */
  fingerprint: Type.String(),
});
export type ReviewView = Static<typeof ReviewView>;

export const ReviewConfirmation = Type.Object(
  {
    choice: ReviewChoice,
    fingerprint: Type.String({ maxLength: 200 }),
    /** How many mails the page has shown for that choice. */
    confirmedMails: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type ReviewConfirmation = Static<typeof ReviewConfirmation>;
