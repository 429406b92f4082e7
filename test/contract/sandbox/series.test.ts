// Series: what becomes of single occurrences, and what a change of the whole does to them.
import { beforeEach, describe, expect, test } from 'vitest';
import {
  DAILY,
  dayOf,
  type Event,
  expectStatus,
  type MeetingWorld,
  openMeetingWorld,
  type Refusal,
  times,
  WEEKLY,
} from './meeting-world.ts';

let world: MeetingWorld;

beforeEach(() => {
  world = openMeetingWorld();
});

const range = { type: 'noEnd', startDate: '2026-12-01' };

async function patch(event: Pick<Event, 'id'>, body: Record<string, unknown>): Promise<Event> {
  return expectStatus(await world.ada.patch<Event>(`/me/events/${event.id}`, body), 200).body;
}

async function instance(master: Event, index: number): Promise<Event> {
  const found = (await world.instances(world.ada, master.id))[index];
  if (!found) throw new Error('There is no such instance.');
  return found;
}

describe('single occurrences', () => {
  test('a change makes one an exception that keeps its id', async () => {
    const master = await world.add({ recurrence: DAILY });
    const second = await instance(master, 1);
    const changed = await patch(second, { subject: 'This one' });
    expect([changed.id, changed.type, changed.seriesMasterId]).toEqual([second.id, 'exception', master.id]);
    expect(changed.originalStart).toBe('2026-12-02T08:00:00Z');
    expect((await world.instances(world.ada, master.id)).map(({ type }) => type)).toEqual([
      'occurrence',
      'exception',
      ...Array.from({ length: 8 }, () => 'occurrence'),
    ]);
    expect((await world.ada.get<Event>(`/me/events/${second.id}`)).body.subject).toBe('This one');
  });

  test('a PATCH that says nothing leaves one as it is', async () => {
    const master = await world.add({ recurrence: DAILY });
    expect((await patch(await instance(master, 1), {})).type).toBe('occurrence');
  });

  test('one has no recurrence of its own', async () => {
    const second = await instance(await world.add({ recurrence: DAILY }), 1);
    const answer = await world.ada.patch<Refusal>(`/me/events/${second.id}`, { recurrence: WEEKLY });
    expect([answer.status, answer.body.error.code]).toEqual([400, 'ErrorInvalidRequest']);
  });

  test.each([
    ['the day of the next', times('2026-12-08T08:00:00', '2026-12-08T08:30:00'), true],
    ['beyond the next', times('2026-12-09T09:00:00', '2026-12-09T10:00:00'), true],
    ['over midnight into the next', times('2026-12-07T23:00:00', '2026-12-08T09:30:00'), true],
    ['the day before the next', times('2026-12-07T09:00:00', '2026-12-07T10:00:00'), false],
    ['the day of the one before', times('2026-11-24T20:00:00', '2026-11-24T21:00:00'), true],
    ['the day after the one before', times('2026-11-25T09:00:00', '2026-11-25T10:00:00'), false],
  ])('moving one to %s is refused: %#', async (_, moved, isRefused) => {
    const early = { ...WEEKLY, range: { ...range, startDate: '2026-11-24' } };
    const master = await world.add({ ...times('2026-11-24T09:00:00', '2026-11-24T10:00:00'), recurrence: early });
    const second = await instance(master, 1);
    const answer = await world.ada.patch<Refusal>(`/me/events/${second.id}`, moved);
    expect([answer.status, answer.body.error?.code]).toEqual(
      isRefused ? [400, 'ErrorOccurrenceCrossingBoundary'] : [200, undefined],
    );
  });

  test('a neighbour counts where it was moved to, and not at all once it is cancelled', async () => {
    const master = await world.add({ recurrence: WEEKLY });
    const [, second, third] = await world.instances(world.ada, master.id);
    if (!second || !third) throw new Error('The series has too few instances.');
    await patch(third, times('2026-12-12T09:00:00', '2026-12-12T10:00:00'));
    const moved = times('2026-12-13T09:00:00', '2026-12-13T10:00:00');
    expect((await world.ada.patch<Refusal>(`/me/events/${second.id}`, moved)).body.error.code).toBe(
      'ErrorOccurrenceCrossingBoundary',
    );
    expectStatus(await world.ada.delete(`/me/events/${third.id}`), 204);
    expect(dayOf(await patch(second, moved))).toBe('2026-12-13');
  });

  test('a deleted one is gone by its date, and named by its series', async () => {
    const master = await world.add({ recurrence: DAILY });
    const second = await instance(master, 1);
    expectStatus(await world.ada.delete(`/me/events/${second.id}`), 204);
    expect((await world.instances(world.ada, master.id)).map(dayOf)).not.toContain('2026-12-02');
    expect((await world.ada.get(`/me/events/${second.id}`)).status).toBe(404);
    const read = await world.ada.get<Event>(`/me/events/${master.id}?$select=cancelledOccurrences`);
    expect(read.body.cancelledOccurrences).toEqual([`OID.${master.id}.2026-12-02`]);
    expect(read.body['@odata.etag']).not.toBe(master['@odata.etag']);
  });

  test('a deleted exception is gone for good, its date with it', async () => {
    const master = await world.add({ recurrence: DAILY });
    const second = await instance(master, 1);
    await patch(second, times('2026-12-02T15:00:00', '2026-12-02T16:00:00'));
    expectStatus(await world.ada.delete(`/me/events/${second.id}`), 204);
    expect((await world.ada.get(`/me/events/${second.id}`)).status).toBe(404);
    expect((await world.instances(world.ada, master.id)).length).toBe(9);
  });

  test('an If-Match of one is that of its series', async () => {
    const master = await world.add({ recurrence: DAILY });
    const [, second, third] = await world.instances(world.ada, master.id);
    const stale = { 'if-match': master['@odata.etag'] };
    expect((await world.ada.patch(`/me/events/${second?.id}`, { subject: 'One' }, stale)).status).toBe(200);
    expect((await world.ada.patch(`/me/events/${third?.id}`, { subject: 'Two' }, stale)).status).toBe(412);
  });
});

