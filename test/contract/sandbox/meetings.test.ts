// Meetings: copies in separate mailboxes, and what travels between them: invitations, updates, cancellations, answers.
import { beforeEach, describe, expect, test } from 'vitest';
import {
  BO,
  EVE,
  type Event,
  expectStatus,
  invite,
  type MeetingWorld,
  openMeetingWorld,
  type Refusal,
  times,
  ZOE,
} from './meeting-world.ts';
import type { GraphUser } from './sandbox-client.ts';

const NEVER = '0001-01-01T00:00:00Z';

let world: MeetingWorld;

beforeEach(() => {
  world = openMeetingWorld();
});

async function patch(user: GraphUser, event: Pick<Event, 'id'>, body: Record<string, unknown>): Promise<Event> {
  return expectStatus(await user.patch<Event>(`/me/events/${event.id}`, body), 200).body;
}

async function act(user: GraphUser, event: Pick<Event, 'id'>, action: string, body?: unknown): Promise<void> {
  expectStatus(await user.post(`/me/events/${event.id}/${action}`, body), 202);
}

const read = async (user: GraphUser, event: Pick<Event, 'id'>) =>
  expectStatus(await user.get<Event>(`/me/events/${event.id}`), 200).body;

async function statusOf(event: Pick<Event, 'id'>, address: string): Promise<string | undefined> {
  const { attendees } = await read(world.ada, event);
  return attendees.find(({ emailAddress }) => emailAddress.address === address)?.status.response;
}

describe('a guest’s copy', () => {
  test('has an id of its own and the iCalUId of all', async () => {
    const event = await world.add({ attendees: invite(BO), showAs: 'oof', transactionId: 'one' });
    const copy = await world.copy(world.bo, event);
    expect(copy.id).not.toBe(event.id);
    expect(copy).toMatchObject({
      subject: 'Launch',
      isOrganizer: false,
      organizer: { emailAddress: { name: 'Ada Lindqvist', address: 'ada@contoso.example' } },
      responseStatus: { response: 'notResponded', time: NEVER },
      showAs: 'tentative',
      categories: [],
    });
    expect(copy.transactionId).toBeUndefined();
    expect((await world.bo.get(`/me/events/${event.id}`)).status).toBe(404);
  });

  test('crosses organizations, and stays away from those without a mailbox here', async () => {
    const event = await world.add({ attendees: invite(EVE, ZOE) });
    expect((await world.copy(world.eve, event)).attendees.length).toBe(2);
  });

  test('shows only its guest where the organizer hides the others', async () => {
    const event = await world.add({ attendees: invite(BO, EVE), hideAttendees: true });
    const copy = await world.copy(world.bo, event);
    expect(copy.attendees.map(({ emailAddress }) => emailAddress.address)).toEqual([BO]);
    expect((await read(world.ada, event)).attendees.length).toBe(2);
  });

  test('keeps what is its guest’s own through an update, and nothing else', async () => {
    const event = await world.add({ attendees: invite(BO) });
    const copy = await world.copy(world.bo, event);
    await act(world.bo, copy, 'accept');
    const own = { categories: ['Mine'], showAs: 'oof', isReminderOn: false, reminderMinutesBeforeStart: 60 };
    await patch(world.bo, copy, { ...own, subject: 'My words' });
    await patch(world.ada, event, { location: { displayName: 'Room Aalto' }, showAs: 'free' });
    expect(await world.copy(world.bo, event)).toMatchObject({
      ...own,
      id: copy.id,
      subject: 'Launch',
      responseStatus: { response: 'accepted' },
    });
  });

  test('that was removed comes back with the next update, as a new one', async () => {
    const event = await world.add({ attendees: invite(BO) });
    const copy = await world.copy(world.bo, event);
    expectStatus(await world.bo.delete(`/me/events/${copy.id}`), 204);
    expect(await statusOf(event, BO)).toBe('none');
    await patch(world.ada, event, { subject: 'Again' });
    expect((await world.copy(world.bo, event)).id).not.toBe(copy.id);
  });

  test('stays, marked as cancelled, until its guest removes it', async () => {
    const event = await world.add({ attendees: invite(BO) });
    await act(world.ada, event, 'cancel', { Comment: 'Sorry' });
    const copy = await world.copy(world.bo, event);
    expect(copy).toMatchObject({ isCancelled: true, subject: 'Canceled: Launch', showAs: 'free' });
    const answer = await world.bo.post<Refusal>(`/me/events/${copy.id}/accept`);
    expect(answer.status).toBe(400);
    expectStatus(await world.bo.delete(`/me/events/${copy.id}`), 204);
    expect(await world.copies(world.bo, event)).toEqual([]);
  });

  test('of somebody who was taken off and put on again is live again', async () => {
    const event = await world.add({ attendees: invite(BO) });
    await patch(world.ada, event, { attendees: [] });
    expect((await world.copy(world.bo, event)).isCancelled).toBe(true);
    await patch(world.ada, event, { attendees: invite(BO) });
    expect(await world.copy(world.bo, event)).toMatchObject({ isCancelled: false, subject: 'Launch' });
  });
});

