// An event as the server holds it, with one user's participation beside it.
import type { ResponseType } from '../../graph/models/event.ts';
import type { EventKind, EventValues, Guest, MeetingValues, ParticipationValues } from '../../sync/index.ts';

export interface Participation extends ParticipationValues {
  /** Removed by this user alone. */
  isHidden: boolean;
  /** With `isHidden`: the organizer shall be told that this user declines. */
  tellsOrganizer: boolean;
}

export interface EventRecord {
  id: string;
  version: number;
  kind: EventKind;
  /** Of an exception: its series, where that is known, and when the rule had put it. */
  seriesId: string | null;
  originalStart: string | null;
  organizer: { userId: string | null; address: string; name: string };
  status: 'live' | 'archived' | 'deleted';
  meeting: MeetingValues;
  withheld: Guest[];
  /** By address in lower case. */
  responses: Record<string, ResponseType>;
  webLink: string | null;
  /** ISO 8601 with `Z`; null: no edit waits. */
  sendAfter: string | null;
  createdAt: string;
  /** Of the user for whom it was read; null: takes no part. */
  participation: Participation | null;
}

/** The answers that Graph can be given; the others say that none was. */
export const GIVEN_ANSWERS: ReadonlySet<unknown> = new Set<ResponseType>([
  'accepted',
  'tentativelyAccepted',
  'declined',
]);

export const FIRST_PARTICIPATION: Participation = {
  answer: 'none',
  reminderMinutes: null,
  showAs: 'busy',
  categories: [],
  isHidden: false,
  tellsOrganizer: false,
};

/** Every unit of an event, for comparisons. */
export function valuesOf(event: EventRecord): EventValues {
  const { answer, reminderMinutes, showAs, categories } = event.participation ?? FIRST_PARTICIPATION;
  return { ...event.meeting, answer, reminderMinutes, showAs, categories };
}

/** Whether an edit that mails still waits out its undo time. @param now ISO 8601 with `Z`. */
export function isWaiting(event: EventRecord, now: string): boolean {
  return event.sendAfter !== null && Date.parse(event.sendAfter) > Date.parse(now);
}
