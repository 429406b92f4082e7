// The rows of the decision table for what no link ties yet.
import { expect, test } from 'vitest';
import { agreedMeeting, firstItem, linkOf, rowsOf, takeMails } from '../../support/decision-table.ts';
import { createSyncWorld, guests, MAILBOX, meetingValues, USER } from '../../support/sync-world.ts';

test('new here: created in Outlook once, inviting its guests', async () => {
  const world = createSyncWorld();
  world.add({ guests: guests('bob@fabrikam.example', 'eve@fabrikam.example') });
  expect(rowsOf(await world.plan())).toEqual(['new here']);
  await world.sync();
  expect(firstItem(world).values.subject).toBe('Planning');
  expect(takeMails(world)).toEqual(['invitation bob@fabrikam.example', 'invitation eve@fabrikam.example']);
});

test('new here: a past event goes out without its guests', async () => {
  const world = createSyncWorld();
  const when = { start: '2026-11-20T10:00:00', end: '2026-11-20T11:00:00', zone: 'UTC', isAllDay: false };
  const event = world.add({ when, guests: guests('bob@fabrikam.example') });
  await world.sync();
  expect(takeMails(world)).toEqual([]);
  expect(firstItem(world).values.guests).toEqual({});
  expect(event.withheld.map((guest) => guest.address)).toEqual(['bob@fabrikam.example']);
  expect(linkOf(world, event.id)?.state).toBe('quiet');
});

test("guest's mailbox: somebody else's event is never created there", async () => {
  const world = createSyncWorld();
  world.add({}, { organizerUserId: 'somebody-else' });
  await world.sync();
  expect(world.outlook.items.size).toBe(0);
});

test('new in Outlook: created here, mailing nobody', async () => {
  const world = createSyncWorld();
  world.outlook.create(meetingValues({ subject: 'From Outlook', guests: guests('bob@fabrikam.example') }));
  expect(rowsOf(await world.plan())).toEqual(['new in Outlook']);
  await world.sync();
  const [event] = world.store.events.values();
  expect(event).toMatchObject({ organizerUserId: USER, meeting: { subject: 'From Outlook' } });
  expect(world.outlook.calls).toEqual([]);
});

test('old copy: a meeting that is new but already cancelled is ignored', async () => {
  const world = createSyncWorld();
  world.outlook.create(meetingValues(), { isOrganizer: false, isCancelled: true });
  expect(rowsOf(await world.plan())).toEqual(['old copy']);
  await world.sync();
  expect(world.store.events.size).toBe(0);
});

test('old copy: a late copy of a meeting that was ended here brings nothing back', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  const { iCalUId } = firstItem(world);
  world.outlook.remove(graphId);
  await world.sync();
  world.outlook.create(meetingValues(), { iCalUId, isOrganizer: false });
  expect(rowsOf(await world.plan())).toEqual(['old copy']);
  await world.sync();
  expect([event.status, world.store.events.size]).toEqual(['archived', 1]);
});

test('held: with the choice to leave them here, events of before stay here and later ones go', async () => {
  const world = createSyncWorld('reviewing');
  const before = world.add({ guests: guests('bob@fabrikam.example') });
  await world.sync();
  world.confirm('hold');
  expect(rowsOf(await world.plan())).toEqual(['held']);
  const after = world.add({ subject: 'Made after connecting' });
  await world.sync();
  await world.sync();
  expect([linkOf(world, before.id)?.state, linkOf(world, after.id)?.state]).toEqual(['held', 'live']);
  expect(firstItem(world).values.subject).toBe('Made after connecting');
  expect(takeMails(world)).toEqual([]);
});

test('join a meeting: the copy of a meeting that another mailbox brought is no second event', async () => {
  const world = createSyncWorld();
  const event = world.add({}, { organizerUserId: 'user-bob' });
  world.store.links.set('other', {
    eventId: event.id,
    originalStart: null,
    mailboxId: 'mailbox-bob',
    calendarId: 'calendar-bob',
    generation: 1,
    state: 'live',
    graphId: 'bobs-item',
    iCalUId: 'shared',
    changeKey: 'key',
    transactionId: null,
    base: null,
    baseLastModified: null,
    supersededKeys: [],
    lastWriteAnsweredAt: null,
    isOrganizer: true,
    attempts: 0,
    lastError: null,
    settledVersion: 1,
    linkedAt: world.now().toString(),
  });
  world.outlook.create(meetingValues({ answer: 'notResponded' }), { iCalUId: 'shared', isOrganizer: false });
  expect(rowsOf(await world.plan())).toEqual(['join a meeting']);
  await world.sync();
  expect(world.store.events.size).toBe(1);
  expect(event.participations.get(USER)?.answer).toBe('notResponded');
});

test('matched: at the first sync equal events become one, guests that only we have are withheld', async () => {
  const world = createSyncWorld('reviewing');
  const event = world.add({ guests: guests('bob@fabrikam.example') });
  const item = world.outlook.create(meetingValues());
  await world.sync();
  world.confirm('quiet');
  expect(rowsOf(await world.plan())).toEqual(['matched']);
  await world.sync();
  expect(world.outlook.calls).toEqual([]);
  expect(linkOf(world, event.id)).toMatchObject({ graphId: item.graphId, state: 'quiet' });
  expect(event.withheld).toHaveLength(1);
  expect(world.store.mailboxes.get(MAILBOX)?.phase).toBe('active');
});

test('answer found: a create whose answer was lost is recognised, not repeated', async () => {
  const world = createSyncWorld();
  const event = world.add({ guests: guests('bob@fabrikam.example') });
  world.outlook.faults.push({ kind: 'lose' });
  await world.sync();
  await world.sync();
  expect(world.outlook.items.size).toBe(1);
  expect(takeMails(world)).toEqual(['invitation bob@fabrikam.example']);
  expect(linkOf(world, event.id)?.graphId).toBe(firstItem(world).graphId);
  expect(await world.plan()).toEqual([]);
});
