// The calendars of a mailbox: what Outlook has, which of them sync, and which way.
import { type Static, Type } from 'typebox';
import { nullable } from './nullable.ts';

/** Each one is pulled by itself with every sync. */
export const CALENDARS_SYNCED_MAX = 20;

/** `here`: only from Outlook to here; `there`: only from here to Outlook. */
export const Direction = Type.Enum(['both', 'here', 'there']);
export type Direction = Static<typeof Direction>;

export const CalendarView = Type.Object({
  graphId: Type.String(),
  name: Type.String(),
  isDefault: Type.Boolean(),
  /** Whether the mailbox's owner owns it; one that somebody shares can only be read. */
  isOwn: Type.Boolean(),
  ownerAddress: Type.String(),
  canEdit: Type.Boolean(),
  /** Whether Outlook collects answers there: meetings with guests go to no other. */
  isTallyingResponses: Type.Boolean(),
  /** Null for a calendar that doesn't sync. */
  direction: nullable(Direction),
  /** Which ways it may sync. */
  directions: Type.Array(Direction),
});
export type CalendarView = Static<typeof CalendarView>;

export const CalendarList = Type.Object({ calendars: Type.Array(CalendarView) });
export type CalendarList = Static<typeof CalendarList>;

/** The whole choice: a calendar that is left out no longer syncs; what it brought stays. */
export const CalendarChoice = Type.Object(
  {
    calendars: Type.Array(
      Type.Object(
        { graphId: Type.String({ minLength: 1, maxLength: 1_000 }), direction: Direction },
        { additionalProperties: false },
      ),
      { maxItems: CALENDARS_SYNCED_MAX },
    ),
  },
  { additionalProperties: false },
);
export type CalendarChoice = Static<typeof CalendarChoice>;

/** Outlook answers no longer range. */
export const WINDOW_DAYS_MAX = 1_825;
const WINDOW_DAYS_MIN = 1;

/** How far from now a calendar is kept in sync, in days. */
export const SyncWindow = Type.Object(
  {
    daysBack: Type.Integer({ minimum: WINDOW_DAYS_MIN, maximum: WINDOW_DAYS_MAX }),
    daysAhead: Type.Integer({ minimum: WINDOW_DAYS_MIN, maximum: WINDOW_DAYS_MAX }),
  },
  { additionalProperties: false },
);
export type SyncWindow = Static<typeof SyncWindow>;
