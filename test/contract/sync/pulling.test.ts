// Pulling on a bad day: whatever Graph delivers, late, twice, broken or not at all, both sides stay as they are.
import { beforeEach, describe, expect, test } from 'vitest';
import { ROUNDS_PER_RUN_MAX, STALLS_PER_PAGE_SIZE, STALLS_QUIET_MAX } from '../../../sync/pull.ts';
import { createOutlookWorld, type OutlookWorld } from '../../support/outlook-world.ts';
import { guests } from '../../support/sync-world.ts';

const BOB = 'bob@elsewhere.example';
const DELTA = 'calendarView/delta';

let world: OutlookWorld;
beforeEach(async () => {
  world = await createOutlookWorld();
});

/** Everything that a sync could have damaged. */
function here() {
  return [...world.store.events.values()].map(({ meeting, status }) => `${meeting.subject} ${status}`).toSorted();
}

async function there(): Promise<string[]> {
  const { value } = await world.graph<{ value: { subject: string }[] }>('GET', '/me/events?$top=500&$select=subject');
  return value.map(({ subject }) => subject).toSorted();
}

/** Both sides are as they were, and in agreement: the next run finds nothing to do. */
async function expectIntact(before: { here: string[]; there: string[] }): Promise<void> {
  world.faults();
  expect(await world.sync()).toMatchObject({ outcome: 'done', failed: 0 });
  expect(await world.sync()).toMatchObject({ outcome: 'done', sent: 0, taken: 0, failed: 0, conflicts: 0 });
  expect(here()).toEqual(before.here);
  expect(await there()).toEqual(before.there);
  expect(world.takeMails()).toEqual([]);
}

async function linkedMeetings(): Promise<{ here: string[]; there: string[] }> {
  for (const subject of ['One', 'Two', 'Three']) world.add({ subject, guests: guests(BOB) });
  await world.sync();
  await world.sync();
  world.takeMails();
  return { here: here(), there: await there() };
}

describe('stale news', () => {
  test('a stale version after our own write is ignored', async () => {
    const event = world.add({ subject: 'First' });
    await world.sync();
    world.edit(event, { subject: 'Second' });
    await world.sync();
    world.faults({ match: { path: DELTA }, effect: { staleVersion: true } });
    expect(await world.sync()).toMatchObject({ taken: 0, sent: 0, conflicts: 0 });
    expect(event.meeting.subject).toBe('Second');
    world.faults();
    expect(await world.sync()).toMatchObject({ taken: 0, sent: 0 });
    expect(event.meeting.subject).toBe('Second');
  });

  test('the touch of the server after a create is no edit', async () => {
    const event = world.add({ subject: 'Made here', guests: guests(BOB) });
    await world.sync();
    world.takeMails();
    world.faults({ match: { path: DELTA }, effect: { touchAfterCreate: true } });
    await world.sync();
    world.faults();
    expect(await world.sync()).toMatchObject({ taken: 0, sent: 0, conflicts: 0 });
    world.edit(event, { subject: 'Edited here' });
    expect(await world.sync()).toMatchObject({ sent: 1, failed: 0 });
    expect(await there()).toContain('Edited here');
  });

  test('a page that replays an item deleted since brings nothing back', async () => {
    const event = world.add({ subject: 'Doomed' });
    await world.sync();
    const item = [...world.store.links.values()].find((link) => link.eventId === event.id)?.graphId;
    await world.graph('DELETE', `/me/events/${item}`);
    await world.sync();
    expect(event.status).toBe('archived');
    const seen = [...world.store.seen.values()].find(({ graphId }) => graphId === item);
    Object.assign(seen ?? {}, { removedHint: false, proof: null, isSettled: false });
    expect(await world.sync()).toMatchObject({ taken: 0, sent: 0 });
    expect(event.status).toBe('archived');
  });
});

