// Several calendars of one mailbox, each with a direction of its own.
import { beforeEach, expect, test } from 'vitest';
import type { CalendarDirection } from '../../../sync/index.ts';
import { newCalendar } from '../../support/memory-store.ts';
import { createOutlookWorld, type OutlookWorld } from '../../support/outlook-world.ts';

const TIMES = {
  start: { dateTime: '2026-12-04T10:00:00', timeZone: 'UTC' },
  end: { dateTime: '2026-12-04T11:00:00', timeZone: 'UTC' },
};

let world: OutlookWorld;
let graphId: string;
beforeEach(async () => {
  world = await createOutlookWorld();
  const calendar = await world.graph<{ id: string }>('POST', '/me/calendars', { name: 'Second' });
  graphId = calendar.id;
});

function alsoSync(direction: CalendarDirection): void {
  world.mailbox().calendars.push({ ...newCalendar('second', graphId), direction });
}

const make = (subject: string) =>
  world.graph<{ id: string }>('POST', `/me/calendars/${graphId}/events`, { subject, ...TIMES });

const eventNamed = (subject: string) =>
  [...world.store.events.values()].find(({ meeting }) => meeting.subject === subject);

test('nothing changed: one call for each calendar', async () => {
  alsoSync('both');
  await world.sync();
  world.takeRequests();
  expect(await world.sync()).toMatchObject({ outcome: 'done', pulled: 0 });
  expect(world.takeRequests()).toHaveLength(2);
});

test('a new calendar begins with a full round of its own; the others go on from where they stood', async () => {
  const before = world.mailbox().calendars[0]?.deltaLink;
  await make('In the second');
  alsoSync('both');
  world.takeRequests();
  expect(await world.sync()).toMatchObject({ outcome: 'done', taken: 1 });
  const [first, second] = world.takeRequests();
  expect(before?.endsWith(first?.path ?? '?')).toBe(true);
  expect(second?.path).toContain('startDateTime');
});

test('both ways: edits travel in the calendar that an event is in', async () => {
  const item = await make('In the second');
  alsoSync('both');
  await world.sync();
  const event = eventNamed('In the second');
  if (!event) throw new Error('The event has not arrived.');
  world.edit(event, { subject: 'Edited here' });
  await world.sync();
  expect(await world.graph('GET', `/me/events/${item.id}`)).toMatchObject({ subject: 'Edited here' });
});

test('from Outlook only: edits there arrive, edits here stay here', async () => {
  const item = await make('In the second');
  alsoSync('here');
  await world.sync();
  const event = eventNamed('In the second');
  if (!event) throw new Error('The event has not arrived.');
  world.edit(event, { importance: 'high' });
  world.takeRequests();
  await world.sync();
  expect(world.takeRequests().filter(({ method }) => method !== 'GET')).toEqual([]);
  await world.graph('PATCH', `/me/events/${item.id}`, { subject: 'Edited there' });
  await world.sync();
  expect(event.meeting.subject).toBe('Edited there');
});

test('to Outlook only: what is made there does not arrive here', async () => {
  alsoSync('there');
  await make('In the second');
  expect(await world.sync()).toMatchObject({ outcome: 'done', taken: 0 });
  expect(eventNamed('In the second')).toBeUndefined();
});

test('an expired link of one calendar leaves the other alone', async () => {
  await make('In the second');
  alsoSync('both');
  await world.sync();
  const events = world.store.events.size;
  world.faults({ match: { path: 'deltatoken', nth: 2 }, effect: { resetDelta: true } });
  world.takeRequests();
  expect(await world.sync()).toMatchObject({ outcome: 'done', taken: 0, sent: 0 });
  expect(world.takeRequests()).toHaveLength(3);
  expect(world.store.events.size).toBe(events);
});
