// The names and words of an event that a client may send (v1.0 CSDL). Words are taken in any letter case.

const words = (...names: string[]): ReadonlyMap<string, string> =>
  new Map(names.map((name) => [name.toLowerCase(), name]));

export const IMPORTANCE = words('low', 'normal', 'high');
export const SENSITIVITY = words('normal', 'personal', 'private', 'confidential');
export const FREE_BUSY = words('free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown');
export const ATTENDEE_TYPES_LOWER = words('required', 'optional', 'resource');
/** More categories than anybody uses; Outlook's own limit is not documented. */
export const CATEGORIES = 100;

export const WRITABLE_PROPERTIES: ReadonlySet<string> = new Set([
  'allowNewTimeProposals',
  'attendees',
  'body',
  'categories',
  'end',
  'hideAttendees',
  'importance',
  'isAllDay',
  'isDraft',
  'isOnlineMeeting',
  'isReminderOn',
  'location',
  'locations',
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
]);

/** Properties that exist but are the service's own: sent values are ignored without an error (docs issues 17988, 389). */
export const IGNORED_PROPERTIES: ReadonlySet<string> = new Set([
  'bodyPreview',
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
]);