describe('an answer', () => {
  test.each([
    ['accept', 'accepted', 'oof'],
    ['tentativelyAccept', 'tentativelyAccepted', 'tentative'],
  ])('%s is %s on both sides', async (action, response, showAs) => {
    const event = await world.add({ attendees: invite(BO), showAs: 'oof' });
    const copy = await world.copy(world.bo, event);
    await act(world.bo, copy, action, { comment: 'Fine', sendResponse: true });
    expect(await read(world.bo, copy)).toMatchObject({
      responseStatus: { response, time: '2026-11-24T09:00:00Z' },
      showAs,
    });
    expect(await statusOf(event, BO)).toBe(response);
  });

  test('decline puts the copy into Deleted Items, under another default id', async () => {
    const event = await world.add({ attendees: invite(BO) });
    const copy = await world.copy(world.bo, event);
    const immutable = { prefer: 'IdType="ImmutableId"' };
    const { id } = (await world.bo.get<Event>(`/me/events/${copy.id}`, immutable)).body;
    await act(world.bo, copy, 'decline');
    expect([await statusOf(event, BO), await world.copies(world.bo, event)]).toEqual(['declined', []]);
    expect((await world.bo.get(`/me/events/${copy.id}`)).status).toBe(404);
    expect((await world.bo.get(`/me/events/${id}`, immutable)).status).toBe(200);
    await world.control('PUT', '/settings', { softDeletedGet: false });
    expect((await world.bo.get(`/me/events/${id}`, immutable)).status).toBe(404);
  });

  test('may propose a new time, which the organizer sees', async () => {
    const event = await world.add({ attendees: invite(BO) });
    const copy = await world.copy(world.bo, event);
    const proposedNewTime = times('2026-12-02T09:00:00', '2026-12-02T10:00:00');
    await act(world.bo, copy, 'tentativelyAccept', { proposedNewTime });
    const [attendee] = (await read(world.ada, event)).attendees;
    expect(attendee?.proposedNewTime?.start).toEqual({ dateTime: '2026-12-02T08:00:00.0000000', timeZone: 'UTC' });
  });

  test.each([
    [
      'a proposal without a response',
      'decline',
      { sendResponse: false, proposedNewTime: times('2026-12-02T09:00:00', '2026-12-02T10:00:00') },
      {},
    ],
    [
      'a proposal that isn’t allowed',
      'decline',
      { proposedNewTime: times('2026-12-02T09:00:00', '2026-12-02T10:00:00') },
      { allowNewTimeProposals: false },
    ],
    [
      'a proposal with an acceptance',
      'accept',
      { proposedNewTime: times('2026-12-02T09:00:00', '2026-12-02T10:00:00') },
      {},
    ],
    [
      'a proposal that ends before it begins',
      'decline',
      { proposedNewTime: times('2026-12-02T11:00:00', '2026-12-02T10:00:00') },
      {},
    ],
    ['a parameter that there isn’t', 'accept', { message: 'Fine' }, {}],
    ['a response that is no boolean', 'accept', { sendResponse: 'yes' }, {}],
  ])('%s is refused', async (_, action, body, more) => {
    const copy = await world.copy(world.bo, await world.add({ attendees: invite(BO), ...more }));
    expect((await world.bo.post(`/me/events/${copy.id}/${action}`, body)).status).toBe(400);
  });

  test('is not the organizer’s to give, nor is cancelling a guest’s', async () => {
    const event = await world.add({ attendees: invite(BO) });
    for (const action of ['accept', 'tentativelyAccept', 'decline'])
      expect((await world.ada.post(`/me/events/${event.id}/${action}`)).status).toBe(400);
    const copy = await world.copy(world.bo, event);
    const answer = await world.bo.post<Refusal>(`/me/events/${copy.id}/cancel`, {});
    expect([answer.status, answer.body.error.message]).toEqual([
      400,
      "Your request can't be completed. You need to be an organizer to cancel a meeting.",
    ]);
    expect((await world.ada.post(`/me/events/${(await world.add()).id}/cancel`)).status).toBe(400);
  });

  test('counts no longer once the time has changed, but does when only the place has', async () => {
    const event = await world.add({ attendees: invite(BO) });
    await act(world.bo, await world.copy(world.bo, event), 'accept');
    await patch(world.ada, event, { location: { displayName: 'Room Aalto' } });
    expect([await statusOf(event, BO), (await world.copy(world.bo, event)).responseStatus.response]).toEqual([
      'accepted',
      'accepted',
    ]);
    await patch(world.ada, event, times('2026-12-01T11:00:00', '2026-12-01T12:00:00'));
    expect(await world.copy(world.bo, event)).toMatchObject({
      responseStatus: { response: 'notResponded', time: NEVER },
      showAs: 'tentative',
    });
    expect(await statusOf(event, BO)).toBe('notResponded');
  });

  test.each([
    ['accepted', 'accepted', '2026-11-20T10:00:00Z'],
    ['tentativelyAccepted', 'tentativelyAccepted', '2026-11-20T10:00:00Z'],
    ['declined', 'notResponded', '4501-01-01T00:00:00Z'],
  ])('that the organizer enters as %s is kept as %s', async (sent, response, time) => {
    const event = await world.add({ attendees: invite(BO) });
    const [attendee] = invite(BO);
    const status = { response: sent, time: '2026-11-20T10:00:00Z' };
    const changed = await patch(world.ada, event, { attendees: [{ ...attendee, status }] });
    expect(changed.attendees[0]?.status).toEqual({ response, time });
  });

  test('survives a list that is sent again without it', async () => {
    const event = await world.add({ attendees: invite(BO, EVE) });
    await act(world.bo, await world.copy(world.bo, event), 'accept');
    const changed = await patch(world.ada, event, { attendees: invite('Bo@Contoso.example', ZOE) });
    expect(changed.attendees.map(({ status }) => status.response)).toEqual(['accepted', 'none']);
  });
});
