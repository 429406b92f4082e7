// Meetings that repeat: what of a series travels to its guests, and invitations to single occurrences.
import { beforeEach, describe, expect, test } from 'vitest';
import {
  BO,
  DAILY,
  dayOf,
  EVE,
  type Event,
  expectStatus,
  invite,
  type MeetingWorld,
  openMeetingWorld,
  times,
} from './meeting-world.ts';
import type { GraphUser } from './sandbox-client.ts';

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

async function instance(user: GraphUser, series: Event, index: number): Promise<Event> {
  const found = (await world.instances(user, series.id))[index];
  if (!found) throw new Error('There is no such instance.');
  return found;
}

describe('a series', () => {
  test('is answered as a whole on its master', async () => {
    const series = await world.add({ attendees: invite(BO), recurrence: DAILY });
    await patch(world.ada, await instance(world.ada, series, 1), { subject: 'This one' });
    await act(world.bo, await world.copy(world.bo, series), 'accept');
    const own = await world.instances(world.bo, (await world.copy(world.bo, series)).id);
    expect(new Set(own.map(({ responseStatus }) => responseStatus.response))).toEqual(new Set(['accepted']));
    const all = await world.instances(world.ada, series.id);
    expect(new Set(all.map(({ attendees }) => attendees[0]?.status.response))).toEqual(new Set(['accepted']));
  });

  test('is answered for one day on that day’s occurrence', async () => {
    const series = await world.add({ attendees: invite(BO), recurrence: DAILY });
    const copy = await world.copy(world.bo, series);
    await act(world.bo, await instance(world.bo, copy, 1), 'decline');
    await act(world.bo, await instance(world.bo, copy, 1), 'accept');
    expect((await world.instances(world.bo, copy.id)).map(dayOf).slice(0, 2)).toEqual(['2026-12-01', '2026-12-03']);
    const all = await world.instances(world.ada, series.id);
    expect(all.slice(0, 4).map(({ attendees }) => attendees[0]?.status.response)).toEqual([
      'none',
      'declined',
      'accepted',
      'none',
    ]);
    expect(await statusOf(series, BO)).toBe('none');
  });

  test('reaches its guests with each moved and each cancelled occurrence', async () => {
    const series = await world.add({ attendees: invite(BO), recurrence: DAILY });
    await patch(world.ada, await instance(world.ada, series, 1), times('2026-12-02T15:00:00', '2026-12-02T16:00:00'));
    expectStatus(await world.ada.delete(`/me/events/${(await instance(world.ada, series, 2)).id}`), 204);
    const [, second, third, fourth] = await world.instances(world.bo, (await world.copy(world.bo, series)).id);
    expect([second?.type, second?.start.dateTime]).toEqual(['exception', '2026-12-02T14:00:00.0000000']);
    expect([third?.isCancelled, third?.subject]).toEqual([true, 'Canceled: Launch']);
    expect([fourth?.type, fourth?.isCancelled]).toEqual(['occurrence', false]);
    expectStatus(await world.bo.delete(`/me/events/${third?.id}`), 204);
    expect((await world.instances(world.bo, (await world.copy(world.bo, series)).id)).length).toBe(9);
  });

  test('reaches a later guest with its exceptions, and without its cancelled dates', async () => {
    const series = await world.add({ attendees: invite(BO), recurrence: DAILY });
    await patch(world.ada, await instance(world.ada, series, 1), { subject: 'This one' });
    expectStatus(await world.ada.delete(`/me/events/${(await instance(world.ada, series, 2)).id}`), 204);
    await patch(world.ada, series, { attendees: invite(BO, EVE) });
    const shown = await world.instances(world.eve, (await world.copy(world.eve, series)).id);
    expect([shown.length, shown[1]?.subject]).toEqual([9, 'This one']);
  });

  test('with another pattern starts anew for its guests', async () => {
    const series = await world.add({ attendees: invite(BO), recurrence: DAILY });
    await patch(world.ada, await instance(world.ada, series, 1), { subject: 'This one' });
    const copy = await world.copy(world.bo, series);
    await act(world.bo, copy, 'accept');
    expectStatus(await world.bo.delete(`/me/events/${(await instance(world.bo, copy, 3)).id}`), 204);
    await patch(world.ada, series, times('2026-12-01T15:00:00', '2026-12-01T16:00:00'));
    const shown = await world.instances(world.bo, copy.id);
    expect([shown.length, new Set(shown.map(({ subject }) => subject))]).toEqual([10, new Set(['Launch'])]);
    expect((await read(world.bo, copy)).responseStatus.response).toBe('notResponded');
  });
});

describe('an invitation to one occurrence', () => {
  test('is a single event whose iCalUId carries the date', async () => {
    const series = await world.add({ attendees: invite(BO), recurrence: DAILY });
    const second = await instance(world.ada, series, 1);
    await patch(world.ada, second, { attendees: invite(BO, EVE) });
    const copy = await world.copy(world.eve, second);
    expect([copy.type, copy.seriesMasterId, dayOf(copy)]).toEqual(['singleInstance', null, '2026-12-02']);
    expect(copy.iCalUId.slice(32, 40)).toBe('07EA0C02');
    await act(world.eve, copy, 'accept');
    const all = await world.instances(world.ada, series.id);
    expect(all.map(({ attendees }) => attendees.length).slice(0, 3)).toEqual([1, 2, 1]);
    expect(all[1]?.attendees[1]?.status.response).toBe('accepted');
  });

  test('follows that occurrence, and ends with it', async () => {
    const series = await world.add({ recurrence: DAILY });
    const second = await instance(world.ada, series, 1);
    await patch(world.ada, second, { attendees: invite(EVE) });
    await patch(world.ada, second, times('2026-12-02T15:00:00', '2026-12-02T16:00:00'));
    expect((await world.copy(world.eve, second)).start.dateTime).toBe('2026-12-02T14:00:00.0000000');
    await patch(world.ada, series, { subject: 'Renamed' });
    expect((await world.copy(world.eve, second)).subject).toBe('Renamed');
    world.takeMails();
    expectStatus(await world.ada.delete(`/me/events/${series.id}`), 204);
    expect([world.takeMails(), (await world.copy(world.eve, second)).isCancelled]).toEqual([
      [`cancellation ${EVE}`],
      true,
    ]);
  });

  test('is taken up by an invitation to the whole series', async () => {
    const series = await world.add({ recurrence: DAILY });
    const second = await instance(world.ada, series, 1);
    await patch(world.ada, second, { attendees: invite(EVE), subject: 'This one' });
    await patch(world.ada, series, { attendees: invite(EVE) });
    const shown = await world.instances(world.eve, (await world.copy(world.eve, series)).id);
    expect(shown.map(({ subject }) => subject).slice(0, 3)).toEqual(['Launch', 'This one', 'Launch']);
    const view = await world.view(world.eve, '2026-12-02', '2026-12-03');
    expect(view.filter(({ organizer }) => JSON.stringify(organizer).includes('ada')).length).toBe(1);
  });
});
