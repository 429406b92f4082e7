// What of somebody else's mailbox a person may address at all: calendars, which may be shared; everything else stays its owner's.
import type { AccessToken } from '../core/tokens.ts';

const CALENDAR_PATH = /\/users[/(][^/]+\/(?:calendars?|calendarView|calendarGroups?|events)\b/i;

/** Whether a path of another user's mailbox leads to a calendar, and the token is for shared ones (outlook-get-shared-events-calendars). */
export function mayAddressOthers(path: string, { scopes }: AccessToken): boolean {
  return CALENDAR_PATH.test(path) && scopes.some((scope) => /^Calendars\..+\.Shared$/.test(scope));
}
