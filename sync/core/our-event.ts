// An event of ours as the planner sees it from one mailbox.
import { Temporal } from 'temporal-polyfill';
import type { ResponseType } from '../../graph/models/event.ts';
import type { Guest, MeetingValues, ParticipationValues } from './values.ts';
import { instantsOf } from './when.ts';

export type EventKind = 'single' | 'series' | 'exception';

export interface OurEvent {
  id: string;
  /** Grows with every edit; commits compare and set it. */
  version: number;
  kind: EventKind;
  status: 'live' | 'archived' | 'deleted';
  meeting: MeetingValues;
  /** Of this mailbox's user; null where that user takes no part. */
  participation: ParticipationValues | null;
  /** Hidden by this mailbox's user: a guest's deletion. */
  isHidden: boolean;
  /** Whether the organizer shall be told of that, too; until it is sent. */
  tellsOrganizer: boolean;
  /** Guests that Outlook doesn't know of, named in a marked text block only. */
  withheld: Guest[];
  /** Each invited guest's answer by address in lower case. */
  responses: Record<string, ResponseType>;
  /** The local user who organizes it; null for an outside organizer. */
  organizerUserId: string | null;
  /** ISO 8601 with `Z`; until then an edit that mails waits, so that it can be undone. Null: nothing waits. */
  sendAfter: string | null;
  createdAt: string;
}

/** Whether the event is over: nobody is invited to it any more. */
export function isPast({ meeting }: Pick<OurEvent, 'meeting'>, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(instantsOf(meeting.when).end, now) < 0;
}
