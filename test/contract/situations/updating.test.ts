// Situations of changing an event on either side; the numbers are those of the map in test/README.md.
import { beforeEach, expect, test } from 'vitest';
import type { StoredEvent } from '../../support/memory-store.ts';
import { createMeetingOfTwo, type OfficeWorld } from '../../support/office-world.ts';

let office: OfficeWorld;
let meeting: StoredEvent;

beforeEach(async () => {
  ({ office, meeting } = await createMeetingOfTwo());
});

test('25: a new title is one PATCH that says only that', async () => {
  const { ada } = office;
  const before = (await ada.items('Launch'))[0];
  office.edit(meeting, { subject: 'Big launch' });
  await ada.sync();
  expect(office.takeWrites()).toEqual(['ada PATCH /me/events/…']);
  const [after] = await ada.items('Big launch');
  expect(after).toMatchObject({ start: before?.start, body: before?.body, isOnlineMeeting: false });
});

test('26: a meeting field that changed here goes out by its organizer, never through a guest’s mailbox', async () => {
  const { ada, bo } = office;
  office.edit(meeting, { subject: 'Big launch' });
  await bo.sync();
  expect(office.takeWrites()).toEqual([]);
  await ada.sync();
  expect(office.takeWrites()).toEqual(['ada PATCH /me/events/…']);
  await bo.sync();
  expect(await bo.items('Big launch')).toHaveLength(1);
});

test("38: a new title in the organizer's Outlook arrives here", async () => {
  const { ada } = office;
  const [item] = await ada.items('Launch');
  await ada.graph('PATCH', `/me/events/${item?.id}`, { subject: 'Big launch' });
  office.takeWrites();
  await ada.sync();
  expect(meeting.meeting.subject).toBe('Big launch');
  expect(office.takeWrites()).toEqual([]);
});

test("39: the guest's copy of it, another id of the same meeting, is no second event and no second edit", async () => {
  const { ada, bo } = office;
  const [item] = await ada.items('Launch');
  await ada.graph('PATCH', `/me/events/${item?.id}`, { subject: 'Big launch' });
  office.takeWrites();
  for (const colleague of [bo, ada, bo]) await colleague.sync();
  expect(office.events('Big launch')).toEqual([meeting]);
  expect(office.takeWrites()).toEqual([]);
});

test('55: an edit in Outlook of an event two weeks ago is taken over; no clock decides', async () => {
  const { ada } = office;
  const when = { start: '2026-11-10T10:00:00', end: '2026-11-10T11:00:00', zone: 'Europe/Berlin', isAllDay: false };
  const past = ada.add({ subject: 'Retrospective', when });
  await ada.sync();
  const [item] = await ada.items('Retrospective');
  await ada.graph('PATCH', `/me/events/${item?.id}`, { subject: 'Retrospective, minutes' });
  await ada.sync();
  expect(past.meeting.subject).toBe('Retrospective, minutes');
});

test('127: an empty calendar stays empty when an event of another one changes', async () => {
  const { ada } = office;
  const other = await ada.graph<{ id: string }>('POST', '/me/calendars', { name: 'Hobby' });
  const [item] = await ada.items('Launch');
  await ada.graph('PATCH', `/me/events/${item?.id}`, { subject: 'Big launch' });
  await ada.sync();
  const { value } = await ada.graph<{ value: unknown[] }>('GET', `/me/calendars/${other.id}/events`);
  expect(value).toEqual([]);
});

test('126: who organizes it is changed before it was ever sent: it stays, and only the new organizer creates it', async () => {
  const { ada, bo } = office;
  const draft = ada.add({ subject: 'Handed over' });
  draft.organizerUserId = bo.userId;
  draft.participations.set(bo.userId, {
    answer: 'organizer',
    reminderMinutes: 15,
    showAs: 'busy',
    categories: [],
    isHidden: false,
  });
  for (const colleague of [ada, bo, ada]) await colleague.sync();
  expect(draft.status).toBe('live');
  expect(office.takeWrites()).toEqual(['bo POST /me/calendars/…/events']);
});
