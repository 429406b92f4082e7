// A calendar of five events for tests of query options, so that the seeded ones don't count.
import { expect } from 'vitest';
import { type GraphUser, openSandbox } from './sandbox-client.ts';

export interface Page {
  '@odata.context': string;
  '@odata.nextLink'?: string;
  '@odata.count'?: number;
  value: Record<string, unknown>[];
}

export const PROPERTY = 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Color';

/** A time in December 2026. */
export const at = (day: number, hour: string) => ({ dateTime: `2026-12-${day}T${hour}:00:00`, timeZone: 'UTC' });
const EVENTS = [
  { subject: 'Alpha', start: at(10, '09'), end: at(10, '10'), showAs: 'free', categories: ['Red', 'Blue'] },
  { subject: 'bravo', start: at(11, '09'), end: at(11, '11'), importance: 'high', isReminderOn: false },
  {
    subject: "Charlie's",
    start: at(12, '09'),
    end: at(12, '10'),
    reminderMinutesBeforeStart: 30,
    location: { displayName: 'Hall' },
  },
  {
    subject: 'Delta alpha',
    start: { dateTime: '2026-12-13T09:00:00', timeZone: 'Europe/Berlin' },
    end: { dateTime: '2026-12-13T10:00:00', timeZone: 'Europe/Berlin' },
    singleValueExtendedProperties: [{ id: PROPERTY, value: 'Green' }],
  },
  {
    subject: 'Echo',
    start: at(14, '09'),
    end: at(14, '10'),
    extensions: [{ '@odata.type': 'microsoft.graph.openTypeExtension', extensionName: 'com.example.note', level: 3 }],
  },
];

/** @returns Ada, and the path of the calendar's events */
export async function openQueries(): Promise<{ ada: GraphUser; list: string }> {
  const ada = openSandbox().as('ada');
  const { body: calendar } = await ada.post<{ id: string }>('/me/calendars', { name: 'Queries' });
  const list = `/me/calendars/${calendar.id}/events`;
  for (const event of EVENTS) expect((await ada.post(list, event)).status).toBe(201);
  return { ada, list };
}

export const subjects = (page: Page) => page.value.map(({ subject }) => subject);

/** Query options, encoded. */
export const query = (options: Record<string, string>) =>
  Object.entries(options)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
