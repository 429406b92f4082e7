// What a round of calendarView/delta tells: the shape of each item, pages, removals, and rounds that follow one another.
import { expect, test } from 'vitest';
import { moveItem } from '../../sandbox/graph/calendar/save-item.ts';
import { daily, inShort, openDelta, readPage, readRound, removed, timesOn, WINDOW } from './delta-rounds.ts';

const IMMUTABLE = { prefer: 'IdType="ImmutableId"' };

test('an occurrence comes bare: no more than its id, its series, its times and its etag', async () => {
  const { graph, first, addSeries } = await openDelta();
  const master = await addSeries('Stand-up', 1, 2);
  const { entries } = await readRound(graph, first);
  const [, occurrence] = entries;
  expect(occurrence).toEqual({
    '@odata.type': '#microsoft.graph.event',
    '@odata.etag': master['@odata.etag'],
    id: expect.any(String),
    seriesMasterId: master.id,
    type: 'occurrence',
    start: { dateTime: '2026-12-01T09:00:00.0000000', timeZone: 'UTC' },
    end: { dateTime: '2026-12-01T10:00:00.0000000', timeZone: 'UTC' },
  });
});

test('a single event comes whole, as GET answers it', async () => {
  const { graph, first, add } = await openDelta();
  const event = await add('Review', 3, { body: { contentType: 'text', content: 'Bring figures' } });
  const { body: got } = await graph.get(`/me/events/${event.id}`);
  const { entries } = await readRound(graph, first);
  const properties = Object.entries(got).filter(
    ([name]) => !/@odata\.(?:context|associationLink|navigationLink)$/.test(name),
  );
  expect(entries).toEqual([{ '@odata.type': '#microsoft.graph.event', ...Object.fromEntries(properties) }]);
});

test('a page closes after the item that fills it, and a series is never split', async () => {
  const { graph, first, add, addSeries } = await openDelta();
  await add('One', 1);
  await addSeries('Series', 2, 5);
  await add('Two', 8);
  await add('Three', 9);
  const { pages } = await readRound(graph, first, { prefer: 'odata.maxpagesize=2' });
  expect(pages.map((page) => page.length)).toEqual([7, 2]);
  expect(inShort(pages[1] ?? [])).toEqual(['Two', 'Three']);
});

test('a series master is listed though calendarView hides it, with a start that may lie outside the window', async () => {
  const { graph, first, calendar, addSeries } = await openDelta();
  await addSeries('Since November', -2, 5);
  const { entries } = await readRound(graph, first);
  expect(inShort(entries)).toEqual(['Since November', 'occurrence 12-01', 'occurrence 12-02']);
  expect(entries[0]).toMatchObject({ type: 'seriesMaster', start: { dateTime: '2026-11-28T09:00:00.0000000' } });
  const view = await graph.get<{ value: { type: string }[] }>(`${calendar}/calendarView?${WINDOW}`);
  expect(view.body.value.map(({ type }) => type)).toEqual(['occurrence', 'occurrence']);
});

test('an exception comes whole, with its series and its original start', async () => {
  const { graph, first, addSeries } = await openDelta();
  const master = await addSeries('Stand-up', 1, 3);
  const before = await readRound(graph, first);
  const second = before.entries[2];
  await graph.patch(`/me/events/${second?.id}`, { subject: 'Stand-down', ...timesOn(2, 14) });
  const { entries } = await readRound(graph, before.deltaLink);
  expect(inShort(entries)).toEqual(['Stand-up', 'exception Stand-down', 'occurrence 12-01', 'occurrence 12-03']);
  expect(entries[1]).toMatchObject({
    '@odata.type': '#microsoft.graph.event',
    id: second?.id,
    type: 'exception',
    seriesMasterId: master.id,
    originalStart: '2026-12-02T09:00:00Z',
    start: { dateTime: '2026-12-02T14:00:00.0000000' },
    iCalUId: expect.any(String),
    attendees: [],
  });
});

test('a deleted occurrence is absent from its series, which comes with a new etag and all that is left', async () => {
  const { graph, first, addSeries } = await openDelta();
  const master = await addSeries('Stand-up', 1, 3);
  const before = await readRound(graph, first);
  await graph.delete(`/me/events/${before.entries[2]?.id}`);
  const { entries } = await readRound(graph, before.deltaLink);
  expect(inShort(entries)).toEqual(['Stand-up', 'occurrence 12-01', 'occurrence 12-03']);
  expect(entries[0]?.['@odata.etag']).not.toBe(master['@odata.etag']);
  expect(entries[1]?.['@odata.etag']).toBe(entries[0]?.['@odata.etag']);
});

