// The names and words of an event that a client may send (v1.0 CSDL). Words are taken in any letter case.
import { words } from './read-values.ts';

export const EVENT_TYPE = 'microsoft.graph.event';

export const IMPORTANCES = words('low', 'normal', 'high');
export const SENSITIVITIES = words('normal', 'personal', 'private', 'confidential');
export const FREE_BUSY_STATUSES = words('free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown');
export const ATTENDEE_TYPES = words('required', 'optional', 'resource');
export const RESPONSE_TYPES = words('none', 'organizer', 'tentativelyAccepted', 'accepted', 'declined', 'notResponded');
export const BODY_TYPES = words('text', 'html');
export const ONLINE_MEETING_PROVIDERS = words('unknown', 'skypeForBusiness', 'skypeForConsumer', 'teamsForBusiness');

/** What a client may set. */
export const WRITABLE_PROPERTIES = [
  'allowNewTimeProposals',
  'attendees',
  'body',
  'categories',
  'end',
  'extensions',
  'hideAttendees',
  'importance',
  'isAllDay',
  'isDraft',
  'isOnlineMeeting',
  'isReminderOn',
  'location',
  'locations',
  'multiValueExtendedProperties',
  'onlineMeetingProvider',
  'recurrence',
  'reminderMinutesBeforeStart',
  'responseRequested',
  'sensitivity',
  'showAs',
  'singleValueExtendedProperties',
  'start',
  'subject',
  'transactionId',
] as const;
export type WritableProperty = (typeof WRITABLE_PROPERTIES)[number];

/** The properties of a body under their own names. */
export type EventBody = Readonly<Partial<Record<WritableProperty, unknown>>>;

/** Properties that exist but are the service's own: sent values are ignored without an error (docs issues 17988, 389). */
export const IGNORED_PROPERTIES = [
  'bodyPreview',
  'cancelledOccurrences',
  'changeKey',
  'createdDateTime',
  'hasAttachments',
  'iCalUId',
  'id',
  'isCancelled',
  'isOrganizer',
  'lastModifiedDateTime',
  'onlineMeeting',
  'onlineMeetingUrl',
  'organizer',
  'originalEndTimeZone',
  'originalStart',
  'originalStartTimeZone',
  'responseStatus',
  'seriesMasterId',
  'type',
  'webLink',
] as const;

export const PROPERTIES: readonly (WritableProperty | (typeof IGNORED_PROPERTIES)[number])[] = [
  ...WRITABLE_PROPERTIES,
  ...IGNORED_PROPERTIES,
];

/** Properties of a mailbox's own copy alone: changing only these mails nobody (graph documentation is silent; inferred). */
export const OWN_PROPERTIES: ReadonlySet<string> = new Set<WritableProperty>([
  'categories',
  'isReminderOn',
  'reminderMinutesBeforeStart',
  'showAs',
]);

/** Properties that only programs see. */
export const HIDDEN_PROPERTIES: ReadonlySet<string> = new Set<WritableProperty>([
  'extensions',
  'multiValueExtendedProperties',
  'singleValueExtendedProperties',
  'transactionId',
]);
