// One test per row of the decision table: what is decided, what both sides hold afterwards, and who got mail.
import { expect, test } from 'vitest';
import type { Decision, Link } from '../../../sync/index.ts';
import { createSyncWorld, guests, MAILBOX, meetingValues, type SyncWorld, USER } from '../../support/sync-world.ts';

const rowsOf = (decisions: Decision[]) => decisions.map((decision) => decision.row);
const mailsOf = (world: SyncWorld) => world.outlook.mails.splice(0).map(({ kind, to }) => `${kind} ${to}`);
const linkOf = (world: SyncWorld, eventId: string): Link | undefined =>
  [...world.store.links.values()].findLast((link) => link.eventId === eventId);
const onlyItem = (world: SyncWorld) => {
  const [item] = world.outlook.items.values();
  if (!item) throw new Error('Outlook holds nothing.');
  return item;
};

/** A meeting with one guest that both sides hold and agree on. */
async function agreedMeeting(world: SyncWorld) {
  const event = world.add({ guests: guests('bob@fabrikam.example') });
  await world.sync();
  await world.sync(); // The echo of our own write arrives.
  mailsOf(world);
  return { event, graphId: onlyItem(world).graphId };
}

test('nothing: an agreed event causes no decision and no call', async () => {
  const world = createSyncWorld();
  await agreedMeeting(world);
  await world.sync();
  const calls = world.outlook.calls.length;
  expect(await world.plan()).toEqual([]);
  await world.sync();
  expect(world.outlook.calls.length).toBe(calls);
});

test('new here: created in Outlook once, inviting its guests', async () => {
  const world = createSyncWorld();
  world.add({ guests: guests('bob@fabrikam.example', 'eve@fabrikam.example') });
  expect(rowsOf(await world.plan())).toEqual(['new here']);
  await world.sync();
  expect(onlyItem(world).values.subject).toBe('Planning');
  expect(mailsOf(world)).toEqual(['invitation bob@fabrikam.example', 'invitation eve@fabrikam.example']);
});

test('new here: a past event goes out without its guests', async () => {
  const world = createSyncWorld();
  const when = { start: '2026-11-20T10:00:00', end: '2026-11-20T11:00:00', zone: 'UTC', isAllDay: false };
  const event = world.add({ when, guests: guests('bob@fabrikam.example') });
  await world.sync();
  expect(mailsOf(world)).toEqual([]);
  expect(onlyItem(world).values.guests).toEqual({});
  expect(event.withheld.map((guest) => guest.address)).toEqual(['bob@fabrikam.example']);
  expect(linkOf(world, event.id)?.state).toBe('quiet');
});

test("guest's mailbox: somebody else's event is never created there", async () => {
  const world = createSyncWorld();
  world.add({}, { organizerUserId: 'somebody-else' });
  await world.sync();
  expect(world.outlook.items.size).toBe(0);
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
  expect(mailsOf(world)).toEqual(['update bob@fabrikam.example']);
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
  expect(mailsOf(world)).toEqual([]);
});

test('send edits: adding a guest invites that one, removing one cancels for that one', async () => {
  const world = createSyncWorld();
  const { event } = await agreedMeeting(world);
  world.edit(event, { guests: guests('bob@fabrikam.example', 'eve@fabrikam.example') });
  await world.sync();
  expect(mailsOf(world)).toEqual(['invitation eve@fabrikam.example']);
  world.edit(event, { guests: guests('eve@fabrikam.example') });
  await world.sync();
  expect(mailsOf(world)).toEqual(['cancellation bob@fabrikam.example']);
});

test('take edits: taken over here, no call', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  world.outlook.edit(graphId, { subject: 'Moved by Ada', places: ['Room 1'] });
  const calls = world.outlook.calls.length;
  expect(rowsOf(await world.plan())).toEqual(['take edits']);
  await world.sync();
  expect(event.meeting).toMatchObject({ subject: 'Moved by Ada', places: ['Room 1'] });
  expect(world.outlook.calls.length).toBe(calls);
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
  world.outlook.edit(graphId, { places: ['Room 2'] });
  expect(rowsOf(await world.plan())).toEqual(['both travel']);
  await world.sync();
  for (const side of [event.meeting, world.outlook.items.get(graphId)?.values]) {
    expect(side).toMatchObject({ subject: 'Ours', places: ['Room 2'] });
  }
});

test('same edit on both sides: base moves, nothing is sent', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  world.edit(event, { subject: 'Same' });
  world.outlook.edit(graphId, { subject: 'Same' });
  expect(rowsOf(await world.plan())).toEqual(['same edit on both sides']);
  await world.sync();
  expect(mailsOf(world)).toEqual([]);
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
  expect(mailsOf(world)).toEqual([]);
});

