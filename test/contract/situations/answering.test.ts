// Situations of answering an invitation on either side; the numbers are those of the map in test/README.md.
import { beforeEach, expect, test } from 'vitest';
import type { ResponseType } from '../../../graph/models/event.ts';
import type { StoredEvent } from '../../support/memory-store.ts';
import { createMeetingOfTwo, type OfficeWorld } from '../../support/office-world.ts';

let office: OfficeWorld;
let meeting: StoredEvent;

beforeEach(async () => {
  ({ office, meeting } = await createMeetingOfTwo());
});

function answerHere(event: StoredEvent, answer: ResponseType): void {
  office.edit(event, { answer }, office.bo);
}

test.each([
  [74, 'accepted', 'accept'],
  [75, 'declined', 'decline'],
] as const)(
  "%i: %s here, it goes out through the guest's own copy and tells the organizer once",
  async (_, answer, action) => {
    const { ada, bo } = office;
    answerHere(meeting, answer);
    for (const colleague of [ada, bo, ada, bo]) await colleague.sync();
    expect(office.takeWrites()).toEqual([`bo POST /me/events/…/${action}`]);
    expect(office.takeMails()).toEqual([`response ${ada.address}`]);
  },
);

test('76: accepted in Outlook, the guest sees it here', async () => {
  const { bo } = office;
  const [item] = await bo.items('Launch');
  await bo.graph('POST', `/me/events/${item?.id}/accept`, { sendResponse: true });
  await bo.sync();
  expect(meeting.participations.get(bo.userId)?.answer).toBe('accepted');
});

test.each([
  [77, 'accept', 'accepted'],
  [79, 'decline', 'declined'],
] as const)(
  '%i: %sed in Outlook, the organizer sees it here, and nobody is mailed again',
  async (_, action, answer) => {
    const { ada, bo } = office;
    const [item] = await bo.items('Launch');
    await bo.graph('POST', `/me/events/${item?.id}/${action}`, { sendResponse: true });
    office.takeMails();
    office.takeWrites();
    await ada.sync();
    expect(meeting.responses[bo.address]).toBe(answer);
    expect(office.takeMails()).toEqual([]);
    expect(office.takeWrites()).toEqual([]);
  },
);

test('81: an organizer from outside is answered through the own copy: accepted, then declined', async () => {
  const { bo, chidi } = office;
  await chidi.create({
    subject: 'Town hall',
    attendees: [{ emailAddress: { address: bo.address }, type: 'required' }],
  });
  await bo.sync();
  const [event] = office.events('Town hall');
  if (!event) throw new Error('The invitation did not arrive.');
  office.takeMails();
  answerHere(event, 'accepted');
  await bo.sync();
  answerHere(event, 'declined');
  await bo.sync();
  expect(office.takeMails()).toEqual([`response ${chidi.address}`, `response ${chidi.address}`]);
});
