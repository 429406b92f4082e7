// What Outlook makes of a create or an update, for the in-memory Outlook.
import type { GraphEventPatch } from '../../graph/models/event.ts';
import { isUsableAddress } from '../../sync/core/values.ts';
import { ianaFromOutlook } from '../../sync/core/zones.ts';
import type { EventValues, Guest, SeenVersion } from '../../sync/index.ts';

/** What Outlook fills in where a create says nothing. */
export const EMPTY_VALUES: EventValues = {
  subject: '',
  body: '',
  when: { start: '2026-01-01T00:00:00', end: '2026-01-01T00:30:00', zone: 'UTC', isAllDay: false },
  places: [],
  rule: null,
  guests: {},
  sensitivity: 'normal',
  importance: 'normal',
  onlineMeeting: null,
  answer: 'organizer',
  reminderMinutes: 15,
  showAs: 'busy',
  categories: [],
};

/** The values after a patch. */
export function patched(before: EventValues, patch: GraphEventPatch): EventValues {
  const values = structuredClone(before);
  if (patch.subject !== undefined) values.subject = patch.subject;
  // Like Outlook, what comes back is not what was sent.
  if (patch.body) values.body = `<html>\r\n<body>${patch.body.content}</body></html>`;
  if (patch.start && patch.end) values.when = whenOf(patch.start, patch.end, patch.isAllDay ?? false);
  if (patch.locations)
    values.places = patch.locations.map(({ displayName, ...details }) => ({ name: displayName ?? '', details }));
  if (patch.attendees) values.guests = guestsOf(patch.attendees);
  if (patch.sensitivity) values.sensitivity = patch.sensitivity;
  if (patch.importance) values.importance = patch.importance;
  if (patch.showAs) values.showAs = patch.showAs;
  if (patch.categories) values.categories = patch.categories.toSorted();
  if (patch.isOnlineMeeting)
    values.onlineMeeting = { provider: 'teamsForBusiness', joinUrl: 'https://teams.example/join' };
  if (patch.isReminderOn !== undefined)
    values.reminderMinutes = patch.isReminderOn ? (patch.reminderMinutesBeforeStart ?? 15) : null;
  return values;
}

/** Whoever the values name, and whoever stands there without a usable address. */
export function attendeesOf({ attendees, values, responses }: SeenVersion): SeenVersion['attendees'] {
  const guests = Object.entries(values.guests).map(([key, { address, name, type }]) => ({
    emailAddress: { address, name },
    type,
    status: { response: responses[key] ?? 'none', time: null },
  }));
  return [...attendees.filter(({ emailAddress }) => !isUsableAddress(emailAddress.address)), ...guests];
}

function whenOf(
  start: { dateTime: string; timeZone: string },
  end: { dateTime: string },
  isAllDay: boolean,
): EventValues['when'] {
  const length = isAllDay ? 10 : 19;
  return {
    start: start.dateTime.slice(0, length),
    end: end.dateTime.slice(0, length),
    zone: ianaFromOutlook(start.timeZone),
    isAllDay,
  };
}

function guestsOf(attendees: NonNullable<GraphEventPatch['attendees']>): Record<string, Guest> {
  return Object.fromEntries(
    attendees.map(({ emailAddress, type }) => {
      const address = emailAddress.address ?? '';
      return [address.toLowerCase(), { address, name: emailAddress.name ?? '', type }];
    }),
  );
}
