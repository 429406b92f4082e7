// The rows of the decision table for a linked event or item that is gone, or comes back.
import { expect, test } from 'vitest';
import { agreedMeeting, firstItem, invitedMeeting, linkOf, rowsOf, takeMails } from '../../support/decision-table.ts';
import { createSyncWorld, guests, USER } from '../../support/sync-world.ts';

test.each(['deleted', 'archived'] as const)(
  '%s here, same there: deleted in Outlook, cancelling for its guests',
  async (status) => {
    const world = createSyncWorld();
    const { event } = await agreedMeeting(world);
    Object.assign(event, { status, version: event.version + 1 });
    expect(rowsOf(await world.plan())).toEqual([status === 'deleted' ? 'delete there' : 'archive there']);
    await world.sync();
    expect(world.outlook.items.size).toBe(0);
    expect(takeMails(world)).toEqual(['cancellation bob@fabrikam.example']);
    expect(linkOf(world, event.id)?.state).toBe('retired');
  },
);

test('deleted here, edited there: kept with their edit, in conflict, mailing nobody', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  Object.assign(event, { status: 'deleted', version: event.version + 1 });
  world.outlook.edit(graphId, { subject: 'Still needed' });
  expect(rowsOf(await world.plan())).toEqual(['deleted here, edited there']);
  await world.sync();
  expect(event).toMatchObject({ status: 'live', meeting: { subject: 'Still needed' } });
  expect(world.store.conflicts).toHaveLength(1);
  expect(takeMails(world)).toEqual([]);
});

test('deleted here, only a reminder edited there: deleted all the same', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  Object.assign(event, { status: 'deleted', version: event.version + 1 });
  world.outlook.edit(graphId, { reminderMinutes: 5 });
  await world.sync();
  expect(world.outlook.items.size).toBe(0);
});

test('deleted there: archived here', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  world.outlook.remove(graphId);
  expect(rowsOf(await world.plan())).toEqual(['deleted there']);
  await world.sync();
  expect(event.status).toBe('archived');
  expect(await world.plan()).toEqual([]);
});

test('edited here, deleted there: archived with our edit, in conflict, mailing nobody', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  world.edit(event, { subject: 'Edited late' });
  world.outlook.remove(graphId);
  expect(rowsOf(await world.plan())).toEqual(['edited here, deleted there']);
  await world.sync();
  expect(event).toMatchObject({ status: 'archived', meeting: { subject: 'Edited late' } });
  expect(takeMails(world)).toEqual([]);
});

test('gone on both sides: the link retires', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  Object.assign(event, { status: 'deleted', version: event.version + 1 });
  world.outlook.remove(graphId);
  expect(rowsOf(await world.plan())).toEqual(['gone on both sides']);
  await world.sync();
  expect(linkOf(world, event.id)?.state).toBe('retired');
  expect(takeMails(world)).toEqual([]);
});

test('un-archived: a new generation is created, inviting again', async () => {
  const world = createSyncWorld();
  const { event } = await agreedMeeting(world);
  Object.assign(event, { status: 'archived', version: event.version + 1 });
  await world.sync();
  takeMails(world);
  Object.assign(event, { status: 'live', version: event.version + 1 });
  expect(rowsOf(await world.plan())).toEqual(['un-archived']);
  await world.sync();
  expect(linkOf(world, event.id)).toMatchObject({ generation: 2, state: 'live' });
  expect(takeMails(world)).toEqual(['invitation bob@fabrikam.example']);
  await world.sync();
  expect(world.outlook.items.size).toBe(1);
});

test('old copy: an item read before its deletion was seen stays deleted', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  Object.assign(event, { status: 'deleted', version: event.version + 1 });
  const stale = structuredClone(firstItem(world));
  await world.sync();
  await world.sync();
  const seen = [...world.store.seen.values()].find((item) => item.graphId === graphId);
  if (seen)
    Object.assign(seen, { version: stale, removedHint: false, proof: null, deletionSeen: false, isSettled: false });
  expect(rowsOf(await world.plan())).toEqual(['old copy']);
  await world.sync();
  expect(event.status).toBe('deleted');
});

test('restored in Outlook: un-archived on the same link, no write, no mail', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  world.outlook.remove(graphId);
  await world.sync();
  const calls = world.outlook.calls.length;
  world.outlook.restore(graphId);
  expect(rowsOf(await world.plan())).toEqual(['restored in Outlook']);
  await world.sync();
  expect(event.status).toBe('live');
  expect(linkOf(world, event.id)).toMatchObject({ generation: 1, state: 'live' });
  expect(world.outlook.calls.length).toBe(calls);
});

test('restored in Outlook: also right after we deleted it, when no round has told of the deletion', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  Object.assign(event, { status: 'archived', version: event.version + 1 });
  await world.sync();
  world.outlook.restore(graphId);
  expect(rowsOf(await world.plan())).toEqual(['restored in Outlook']);
  await world.sync();
  expect(event.status).toBe('live');
  expect(world.outlook.items.size).toBe(1);
});