test('what is outside the window is told as removed when it is made, changed or deleted, but not in a first round', async () => {
  const { graph, first, add } = await openDelta();
  const [changed, deleted] = [await add('Changed in January', 40), await add('Deleted in January', 41)];
  const before = await readRound(graph, first);
  expect(before.entries).toEqual([]);
  await graph.patch(`/me/events/${changed.id}`, { subject: 'Changed again' });
  await graph.delete(`/me/events/${deleted.id}`);
  const made = await add('Made in January', 42);
  const { entries } = await readRound(graph, before.deltaLink);
  expect(entries).toEqual([removed(changed.id), removed(deleted.id), removed(made.id)]);
});

test('what moves out of the window, or is deleted in it, is told as removed in the same words', async () => {
  const { graph, first, add } = await openDelta();
  const [moved, deleted] = [await add('Moved', 3), await add('Deleted', 4)];
  const before = await readRound(graph, first);
  await graph.patch(`/me/events/${moved.id}`, timesOn(40));
  await graph.delete(`/me/events/${deleted.id}`);
  const { entries } = await readRound(graph, before.deltaLink);
  expect(entries).toEqual([removed(moved.id), removed(deleted.id)]);
  expect((await graph.get(`/me/events/${moved.id}`)).status).toBe(200);
  expect((await graph.get(`/me/events/${deleted.id}`)).status).toBe(404);
});

test('what moves into another calendar is removed from the one, under the id it had there, and new in the other', async () => {
  const { client, graph, first, calendarId, add, mailbox } = await openDelta();
  const event = await add('Moving', 3);
  const otherId = String((await graph.post('/me/calendars', { name: 'Other' })).body.id);
  const other = `/me/calendars/${otherId}/calendarView/delta?${WINDOW}`;
  const before = { here: await readRound(graph, first), there: await readRound(graph, other) };
  const item = [...mailbox().items.values()].find(({ restId }) => restId === event.id);
  if (!item) throw new Error('The event is not stored.');
  moveItem(client.world(), mailbox(), item, { calendarId: otherId });
  expect((await readRound(graph, before.here.deltaLink)).entries).toEqual([removed(event.id)]);
  expect((await readRound(graph, before.here.deltaLink, IMMUTABLE)).entries).toEqual([removed(item.id)]);
  const there = await readRound(graph, before.there.deltaLink);
  expect(there.entries).toEqual([expect.objectContaining({ id: item.restId, subject: 'Moving' })]);
  // And back, before anybody looked: gone under the first id, here under the third.
  moveItem(client.world(), mailbox(), item, { calendarId });
  const { entries } = await readRound(graph, before.here.deltaLink);
  expect(entries).toEqual([removed(event.id), expect.objectContaining({ id: item.restId, subject: 'Moving' })]);
});

test.each([
  ['master', ['removed']],
  ['masterAndOccurrences', ['removed', 'removed', 'removed', 'removed']],
])('of a deleted series delta tells %s, by setting', async (deletedSeries, told) => {
  const { graph, first, addSeries, settings } = await openDelta();
  await settings({ deletedSeries });
  const master = await addSeries('Stand-up', 1, 3);
  const before = await readRound(graph, first);
  await graph.patch(`/me/events/${before.entries[2]?.id}`, { subject: 'Exception' });
  const known = await readRound(graph, before.deltaLink);
  await graph.delete(`/me/events/${master.id}`);
  const { entries } = await readRound(graph, known.deltaLink);
  expect(inShort(entries)).toEqual(told);
  expect(entries[0]).toEqual(removed(master.id));
  const knownIds = known.entries.map(({ id }) => id);
  expect(knownIds).toEqual(expect.arrayContaining(entries.map(({ id }) => id)));
});

