// The rows of the decision table for a meeting whose organizer was changed here: created by the new one, then deleted by
// the old one, once each. The stored intent is the event's `organizerUserId`; where it has got to follows from the links.
import { decideEdits } from './decide-edits.ts';
import { decideCreate } from './decide-unlinked.ts';
import type { Decision, PlanContext, Subject } from './decision.ts';
import type { Link } from './link.ts';
import { endThere, linkInState, makeDecision, waiting } from './make-decision.ts';
import type { OurEvent } from './our-event.ts';
import type { SeenVersion } from './seen.ts';
import { newsOf } from './stale-news.ts';
import { addressKey } from './values.ts';

/** @returns null where the organizer was not changed. */
export function decideOrganizerChange(
  subject: Subject,
  link: Link,
  event: OurEvent,
  context: PlanContext,
): Decision | null {
  const { organizerUserId } = event;
  if (event.status !== 'live' || event.kind !== 'single' || organizerUserId === null) return null;
  if (link.isOrganizer) {
    return organizerUserId === context.userId ? null : handedOver(subject, link, event, context);
  }
  if (organizerUserId === context.userId && !isOwnMeeting(subject, context)) {
    const options = { generation: link.generation + 1, row: 'created by the new organizer', retires: link } as const;
    return decideCreate(subject, event, context, options);
  }
  if (!isReplaced(subject, link)) return null;
  return makeDecision("old organizer's copy", subject, { link: linkInState(link, 'retired') });
}

/** In the old organizer's mailbox: his item speaks until the new one is there, then it goes, cancelling. */
function handedOver(subject: Subject, link: Link, event: OurEvent, context: PlanContext): Decision {
  const { seen } = subject;
  const row = 'deleted by the old organizer';
  const retired = linkInState(link, 'retired');
  if (link.graphId === null || seen?.proof === 'deleted') return makeDecision(row, subject, { link: retired });
  const version = newsOf(link, seen);
  if (!subject.otherLinks.some((other) => other.isOrganizer && other.graphId !== null)) {
    const edits = decideEdits(subject, link, event, context, version);
    return edits.here ? { ...edits, leavesWork: true } : waiting(subject);
  }
  return makeDecision(row, subject, endThere(link.graphId, link, event, version));
}

/** Whether the delivered item is the user's own meeting after all, under another of his addresses. */
function isOwnMeeting(subject: Subject, context: PlanContext): boolean {
  const version: SeenVersion | null = subject.seen?.version ?? null;
  if (version === null) return false;
  return version.isOrganizer || context.addresses.includes(addressKey(version.organizer?.address ?? ''));
}

/** Whether another mailbox's organizer holds the event as another meeting: this copy is of the old one. */
function isReplaced(subject: Subject, link: Link): boolean {
  if (link.iCalUId === null) return false;
  return subject.otherLinks.some(
    (other) => other.isOrganizer && other.graphId !== null && other.iCalUId !== null && other.iCalUId !== link.iCalUId,
  );
}