describe('removals', () => {
  test('a deleted item that still answers by its id is deleted', async () => {
    world.sandbox.world().settings.softDeletedGet = true;
    const event = world.add({ subject: 'Doomed' });
    await world.sync();
    const [link] = [...world.store.links.values()].filter(({ eventId }) => eventId === event.id);
    await world.graph('DELETE', `/me/events/${link?.graphId}`);
    expect(await world.graph('GET', `/me/events/${link?.graphId}`)).toMatchObject({ subject: 'Doomed' });
    await world.sync();
    expect(event.status).toBe('archived');
  });

  test('an item that is named as removed although it is there stays, and so does its event', async () => {
    const far = { start: '2031-03-04T10:00:00', end: '2031-03-04T11:00:00', zone: 'UTC', isAllDay: false };
    const event = world.add({ subject: 'In five years', when: far });
    await world.sync();
    world.faults({ match: { path: DELTA }, effect: { removeOutsiders: true } });
    await world.graph('POST', '/me/events', anyEvent('Something else'));
    await world.sync();
    await expectIntact({ here: here(), there: await there() });
    expect(event.status).toBe('live');
  });

  test('many removals are looked into by batches', async () => {
    await world.fill(30);
    await world.sync();
    const { value } = await world.graph<{ value: { id: string }[] }>(
      'GET',
      "/me/events?$top=100&$filter=startswith(subject,'Event')",
    );
    for (const { id } of value.slice(0, 8)) await world.graph('DELETE', `/me/events/${id}`);
    world.takeRequests();
    await world.sync();
    expect(here().filter((event) => event.endsWith('archived'))).toHaveLength(8);
    expect(world.takeRequests().length).toBeLessThanOrEqual(3);
  });

  test('a look-up that fails decides nothing; the next run asks again', async () => {
    const event = world.add({ subject: 'Doomed' });
    await world.sync();
    const [link] = [...world.store.links.values()].filter(({ eventId }) => eventId === event.id);
    await world.graph('DELETE', `/me/events/${link?.graphId}`);
    world.faults({ match: { path: 'batch', inner: false }, effect: { status: 504 } });
    await world.sync();
    expect(event.status).toBe('live');
    world.faults();
    await world.sync();
    expect(event.status).toBe('archived');
  });
});

describe('the window', () => {
  test('slides by a fresh round: what leaves it sleeps without a call, and nothing is deleted or sent', async () => {
    const early = { start: '2025-12-01T10:00:00', end: '2025-12-01T11:00:00', zone: 'UTC', isAllDay: false };
    await world.graph('POST', '/me/events', { ...anyEvent('A year ago'), ...graphTimes(early.start, early.end) });
    await world.sync();
    const before = world.mailbox().calendars[0]?.window;
    const sides = { here: here(), there: await there() };
    world.advance({ hours: 24 * 60 });
    world.takeRequests();
    await world.sync();
    expect(world.mailbox().calendars[0]?.window).not.toEqual(before);
    expect(world.takeRequests().filter(({ path }) => !path.includes(DELTA))).toEqual([]);
    const event = [...world.store.events.values()].find(({ meeting }) => meeting.subject === 'A year ago');
    const link = [...world.store.links.values()].find(({ eventId }) => eventId === event?.id);
    expect(link?.state).toBe('dormant');
    await expectIntact(sides);
  });

  test('an item inside of both windows that a fresh round lacks is looked into, and archived when it is gone', async () => {
    const event = world.add({ subject: 'Doomed' });
    await world.sync();
    const [link] = [...world.store.links.values()].filter(({ eventId }) => eventId === event.id);
    await world.graph('DELETE', `/me/events/${link?.graphId}`);
    world.advance({ hours: 24 * 60 });
    await world.sync();
    expect(event.status).toBe('archived');
  });

  test('stays for a day: the next pull asks for changes only', async () => {
    const before = world.mailbox().calendars[0]?.window;
    world.advance({ hours: 24 });
    await world.sync();
    expect(world.mailbox().calendars[0]?.window).toEqual(before);
  });
});

