// Which mailbox's copy says what the meeting is: the organizer's; without him, the oldest guest's.
import type { Subject } from './decision.ts';
import { isEarlier } from './instants.ts';
import type { Link } from './link.ts';

/** Whether this mailbox's copy speaks for the meeting. The election needs no write: it follows from the links. */
export function speaksForMeeting(subject: Subject, link: Link): boolean {
  if (link.isOrganizer) return true;
  if (subject.otherLinks.some((other) => other.isOrganizer)) return false;
  const linkedAt = subject.linkedAt;
  if (linkedAt === null) return subject.otherLinks.length === 0;
  return !subject.otherLinks.some(
    (other) => isEarlier(other.linkedAt, linkedAt) || (other.linkedAt === linkedAt && other.mailboxId < link.mailboxId),
  );
}
