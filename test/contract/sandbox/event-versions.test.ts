// Versions, transactions and ids of events: what addresses one, what a write must name, and what is left of a deleted one.
import { beforeEach, expect, test } from 'vitest';
import {
  at,
  BO,
  type Event,
  expectStatus,
  invite,
  type MeetingWorld,
  openMeetingWorld,
  type Refusal,
  times,
} from './meeting-world.ts';

let world: MeetingWorld;

beforeEach(() => {
  world = openMeetingWorld();
});

const morning = times('2026-12-01T09:00:00', '2026-12-01T10:00:00');
const IMMUTABLE = { prefer: 'IdType="ImmutableId"' };

async function patch(event: Pick<Event, 'id'>, body: Record<string, unknown>): Promise<Event> {
  return expectStatus(await world.ada.patch<Event>(`/me/events/${event.id}`, body), 200).body;
}

test('an If-Match of another version is refused, and changes nothing', async () => {
  const event = await world.add();
  await patch(event, { subject: 'Second' });
  const stale = { 'if-match': event['@odata.etag'] };
  const answer = await world.ada.patch<Refusal>(`/me/events/${event.id}`, { subject: 'Third' }, stale);
  expect([answer.status, answer.body.error.code]).toEqual([412, 'ErrorIrresolvableConflict']);
  expect((await world.ada.delete(`/me/events/${event.id}`, stale)).status).toBe(412);
  await world.control('PUT', '/settings', { versionMismatch: 409 });
  expect((await world.ada.patch(`/me/events/${event.id}`, { subject: 'Third' }, stale)).status).toBe(409);
  expect((await world.ada.patch(`/me/events/${event.id}`, { subject: 'Third' }, { 'if-match': '*' })).status).toBe(200);
});

test('a repeated transaction answers with the event that it made, or is refused', async () => {
  const event = await world.add({ transactionId: 'one', attendees: invite(BO) });
  world.takeMails();
  const again = await world.add({ transactionId: 'one', attendees: invite(BO) });
  expect([again.id, world.takeMails()]).toEqual([event.id, []]);
  await world.control('PUT', '/settings', { repeatedTransaction: 409 });
  expect((await world.ada.post('/me/events', { ...morning, transactionId: 'one' })).status).toBe(409);
});

test('ids look like Microsoft’s, and both kinds address the event', async () => {
  const event = await world.add();
  const immutable = (await world.ada.get<Event>(`/me/events/${event.id}`, IMMUTABLE)).body.id;
  expect(event.id).toMatch(/^AAMkA[\w-]{146}=$/);
  expect(immutable).toMatch(/^AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A[\w-]{32}$/);
  expect((await world.ada.get<Event>(`/me/events/${immutable}`)).body.id).toBe(event.id);
  expect(event.changeKey).toMatch(/^[\w+/]{30}==$/);
});

test('an id that could be none is malformed, one that isn’t there is not found', async () => {
  const event = await world.add();
  const [malformed, missing] = [
    await world.ada.get<Refusal>('/me/events/nothing'),
    await world.bo.get<Refusal>(`/me/events/${event.id}`),
  ];
  expect([malformed.status, malformed.body.error.code]).toEqual([400, 'ErrorInvalidIdMalformed']);
  expect([missing.status, missing.body.error.code]).toEqual([404, 'ErrorItemNotFound']);
});

test('a deleted event answers by its immutable id alone, and a purged one not at all', async () => {
  const event = await world.add();
  const { id } = (await world.ada.get<Event>(`/me/events/${event.id}`, IMMUTABLE)).body;
  expectStatus(await world.ada.delete(`/me/events/${event.id}`), 204);
  expect((await world.ada.get(`/me/events/${event.id}`)).status).toBe(404);
  const kept = await world.ada.get<Event>(`/me/events/${id}`);
  expect([kept.status, kept.body.id === event.id]).toEqual([200, false]);
  expect((await world.ada.patch(`/me/events/${id}`, { subject: 'Back' })).status).toBe(404);
  const purged = await world.add();
  const immutable = (await world.ada.get<Event>(`/me/events/${purged.id}`, IMMUTABLE)).body.id;
  expectStatus(await world.ada.post(`/me/events/${purged.id}/permanentDelete`), 204);
  expect((await world.ada.get(`/me/events/${immutable}`)).status).toBe(404);
});

test('reminders are put off and done with', async () => {
  const event = await world.add();
  const newReminderTime = at('2026-12-01T08:55:00');
  const snoozed = await world.ada.post(`/me/events/${event.id}/snoozeReminder`, { newReminderTime });
  const dismissed = await world.ada.post(`/me/events/${event.id}/dismissReminder`);
  expect([snoozed.status, snoozed.text, dismissed.status, dismissed.text]).toEqual([200, '', 200, '']);
  expect((await world.ada.post(`/me/events/${event.id}/snoozeReminder`, {})).status).toBe(400);
});

test('an event that was archived and imported again has other ids of both kinds, and what else it was', async () => {
  const event = await world.add({ subject: 'Imported' });
  const immutable = (await world.ada.get<Event>(`/me/events/${event.id}`, IMMUTABLE)).body.id;
  await world.control('PUT', '/faults', { rules: [{ match: { times: 1 }, effect: { reimported: true } }] });
  expect((await world.ada.get(`/me/events/${immutable}`)).status).toBe(404);
  expect((await world.ada.get(`/me/events/${event.id}`)).status).toBe(404);
  const listed = await world.ada.get<{ value: Event[] }>("/me/events?$filter=subject eq 'Imported'", IMMUTABLE);
  expect(listed.body.value).toHaveLength(1);
  expect(listed.body.value[0]?.iCalUId).toBe(event.iCalUId);
  expect(listed.body.value[0]?.id).not.toBe(immutable);
});
