// Pairs what stands unlinked on both sides: an item that answers an unfinished create, and, at the first sync, equal events.
import type { Subject } from './decision.ts';
import { aliveVersion } from './make-decision.ts';
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

/**
 * Pairs events and items that mean the same: by our mark, else by subject, time and rule. One to one, and only what
 * this mailbox's user organizes on both sides. For the first sync only: later, two equal events are two events.
 */
export function pairEqualEvents(subjects: readonly Subject[], userId: string): Subject[] {
  const byMark = new Map<string, Subject>();
  const byContent = new Map<string, Subject[]>();
  for (const subject of subjects) {
    const version = unlinkedVersion(subject);
    if (!version?.isOrganizer || version.isCancelled || subject.joinEvent) continue;
    if (version.origin) byMark.set(version.origin.eventId, subject);
    const key = contentKey(version.values);
    byContent.set(key, [...(byContent.get(key) ?? []), subject]);
  }
  const taken = new Set<Subject>();
  return pair(subjects, ({ event, link, seen }) => {
    if (!event || link || seen || event.status !== 'live' || event.organizerUserId !== userId) return undefined;
    const marked = byMark.get(event.id);
    const candidates = marked ? [marked] : (byContent.get(contentKey(event.meeting)) ?? []);
    const found = candidates.find((candidate) => !taken.has(candidate));
    if (found) taken.add(found);
    return found;
  });
}

function pair(subjects: readonly Subject[], itemFor: (subject: Subject) => Subject | undefined): Subject[] {
  const absorbed = new Set<Subject>();
  const paired = subjects.map((subject) => {
    const item = itemFor(subject);
    if (!item) return subject;
    absorbed.add(item);
    return { ...subject, seen: item.seen, calendarId: item.calendarId, calendarGraphId: item.calendarGraphId };
  });
  return paired.filter((_, index) => !absorbed.has(subjects[index] as Subject));
}

function unlinkedVersion(subject: Subject): SeenVersion | null {
  return subject.link === null && subject.event === null ? aliveVersion(subject.seen) : null;
}

function contentKey(values: MeetingValues): string {
  const { start, end } = instantsOf(values.when);
  const when = values.when.isAllDay ? [values.when.start, values.when.end] : [start.toString(), end.toString()];
  return JSON.stringify([values.subject.trim(), values.when.isAllDay, ...when, values.rule]);
}
