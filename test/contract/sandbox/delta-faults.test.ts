// Delta on a bad day: replays, old versions, empty, endless and oversize pages, expired tokens, and a server that lags.
import { expect, test } from 'vitest';
import { type Entry, inShort, openDelta, readPage, readRound, removed, timesOn, WINDOW } from './delta-rounds.ts';

const PAGE_OF_ONE = { prefer: 'odata.maxpagesize=1' };

test('a replayed page gives the same items twice in one round', async () => {
  const { graph, first, add, faults } = await openDelta();
  await add('One', 1);
  await add('Two', 2);
  await faults({ effect: { replayPage: true } });
  const { pages } = await readRound(graph, first, PAGE_OF_ONE);
  expect(pages.map(inShort)).toEqual([['One'], ['One'], ['Two'], ['Two']]);
  expect(pages[0]).toEqual(pages[1]);
});

test('a stale version comes with its old etag, and as it is in the next round', async () => {
  const { graph, first, add, faults } = await openDelta();
  const event = await add('Old', 3);
  const before = await readRound(graph, first);
  const { body: changed } = await graph.patch(`/me/events/${event.id}`, { subject: 'New' });
  await faults({ effect: { staleVersion: true }, match: { nth: 1 } });
  const stale = await readRound(graph, before.deltaLink);
  expect(stale.entries).toEqual([expect.objectContaining({ subject: 'Old', '@odata.etag': event['@odata.etag'] })]);
  const { entries } = await readRound(graph, stale.deltaLink);
  expect(entries).toEqual([expect.objectContaining({ subject: 'New', '@odata.etag': changed['@odata.etag'] })]);
});

test('a stale version shows a deleted event once more before it is gone, under the id that it had', async () => {
  const { graph, first, add, faults } = await openDelta();
  const event = await add('Doomed', 3);
  const before = await readRound(graph, first);
  await graph.delete(`/me/events/${event.id}`);
  await faults({ effect: { staleVersion: true }, match: { nth: 1 } });
  const stale = await readRound(graph, before.deltaLink);
  expect(stale.entries).toEqual([expect.objectContaining({ id: event.id, subject: 'Doomed' })]);
  expect((await readRound(graph, stale.deltaLink)).entries).toEqual([removed(event.id)]);
});

test('a stale series comes as it was: an exception made since is still an occurrence, a deleted date still there', async () => {
  const { graph, first, addSeries, faults } = await openDelta();
  await addSeries('Stand-up', 1, 3);
  const before = await readRound(graph, first);
  await graph.patch(`/me/events/${before.entries[1]?.id}`, { subject: 'Exception' });
  await faults({ effect: { staleVersion: true }, match: { nth: 1 } });
  const stale = await readRound(graph, before.deltaLink);
  expect(inShort(stale.entries)).toEqual(inShort(before.entries));
  const fresh = await readRound(graph, stale.deltaLink);
  expect(inShort(fresh.entries)).toEqual(['Stand-up', 'exception Exception', 'occurrence 12-02', 'occurrence 12-03']);
  await graph.delete(`/me/events/${before.entries[3]?.id}`);
  await faults({ effect: { staleVersion: true }, match: { nth: 1 } });
  const again = await readRound(graph, fresh.deltaLink);
  expect(inShort(again.entries)).toEqual(inShort(fresh.entries));
  expect(inShort((await readRound(graph, again.deltaLink)).entries)).toEqual([
    'Stand-up',
    'exception Exception',
    'occurrence 12-02',
  ]);
});

test('what was just made is touched by the server, and comes again with a newer version in the next round', async () => {
  const { graph, first, add, faults } = await openDelta();
  const before = await readRound(graph, first);
  const event = await add('Made', 3);
  await faults({ effect: { touchAfterCreate: true } });
  const made = await readRound(graph, before.deltaLink);
  expect(made.entries).toEqual([expect.objectContaining({ id: event.id, '@odata.etag': event['@odata.etag'] })]);
  const touched = await readRound(graph, made.deltaLink);
  expect(touched.entries).toEqual([expect.objectContaining({ id: event.id, subject: 'Made' })]);
  expect(touched.entries[0]?.['@odata.etag']).not.toBe(event['@odata.etag']);
  expect((await readRound(graph, touched.deltaLink)).entries).toEqual([]);
});

