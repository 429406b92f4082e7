// Event messages: what meetings bring into the inbox, read only, with the event that each is about.
import { beforeEach, expect, test } from 'vitest';
import { BO, type Event, expectStatus, invite, type MeetingWorld, openMeetingWorld, times } from './meeting-world.ts';
import type { GraphUser } from './sandbox-client.ts';

interface Message {
  '@odata.type': string;
  id: string;
  subject: string;
  meetingMessageType: string;
  isOutOfDate: boolean;
  event?: Event;
  [name: string]: unknown;
}

let world: MeetingWorld;
let event: Event;

beforeEach(async () => {
  world = openMeetingWorld();
  event = await world.add({ attendees: invite(BO), location: { displayName: 'Room Aalto' } });
});

async function newest(user: GraphUser, query = ''): Promise<Message> {
  const answer = expectStatus(await user.get<{ value: Message[] }>(`/me/messages?$top=1${query}`), 200);
  const [message] = answer.body.value;
  if (!message) throw new Error('The inbox is empty.');
  return message;
}

async function act(user: GraphUser, action: string, body?: unknown): Promise<void> {
  const { id } = user === world.ada ? event : await world.copy(user, event);
  expectStatus(await user.post(`/me/events/${id}/${action}`, body), 202);
}

test('an invitation is a new meeting request', async () => {
  expect(await newest(world.bo)).toMatchObject({
    '@odata.type': '#microsoft.graph.eventMessageRequest',
    subject: 'Launch',
    from: { emailAddress: { name: 'Ada Lindqvist', address: 'ada@contoso.example' } },
    toRecipients: [{ emailAddress: { address: BO } }],
    receivedDateTime: '2026-11-24T09:00:00Z',
    meetingMessageType: 'meetingRequest',
    meetingRequestType: 'newMeetingRequest',
    startDateTime: { dateTime: '2026-12-01T08:00:00.0000000', timeZone: 'UTC' },
    location: { displayName: 'Room Aalto' },
    type: 'singleInstance',
    previousStartDateTime: null,
    isOutOfDate: false,
  });
});

test('an update says what was there before, and makes the invitation out of date', async () => {
  const moved = times('2026-12-01T11:00:00', '2026-12-01T12:00:00');
  const invitation = await newest(world.bo);
  expectStatus(await world.ada.patch(`/me/events/${event.id}`, moved), 200);
  expect(await newest(world.bo)).toMatchObject({
    meetingRequestType: 'fullUpdate',
    previousStartDateTime: { dateTime: '2026-12-01T08:00:00.0000000', timeZone: 'UTC' },
    previousEndDateTime: { dateTime: '2026-12-01T09:00:00.0000000', timeZone: 'UTC' },
    previousLocation: { displayName: 'Room Aalto' },
  });
  expect((await world.bo.get<Message>(`/me/messages/${invitation.id}`)).body.isOutOfDate).toBe(true);
  expectStatus(await world.ada.patch(`/me/events/${event.id}`, { subject: 'Renamed' }), 200);
  expect((await newest(world.bo)).meetingRequestType).toBe('informationalUpdate');
});

test('a cancellation is an event message', async () => {
  await act(world.ada, 'cancel', { comment: 'Next year' });
  expect(await newest(world.bo)).toMatchObject({
    '@odata.type': '#microsoft.graph.eventMessage',
    subject: 'Canceled: Launch',
    meetingMessageType: 'meetingCancelled',
    bodyPreview: 'Next year',
  });
});

test.each([
  ['accept', 'meetingAccepted', 'accepted', 'Accepted: Launch'],
  ['tentativelyAccept', 'meetingTenativelyAccepted', 'tentativelyAccepted', 'Tentative: Launch'],
  ['decline', 'meetingDeclined', 'declined', 'Declined: Launch'],
])('%s reaches the organizer as %s', async (action, meetingMessageType, responseType, subject) => {
  await act(world.bo, action, { comment: 'So be it' });
  expect(await newest(world.ada)).toMatchObject({
    '@odata.type': '#microsoft.graph.eventMessageResponse',
    meetingMessageType,
    responseType,
    subject,
    bodyPreview: 'So be it',
    proposedNewTime: null,
  });
});

test('a message is found in the inbox, by either id, and shows the event of its own mailbox', async () => {
  const inbox = '/me/mailFolders/inbox/messages';
  const { id } = await newest(world.bo);
  const found = await world.bo.get<Message>(`${inbox}/${id}?$expand=microsoft.graph.eventMessage/event`);
  const copy = await world.copy(world.bo, event);
  expect(expectStatus(found, 200).body.event?.id).toBe(copy.id);
  const immutable = (await world.bo.get<Message>(`/me/messages/${id}`, { prefer: 'IdType="ImmutableId"' })).body.id;
  expect([immutable === id, (await world.bo.get<Message>(`/me/messages/${immutable}`)).body.id]).toEqual([false, id]);
  expect((await world.bo.get(`/me/mailFolders/drafts/messages`)).status).toBe(404);
  expect((await world.bo.get(`/me/messages/${event.id}`)).status).toBe(404);
});

test('the newest come first, selected and paged as any list', async () => {
  await world.add({ subject: 'Second', attendees: invite(BO) });
  const page = await world.bo.get<{ value: Message[] }>('/me/messages?$select=subject&$top=2');
  expect(page.body.value.map(({ subject }) => subject)).toEqual(['Second', 'Launch']);
  expect(Object.keys(page.body.value[0] ?? {}).toSorted()).toEqual(['@odata.etag', '@odata.type', 'id', 'subject']);
});

test('reading mail takes a permission of its own', async () => {
  const answer = await world.as('bo', ['Calendars.ReadWrite']).get('/me/messages');
  expect(answer.status).toBe(403);
});
