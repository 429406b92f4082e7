// Situations of deleting and archiving an event on either side; the numbers are those of the map in test/README.md.
import { beforeEach, expect, test } from 'vitest';
import type { StoredEvent } from '../../support/memory-store.ts';
import { createMeetingOfTwo, type OfficeWorld } from '../../support/office-world.ts';

let office: OfficeWorld;
let meeting: StoredEvent;

beforeEach(async () => {
  ({ office, meeting } = await createMeetingOfTwo());
});

test.each([
  [56, 'deleted'],
  [58, 'archived'],
] as const)('%i: %s by its organizer, it is deleted in Outlook once, and its guest is told', async (_, status) => {
  const { ada, bo } = office;
  office.end(meeting, status);
  for (const colleague of [bo, ada, bo, ada]) await colleague.sync();
  expect(office.takeWrites()).toEqual(['ada DELETE /me/events/…']);
  expect(office.takeMails()).toEqual([`cancellation ${bo.address}`]);
  expect(await ada.items('Launch')).toEqual([]);
  expect(meeting.status).toBe(status);
});

test.each([57, 59])('%i: a guest’s deletion hides it for that guest, and ends it for nobody', async () => {
  const { ada, bo } = office;
  const own = meeting.participations.get(bo.userId);
  if (own) meeting.participations.set(bo.userId, { ...own, answer: 'declined', isHidden: true });
  meeting.version += 1;
  for (const colleague of [ada, bo, ada]) await colleague.sync();
  expect(office.takeWrites()).toEqual(['bo POST /me/events/…/decline']);
  expect(office.takeMails()).toEqual([]);
  expect(await ada.items('Launch')).toHaveLength(1);
  expect(meeting.status).toBe('live');
});

test('60: several archived at once are deleted one by one', async () => {
  const { ada } = office;
  const others = ['One', 'Two', 'Three'].map((subject) => ada.add({ subject }));
  await ada.sync();
  office.takeWrites();
  for (const event of others) office.end(event, 'archived');
  await ada.sync();
  expect(office.takeWrites()).toEqual(Array(3).fill('ada DELETE /me/events/…'));
});

test("61: removed in its organizer's Outlook, it is archived here", async () => {
  const { ada } = office;
  const [item] = await ada.items('Launch');
  await ada.graph('DELETE', `/me/events/${item?.id}`);
  office.takeWrites();
  await ada.sync();
  expect(meeting.status).toBe('archived');
  expect(office.takeWrites()).toEqual([]);
});

test.each([62, 78])("%i: removed in a guest's Outlook, it is hidden and declined for that guest alone", async () => {
  const { ada, bo } = office;
  const [item] = await bo.items('Launch');
  await bo.graph('DELETE', `/me/events/${item?.id}`);
  await bo.sync();
  expect(meeting.status).toBe('live');
  expect(meeting.participations.get(bo.userId)).toMatchObject({ isHidden: true, answer: 'declined' });
  expect(meeting.participations.get(ada.userId)?.isHidden).toBe(false);
});

test('un-archived, it is created once more and invites its guests', async () => {
  const { ada, bo } = office;
  office.end(meeting, 'archived');
  await ada.sync();
  await bo.sync();
  office.takeMails();
  office.revive(meeting);
  for (const colleague of [ada, bo, ada, bo]) await colleague.sync();
  expect(office.takeMails()).toEqual([`invitation ${bo.address}`]);
  expect(await ada.items('Launch')).toHaveLength(1);
  expect(office.events('Launch')).toEqual([meeting]);
});
