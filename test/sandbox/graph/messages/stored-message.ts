// The messages that meetings brought to a mailbox: kept beside the world, so that only this part knows them.
import type { Temporal } from 'temporal-polyfill';
import type { DateTimeTimeZone } from '../../../../graph/models/date-time.ts';
import type { PatternedRecurrence } from '../../../../graph/models/recurrence.ts';
import type { World } from '../../core/world.ts';

/** What a meeting message says beyond a plain one (v1.0 eventMessage and its two subtypes). */
export interface MeetingFacts {
  meetingMessageType:
    | 'none'
    | 'meetingRequest'
    | 'meetingCancelled'
    | 'meetingAccepted'
    | 'meetingTenativelyAccepted'
    | 'meetingDeclined';
  /** Of a request. */
  meetingRequestType?: 'newMeetingRequest' | 'fullUpdate' | 'informationalUpdate';
  /** Of an update: what was there before. */
  previous?: { start: DateTimeTimeZone; end: DateTimeTimeZone; location: Record<string, unknown> | null };
  /** Of a response. */
  responseType?: 'accepted' | 'tentativelyAccepted' | 'declined';
  proposedNewTime?: { start: DateTimeTimeZone; end: DateTimeTimeZone };
  comment?: string;
}

export interface StoredMessage {
  id: string;
  restId: string;
  from: { name: string; address: string };
  to: { name: string; address: string };
  subject: string;
  body: string;
  at: Temporal.Instant;
  changeKey: string;
  importance: string;
  conversationId: string;
  internetMessageId: string;
  facts: MeetingFacts;
  /** The event in this mailbox: its immutable id; null where the mailbox has none. */
  eventId: string | null;
  iCalUId: string;
  /** The meeting as the message tells it. */
  meeting: {
    type: 'singleInstance' | 'occurrence' | 'exception' | 'seriesMaster';
    isAllDay: boolean;
    start: DateTimeTimeZone;
    end: DateTimeTimeZone;
    location: Record<string, unknown> | null;
    recurrence: PatternedRecurrence | null;
    allowNewTimeProposals: boolean;
    responseRequested: boolean;
  };
}

/** Somebody's inbox, as far as meetings fill it. */
export interface Inbox {
  folderId: string;
  /** Oldest first. */
  messages: StoredMessage[];
}

const inboxes = new WeakMap<World, Map<string, Inbox>>();

/** @param newFolderId makes the folder's id when the inbox is first asked for */
export function inboxOf(world: World, userId: string, newFolderId: () => string): Inbox {
  const byUser = inboxes.get(world) ?? new Map<string, Inbox>();
  inboxes.set(world, byUser);
  const known = byUser.get(userId) ?? { folderId: newFolderId(), messages: [] };
  byUser.set(userId, known);
  return known;
}
