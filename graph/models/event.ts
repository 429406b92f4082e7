// Microsoft Graph's `event` and its parts, as far as this product reads or writes them.
import type { DateTimeTimeZone } from './date-time.ts';
import type { PatternedRecurrence } from './recurrence.ts';

export const EVENT_TYPES = ['singleInstance', 'occurrence', 'exception', 'seriesMaster'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const FREE_BUSY_STATUSES = ['free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown'] as const;
export type FreeBusyStatus = (typeof FREE_BUSY_STATUSES)[number];

export const SENSITIVITIES = ['normal', 'personal', 'private', 'confidential'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

export const IMPORTANCES = ['low', 'normal', 'high'] as const;
export type Importance = (typeof IMPORTANCES)[number];

export const ATTENDEE_TYPES = ['required', 'optional', 'resource'] as const;
export type AttendeeType = (typeof ATTENDEE_TYPES)[number];

export const RESPONSE_TYPES = [
  'none',
  'organizer',
  'tentativelyAccepted',
  'accepted',
  'declined',
  'notResponded',
] as const;
export type ResponseType = (typeof RESPONSE_TYPES)[number];

/** The most attendees that Graph takes on one event. */
export const ATTENDEES_PER_EVENT_MAX = 500;

export interface EmailAddress {
  name?: string | null;
  address?: string | null;
}

export interface Recipient {
  emailAddress: EmailAddress;
}

export interface ResponseStatus {
  response: ResponseType;
  /** ISO 8601 with `Z`; `0001-01-01T00:00:00Z` means never. */
  time: string | null;
}

export interface Attendee extends Recipient {
  type: AttendeeType;
  status?: ResponseStatus;
  proposedNewTime?: { start: DateTimeTimeZone; end: DateTimeTimeZone } | null;
}

export interface ItemBody {
  contentType: 'text' | 'html';
  /** HTML is wrapped and sanitised by Outlook, so what comes back never equals what was sent. */
  content: string;
}

export interface PhysicalAddress {
  street?: string | null;
  city?: string | null;
  state?: string | null;
  countryOrRegion?: string | null;
  postalCode?: string | null;
}

export interface Coordinates {
  latitude?: number | null;
  longitude?: number | null;
  altitude?: number | null;
  accuracy?: number | null;
  altitudeAccuracy?: number | null;
}

export type LocationType =
  | 'default'
  | 'conferenceRoom'
  | 'homeAddress'
  | 'businessAddress'
  | 'geoCoordinates'
  | 'streetAddress'
  | 'hotel'
  | 'restaurant'
  | 'localBusiness'
  | 'postalAddress';

export type LocationUniqueIdType = 'unknown' | 'locationStore' | 'directory' | 'private' | 'bing';

export interface Location {
  displayName?: string | null;
  locationUri?: string | null;
  locationEmailAddress?: string | null;
  locationType?: LocationType | null;
  uniqueId?: string | null;
  uniqueIdType?: LocationUniqueIdType | null;
  address?: PhysicalAddress | null;
  coordinates?: Coordinates | null;
}

export type OnlineMeetingProvider = 'unknown' | 'skypeForBusiness' | 'skypeForConsumer' | 'teamsForBusiness';

export interface OnlineMeetingInfo {
  joinUrl?: string | null;
  conferenceId?: string | null;
}

export interface SingleValueExtendedProperty {
  /** `String {guid} Name Foo`; the name is case-sensitive. */
  id: string;
  value: string;
}

/** A single event or a series master, as delivered whole. */
export interface GraphEvent {
  '@odata.type'?: '#microsoft.graph.event';
  '@odata.etag': string;
  id: string;
  createdDateTime: string;
  lastModifiedDateTime: string;
  /** Changes with every write; the etag is `W/"<changeKey>"`. */
  changeKey: string;
  categories: string[];
  /** Chosen by the client at creation, immutable; returned only where it was set. */
  transactionId?: string | null;
  originalStartTimeZone: string;
  originalEndTimeZone: string;
  /** The same in every mailbox that holds a copy of the meeting. */
  iCalUId: string;
  reminderMinutesBeforeStart: number;
  isReminderOn: boolean;
  hasAttachments: boolean;
  subject: string | null;
  bodyPreview: string;
  body: ItemBody;
  importance: Importance;
  sensitivity: Sensitivity | null;
  isAllDay: boolean;
  isCancelled: boolean;
  isOrganizer: boolean;
  responseRequested: boolean;
  seriesMasterId: string | null;
  showAs: FreeBusyStatus;
  type: EventType;
  webLink: string;
  onlineMeetingUrl: string | null;
  isOnlineMeeting: boolean;
  onlineMeetingProvider: OnlineMeetingProvider;
  onlineMeeting: OnlineMeetingInfo | null;
  allowNewTimeProposals: boolean;
  isDraft: boolean;
  hideAttendees: boolean;
  recurrence: PatternedRecurrence | null;
  responseStatus: ResponseStatus;
  start: DateTimeTimeZone;
  end: DateTimeTimeZone;
  location: Location;
  locations: Location[];
  attendees: Attendee[];
  /** Null for some imported events. */
  organizer: Recipient | null;
  /** ISO 8601 with `Z`; only on occurrences and exceptions. */
  originalStart?: string | null;
  /** `OID.<master id>.<YYYY-MM-DD>`; only where selected. */
  cancelledOccurrences?: string[];
  exceptionOccurrences?: GraphEvent[];
  singleValueExtendedProperties?: SingleValueExtendedProperty[];
}

/** What a POST or PATCH may carry; a property that is left out is left alone. */
export interface GraphEventPatch {
  subject?: string;
  body?: ItemBody;
  start?: DateTimeTimeZone;
  end?: DateTimeTimeZone;
  isAllDay?: boolean;
  location?: Location;
  locations?: Location[];
  attendees?: Attendee[];
  sensitivity?: Sensitivity;
  importance?: Importance;
  showAs?: FreeBusyStatus;
  categories?: string[];
  isReminderOn?: boolean;
  reminderMinutesBeforeStart?: number;
  recurrence?: PatternedRecurrence | null;
  isOnlineMeeting?: boolean;
  onlineMeetingProvider?: OnlineMeetingProvider;
  transactionId?: string;
  singleValueExtendedProperties?: SingleValueExtendedProperty[];
}