describe('odd pages', () => {
  test.each([
    ['looping', { loopPages: true }],
    ['empty', { emptyPage: true }],
    ['oversize', { oversizePage: true }],
    ['replayed', { replayPage: true }],
    ['stale', { staleVersion: true }],
    ['expired', { resetDelta: true }],
  ])('%s pages leave both sides intact', async (_, effect) => {
    const before = await linkedMeetings();
    world.faults({ match: { path: DELTA, times: 40 }, effect });
    for (let run = 0; run < 3; run += 1) await world.sync();
    await expectIntact(before);
  });

  test('a loop ends the run after a few rounds, with a name', async () => {
    await world.fill(3);
    world.takeRequests();
    world.faults({ match: { path: DELTA }, effect: { loopPages: true } });
    expect(await world.sync()).toMatchObject({ outcome: 'failed', error: 'delta_loop' });
    expect(world.takeRequests().length).toBeLessThanOrEqual(ROUNDS_PER_RUN_MAX * 4);
  });

  test('a link that expires at a later page begins the round again', async () => {
    const before = await linkedMeetings();
    await world.fill(450);
    world.faults({ match: { path: DELTA, nth: 3 }, effect: { resetDelta: true } });
    expect(await world.sync()).toMatchObject({ outcome: 'done', taken: 450 });
    before.here = here();
    before.there = await there();
    await expectIntact(before);
  });

  test('a link that always expires ends the run, and nothing is lost', async () => {
    const before = await linkedMeetings();
    world.faults({ match: { path: 'token' }, effect: { resetDelta: true } });
    await world.fill(250);
    expect((await world.sync()).outcome).toBe('failed');
    world.faults();
    await world.sync();
    expect(here()).toHaveLength(before.here.length + 250);
  });
});

describe('refusals in the middle of a round', () => {
  test('503: the round goes on at the page that was refused, when Outlook allows it', async () => {
    await world.fill(450);
    world.takeRequests();
    world.faults({ match: { path: DELTA, nth: 3 }, effect: { status: 503, retryAfter: 60 } });
    const report = await world.sync();
    expect(report).toMatchObject({ outcome: 'waiting', taken: 0 });
    expect(report.retryAt).toBe(world.now().add({ seconds: 60 }).toString());
    const refused = world.takeRequests().at(-1);
    world.advance({ seconds: 60 });
    expect(await world.sync()).toMatchObject({ outcome: 'done', taken: 450 });
    expect(world.takeRequests()[0]).toMatchObject({ path: refused?.path, status: 200 });
  });

  test('503 again and again: smaller pages are asked for, and in the end people are told', async () => {
    await world.fill(450);
    const slice = { start: '2027-02-01T00:00:00Z', end: '2027-02-02T00:00:00Z' };
    world.faults({ match: { path: 'skiptoken' }, effect: { failSlice: slice } });
    for (let stall = 0; stall < STALLS_QUIET_MAX; stall += 1) {
      expect((await world.sync()).outcome).toBe('waiting');
      world.advance({ minutes: 1 });
    }
    expect(world.mailbox().calendars[0]?.round?.stalls).toBeGreaterThan(STALLS_PER_PAGE_SIZE);
    expect(await world.sync()).toMatchObject({ outcome: 'failed', error: 'slice_unavailable' });
    world.faults();
    expect(await world.sync()).toMatchObject({ outcome: 'done', taken: 450 });
  });

  test('a token that is refused in the middle ends the run in order, and the next one goes on', async () => {
    await world.fill(450);
    world.faults({ match: { path: DELTA, nth: 3 }, effect: { status: 401, code: 'InvalidAuthenticationToken' } });
    expect(await world.sync()).toMatchObject({ outcome: 'failed', error: 'InvalidAuthenticationToken', taken: 0 });
    expect(await world.sync()).toMatchObject({ outcome: 'done', taken: 450 });
  });
});

function graphTimes(start: string, end: string) {
  return { start: { dateTime: start, timeZone: 'UTC' }, end: { dateTime: end, timeZone: 'UTC' } };
}

function anyEvent(subject: string): Record<string, unknown> {
  return { subject, ...graphTimes('2026-12-04T10:00:00', '2026-12-04T11:00:00') };
}