test('an empty page with a nextLink comes before each page, and nothing is lost', async () => {
  const { graph, first, add, faults } = await openDelta();
  await add('One', 1);
  await add('Two', 2);
  await faults({ effect: { emptyPage: true } });
  const { pages } = await readRound(graph, first, PAGE_OF_ONE);
  expect(pages.map(inShort)).toEqual([[], ['One'], [], ['Two']]);
});

test('an oversize page holds all that is left, whatever size was asked for', async () => {
  const { graph, first, add, faults } = await openDelta();
  for (const day of [1, 2, 3, 4]) await add(`Day ${day}`, day);
  await faults({ effect: { oversizePage: true }, match: { nth: 2 } });
  const { pages } = await readRound(graph, first, PAGE_OF_ONE);
  expect(pages.map((page) => page.length)).toEqual([1, 3]);
});

test('a loop repeats the page under links that keep changing, until it is over', async () => {
  const { graph, first, add, faults } = await openDelta();
  await add('One', 1);
  await add('Two', 2);
  await faults({ effect: { loopPages: true } });
  const links: string[] = [];
  const values: Entry[][] = [];
  for (let link = first; links.length < 4; ) {
    const { body } = await readPage(graph, link, PAGE_OF_ONE);
    link = String(body['@odata.nextLink']);
    links.push(link);
    values.push(body.value);
  }
  expect(new Set(links).size).toBe(4);
  expect(values.map(inShort)).toEqual([['One'], ['One'], ['One'], ['One']]);
  await faults();
  expect(inShort((await readRound(graph, links[3] ?? '', PAGE_OF_ONE)).entries)).toEqual(['One', 'Two']);
});

test('an untouched event outside the window is told as removed', async () => {
  const { graph, first, add, faults } = await openDelta();
  await add('Inside', 3);
  const outside = await add('Outside', 40);
  await faults({ effect: { removeOutsiders: true } });
  const { entries } = await readRound(graph, first);
  expect(entries).toEqual([expect.objectContaining({ subject: 'Inside' }), removed(outside.id)]);
});

test('a slice of time fails with 503 for every window that overlaps it, also in the middle of a round', async () => {
  const { graph, calendar, first, add, faults } = await openDelta();
  await add('One', 1);
  await add('Two', 2);
  const start = await readPage(graph, first, PAGE_OF_ONE);
  const failSlice = { start: '2026-12-20T00:00:00Z', end: '2026-12-21T00:00:00Z' };
  await faults({ effect: { failSlice } });
  for (const link of [first, String(start.body['@odata.nextLink'])]) {
    const { status, body } = await graph.get(link);
    expect(status).toBe(503);
    expect(body).toEqual({ error: expect.objectContaining({ code: 'UnknownError', message: '' }) });
  }
  const half = `${calendar}/calendarView/delta?startDateTime=2026-12-01T00:00:00Z&endDateTime=2026-12-20T00:00:00Z`;
  expect(inShort((await readRound(graph, half)).entries)).toEqual(['One', 'Two']);
});

const EXPIRED = /^The sync state generation is not found; generation=\d+;\[highest=\d+\]/;

test('a reset answers 410 to a token, not to a first request; a Location, if there is one, begins a full round', async () => {
  const { graph, first, add, faults } = await openDelta();
  await add('One', 1);
  const before = await readRound(graph, first);
  await faults(
    { effect: { resetDelta: true }, match: { nth: 1 } },
    { effect: { resetDelta: true, resetLocation: true } },
  );
  const bare = await graph.get(before.deltaLink);
  expect(bare.status).toBe(410);
  expect(bare.body).toEqual({
    error: expect.objectContaining({ code: 'SyncStateNotFound', message: expect.stringMatching(EXPIRED) }),
  });
  expect(bare.headers).not.toHaveProperty('location');
  const located = await graph.get(before.deltaLink);
  expect(located.status).toBe(410);
  expect(located.headers.location).toMatch(/\$deltatoken=$/);
  expect(inShort((await readRound(graph, located.headers.location ?? '')).entries)).toEqual(['One']);
});