test.each(['deleted', 'archived'] as const)(
  '%s here, same there: deleted in Outlook, cancelling for its guests',
  async (status) => {
    const world = createSyncWorld();
    const { event } = await agreedMeeting(world);
    Object.assign(event, { status, version: event.version + 1 });
    expect(rowsOf(await world.plan())).toEqual([status === 'deleted' ? 'delete there' : 'archive there']);
    await world.sync();
    expect(world.outlook.items.size).toBe(0);
    expect(mailsOf(world)).toEqual(['cancellation bob@fabrikam.example']);
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
  expect(mailsOf(world)).toEqual([]);
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
  expect(mailsOf(world)).toEqual([]);
});

test('gone on both sides: the link retires', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  Object.assign(event, { status: 'deleted', version: event.version + 1 });
  world.outlook.remove(graphId);
  expect(rowsOf(await world.plan())).toEqual(['gone on both sides']);
  await world.sync();
  expect(linkOf(world, event.id)?.state).toBe('retired');
  expect(mailsOf(world)).toEqual([]);
});

test('un-archived: a new generation is created, inviting again', async () => {
  const world = createSyncWorld();
  const { event } = await agreedMeeting(world);
  Object.assign(event, { status: 'archived', version: event.version + 1 });
  await world.sync();
  mailsOf(world);
  Object.assign(event, { status: 'live', version: event.version + 1 });
  expect(rowsOf(await world.plan())).toEqual(['un-archived']);
  await world.sync();
  expect(linkOf(world, event.id)).toMatchObject({ generation: 2, state: 'live' });
  expect(mailsOf(world)).toEqual(['invitation bob@fabrikam.example']);
  await world.sync();
  expect(world.outlook.items.size).toBe(1);
});

test('old copy: an item read before its deletion was seen stays deleted', async () => {
  const world = createSyncWorld();
  const { event, graphId } = await agreedMeeting(world);
  Object.assign(event, { status: 'deleted', version: event.version + 1 });
  const stale = structuredClone(onlyItem(world));
  await world.sync();
  world.outlook.items.set(graphId, stale);
  world.outlook.edit(graphId, {});
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
  const { iCalUId } = onlyItem(world);
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
  expect(onlyItem(world).values.subject).toBe('Made after connecting');
  expect(mailsOf(world)).toEqual([]);
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
  expect(mailsOf(world)).toEqual(['invitation bob@fabrikam.example']);
  expect(linkOf(world, event.id)?.graphId).toBe(onlyItem(world).graphId);
  expect(await world.plan()).toEqual([]);
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

/** A meeting of an outside organizer in the user's mailbox. */
async function invitedMeeting(world: SyncWorld) {
  const organizer = { address: 'zoe@fabrikam.example', name: 'Zoe' };
  const values = meetingValues({ answer: 'notResponded', guests: guests('ada@contoso.example') });
  const item = world.outlook.create(values, { isOrganizer: false, organizer });
  await world.sync();
  const [event] = world.store.events.values();
  if (!event) throw new Error('The invitation did not arrive.');
  return { event, graphId: item.graphId };
}

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

test("nothing: a guest's copy stays in Outlook when the event is ended here", async () => {
  const world = createSyncWorld();
  const { event } = await invitedMeeting(world);
  Object.assign(event, { status: 'archived', version: event.version + 1 });
  expect(rowsOf(await world.plan())).toEqual(['nothing']);
  await world.sync();
  expect([world.outlook.calls, world.outlook.items.size]).toEqual([[], 1]);
});

test("a guest's edit of the meeting never goes out", async () => {
  const world = createSyncWorld();
  const { event } = await invitedMeeting(world);
  world.edit(event, { subject: 'Hijacked' });
  await world.sync();
  expect(world.outlook.calls).toEqual([]);
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
  expect(mailsOf(world)).toEqual([]);
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
  const old = structuredClone(onlyItem(world));
  world.edit(event, { subject: 'Newer' });
  await world.sync();
  const seen = [...world.store.seen.values()].find((item) => item.graphId === graphId);
  if (seen) Object.assign(seen, { version: old, isSettled: false });
  const calls = world.outlook.calls.length;
  await world.sync();
  expect(event.meeting.subject).toBe('Newer');
  expect(world.outlook.calls.length).toBe(calls);
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
  expect(mailsOf(world)).toEqual([]);
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
    await world.sync();
  }
  expect(linkOf(world, event.id)).toMatchObject({ attempts: 5, lastError: 'ErrorPropertyValidationFailure' });
  expect(rowsOf(await world.plan())).toEqual(['given up']);
  const other = world.add({ subject: 'Another' });
  await world.sync();
  expect(linkOf(world, other.id)?.graphId).not.toBeNull();
});
