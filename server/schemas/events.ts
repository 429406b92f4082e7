// Events as the pages read and write them.
import { type Static, Type } from 'typebox';
import {
  ATTENDEE_TYPES,
  ATTENDEES_PER_EVENT_MAX,
  FREE_BUSY_STATUSES,
  IMPORTANCES,
  RESPONSE_TYPES,
  SENSITIVITIES,
} from '../../graph/models/event.ts';
import { CATEGORY_NAME_LENGTH_MAX } from './categories.ts';
import { Mail, MailChoice } from './mail.ts';
import { nullable } from './nullable.ts';

/** The longest range of one read, in days. */
export const RANGE_DAYS_MAX = 400;
const BODY_LENGTH_MAX = 500_000;
/** Outlook keeps no longer subject. */
const SUBJECT_LENGTH_MAX = 255;
const REMINDER_MINUTES_MAX = 40_320;
const PLACES_PER_EVENT_MAX = 50;
const PLACE_NAME_LENGTH_MAX = 255;
const CATEGORIES_PER_EVENT_MAX = 50;

/** Wall clock `YYYY-MM-DDTHH:MM:SS` in `zone` (IANA); for an all-day event dates, the end exclusive. */
export const When = Type.Object(
  {
    start: Type.String({ maxLength: 30 }),
    end: Type.String({ maxLength: 30 }),
    zone: Type.String({ maxLength: 60 }),
    isAllDay: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type When = Static<typeof When>;

export const GuestInput = Type.Object(
  {
    address: Type.String({ maxLength: 254 }),
    name: Type.Optional(Type.String({ maxLength: 120 })),
    type: Type.Optional(Type.Enum([...ATTENDEE_TYPES])),
  },
  { additionalProperties: false },
);
export type GuestInput = Static<typeof GuestInput>;

/** What each participant says for himself alone. */
const participationFields = {
  showAs: Type.Enum([...FREE_BUSY_STATUSES]),
  /** Minutes before the start; null for no reminder. */
  reminderMinutes: nullable(Type.Integer({ minimum: 0, maximum: REMINDER_MINUTES_MAX })),
  categories: Type.Array(Type.String({ minLength: 1, maxLength: CATEGORY_NAME_LENGTH_MAX }), {
    maxItems: CATEGORIES_PER_EVENT_MAX,
    uniqueItems: true,
  }),
};

/** What the organizer says for everybody. */
const meetingFields = {
  subject: Type.String({ maxLength: SUBJECT_LENGTH_MAX }),
  body: Type.String({ maxLength: BODY_LENGTH_MAX }),
  when: When,
  places: Type.Array(Type.String({ minLength: 1, maxLength: PLACE_NAME_LENGTH_MAX }), {
    maxItems: PLACES_PER_EVENT_MAX,
  }),
  guests: Type.Array(GuestInput, { maxItems: ATTENDEES_PER_EVENT_MAX }),
  sensitivity: Type.Enum([...SENSITIVITIES]),
  importance: Type.Enum([...IMPORTANCES]),
  onlineMeeting: Type.Boolean(),
};

const { subject, when, ...optionalMeetingFields } = meetingFields;
const EventInputFields = Type.Object({
  subject,
  when,
  ...Type.Partial(Type.Object({ ...optionalMeetingFields, ...participationFields })).properties,
});
export const EventInput = Type.Object(EventInputFields.properties, { additionalProperties: false });
export type EventInput = Static<typeof EventInput>;

export const NewEvent = Type.Object(
  { ...EventInputFields.properties, mail: Type.Optional(MailChoice) },
  { additionalProperties: false },
);
export type NewEvent = Static<typeof NewEvent>;

/** What is left out stays as it is; `guests` is the whole list: who was withheld stays withheld, who is new is invited. */
export const EventChange = Type.Partial(Type.Object({ ...meetingFields, ...participationFields }), {
  additionalProperties: false,
});
export type EventChange = Static<typeof EventChange>;

export const EventPatch = Type.Object(
  { ...EventChange.properties, mail: Type.Optional(MailChoice) },
  { additionalProperties: false },
);
export type EventPatch = Static<typeof EventPatch>;

export const NewGuest = Type.Object(
  { ...GuestInput.properties, mail: Type.Optional(MailChoice) },
  { additionalProperties: false },
);
export type NewGuest = Static<typeof NewGuest>;

/** The query of a DELETE. A guest who deletes an event declines it; the organizer is told only when the guest says so. */
export const DeletionQuery = Type.Object(
  { mail: Type.Optional(MailChoice), tellOrganizer: Type.Optional(Type.Enum(['true', 'false'])) },
  { additionalProperties: false },
);

export const OrganizerChange = Type.Object(
  { userId: Type.String({ format: 'uuid' }), mail: Type.Optional(MailChoice) },
  { additionalProperties: false },
);

/** Users who could take the event over at once: they take part and are connected. */
export const SuccessorList = Type.Object({
  users: Type.Array(Type.Object({ userId: Type.String(), address: Type.String(), name: Type.String() })),
});
export type SuccessorList = Static<typeof SuccessorList>;

/** Holds and withheld guests end only by an explicit word. */
export const SendBody = Type.Object({ mail: Type.Literal('send') }, { additionalProperties: false });
export type SendBody = Static<typeof SendBody>;

export const ANSWERS = ['accepted', 'tentativelyAccepted', 'declined'] as const;
export const AnswerBody = Type.Object(
  { answer: Type.Enum([...ANSWERS]), mail: Type.Optional(MailChoice) },
  { additionalProperties: false },
);
export type AnswerBody = Static<typeof AnswerBody>;

export const PREVIEW_ACTIONS = [
  'create',
  'update',
  'delete',
  'archive',
  'unarchive',
  'addAttendee',
  'removeAttendee',
  'sendInvitations',
  'release',
  'changeOrganizer',
] as const;
export type PreviewAction = (typeof PREVIEW_ACTIONS)[number];

/** For `addAttendee` and `removeAttendee` the input holds one guest in `guests`; for `create` and `update` what would be sent. */
export const Preview = Type.Object(
  {
    action: Type.Enum([...PREVIEW_ACTIONS]),
    eventId: Type.Optional(Type.String({ format: 'uuid' })),
    input: Type.Optional(EventChange),
    /** For `delete` by a guest. */
    tellOrganizer: Type.Optional(Type.Boolean()),
    /** For `changeOrganizer`: the new organizer's user id. */
    organizerUserId: Type.Optional(Type.String({ format: 'uuid' })),
  },
  { additionalProperties: false },
);
export type Preview = Static<typeof Preview>;

export const PreviewAnswer = Type.Object({
  mails: Type.Array(Mail),
  /** The choice to begin with: `hold` for what is over. */
  suggested: MailChoice,
  /** How long an edit that mails can still be undone, in seconds. */
  undoSeconds: Type.Integer(),
});
export type PreviewAnswer = Static<typeof PreviewAnswer>;

export const EventView = Type.Object({
  /** For an occurrence of a series: the series' id, a colon, and the original start. */
  id: Type.String(),
  version: Type.Integer(),
  kind: Type.Enum(['single', 'series', 'exception', 'occurrence']),
  status: Type.Enum(['live', 'archived', 'deleted']),
  subject: Type.String(),
  /** HTML as it is stored, unchecked: to be edited, never to be shown. */
  body: Type.String(),
  /** To be shown: without scripts, styles, forms or remote images. */
  bodyHtml: Type.String(),
  when: When,
  /** Instants, ISO 8601 with `Z`. */
  startsAt: Type.String(),
  endsAt: Type.String(),
  places: Type.Array(Type.String()),
  rule: nullable(Type.String()),
  guests: Type.Array(
    Type.Object({
      address: Type.String(),
      name: Type.String(),
      type: Type.Enum([...ATTENDEE_TYPES]),
      response: Type.Enum([...RESPONSE_TYPES]),
      /** `withheld`: Outlook doesn't know of this guest, who got no mail. */
      state: Type.Enum(['invited', 'withheld']),
    }),
  ),
  organizer: Type.Object({ address: Type.String(), name: Type.String(), isMe: Type.Boolean() }),
  sensitivity: Type.Enum([...SENSITIVITIES]),
  importance: Type.Enum([...IMPORTANCES]),
  showAs: Type.Enum([...FREE_BUSY_STATUSES]),
  reminderMinutes: nullable(Type.Integer()),
  categories: Type.Array(Type.String()),
  onlineMeeting: nullable(Type.Object({ provider: Type.String(), joinUrl: nullable(Type.String()) })),
  answer: Type.Enum([...RESPONSE_TYPES]),
  webLink: nullable(Type.String()),
  link: Type.Object({
    state: nullable(Type.Enum(['live', 'quiet', 'held', 'left', 'retired', 'dormant'])),
    /** Whether a change is kept here only, visibly unsent. */
    held: Type.Boolean(),
    /** Until then an edit that mails waits, so that it can be undone. */
    sendAfter: nullable(Type.String()),
    lastError: nullable(Type.String()),
    /** Whether Outlook no longer has this guest's copy, so that only a new invitation helps. */
    asksForInvitation: Type.Boolean(),
  }),
  /** Whether the signed-in user may change what the meeting says. */
  canEdit: Type.Boolean(),
  /** Whether the signed-in user may bring it back: an own archived event, or one that he hid. */
  canBringBack: Type.Boolean(),
  /** Removed from the calendar by the signed-in user alone. */
  isHidden: Type.Boolean(),
  occurrenceOf: Type.Optional(Type.String()),
  originalStart: Type.Optional(Type.String()),
});
export type EventView = Static<typeof EventView>;

export const EventList = Type.Object({ events: Type.Array(EventView) });
export type EventList = Static<typeof EventList>;

export const EventRange = Type.Object(
  {
    /** Instants, ISO 8601 with `Z`; the end exclusive. */
    from: Type.String({ format: 'date-time' }),
    to: Type.String({ format: 'date-time' }),
    archived: Type.Optional(Type.Enum(['true', 'false'])),
  },
  { additionalProperties: false },
);
export type EventRange = Static<typeof EventRange>;