test('tokens live for ever, or as long as the setting says', async () => {
  const { client, graph, first, settings, signInAgain } = await openDelta();
  const { deltaLink } = await readRound(graph, first);
  client.advance('P300D');
  const later = signInAgain();
  const latest = await readRound(later, deltaLink);
  expect(latest.entries).toEqual([]);
  await settings({ deltaTokenLifeMs: 60_000 });
  client.advance('PT59S');
  const renewed = await readRound(later, latest.deltaLink);
  client.advance('PT59S');
  expect((await later.get(renewed.deltaLink)).status).toBe(200);
  expect((await later.get(latest.deltaLink)).status).toBe(410);
});

test('a token expires when so much has changed since that the server remembers no further', async () => {
  const { graph, first, add, settings } = await openDelta();
  await settings({ deltaLogEntriesMax: 3 });
  const event = await add('One', 1);
  const { deltaLink } = await readRound(graph, first);
  for (const subject of ['a', 'b', 'c']) await graph.patch(`/me/events/${event.id}`, { subject });
  expect((await graph.get(deltaLink)).status).toBe(200);
  await graph.patch(`/me/events/${event.id}`, { subject: 'd' });
  const { status, body } = await graph.get(deltaLink);
  expect(status).toBe(410);
  expect(body).toEqual({ error: expect.objectContaining({ code: 'SyncStateNotFound' }) });
});

test('a token of the world before a reset is unknown, or points at the new world', async () => {
  const { client, graph, first, calendarId, add } = await openDelta();
  await add('One', 1);
  const { deltaLink } = await readRound(graph, first);
  client.sandbox.reset();
  const remade = await graph.post('/me/calendars', { name: 'Empty' });
  expect(remade.body.id).toBe(calendarId);
  expect((await graph.get(deltaLink)).status).toBe(410);
});

test('a write is not in delta for as long as delta lags, nor is a change or a deletion', async () => {
  const { client, graph, first, add, settings } = await openDelta();
  const [changed, deleted] = [await add('Before', 3), await add('Deleted', 4)];
  client.advance('PT1H');
  await settings({ deltaLagMs: 30_000 });
  const before = await readRound(graph, first);
  expect(inShort(before.entries)).toEqual(['Before', 'Deleted']);
  await graph.patch(`/me/events/${changed.id}`, { subject: 'After' });
  await graph.delete(`/me/events/${deleted.id}`);
  await add('Made', 5);
  expect((await readRound(graph, before.deltaLink)).entries).toEqual([]);
  expect(inShort((await readRound(graph, first)).entries)).toEqual(['Before', 'Deleted']);
  client.advance('PT30S');
  const { entries } = await readRound(graph, before.deltaLink);
  expect(entries).toEqual([
    expect.objectContaining({ subject: 'After' }),
    removed(deleted.id),
    expect.objectContaining({ subject: 'Made' }),
  ]);
});

test('the same seed strikes the same pages', async () => {
  const play = async () => {
    const { graph, first, add, faults } = await openDelta();
    for (let day = 1; day <= 12; day += 1) await add(`Day ${day}`, day, timesOn(day));
    await faults({ match: { probability: 0.4 }, effect: { replayPage: true } });
    return (await readRound(graph, first, PAGE_OF_ONE)).pages.map(inShort);
  };
  const pages = await play();
  expect(pages.length).toBeGreaterThan(12);
  expect(await play()).toEqual(pages);
});

test('faults of delta leave a plain calendarView alone', async () => {
  const { graph, calendar, add, faults } = await openDelta();
  await add('One', 1);
  await faults({ match: { path: 'calendarView' }, effect: { emptyPage: true, loopPages: true } });
  const { body } = await graph.get<{ value: Entry[] }>(`${calendar}/calendarView?${WINDOW}`);
  expect(inShort(body.value)).toEqual(['One']);
});
