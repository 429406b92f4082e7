// Situation 53, another organizer, in every order in which the mailboxes of old organizer, new organizer and guest may sync.
import { expect, test } from 'vitest';
import type { StoredEvent } from '../../support/memory-store.ts';
import { type Colleague, createMeetingOfTwo, type OfficeWorld } from '../../support/office-world.ts';
import { guests } from '../../support/sync-world.ts';

const NAMES = ['ada', 'bo', 'chidi'] as const;
const ORDERS = NAMES.flatMap((one) => NAMES.flatMap((two) => NAMES.map((three) => [one, two, three] as const)));

test.each(ORDERS)('53: %s, %s, %s: created once by the new organizer, ended once by the old one', async (...order) => {
  const { office, meeting } = await createMeetingOfTwo();
  const { ada, bo, chidi } = office;
  await chidi.connect();
  office.edit(meeting, { guests: guests(bo.address, chidi.address) });
  for (const colleague of [ada, chidi, ada]) await colleague.sync();
  office.takeWrites();
  office.takeMails();
  handOver(office, meeting, ada, bo);
  for (const name of order) await office[name].sync();
  for (const colleague of [bo, ada, chidi, bo, ada, chidi]) await colleague.sync();
  expect(office.takeWrites().toSorted()).toEqual(['ada DELETE /me/events/…', 'bo POST /me/calendars/…/events']);
  expect(office.takeMails().toSorted()).toEqual([
    `cancellation ${bo.address}`,
    `cancellation ${chidi.address}`,
    `invitation ${ada.address}`,
    `invitation ${chidi.address}`,
  ]);
  expect(office.events('Launch')).toEqual([meeting]);
  expect(meeting.status).toBe('live');
  expect(await bo.items('Launch')).toMatchObject([{ isOrganizer: true }]);
  for (const colleague of [ada, chidi]) expect(await liveItems(colleague)).toMatchObject([{ isOrganizer: false }]);
});

/** As the server does when a meeting is handed over. */
function handOver(office: OfficeWorld, meeting: StoredEvent, from: Colleague, to: Colleague): void {
  office.advance({ seconds: 1 });
  const { [to.address]: _, ...others } = meeting.meeting.guests;
  meeting.version += 1;
  meeting.organizerUserId = to.userId;
  meeting.responses = {};
  meeting.meeting = { ...meeting.meeting, guests: { ...others, ...guests(from.address) } };
  const part = (userId: string) => meeting.participations.get(userId);
  const [old, own] = [part(from.userId), part(to.userId)];
  if (old) meeting.participations.set(from.userId, { ...old, answer: 'notResponded' });
  if (own) meeting.participations.set(to.userId, { ...own, answer: 'organizer' });
}

async function liveItems(colleague: Colleague) {
  return (await colleague.items('Launch')).filter(({ isCancelled }) => !isCancelled);
}
