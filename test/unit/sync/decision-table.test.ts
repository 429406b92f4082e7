// The rows of the decision table for a linked event and item that are both there: what is decided, what both sides hold
// afterwards, and who got mail.
import { expect, test } from 'vitest';
import { agreedMeeting, firstItem, invitedMeeting, linkOf, rowsOf, takeMails } from '../../support/decision-table.ts';
import { createSyncWorld, guests, meetingValues, places } from '../../support/sync-world.ts';

test('nothing: an agreed event causes no decision and no call', async () => {
  const world = createSyncWorld();
  await agreedMeeting(world);
  await world.sync();
  const calls = world.outlook.calls.length;
  expect(await world.plan()).toEqual([]);
  await world.sync();
  expect(world.outlook.calls.length).toBe(calls);
});

test('waiting: an edit that mails waits out its undo time, one that mails nobody does not', async () => {
  const world = createSyncWorld();
  const sendAfter = world.now().add({ seconds: 60 }).toString();
  world.add({ subject: 'With a guest', guests: guests('bob@fabrikam.example') }, { sendAfter });
  world.add({ subject: 'Alone' }, { sendAfter });
  await world.sync();
  expect([...world.outlook.items.values()].map((item) => item.values.subject)).toEqual(['Alone']);
  world.advance({ seconds: 60 });
  await world.sync();
  expect(world.outlook.items.size).toBe(2);
});

test('send edits: only the changed unit travels', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  world.edit(event, { subject: 'Renamed' });
  expect(rowsOf(await world.plan())).toEqual(['send edits']);
  await world.sync();
  const call = world.outlook.calls.at(-1);
  expect(call?.kind === 'update' && call.payload).toEqual({ subject: 'Renamed' });
  expect(world.outlook.items.get(graphId)?.values.subject).toBe('Renamed');
  expect(takeMails(world)).toEqual(['update bob@fabrikam.example']);
});

test('send edits: reminder, show-as and categories mail nobody', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  world.edit(event, { reminderMinutes: 30, showAs: 'oof', categories: ['Red'] });
  await world.sync();
  expect(world.outlook.items.get(graphId)?.values).toMatchObject({
    reminderMinutes: 30,
    showAs: 'oof',
    categories: ['Red'],
  });
  expect(takeMails(world)).toEqual([]);
});

test('send edits: adding a guest invites that one, removing one cancels for that one', async () => {
  const world = createSyncWorld();
  const { event } = await agreedMeeting(world);
  world.edit(event, { guests: guests('bob@fabrikam.example', 'eve@fabrikam.example') });
  await world.sync();
  expect(takeMails(world)).toEqual(['invitation eve@fabrikam.example']);
  world.edit(event, { guests: guests('eve@fabrikam.example') });
  await world.sync();
  expect(takeMails(world)).toEqual(['cancellation bob@fabrikam.example']);
});

test('take edits: taken over here, no call', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  world.outlook.edit(graphId, { subject: 'Moved by Ada', places: places('Room 1') });
  const calls = world.outlook.calls.length;
  expect(rowsOf(await world.plan())).toEqual(['take edits']);
  await world.sync();
  expect(event.meeting).toMatchObject({ subject: 'Moved by Ada', places: places('Room 1') });
  expect(world.outlook.calls.length).toBe(calls);
});

test('take edits: how to join a meeting that was asked for here', async () => {
  const world = createSyncWorld();
  const event = world.add({ onlineMeeting: { provider: 'teamsForBusiness', joinUrl: null } });
  await world.sync();
  await world.sync();
  expect(event.meeting.onlineMeeting?.joinUrl).toMatch(/^https:/);
  expect(await world.plan()).toEqual([]);
  expect(world.outlook.calls).toHaveLength(1);
});

test('take edits: a guest removed in Outlook is removed here', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  world.outlook.edit(graphId, { guests: {} });
  await world.sync();
  expect(event.meeting.guests).toEqual({});
});

test('both travel: edits of different units meet', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  world.edit(event, { subject: 'Ours' });
  world.outlook.edit(graphId, { places: places('Room 2') });
  expect(rowsOf(await world.plan())).toEqual(['both travel']);
  await world.sync();
  for (const side of [event.meeting, world.outlook.items.get(graphId)?.values]) {
    expect(side).toMatchObject({ subject: 'Ours', places: places('Room 2') });
  }
});

test('same edit on both sides: base moves, nothing is sent', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  world.edit(event, { subject: 'Same' });
  world.outlook.edit(graphId, { subject: 'Same' });
  expect(rowsOf(await world.plan())).toEqual(['same edit on both sides']);
  await world.sync();
  expect(takeMails(world)).toEqual([]);
  expect(await world.plan()).toEqual([]);
});

