// The mail rules, each against the sandbox's outbox: who gets which mail for what is done here.
import { beforeEach, expect, test } from 'vitest';
import type { StoredEvent } from '../support/memory-store.ts';
import { createOutlookWorld, type OutlookWorld, OWNER } from '../support/outlook-world.ts';
import { guests, places } from '../support/sync-world.ts';

const BOB = 'bob@elsewhere.example';
const EVE = 'eve@fabrikam.example';

let world: OutlookWorld;
let meeting: StoredEvent;

beforeEach(async () => {
  world = await createOutlookWorld();
  meeting = world.add({ subject: 'Launch', guests: guests(BOB, EVE) });
  await world.sync();
});

test('creating an event with guests invites them', () => {
  expect(world.takeMails()).toEqual([`invitation ${BOB}`, `invitation ${EVE}`]);
});

test('deleting cancels', async () => {
  world.takeMails();
  Object.assign(meeting, { status: 'deleted', version: meeting.version + 1 });
  await world.sync();
  expect(world.takeMails()).toEqual([`cancellation ${BOB}`, `cancellation ${EVE}`]);
});

test('archiving cancels', async () => {
  world.takeMails();
  Object.assign(meeting, { status: 'archived', version: meeting.version + 1 });
  await world.sync();
  expect(world.takeMails()).toEqual([`cancellation ${BOB}`, `cancellation ${EVE}`]);
});

test('un-archiving invites', async () => {
  Object.assign(meeting, { status: 'archived', version: meeting.version + 1 });
  await world.sync();
  world.takeMails();
  Object.assign(meeting, { status: 'live', version: meeting.version + 1 });
  await world.sync();
  expect(world.takeMails()).toEqual([`invitation ${BOB}`, `invitation ${EVE}`]);
  await world.sync();
  expect(meeting.status).toBe('live');
  expect(world.takeMails()).toEqual([]);
});

test('moving it in time updates every guest', async () => {
  world.takeMails();
  world.edit(meeting, { when: { ...meeting.meeting.when, start: '2026-11-27T15:00:00', end: '2026-11-27T16:00:00' } });
  await world.sync();
  expect(world.takeMails()).toEqual([`update ${BOB}`, `update ${EVE}`]);
});

test.each([
  ['title', { subject: 'Launch, really' }],
  ['place', { places: places('Room Aalto') }],
  ['text', { body: '<p>New agenda</p>' }],
])('changing its %s updates every guest', async (_, change) => {
  world.takeMails();
  world.edit(meeting, change);
  await world.sync();
  expect(world.takeMails()).toEqual([`update ${BOB}`, `update ${EVE}`]);
});

test('adding a contact invites that contact', async () => {
  world.takeMails();
  world.edit(meeting, { guests: guests(BOB, EVE, 'zoe@elsewhere.example') });
  await world.sync();
  expect(world.takeMails()).toEqual(['invitation zoe@elsewhere.example']);
});

test('removing a contact cancels for that one', async () => {
  world.takeMails();
  world.edit(meeting, { guests: guests(EVE) });
  await world.sync();
  expect(world.takeMails()).toEqual([`cancellation ${BOB}`]);
});

test('a quiet connect, ten syncs and an edit of the subject mail nobody', async () => {
  const quiet = await createOutlookWorld();
  quiet.store.links.clear();
  const mailbox = [...quiet.store.mailboxes.values()][0];
  const event = quiet.add({ subject: 'Made before connecting', guests: guests(BOB, EVE) });
  Object.assign(mailbox ?? {}, {
    phase: 'confirmed',
    confirmation: { choice: 'quiet', mails: 0, deletions: 0, at: '2026-11-24T10:00:00Z' },
  });
  await quiet.sync();
  for (let round = 0; round < 10; round += 1) await quiet.sync();
  quiet.edit(event, { subject: 'Edited after connecting' });
  await quiet.sync();
  expect(quiet.takeMails()).toEqual([]);
  const listed = await quiet.graph<{ value: { subject: string; attendees: unknown[]; body: { content: string } }[] }>(
    'GET',
    "/me/events?$filter=subject eq 'Edited after connecting'",
  );
  expect(listed.value).toHaveLength(1);
  expect(listed.value[0]?.attendees).toEqual([]);
  expect(listed.value[0]?.body.content).toContain(`Guests not invited yet: ${BOB}`);
});

test('sending the invitations of a quiet event invites each withheld guest once and removes the text block', async () => {
  const event = world.add({ subject: 'Kept quiet' });
  event.withheld = Object.values(guests(BOB));
  await world.sync();
  world.takeMails();
  event.meeting = { ...event.meeting, guests: guests(...event.withheld.map((guest) => guest.address)) };
  event.withheld = [];
  event.version += 1;
  await world.sync();
  expect(world.takeMails()).toEqual([`invitation ${BOB}`]);
  const listed = await world.graph<{ value: { body: { content: string } }[] }>(
    'GET',
    "/me/events?$filter=subject eq 'Kept quiet'",
  );
  expect(listed.value[0]?.body.content).not.toContain('Guests not invited yet');
});

test('what is moved in Outlook by its owner mails through Outlook alone, and arrives here without a write of ours', async () => {
  world.takeMails();
  const listed = await world.graph<{ value: { id: string }[] }>('GET', "/me/events?$filter=subject eq 'Launch'");
  await world.graph('PATCH', `/me/events/${listed.value[0]?.id}`, { subject: 'Launch, moved there' });
  world.takeMails();
  const report = await world.sync();
  expect(meeting.meeting.subject).toBe('Launch, moved there');
  expect([report.sent, world.takeMails()]).toEqual([0, []]);
  expect(OWNER).toContain('@');
});