describe('a change of the series', () => {
  test('leaves exceptions and cancelled dates alone while the pattern stays, and takes them the rest', async () => {
    const master = await world.add({ recurrence: DAILY });
    await patch(await instance(master, 1), { subject: 'This one' });
    expectStatus(await world.ada.delete(`/me/events/${(await instance(master, 2)).id}`), 204);
    await patch(master, { subject: 'Another', location: { displayName: 'Room Aalto' } });
    const all = await world.instances(world.ada, master.id);
    expect(all.map(({ subject }) => subject).slice(0, 3)).toEqual(['Another', 'This one', 'Another']);
    expect(all.map(({ location }) => (location as { displayName: string }).displayName)).toEqual(
      Array.from({ length: 9 }, () => 'Room Aalto'),
    );
  });

  test.each([
    ['the recurrence', { recurrence: { ...DAILY, pattern: { type: 'daily', interval: 2 } } }, 10],
    ['the time of day', times('2026-12-01T15:00:00', '2026-12-01T16:00:00'), 10],
    ['the zone', times('2026-12-01T09:00:00', '2026-12-01T10:00:00', 'America/New_York'), 10],
    ['the first day', times('2026-12-03T09:00:00', '2026-12-03T10:00:00'), 10],
    ['whether it lasts all day', { isAllDay: true, ...times('2026-12-01T00:00:00', '2026-12-02T00:00:00') }, 10],
  ])('of %s drops them', async (_, change, count) => {
    const master = await world.add({ recurrence: DAILY });
    const exception = await patch(await instance(master, 1), { subject: 'This one' });
    expectStatus(await world.ada.delete(`/me/events/${(await instance(master, 2)).id}`), 204);
    await patch(master, change);
    const all = await world.instances(world.ada, master.id);
    expect([all.length, new Set(all.map(({ subject }) => subject))]).toEqual([count, new Set(['Launch'])]);
    const read = await world.ada.get<Event>(`/me/events/${exception.id}`);
    expect([200, 404]).toContain(read.status);
    expect(read.body.type).not.toBe('exception');
  });

  test('keeps them when the setting says so', async () => {
    await world.control('PUT', '/settings', { exceptionsAfterPatternChange: 'kept' });
    const master = await world.add({ recurrence: DAILY });
    await patch(await instance(master, 1), { subject: 'This one' });
    await patch(master, times('2026-12-01T15:00:00', '2026-12-01T16:00:00'));
    const [, second] = await world.instances(world.ada, master.id);
    expect([second?.subject, second?.start.dateTime]).toEqual(['This one', '2026-12-02T14:00:00.0000000']);
  });

  test('to another day lets the range begin there', async () => {
    const master = await world.add({ recurrence: DAILY });
    const moved = await patch(master, times('2026-12-05T09:00:00', '2026-12-05T10:00:00'));
    expect([dayOf(moved), moved.recurrence?.range.startDate]).toEqual(['2026-12-05', '2026-12-05']);
  });

  test('of a single event makes it a series, and of a series a single event', async () => {
    const event = await world.add();
    const master = await patch(event, { recurrence: DAILY });
    expect([master.id, master.type]).toEqual([event.id, 'seriesMaster']);
    await patch(await instance(master, 1), { subject: 'This one' });
    const single = await patch(master, { recurrence: null });
    expect([single.type, single.recurrence, dayOf(single)]).toEqual(['singleInstance', null, '2026-12-01']);
    const view = await world.view(world.ada, '2026-12-01', '2026-12-11');
    expect(view.filter(({ subject }) => subject === 'Launch' || subject === 'This one').map(dayOf)).toEqual([
      '2026-12-01',
    ]);
  });

  test('deleted, it takes its occurrences and exceptions with it', async () => {
    const master = await world.add({ recurrence: DAILY });
    const exception = await patch(await instance(master, 1), { subject: 'This one' });
    const third = await instance(master, 2);
    expectStatus(await world.ada.delete(`/me/events/${master.id}`), 204);
    for (const { id } of [master, exception, third]) expect((await world.ada.get(`/me/events/${id}`)).status).toBe(404);
  });
});
