// The rows of the decision table about several calendars of one mailbox: directions, what takes meetings, moves between them.
import { expect, test } from 'vitest';
import type { CalendarDirection, SyncedCalendar } from '../../../sync/index.ts';
import { newCalendar } from '../../support/memory-store.ts';
import { createSyncWorld, guests, MAILBOX, meetingValues, type SyncWorld } from '../../support/sync-world.ts';

const SECOND = 'second';
const rowsOf = async (world: SyncWorld) => (await world.plan()).map(({ row }) => row);
const calendarsOf = (world: SyncWorld): SyncedCalendar[] => world.store.mailboxes.get(MAILBOX)?.calendars ?? [];
const linkStates = (world: SyncWorld) =>
  [...world.store.links.values()].map(({ calendarId, state }) => `${calendarId} ${state}`);
const only = <T>(values: Iterable<T>): T => {
  const [value] = values;
  if (value === undefined) throw new Error('There is none.');
  return value;
};

/** A mailbox whose default calendar goes one way. */
async function worldGoing(direction: CalendarDirection, parts: Partial<SyncedCalendar> = {}) {
  const world = createSyncWorld();
  await world.sync();
  const [calendar] = calendarsOf(world);
  if (calendar) Object.assign(calendar, { direction, ...parts });
  return world;
}

/** Two calendars that both sync. */
async function worldOfTwo(parts: Partial<SyncedCalendar> = {}) {
  const world = createSyncWorld();
  await world.sync();
  calendarsOf(world).push({ ...newCalendar(SECOND, SECOND), ...parts });
  await world.sync();
  return world;
}

test('one way (to here): new items and their edits come in, nothing goes out', async () => {
  const world = await worldGoing('here');
  const { graphId } = world.outlook.create(
    meetingValues({ subject: 'From there', guests: guests('bob@fabrikam.example') }),
  );
  await world.sync();
  const event = only(world.store.events.values());
  world.outlook.edit(graphId, { subject: 'Edited there' });
  await world.sync();
  expect(event.meeting.subject).toBe('Edited there');
  world.edit(event, { subject: 'Edited here' });
  expect(await rowsOf(world)).toEqual(['one way']);
  await world.sync();
  Object.assign(event, { status: 'deleted', version: event.version + 1 });
  expect(await rowsOf(world)).toEqual(['one way']);
  world.add({ subject: 'Made here' });
  await world.sync();
  expect([world.outlook.calls, world.outlook.mails, world.outlook.items.size]).toEqual([[], [], 1]);
});

test('one way (to here): what came in is taken, though something here cannot go out', async () => {
  const world = await worldGoing('here');
  const { graphId } = world.outlook.create(meetingValues());
  await world.sync();
  const event = only(world.store.events.values());
  world.edit(event, { subject: 'Edited here' });
  world.outlook.edit(graphId, { importance: 'high' });
  await world.sync();
  expect(event.meeting).toMatchObject({ subject: 'Edited here', importance: 'high' });
  expect(world.outlook.calls).toEqual([]);
  world.outlook.edit(graphId, { subject: 'Edited there' });
  await world.sync();
  expect(event.meeting.subject).toBe('Edited there');
  expect(world.store.conflicts).toEqual([{ eventId: event.id, unit: 'subject' }]);
});

test('one way (to there): ours go out, also over their edits; nothing comes in', async () => {
  const world = await worldGoing('there');
  const event = world.add({ subject: 'Ours' });
  world.outlook.create(meetingValues({ subject: 'Theirs alone' }));
  await world.sync();
  await world.sync();
  const { graphId } = only([...world.outlook.items.values()].filter(({ values }) => values.subject === 'Ours'));
  world.outlook.edit(graphId, { subject: 'Edited there' });
  expect(await rowsOf(world)).toContain('one way');
  await world.sync();
  expect([event.meeting.subject, world.store.events.size]).toEqual(['Ours', 1]);
  world.edit(event, { subject: 'Ours again' });
  await world.sync();
  expect(world.outlook.items.get(graphId)?.values.subject).toBe('Ours again');
  expect(world.store.conflicts).toEqual([]);
});

