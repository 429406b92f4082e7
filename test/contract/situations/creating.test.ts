// Situations of creating an event on either side; the numbers are those of the map in test/README.md.
import { beforeEach, expect, test } from 'vitest';
import { createOfficeWorld, type OfficeWorld } from '../../support/office-world.ts';
import { guests } from '../../support/sync-world.ts';

const PRESS = 'press@elsewhere.example';
let office: OfficeWorld;

beforeEach(() => {
  office = createOfficeWorld();
});

test("3: an event made in Outlook arrives once in its organizer's calendar, with its values and without a call", async () => {
  const { ada } = office;
  await ada.connect();
  await ada.create({ subject: 'Review', location: { displayName: 'Room Aalto' }, importance: 'high' });
  office.takeWrites();
  await ada.sync();
  const [event] = office.events('Review');
  expect(event).toMatchObject({ organizerUserId: ada.userId, meeting: { importance: 'high' } });
  expect(event?.meeting.when).toMatchObject({ start: '2026-11-27T10:00:00', zone: 'Europe/Berlin' });
  await ada.sync();
  expect(office.events('Review')).toHaveLength(1);
  expect(office.takeWrites()).toEqual([]);
});

test("4: a guest's copy of a meeting whose organizer is a user here belongs to that organizer once he connects", async () => {
  const { ada, bo } = office;
  await ada.create({ subject: 'Review', attendees: [attendee(bo.address)] });
  await bo.connect();
  expect(office.events('Review')).toHaveLength(1);
  await ada.connect();
  expect(office.events('Review')).toMatchObject([{ organizerUserId: ada.userId }]);
});

test("5: a guest's copy of a meeting from outside has no organizer here", async () => {
  const { ada, bo } = office;
  await bo.create({ subject: 'Review', attendees: [attendee(ada.address)] });
  await ada.connect();
  expect(office.events('Review')).toMatchObject([{ organizerUserId: null }]);
});

test('6: addresses in other letter case are the same people', async () => {
  const { ada, bo } = office;
  await ada.connect();
  await bo.connect();
  await ada.create({ subject: 'Review', attendees: [attendee('BO@Contoso.Example')] });
  await ada.sync();
  await bo.sync();
  const [event, ...others] = office.events('Review');
  expect(others).toEqual([]);
  expect(Object.keys(event?.meeting.guests ?? {})).toEqual([bo.address]);
  expect(event?.participations.get(bo.userId)?.answer).toBe('notResponded');
});

test('8: an event made here is created by exactly one call, with everything it says', async () => {
  const { ada } = office;
  await ada.connect();
  office.takeWrites();
  ada.add({ subject: 'Launch', sensitivity: 'private', guests: guests(PRESS) });
  await ada.sync();
  await ada.sync();
  expect(office.takeWrites()).toEqual(['ada POST /me/calendars/…/events']);
  const [item, ...others] = await ada.items('Launch');
  expect(others).toEqual([]);
  expect(item).toMatchObject({ sensitivity: 'private', attendees: [{ emailAddress: { address: PRESS } }] });
});

test("9: a sync of somebody else never creates the organizer's event", async () => {
  const { ada, bo } = office;
  await bo.connect();
  office.takeWrites();
  ada.add({ subject: 'Launch', guests: guests(bo.address) });
  await bo.sync();
  expect(office.takeWrites()).toEqual([]);
});

test('16: an Outlook event without an organizer comes here as the own event of the mailbox that holds it', async () => {
  const { ada } = office;
  await ada.connect();
  await ada.create({ subject: 'Optician' });
  await ada.sync();
  expect(office.events('Optician')).toMatchObject([{ status: 'live', organizerUserId: ada.userId }]);
});

test('17: without a sensitivity an event is normal', async () => {
  const { ada } = office;
  await ada.connect();
  await ada.create({ subject: 'Walk' });
  await ada.sync();
  expect(office.events('Walk')[0]?.meeting.sensitivity).toBe('normal');
});

