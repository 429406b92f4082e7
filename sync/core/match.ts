// Pairs what stands apart in a list of subjects: an item that answers an unfinished create, an item that has moved between
// calendars, and, at the first sync, events and items that are the same.
import type { EventType } from '../../graph/models/event.ts';
import type { PlanContext, Subject } from './decision.ts';
import { linkId } from './link.ts';
import { aliveVersion } from './make-decision.ts';
import type { EventKind } from './our-event.ts';
import type { SeenVersion } from './seen.ts';
import type { MeetingValues } from './values.ts';
import { instantsOf } from './when.ts';

/**
 * Gives an unfinished create the item that carries its transactionId: Outlook committed it, only the answer was lost.
 * Each pair becomes one subject.
 */
export function pairUnfinishedCreates(subjects: readonly Subject[]): Subject[] {
  const items = new Map<string, Subject>();
  for (const subject of subjects) {
    const transactionId = unlinkedVersion(subject)?.transactionId;
    if (transactionId) items.set(transactionId, subject);
  }
  return pair(subjects, (subject) => {
    const { link } = subject;
    return link && link.graphId === null && link.transactionId ? items.get(link.transactionId) : undefined;
  });
}

/** Without the link that an item has left for another calendar of the mailbox: the item itself is decided about. */
export function withoutMovedAway(subjects: readonly Subject[]): Subject[] {
  const movedAway = new Set<string>();
  for (const { link, ownLink, seen, calendarId } of subjects) {
    const isMoved = ownLink !== null && ownLink.graphId === seen?.graphId && ownLink.calendarId !== calendarId;
    if (link === null && isMoved && aliveVersion(seen)) movedAway.add(linkId(ownLink));
  }
  return subjects.filter(({ link }) => link === null || !movedAway.has(linkId(link)));
}

/**
 * Pairs events and items that are the same, one to one, both unlinked in this mailbox and organized by its user: by the
 * iCalUId of an earlier link, then by our property, then by kind, subject, time and rule. (A transactionId belongs to a
 * prepared link, so that `pairUnfinishedCreates` has seen to it.) For the first sync only: later, two equal events are two.
 */
export function pairAtFirstSync(subjects: readonly Subject[], context: PlanContext): Subject[] {
  // The order in which the subjects are listed must not decide which of several equal ones is which.
  const events = inOrder(subjects.filter((subject) => isMatchable(subject, context)));
  const items = inOrder(subjects.filter(isOwnItem));
  const itemOf = new Map<Subject, Subject>();
  const taken = new Set<Subject>();
  for (const { ofEvent, ofItem } of waysToMatch(context)) {
    const candidates = Map.groupBy(items, ofItem);
    for (const event of events) {
      const key = ofEvent(event);
      const item = itemOf.has(event) || key === null ? undefined : candidates.get(key)?.find((one) => !taken.has(one));
      if (!item) continue;
      itemOf.set(event, item);
      taken.add(item);
    }
  }
  return pair(subjects, (subject) => itemOf.get(subject));
}

/** An event and an item with the same key are the same. A way without a key for one of them says nothing. */
interface WayToMatch {
  ofEvent(subject: Subject): string | null;
  ofItem(subject: Subject): string | null;
}

function waysToMatch({ installationId }: PlanContext): WayToMatch[] {
  const eventId = ({ event }: Subject) => event?.id ?? null;
  return [
    { ofEvent: eventId, ofItem: ({ joinEvent }) => joinEvent?.id ?? null },
    {
      ofEvent: eventId,
      ofItem(item) {
        const origin = item.joinEvent ? null : (unlinkedVersion(item)?.origin ?? null);
        return origin?.installationId === installationId ? origin.eventId : null;
      },
    },
    {
      ofEvent: ({ event }) => event && contentKey(event.kind, event.meeting),
      ofItem(item) {
        const version = item.joinEvent ? null : unlinkedVersion(item);
        return version && contentKey(KINDS[version.type], version.values);
      },
    },
  ];
}

const KINDS: Record<EventType, EventKind> = {
  singleInstance: 'single',
  seriesMaster: 'series',
  exception: 'exception',
  occurrence: 'exception',
};

function inOrder(subjects: readonly Subject[]): Subject[] {
  const idOf = ({ event, seen }: Subject) => event?.id ?? seen?.graphId ?? '';
  return subjects.toSorted((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
}

function isMatchable({ event, link, seen }: Subject, { userId }: PlanContext): boolean {
  return event?.status === 'live' && event.organizerUserId === userId && link === null && seen === null;
}

function isOwnItem(subject: Subject): boolean {
  const version = unlinkedVersion(subject);
  return version !== null && version.isOrganizer && !version.isCancelled && subject.isOwnCalendar && !subject.ownLink;
}

function pair(subjects: readonly Subject[], itemFor: (subject: Subject) => Subject | undefined): Subject[] {
  const absorbed = new Set<Subject>();
  const paired = subjects.map((subject) => {
    const item = itemFor(subject);
    if (!item) return subject;
    absorbed.add(item);
    const { seen, calendarId, calendarGraphId, direction, isOwnCalendar, takesMeetings } = item;
    return { ...subject, seen, calendarId, calendarGraphId, direction, isOwnCalendar, takesMeetings };
  });
  return paired.filter((_, index) => !absorbed.has(subjects[index] as Subject));
}

function unlinkedVersion(subject: Subject): SeenVersion | null {
  return subject.link === null && subject.event === null ? aliveVersion(subject.seen) : null;
}

function contentKey(kind: EventKind, values: MeetingValues): string {
  const { start, end } = instantsOf(values.when);
  const when = values.when.isAllDay ? [values.when.start, values.when.end] : [start.toString(), end.toString()];
  return JSON.stringify([kind, values.subject.trim(), values.when.isAllDay, ...when, values.rule]);
}
