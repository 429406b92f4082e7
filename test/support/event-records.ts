// Events as the server holds them, with what Outlook knows of them, for tests of pure edits.
import { type EventRecord, valuesOf } from '../../server/events/event-record.ts';
import type { Sender, SenderLink } from '../../server/events/sender.ts';
import { guests, meetingValues } from './sync-world.ts';

export const ME = 'user-ada';
export const NOW = '2026-11-24T09:00:00Z';
export const BOB = 'bob@elsewhere.example';
export const EVE = 'eve@elsewhere.example';

/** A meeting next month, organized by `ME`, with Bob and Eve. */
export function eventRecord(change: Partial<EventRecord> = {}): EventRecord {
  const { answer, reminderMinutes, showAs, categories, ...meeting } = meetingValues({ guests: guests(BOB, EVE) });
  return {
    id: 'event',
    version: 2,
    kind: 'single',
    seriesId: null,
    originalStart: null,
    organizer: { userId: ME, address: 'ada@contoso.example', name: 'Ada' },
    status: 'live',
    meeting,
    withheld: [],
    responses: {},
    webLink: null,
    sendAfter: null,
    createdAt: NOW,
    participation: { answer, reminderMinutes, showAs, categories, isHidden: false, tellsOrganizer: false },
    ...change,
  };
}

export function withMeeting(change: Partial<EventRecord['meeting']>): EventRecord {
  return eventRecord({ meeting: { ...eventRecord().meeting, ...change } });
}

/** A link under which Outlook has the event as `sent`. */
export function linkTo(sent: EventRecord, change: Partial<SenderLink> = {}): SenderLink {
  const values = valuesOf(sent);
  const base = { ours: values, theirs: values };
  return {
    calendarId: 'c',
    generation: 1,
    state: 'live',
    graphId: 'item',
    base,
    webLink: null,
    lastError: null,
    ...change,
  };
}

export function sender(link: SenderLink | null, change: Partial<Sender> = {}): Sender {
  const addresses = ['ada@contoso.example'];
  return { mailboxId: 'm', calendarId: 'c', phase: 'active', isStopped: false, addresses, link, ...change };
}
