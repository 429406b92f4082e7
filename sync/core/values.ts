// What an event says, in our own terms: the units that are compared, sent and taken one by one.
import type {
  AttendeeType,
  FreeBusyStatus,
  Importance,
  Location,
  ResponseType,
  Sensitivity,
} from '../../graph/models/event.ts';

/** One unit: a change of any part of it is a change of the whole. */
export interface When {
  /** Wall clock in `zone`, `YYYY-MM-DDTHH:MM:SS`; for an all-day event `YYYY-MM-DD`. */
  start: string;
  /** Like `start`; for an all-day event the first day that is no longer part of it. */
  end: string;
  /** IANA name; `UTC` where Outlook names no zone that is known. */
  zone: string;
  isAllDay: boolean;
}

export interface Guest {
  /** As invited; compared without letter case. */
  address: string;
  name: string;
  type: AttendeeType;
}

/** What Outlook says of a place besides its name: address, coordinates, room mailbox, … Kept as delivered. */
export type PlaceDetails = Omit<Location, 'displayName'>;

export interface Place {
  /** Empty where Outlook knows an address or coordinates only. */
  name: string;
  /** Empty for a place that was named here. */
  details: PlaceDetails;
}

export interface OnlineMeeting {
  provider: string;
  /** Null until Outlook has made the meeting. */
  joinUrl: string | null;
}

/** What the organizer's copy says for everybody. */
export interface MeetingValues {
  subject: string;
  /** HTML as its side holds it, without our own marked block; made safe only where it is shown. */
  body: string;
  when: When;
  places: Place[];
  /** An RFC 5545 RRULE without DTSTART; null for an event that happens once. */
  rule: string | null;
  /** Invited guests by address in lower case; no organizer, nobody withheld, nobody without a usable address. */
  guests: Record<string, Guest>;
  sensitivity: Sensitivity;
  importance: Importance;
  onlineMeeting: OnlineMeeting | null;
}

/** What each participant's own copy says for that participant. */
export interface ParticipationValues {
  answer: ResponseType;
  /** Minutes before the start; null for no reminder. */
  reminderMinutes: number | null;
  showAs: FreeBusyStatus;
  /** Sorted, without repeats. */
  categories: string[];
}

export type EventValues = MeetingValues & ParticipationValues;

/** An address in the form that addresses are compared in. */
export function addressKey(address: string): string {
  return address.trim().toLowerCase();
}

/**
 * Whether mail can reach somebody under it. Outlook also lists people by an X.500 name (`/o=…/cn=…`), by a name alone
 * or by nothing: those stay on Outlook's side as they are.
 */
export function isUsableAddress(address: string | null | undefined): address is string {
  const at = address?.trim().lastIndexOf('@') ?? -1;
  return at > 0 && at < (address?.trim().length ?? 0) - 1 && !address?.trim().startsWith('/');
}
