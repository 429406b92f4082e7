// What a calendar of a mailbox may be used for: by who owns it, and by what Outlook lets be done with it.
import type { CalendarDirection, Subject } from './decision.ts';
import { addressKey } from './values.ts';

/** What Outlook says of a calendar, as far as the rules ask for it. */
interface Owned {
  isDefault: boolean;
  ownerAddress: string;
}

interface SyncedTraits {
  graphId: string;
  direction: CalendarDirection;
  isOwn: boolean;
  isTallyingResponses: boolean;
}

/** Whoever shares a calendar organizes what is in it. @param addresses of the mailbox, in lower case. */
export function isOwnCalendar({ isDefault, ownerAddress }: Owned, addresses: readonly string[]): boolean {
  return isDefault || addresses.includes(addressKey(ownerAddress));
}

/** Which ways a calendar may sync: what somebody else owns, or nobody may edit, is only read. */
export function directionsOf(calendar: { isOwn: boolean; canEdit: boolean }): readonly CalendarDirection[] {
  return calendar.isOwn && calendar.canEdit ? ['both', 'here', 'there'] : ['here'];
}

/** What the planner asks of the calendar that a subject is in. @param calendar undefined for one that no longer syncs. */
export function calendarFacts(
  calendar: SyncedTraits | undefined,
): Pick<Subject, 'calendarGraphId' | 'direction' | 'isOwnCalendar' | 'takesMeetings'> {
  return {
    calendarGraphId: calendar?.graphId ?? '',
    direction: calendar?.direction ?? 'both',
    isOwnCalendar: calendar?.isOwn ?? true,
    takesMeetings: calendar === undefined || (calendar.isOwn && calendar.isTallyingResponses),
  };
}
