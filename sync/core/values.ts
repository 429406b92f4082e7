// What an event says, in our own terms: the units that are compared, sent and taken one by one.
import type { AttendeeType, FreeBusyStatus, Importance, ResponseType, Sensitivity } from '../../graph/models/event.ts';

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

export interface OnlineMeeting {
  provider: string;
  /** Null until Outlook has made the meeting. */
  joinUrl: string | null;
}

/** What the organizer's copy says for everybody. */
export interface MeetingValues {
  subject: string;
  /** HTML without our own marked block. */
  body: string;
  when: When;
  places: string[];
  /** An RFC 5545 RRULE without DTSTART; null for an event that happens once. */
  rule: string | null;
  /** Invited guests by address in lower case; neither the organizer nor withheld guests. */
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