test('a series that becomes a single event, and back, is told under the same id', async () => {
  const { graph, first, addSeries } = await openDelta();
  const master = await addSeries('Stand-up', 1, 3);
  const before = await readRound(graph, first);
  await graph.patch(`/me/events/${master.id}`, { recurrence: null });
  const single = await readRound(graph, before.deltaLink);
  expect(single.entries).toEqual([
    expect.objectContaining({ id: master.id, type: 'singleInstance', recurrence: null }),
  ]);
  await graph.patch(`/me/events/${master.id}`, { recurrence: daily(1, 2) });
  const series = await readRound(graph, single.deltaLink);
  expect(inShort(series.entries)).toEqual(['Stand-up', 'occurrence 12-01', 'occurrence 12-02']);
});

test('a cancelled meeting stays in its guest’s delta as an item that says so', async () => {
  const { client, graph } = await openDelta();
  const guest = client.as('bo');
  const first = `/me/calendarView/delta?${WINDOW}`;
  const before = await readRound(guest, first);
  const attendees = [{ type: 'required', emailAddress: { address: 'bo@contoso.example' } }];
  const { body } = await graph.post('/me/events', { subject: 'Off-site', ...timesOn(9), attendees });
  const invited = await readRound(guest, before.deltaLink);
  expect(invited.entries).toEqual([expect.objectContaining({ subject: 'Off-site', isCancelled: false })]);
  await graph.post(`/me/events/${String(body.id)}/cancel`, { comment: 'No rooms' });
  const { entries } = await readRound(guest, invited.deltaLink);
  expect(entries).toEqual([expect.objectContaining({ id: invited.entries[0]?.id, isCancelled: true })]);
  expect(entries[0]).not.toHaveProperty('@removed');
});

test('an item changed several times comes once in a round, and a round without changes is empty', async () => {
  const { graph, first, add } = await openDelta();
  const event = await add('Draft', 3);
  await graph.patch(`/me/events/${event.id}`, { subject: 'Second draft' });
  const before = await readRound(graph, first);
  expect(inShort(before.entries)).toEqual(['Second draft']);
  expect((await readRound(graph, before.deltaLink)).pages).toEqual([[]]);
});

test('what changes during a round shows in it where its page is still to come, and in any case in the next', async () => {
  const { graph, first, add } = await openDelta();
  const [one, two] = [await add('One', 1), await add('Two', 2)];
  const small = { prefer: 'odata.maxpagesize=1' };
  const start = await readPage(graph, first, small);
  await graph.patch(`/me/events/${one.id}`, { subject: 'One, late' });
  await graph.patch(`/me/events/${two.id}`, { subject: 'Two, late' });
  await add('Three, late', 3);
  const rest = await readRound(graph, String(start.body['@odata.nextLink']), small);
  expect(inShort(rest.entries)).toEqual(['Two, late']);
  expect(inShort((await readRound(graph, rest.deltaLink)).entries)).toEqual(['One, late', 'Two, late', 'Three, late']);
});

test('the window stays where it was: later rounds know nothing of the days that have come since', async () => {
  const { client, graph, first, add, signInAgain } = await openDelta();
  const before = await readRound(graph, first);
  client.advance('P60D');
  const later = signInAgain();
  const [inside, outside] = [await add('In December', 20), await add('In February', 70)];
  const { entries } = await readRound(later, before.deltaLink);
  expect(entries).toEqual([expect.objectContaining({ id: inside.id }), removed(outside.id)]);
});

test('the same change is told to every reader of a link, however often it is read', async () => {
  const { graph, first, add } = await openDelta();
  const before = await readRound(graph, first);
  await add('News', 3);
  const [once, twice] = [await readRound(graph, before.deltaLink), await readRound(graph, before.deltaLink)];
  expect(twice.entries).toEqual(once.entries);
});

test('a shared calendar is read as its owner’s, and ids follow the owner’s mailbox', async () => {
  const { client, graph, calendar, first, add } = await openDelta({ user: 'bo' });
  await add('Planning', 3);
  const shared = { emailAddress: { name: 'Ada', address: 'ada@contoso.example' }, role: 'read' };
  expect((await graph.post(`${calendar}/calendarPermissions`, shared)).status).toBeLessThan(300);
  const reader = client.as('ada');
  const { body } = await reader.get<{ value: { id: string; name: string }[] }>('/me/calendars?$top=50');
  const entry = body.value.find(({ name }) => name === 'Empty');
  const { entries } = await readRound(reader, `/me/calendars/${entry?.id}/calendarView/delta?${WINDOW}`);
  expect(inShort(entries)).toEqual(['Planning']);
  expect(inShort((await readRound(graph, first)).entries)).toEqual(['Planning']);
});
