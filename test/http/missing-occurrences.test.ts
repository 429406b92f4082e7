// A date that is missing from a series: gone for everybody in the organizer's copy, for one guest alone in that guest's copy.
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventList } from '../../server/schemas/events.ts';
import type { ConnectedUser } from '../support/connected-user.ts';
import { type SyncServer, startSyncServer } from '../support/sync-server.ts';

let world: SyncServer;
let ada: ConnectedUser;
let bo: ConnectedUser;
let first: Temporal.PlainDate;

/** A weekly series of Ada's with Bo as its guest; both are connected. */
beforeAll(async () => {
  world = await startSyncServer();
  ada = await world.userFor('ada');
  bo = await world.userFor('bo');
  first = Temporal.Now.plainDateISO('UTC').add({ days: 7 });
  await ada.outlook('POST', '/me/events', {
    subject: 'Stand-up',
    start: { dateTime: `${first.toString()}T10:00:00`, timeZone: 'UTC' },
    end: { dateTime: `${first.toString()}T10:15:00`, timeZone: 'UTC' },
    attendees: [{ emailAddress: { address: 'bo@contoso.example' }, type: 'required' }],
    recurrence: {
      pattern: { type: 'daily', interval: 7 },
      range: { type: 'numbered', startDate: first.toString(), numberOfOccurrences: 4 },
    },
  });
  for (const user of [ada, bo]) {
    await user.connect();
    await user.confirm('quiet');
  }
});
afterAll(() => world.close());

test('all dates are there, for both', async () => {
  expect(await datesOf(ada)).toEqual([0, 7, 14, 21]);
  expect(await datesOf(bo)).toEqual([0, 7, 14, 21]);
});

test('a date that a guest deletes in Outlook is missing for that guest alone, and mails nobody by us', async () => {
  await deleteOccurrence(bo, 1);
  world.takeMails();
  await bo.sync();
  await ada.sync();
  expect(await datesOf(bo)).toEqual([0, 14, 21]);
  expect(await datesOf(ada)).toEqual([0, 7, 14, 21]);
  expect(world.takeMails()).toEqual([]);
});

test('a date that the organizer deletes in Outlook is missing for both', async () => {
  await deleteOccurrence(ada, 2);
  await ada.sync();
  await bo.sync();
  expect(await datesOf(ada)).toEqual([0, 7, 21]);
  expect(await datesOf(bo)).toEqual([0, 21]);
});

/** Days after the first one. */
async function datesOf({ session }: ConnectedUser): Promise<number[]> {
  const from = first.subtract({ days: 1 }).toString();
  const to = first.add({ days: 40 }).toString();
  const path = `/api/events?from=${from}T00:00:00Z&to=${to}T00:00:00Z`;
  const { events } = await session.call<EventList>('GET', path);
  return events
    .filter(({ subject, status }) => subject === 'Stand-up' && status === 'live')
    .map(({ when }) => first.until(Temporal.PlainDate.from(when.start.slice(0, 10))).days)
    .toSorted((one, other) => one - other);
}

async function deleteOccurrence(user: ConnectedUser, index: number): Promise<void> {
  const from = first.subtract({ days: 1 }).toString();
  const to = first.add({ days: 40 }).toString();
  const window = `startDateTime=${from}T00:00:00Z&endDateTime=${to}T00:00:00Z&$top=100`;
  const { value } = await user.outlook<{ value: { id: string; subject: string; start: { dateTime: string } }[] }>(
    'GET',
    `/me/calendarView?${window}`,
  );
  const day = first.add({ days: index * 7 }).toString();
  const occurrence = value.find(({ subject, start }) => subject === 'Stand-up' && start.dateTime.startsWith(day));
  if (!occurrence) throw new Error(`No occurrence on ${day}.`);
  await user.outlook('DELETE', `/me/events/${occurrence.id}`);
}
