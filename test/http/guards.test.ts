// A guard's question reaches the user, and his answer the sync.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventView } from '../../server/schemas/events.ts';
import type { ParkedList } from '../../server/schemas/mailbox.ts';
import type { ConnectedUser } from '../support/connected-user.ts';
import { NEXT_MONTH, NEXT_MONTH_RANGE } from '../support/next-month.ts';
import { type SyncServer, startSyncServer } from '../support/sync-server.ts';

const EVENTS = 20;
let world: SyncServer;
let ada: ConnectedUser;

beforeAll(async () => {
  world = await startSyncServer();
  ada = await world.connectedUserFor('ada');
  const time = (dateTime: string) => ({ dateTime, timeZone: 'W. Europe Standard Time' });
  const made: string[] = [];
  for (let number = 0; number < EVENTS; number += 1) {
    const body = { subject: `Many ${number}`, start: time(NEXT_MONTH.start), end: time(NEXT_MONTH.end) };
    made.push((await ada.outlook<{ id: string }>('POST', '/me/events', body)).id);
  }
  await ada.sync();
  for (const id of made) await ada.outlook('DELETE', `/me/events/${id}`);
  await ada.sync();
});
afterAll(() => world.close());

const parked = async () => (await ada.session.call<ParkedList>('GET', '/api/mailbox/parked')).parked;
const living = async () => {
  const { events } = await ada.session.call<{ events: EventView[] }>('GET', `/api/events?${NEXT_MONTH_RANGE}`);
  return events.filter((event) => event.subject.startsWith('Many')).length;
};
const decide = (fingerprint: string, decision: 'release' | 'dismiss') =>
  ada.session.request('POST', `/api/mailbox/parked/${encodeURIComponent(fingerprint)}`, { body: { decision } });

test('many deletions in Outlook wait for an answer, and nothing is archived meanwhile', async () => {
  expect(await ada.mailbox()).toMatchObject({ state: 'needs_attention', attention: EVENTS });
  expect((await parked())[0]).toMatchObject({ guard: 'many deletions here', question: expect.stringContaining('20') });
  expect(await living()).toBe(EVENTS);
});

test('what is released is done, what is dismissed is not asked again', async () => {
  const [first, second] = await parked();
  expect((await decide(first?.fingerprint ?? '', 'release')).status).toBe(204);
  expect((await decide(second?.fingerprint ?? '', 'dismiss')).status).toBe(204);
  await ada.sync();
  await ada.sync();
  expect(await living()).toBe(EVENTS - 1);
  expect(await parked()).toHaveLength(EVENTS - 2);
});

test('a question that is not open cannot be answered', async () => {
  expect(await decide('unknown', 'release')).toMatchObject({ status: 404, json: { error: { code: 'not_found' } } });
});