test('cancelled by the organizer: archived here', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await invitedMeeting(world);
  const item = world.outlook.items.get(graphId);
  if (item) item.isCancelled = true;
  world.outlook.edit(graphId, { subject: 'Canceled: Planning' });
  expect(rowsOf(await world.plan())).toEqual(['cancelled by the organizer']);
  await world.sync();
  expect(event).toMatchObject({ status: 'archived', meeting: { subject: 'Planning' } });
});

test("nothing: a guest's copy stays in Outlook when the event is ended here", async () => {
  const world = createSyncWorld();
  const { event } = await invitedMeeting(world);
  Object.assign(event, { status: 'archived', version: event.version + 1 });
  expect(rowsOf(await world.plan())).toEqual(['nothing']);
  await world.sync();
  expect([world.outlook.calls, world.outlook.items.size]).toEqual([[], 1]);
});

test('guest removed own copy: the last connected copy archives the meeting here', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await invitedMeeting(world);
  world.outlook.remove(graphId);
  await world.sync();
  expect(event.status).toBe('archived');
});

test('guest removed own copy: a meeting of a local organizer is hidden and declined for that guest alone', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await invitedMeeting(world);
  event.organizerUserId = 'user-zoe';
  world.outlook.remove(graphId);
  expect(rowsOf(await world.plan())).toEqual(['guest removed own copy']);
  await world.sync();
  expect(event.status).toBe('live');
  expect(event.participations.get(USER)).toMatchObject({ isHidden: true, answer: 'declined' });
});

test('hidden here: declined in Outlook without telling the organizer', async () => {
  const world = createSyncWorld();
  const { event } = await invitedMeeting(world);
  const own = event.participations.get(USER);
  if (own) own.isHidden = true;
  event.version += 1;
  expect(rowsOf(await world.plan())).toEqual(['hidden here']);
  await world.sync();
  expect(world.outlook.calls.at(-1)).toMatchObject({ kind: 'answer', answer: 'decline', sendResponse: false });
  expect(takeMails(world)).toEqual([]);
});

test('stale removal: a round that began before our last write proves nothing', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  const seen = [...world.store.seen.values()].find((item) => item.graphId === graphId);
  const before = world.now().subtract({ hours: 1 }).toString();
  if (seen) Object.assign(seen, { removedHint: true, proof: 'deleted', roundStartedAt: before, isSettled: false });
  await world.sync();
  expect(event.status).toBe('live');
});

test('outside the window: the link sleeps, nothing is archived, and it wakes when it is delivered again', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  const seen = [...world.store.seen.values()].find((item) => item.graphId === graphId);
  const at = world.now().add({ hours: 1 }).toString();
  if (seen) Object.assign(seen, { removedHint: true, proof: 'outside', roundStartedAt: at, isSettled: false });
  expect(rowsOf(await world.plan())).toEqual(['outside the window']);
  await world.sync();
  expect(event.status).toBe('live');
  expect(linkOf(world, event.id)?.state).toBe('dormant');
  world.outlook.edit(graphId, { subject: 'Back' });
  await world.sync();
  expect(event.meeting.subject).toBe('Back');
  expect(linkOf(world, event.id)?.state).toBe('live');
});

test('a removal that is not looked up yet decides nothing', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  world.outlook.remove(graphId);
  world.outlook.lookUpRemoved = async (questions) => questions.map(() => ({ kind: 'unknown', reason: 'silence' }));
  expect(rowsOf(await world.plan())).toEqual(['waiting']);
  await world.sync();
  expect(event.status).toBe('live');
  expect(linkOf(world, event.id)?.state).toBe('live');
});

test('gone on both sides: what was deleted before it was sent is never sent', async () => {
  const world = createSyncWorld();
  const event = world.add({ guests: guests('bob@fabrikam.example') });
  world.outlook.faults.push({ kind: 'notSent', code: 'ApplicationThrottled', retryAfterMs: 1000 });
  await world.sync();
  Object.assign(event, { status: 'deleted', version: event.version + 1 });
  expect(rowsOf(await world.plan())).toEqual(['gone on both sides']);
  await world.sync();
  expect(world.outlook.items.size).toBe(0);
  expect(takeMails(world)).toEqual([]);
  expect(linkOf(world, event.id)?.state).toBe('retired');
});

test('left the calendar: unlinked and kept', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  const seen = [...world.store.seen.values()].find((item) => item.graphId === graphId);
  const at = world.now().add({ hours: 1 }).toString();
  if (seen) Object.assign(seen, { removedHint: true, proof: 'elsewhere', roundStartedAt: at, isSettled: false });
  await world.sync();
  expect(event.status).toBe('live');
  expect(linkOf(world, event.id)?.state).toBe('left');
});