test('one way (to there): a deletion in Outlook unlinks the event, which is kept', async () => {
  const world = await worldGoing('there');
  const event = world.add();
  await world.sync();
  await world.sync();
  world.outlook.remove(only(world.outlook.items.keys()));
  expect(await rowsOf(world)).toEqual(['one way']);
  await world.sync();
  expect([event.status, linkStates(world)]).toEqual(['live', [`${MAILBOX}-calendar left`]]);
});

test("in somebody else's calendar the user organizes nothing", async () => {
  const world = await worldOfTwo({ isOwn: false, direction: 'here' });
  const organizer = { address: 'zoe@fabrikam.example', name: 'Zoe' };
  world.outlook.create(meetingValues(), { organizer }, SECOND);
  await world.sync();
  const event = only(world.store.events.values());
  expect(event.organizerUserId).not.toBe(world.store.mailboxes.get(MAILBOX)?.userId);
  expect(only(world.store.links.values()).isOrganizer).toBe(false);
});

test('no calendar for guests: a meeting is not made where no answers are collected, an event without guests is', async () => {
  const world = await worldGoing('both', { isTallyingResponses: false });
  world.add({ subject: 'Meeting', guests: guests('bob@fabrikam.example') });
  const alone = world.add({ subject: 'Alone' });
  expect(await rowsOf(world)).toEqual(['no calendar for guests', 'new here']);
  await world.sync();
  await world.sync();
  world.edit(alone, { guests: guests('bob@fabrikam.example') });
  expect(await rowsOf(world)).toContain('no calendar for guests');
  await world.sync();
  expect([...world.outlook.items.values()].map(({ values }) => values.subject)).toEqual(['Alone']);
  expect(world.outlook.mails).toEqual([]);
});

test.each(['the new calendar first', 'the old calendar first'])(
  'moved to another calendar: one link moves, nothing is sent (%s)',
  async (order) => {
    const world = await worldOfTwo();
    const event = world.add({ guests: guests('bob@fabrikam.example') });
    await world.sync();
    await world.sync();
    const graphId = only(world.outlook.items.keys());
    const calls = world.outlook.calls.length;
    world.outlook.mails.splice(0);
    if (order === 'the new calendar first') calendarsOf(world).reverse();
    world.outlook.move(graphId, SECOND);
    expect(await rowsOf(world)).toEqual(['moved to another calendar']);
    await world.sync();
    await world.sync();
    expect([event.status, world.store.events.size]).toEqual(['live', 1]);
    expect(linkStates(world)).toEqual([`${MAILBOX}-calendar retired`, `${SECOND} live`]);
    world.edit(event, { subject: 'Still in sync' });
    await world.sync();
    expect(world.outlook.items.get(graphId)?.values.subject).toBe('Still in sync');
    expect(world.outlook.calls.slice(calls).map(({ kind }) => kind)).toEqual(['update']);
  },
);

test('moved to another calendar: an edit made on the way arrives', async () => {
  const world = await worldOfTwo();
  const event = world.add();
  await world.sync();
  await world.sync();
  const graphId = only(world.outlook.items.keys());
  world.outlook.move(graphId, SECOND);
  world.outlook.edit(graphId, { subject: 'Moved and renamed' });
  await world.sync();
  expect(event.meeting.subject).toBe('Moved and renamed');
});

test('left the calendar: back from a calendar that does not sync, it is kept in sync again', async () => {
  const world = createSyncWorld();
  const event = world.add();
  await world.sync();
  await world.sync();
  const graphId = only(world.outlook.items.keys());
  world.outlook.move(graphId, 'unknown');
  await world.sync();
  expect(linkStates(world)).toEqual([`${MAILBOX}-calendar left`]);
  world.outlook.move(graphId, 'calendar');
  world.outlook.edit(graphId, { subject: 'Back again' });
  await world.sync();
  expect([event.meeting.subject, linkStates(world)]).toEqual(['Back again', [`${MAILBOX}-calendar live`]]);
});

test('moved to another calendar: one that left is found again in a calendar that now syncs', async () => {
  const world = createSyncWorld();
  const event = world.add();
  await world.sync();
  await world.sync();
  world.outlook.move(only(world.outlook.items.keys()), SECOND);
  await world.sync();
  calendarsOf(world).push(newCalendar(SECOND, SECOND));
  await world.sync();
  expect([world.store.events.size, event.status]).toEqual([1, 'live']);
  expect(linkStates(world)).toEqual([`${MAILBOX}-calendar retired`, `${SECOND} live`]);
});
