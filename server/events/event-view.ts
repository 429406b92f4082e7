// An event as the pages see it.
import { ASK_FOR_INVITATION, addressKey, instantsOf, type Occurrence } from '../../sync/index.ts';
import type { EventView } from '../schemas/events.ts';
import { safeHtml } from './check-input.ts';
import { type EventRecord, FIRST_PARTICIPATION, isWaiting } from './event-record.ts';
import { placeName } from './places.ts';
import type { SenderLink } from './sender.ts';

/** @param context.link the event's newest link in the reader's own mailbox. */
export function viewOf(
  event: EventRecord,
  context: { userId: string; link: SenderLink | null; now: string },
): EventView {
  const { userId, link, now } = context;
  const { meeting, organizer } = event;
  const own = event.participation ?? FIRST_PARTICIPATION;
  const isMine = organizer.userId === userId;
  return {
    id: event.id,
    version: event.version,
    kind: event.kind,
    status: event.status,
    subject: meeting.subject,
    body: meeting.body,
    bodyHtml: safeHtml(meeting.body),
    when: meeting.when,
    ...spanOf(meeting.when),
    places: meeting.places.map(placeName),
    rule: meeting.rule,
    guests: guestsOf(event),
    organizer: { address: organizer.address, name: organizer.name, isMe: isMine },
    sensitivity: meeting.sensitivity,
    importance: meeting.importance,
    showAs: own.showAs,
    reminderMinutes: own.reminderMinutes,
    categories: own.categories,
    onlineMeeting: meeting.onlineMeeting,
    answer: own.answer,
    webLink: link?.webLink ?? (isMine ? event.webLink : null),
    link: {
      state: link?.state ?? null,
      held: link?.state === 'held',
      sendAfter: isWaiting(event, now) ? event.sendAfter : null,
      lastError: link?.lastError ?? null,
      asksForInvitation: link?.lastError === ASK_FOR_INVITATION,
    },
    canEdit: isMine && event.kind === 'single' && event.status === 'live',
    canBringBack: event.kind === 'single' && (own.isHidden || (isMine && event.status === 'archived')),
    isHidden: own.isHidden,
    ...(event.seriesId ? { occurrenceOf: event.seriesId } : {}),
    ...(event.originalStart ? { originalStart: event.originalStart } : {}),
  };
}

/** One occurrence of a series: the series at another time. */
export function occurrenceView(series: EventView, { originalStart, when }: Occurrence): EventView {
  return {
    ...series,
    id: `${series.id}:${originalStart}`,
    kind: 'occurrence',
    when,
    ...spanOf(when),
    occurrenceOf: series.id,
    originalStart,
  };
}

function spanOf(when: EventView['when']): { startsAt: string; endsAt: string } {
  const { start, end } = instantsOf(when);
  return { startsAt: start.toString(), endsAt: end.toString() };
}

function guestsOf({ meeting, withheld, responses }: EventRecord): EventView['guests'] {
  return [
    ...Object.values(meeting.guests).map((guest) => ({
      ...guest,
      response: responses[addressKey(guest.address)] ?? ('none' as const),
      state: 'invited' as const,
    })),
    ...withheld.map((guest) => ({ ...guest, response: 'none' as const, state: 'withheld' as const })),
  ];
}