test("conflict on a unit: Outlook's stands, ours is kept", async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  world.edit(event, { subject: 'Ours' });
  world.outlook.edit(graphId, { subject: 'Theirs' });
  const [decision] = await world.plan();
  expect(decision?.row).toBe('conflict on a unit');
  expect(decision?.conflicts).toEqual([{ unit: 'subject', ours: 'Ours', theirs: 'Theirs' }]);
  await world.sync();
  expect(event.meeting.subject).toBe('Theirs');
  expect(takeMails(world)).toEqual([]);
});

test('held: nothing leaves, whatever is edited, until it is released', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  const link = linkOf(world, event.id);
  if (link) link.state = 'held';
  world.edit(event, { subject: 'Not yet' });
  expect(rowsOf(await world.plan())).toEqual(['held']);
  await world.sync();
  expect(world.outlook.items.get(graphId)?.values.subject).toBe('Planning');
  Object.assign(linkOf(world, event.id) ?? {}, { state: 'live', settledVersion: 0 });
  await world.sync();
  expect(world.outlook.items.get(graphId)?.values.subject).toBe('Not yet');
});

test('an answer given here goes out through the guest, with a mail to the organizer', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await invitedMeeting(world);
  world.edit(event, { answer: 'accepted' });
  const [decision] = await world.plan();
  expect(decision?.mails).toEqual([{ kind: 'response', to: 'zoe@fabrikam.example' }]);
  await world.sync();
  expect(world.outlook.items.get(graphId)?.values.answer).toBe('accepted');
  await world.sync();
  expect(world.outlook.calls.filter((call) => call.kind === 'answer')).toHaveLength(1);
});

test("a guest's edit of the meeting never goes out", async () => {
  const world = createSyncWorld();
  const { event } = await invitedMeeting(world);
  world.edit(event, { subject: 'Hijacked' });
  await world.sync();
  expect(world.outlook.calls).toEqual([]);
});

test('answers arrived: the organizer sees what guests answered; no edit, no call', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  const item = world.outlook.items.get(graphId);
  if (item) item.responses = { 'bob@fabrikam.example': 'accepted' };
  world.outlook.edit(graphId, {});
  const { version } = event;
  expect(rowsOf(await world.plan())).toEqual(['answers arrived']);
  await world.sync();
  expect(event.responses).toEqual({ 'bob@fabrikam.example': 'accepted' });
  expect(event.version).toBe(version);
});

test('key moved: a new key without a difference is remembered and nothing else', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  world.outlook.edit(graphId, {});
  expect(rowsOf(await world.plan())).toEqual(['key moved']);
  await world.sync();
  expect(linkOf(world, event.id)?.changeKey).toBe(world.outlook.items.get(graphId)?.changeKey);
});

test('stale news: a version that our own write replaced is ignored', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  const old = structuredClone(firstItem(world));
  world.edit(event, { subject: 'Newer' });
  await world.sync();
  const seen = [...world.store.seen.values()].find((item) => item.graphId === graphId);
  if (seen) Object.assign(seen, { version: old, isSettled: false });
  const calls = world.outlook.calls.length;
  await world.sync();
  expect(event.meeting.subject).toBe('Newer');
  expect(world.outlook.calls.length).toBe(calls);
});

test('series: read only; taken over whole, never sent', async () => {
  const world = createSyncWorld();
  const item = world.outlook.create(meetingValues({ rule: 'FREQ=WEEKLY;BYDAY=FR;WKST=SU' }), { type: 'seriesMaster' });
  await world.sync();
  const [event] = world.store.events.values();
  expect(event).toMatchObject({ kind: 'series', meeting: { rule: 'FREQ=WEEKLY;BYDAY=FR;WKST=SU' } });
  world.outlook.edit(item.graphId, { subject: 'Weekly' });
  expect(rowsOf(await world.plan())).toEqual(['series']);
  await world.sync();
  expect(event?.meeting.subject).toBe('Weekly');
  if (event) world.edit(event, { subject: 'Mangled' });
  await world.sync();
  expect(world.outlook.calls).toEqual([]);
});

test('given up: an item that keeps failing stops nobody, and waits for a retry', async () => {
  const world = createSyncWorld();
  const { event } = await agreedMeeting(world);
  const failure = { kind: 'refused', status: 400, code: 'ErrorPropertyValidationFailure', message: '' } as const;
  world.edit(event, { subject: 'Refused' });
  for (let run = 0; run < 5; run += 1) {
    world.outlook.faults.push(failure);
    world.advance({ minutes: 1 });
    await world.sync();
  }
  expect(linkOf(world, event.id)).toMatchObject({ attempts: 5, lastError: 'ErrorPropertyValidationFailure' });
  expect(rowsOf(await world.plan())).toEqual(['given up']);
  const other = world.add({ subject: 'Another' });
  await world.sync();
  expect(linkOf(world, other.id)?.graphId).not.toBeNull();
});