test('18: an event becomes a Teams meeting only when the user asks, and then its link arrives here', async () => {
  const { ada } = office;
  await ada.connect();
  ada.add({ subject: 'In person' });
  const remote = ada.add({ subject: 'Remote', onlineMeeting: { provider: 'teamsForBusiness', joinUrl: null } });
  await ada.sync();
  expect(await ada.items('In person')).toMatchObject([{ isOnlineMeeting: false }]);
  const [item] = await ada.items('Remote');
  expect(item).toMatchObject({ isOnlineMeeting: true });
  await ada.sync();
  expect(remote.meeting.onlineMeeting?.joinUrl).toBe(item?.onlineMeeting?.joinUrl);
});

test('19: time off goes out as it is, without an online meeting', async () => {
  const { ada } = office;
  await ada.connect();
  const when = { start: '2026-12-21', end: '2026-12-25', zone: 'Europe/Berlin', isAllDay: true };
  ada.add({ subject: 'Holiday', when, showAs: 'oof' });
  await ada.sync();
  expect(await ada.items('Holiday')).toMatchObject([{ isAllDay: true, showAs: 'oof', isOnlineMeeting: false }]);
});

test('20: a guest who syncs before the organizer creates nothing; the organizer creates it once', async () => {
  const { ada, bo } = office;
  await bo.connect();
  ada.add({ subject: 'Launch', guests: guests(bo.address) });
  await bo.sync();
  expect(await bo.items('Launch')).toEqual([]);
  await ada.connect();
  await bo.sync();
  expect(await ada.items('Launch')).toHaveLength(1);
  expect(await bo.items('Launch')).toHaveLength(1);
  expect(office.events('Launch')).toHaveLength(1);
});

test('21: a copy that somebody makes of an event, here and in Outlook, is one more event on both sides', async () => {
  const { ada } = office;
  await ada.connect();
  ada.add({ subject: 'Launch' });
  await ada.sync();
  ada.add({ subject: 'Launch' });
  await ada.create({ subject: 'Launch' });
  await ada.sync();
  await ada.sync();
  expect(office.events('Launch')).toHaveLength(3);
  expect(await ada.items('Launch')).toHaveLength(3);
});

test('22: an event made before the first sync is in its review, and goes out without its guests', async () => {
  const { ada } = office;
  const event = ada.add({ subject: 'Launch', guests: guests(PRESS) });
  await ada.connect({ phase: 'reviewing' });
  expect(await ada.items('Launch')).toEqual([]);
  await ada.confirm('quiet');
  expect(await ada.items('Launch')).toMatchObject([{ attendees: [] }]);
  expect(event.withheld.map(({ address }) => address)).toEqual([PRESS]);
  expect(office.takeMails()).toEqual([]);
});

test('23: an earlier event is pushed exactly once, however often and by whomever is synced', async () => {
  const { ada, bo } = office;
  await bo.connect();
  ada.add({ subject: 'Launch', guests: guests(bo.address) });
  await ada.connect({ phase: 'reviewing' });
  await ada.confirm('invite', 1);
  for (const colleague of [bo, ada, bo, ada]) await colleague.sync();
  expect(await ada.items('Launch')).toHaveLength(1);
  expect(office.takeMails()).toEqual([`invitation ${bo.address}`]);
});

test('125: whoever creates it, an event is mailed once, by the mailbox of its organizer, or by nobody', async () => {
  const { ada, bo, chidi } = office;
  await ada.connect();
  await bo.connect();
  ada.add({ subject: 'For myself', guests: guests(bo.address) });
  ada.add({ subject: 'Nobody invited' });
  chidi.add({ subject: 'Organizer not connected', guests: guests(PRESS) });
  for (const colleague of [bo, ada, bo]) await colleague.sync();
  expect(office.takeMails()).toEqual([`invitation ${bo.address}`]);
});

function attendee(address: string) {
  return { emailAddress: { address }, type: 'required' };
}
