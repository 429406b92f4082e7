// The rows of the decision table while a review is pending or being carried out, matching, and events that are over.
import { expect, test } from 'vitest';
import { reviewFirstSync } from '../../../sync/core/review.ts';
import { linkId } from '../../../sync/index.ts';
import { forgetMailbox } from '../../support/memory-subjects.ts';
import { createSyncWorld, guests, MAILBOX, meetingValues, type SyncWorld, USER } from '../../support/sync-world.ts';

const BOB = 'bob@fabrikam.example';
const rowsOf = async (world: SyncWorld) => (await world.plan()).map(({ row }) => row);
const mailsOf = (world: SyncWorld) => world.outlook.mails.splice(0).map(({ kind, to }) => `${kind} ${to}`);
const subjectsIn = (world: SyncWorld) =>
  [...world.outlook.items.values()].map(({ values }) => values.subject).toSorted();
const statesOf = (world: SyncWorld) => [...world.store.links.values()].map(({ state }) => state);

/** What the review of the mailbox shows. */
async function reviewOf(world: SyncWorld, overrides = {}) {
  await world.plan();
  const mailbox = world.store.mailboxes.get(MAILBOX);
  const run = { mailboxId: MAILBOX, runId: '', epoch: mailbox?.epoch ?? 0 };
  const { installationId = '', addresses = [] } = mailbox ?? {};
  const context = { mailboxId: MAILBOX, userId: USER, installationId, addresses, now: world.now() };
  return reviewFirstSync(await world.store.subjects(run), context, overrides);
}

/** Meetings that both sides agree on; then the connection is interrupted, and edits follow. */
async function interrupted() {
  const world = createSyncWorld();
  const edited = world.add({ subject: 'Edited', guests: guests(BOB) });
  const deleted = world.add({ subject: 'Deleted', guests: guests(BOB) });
  const silent = world.add({ subject: 'Silent', guests: guests(BOB) });
  await world.sync();
  world.advance({ minutes: 5 });
  await world.sync();
  mailsOf(world);
  Object.assign(world.store.mailboxes.get(MAILBOX) ?? {}, { phase: 'reviewing', reviewReason: 'restart' });
  world.edit(edited, { subject: 'Edited since' });
  world.edit(silent, { reminderMinutes: 5 });
  Object.assign(deleted, { status: 'deleted', version: deleted.version + 1 });
  const added = world.add({ subject: 'Added', guests: guests(BOB) });
  return { world, edited, deleted, silent, added };
}

test('discontinuity, quiet: 0 mails, always; what would mail is held, what is new goes without its guests', async () => {
  const { world, silent } = await interrupted();
  world.confirm('quiet', 0);
  await world.sync();
  expect(mailsOf(world)).toEqual([]);
  expect(subjectsIn(world)).toEqual(['Added', 'Deleted', 'Edited', 'Silent']);
  expect(statesOf(world).toSorted()).toEqual(['held', 'held', 'live', 'quiet']);
  const item = [...world.outlook.items.values()].find(({ values }) => values.subject === 'Silent');
  expect(item?.values.reminderMinutes).toBe(silent.participations.get(USER)?.reminderMinutes);
});

test('discontinuity, invite: everything goes, with exactly the mails that were listed', async () => {
  const { world } = await interrupted();
  const review = await reviewOf(world);
  world.confirm('invite', review.mails.invite.length, { deletions: review.counts.deletions });
  await world.sync();
  world.advance({ minutes: 5 });
  await world.sync();
  expect(subjectsIn(world)).toEqual(['Added', 'Edited since', 'Silent']);
  expect(mailsOf(world).toSorted()).toEqual(review.mails.invite.map(({ kind, to }) => `${kind} ${to}`).toSorted());
});

test('discontinuity, hold: nothing that is new goes out, nothing that mails either', async () => {
  const { world } = await interrupted();
  world.confirm('hold', 0);
  await world.sync();
  expect(mailsOf(world)).toEqual([]);
  expect(subjectsIn(world)).toEqual(['Deleted', 'Edited', 'Silent']);
  expect(statesOf(world).toSorted()).toEqual(['held', 'held', 'held', 'live']);
});

test('discontinuity, with another choice for single events: each follows its own', async () => {
  const { world, edited, added } = await interrupted();
  const overrides = { [edited.id]: 'invite', [added.id]: 'hold' } as const;
  const review = await reviewOf(world, overrides);
  expect(review.mails.quiet).toEqual([{ kind: 'update', to: BOB }]);
  world.confirm('quiet', review.mails.quiet.length, { overrides });
  await world.sync();
  expect(mailsOf(world)).toEqual([`update ${BOB}`]);
  expect(subjectsIn(world)).toEqual(['Deleted', 'Edited since', 'Silent']);
});

test('the review lists each event with its mails by choice', async () => {
  const { world } = await interrupted();
  const { addThere, changeThere, deleteThere } = await reviewOf(world);
  const told = [...addThere, ...changeThere, ...deleteThere].map(({ subject, mails }) => [
    subject,
    mails.quiet.length,
    mails.invite.map(({ kind }) => kind).join(),
    mails.hold.length,
  ]);
  expect(told).toEqual([
    ['Added', 0, 'invitation', 0],
    ['Edited since', 0, 'update', 0],
    ['Silent', 0, '', 0],
    ['Deleted', 0, 'cancellation', 0],
  ]);
});

test('a held change of a discontinuity goes out when it is released, with what came in since', async () => {
  const { world, edited } = await interrupted();
  world.confirm('quiet', 0);
  await world.sync();
  const link = [...world.store.links.values()].find(({ eventId }) => eventId === edited.id);
  expect(link?.state).toBe('held');
  world.outlook.edit(link?.graphId ?? '', { importance: 'high' });
  await world.sync();
  Object.assign(world.store.links.get(link ? linkId(link) : '') ?? {}, { state: 'live', settledVersion: 0 });
  await world.sync();
  const item = world.outlook.items.get(link?.graphId ?? '');
  expect(item?.values).toMatchObject({ subject: 'Edited since', importance: 'high' });
  expect(edited.meeting.importance).toBe('high');
  expect(mailsOf(world)).toEqual([`update ${BOB}`]);
});

/** Events of before, their mailbox disconnected and connected again. */
async function reconnected(change: (world: SyncWorld) => void) {
  const world = createSyncWorld();
  world.add({ subject: 'Weekly', guests: guests(BOB) });
  await world.sync();
  await world.sync();
  mailsOf(world);
  forgetMailbox(world.store, MAILBOX);
  change(world);
  const mailbox = world.store.mailboxes.get(MAILBOX);
  Object.assign(mailbox ?? {}, { phase: 'reviewing', calendars: [], hasWritten: true });
  return world;
}

test('matched by the iCalUId of an earlier connection, whatever was edited since', async () => {
  const world = await reconnected(({ outlook }) => {
    const [graphId = ''] = outlook.items.keys();
    outlook.edit(graphId, {
      subject: 'Renamed meanwhile',
      when: { ...meetingValues().when, start: '2026-11-27T09:00:00' },
    });
  });
  expect(await rowsOf(world)).toEqual(['matched']);
  world.confirm('invite', 0);
  await world.sync();
  expect([...world.store.events.values()].map(({ meeting }) => meeting.subject)).toEqual(['Renamed meanwhile']);
  expect([world.outlook.items.size, mailsOf(world)]).toEqual([1, []]);
});

test('matched by our property, when no link of the event is remembered', async () => {
  const world = await reconnected(({ store, outlook }) => {
    store.earlier.splice(0);
    const [graphId = ''] = outlook.items.keys();
    outlook.edit(graphId, { subject: 'Renamed meanwhile' });
  });
  expect(await rowsOf(world)).toEqual(['matched']);
});

test("a copy of ours that Outlook made bears our property, too: it is matched to nothing else's event", async () => {
  const world = await reconnected(({ outlook }) => {
    const [original] = outlook.items.values();
    if (original) outlook.create({ ...original.values, subject: 'Copy' }, { origin: original.origin });
  });
  expect((await rowsOf(world)).toSorted()).toEqual(['matched', 'new in Outlook']);
});

test('matched one to one: of two equal items one is the event, the other is new', async () => {
  const world = createSyncWorld('reviewing');
  world.add({ subject: 'Standup' });
  world.outlook.create(meetingValues({ subject: 'Standup' }));
  world.outlook.create(meetingValues({ subject: 'Standup' }));
  expect((await rowsOf(world)).toSorted()).toEqual(['matched', 'new in Outlook']);
});

test('matched only where the user organizes both: an invitation of the same content is another meeting', async () => {
  const world = createSyncWorld('reviewing');
  world.add({ subject: 'Standup' });
  const organizer = { address: 'zoe@fabrikam.example', name: 'Zoe' };
  world.outlook.create(meetingValues({ subject: 'Standup' }), { isOrganizer: false, organizer });
  expect((await rowsOf(world)).toSorted()).toEqual(['new here', 'new in Outlook']);
});

test('restored in Outlook: archived here while not connected, it comes back, mailing nobody', async () => {
  const world = await reconnected(({ store }) => {
    for (const event of store.events.values()) Object.assign(event, { status: 'archived', version: event.version + 1 });
  });
  expect(await rowsOf(world)).toEqual(['restored in Outlook']);
  world.confirm('invite', 0);
  await world.sync();
  expect([...world.store.events.values()].map(({ status }) => status)).toEqual(['live']);
  expect([world.outlook.items.size, mailsOf(world)]).toEqual([1, []]);
});

test('restored in Outlook: an item that comes back under another id is the event that it was', async () => {
  const world = createSyncWorld();
  const event = world.add();
  await world.sync();
  await world.sync();
  const [item] = world.outlook.items.values();
  if (!item) throw new Error('Outlook holds nothing.');
  world.outlook.remove(item.graphId);
  await world.sync();
  expect(event.status).toBe('archived');
  world.outlook.create(item.values, { iCalUId: item.iCalUId });
  expect(await rowsOf(world)).toEqual(['restored in Outlook']);
  await world.sync();
  expect([event.status, world.store.events.size]).toEqual(['live', 1]);
});

test('past, stays quiet: the guests of a quiet event that is over are never invited', async () => {
  const world = createSyncWorld();
  const when = { start: '2026-11-20T10:00:00', end: '2026-11-20T11:00:00', zone: 'UTC', isAllDay: false };
  const event = world.add({ when, guests: guests(BOB) });
  await world.sync();
  await world.sync();
  const promoted = Object.fromEntries(event.withheld.map((guest) => [guest.address, guest]));
  event.withheld = [];
  world.edit(event, { guests: promoted });
  expect(await rowsOf(world)).toEqual(['past, stays quiet']);
  await world.sync();
  expect([Object.keys(event.meeting.guests), event.withheld.map(({ address }) => address)]).toEqual([[], [BOB]]);
  expect([mailsOf(world), statesOf(world)]).toEqual([[], ['quiet']]);
  expect(await world.plan()).toEqual([]);
});

test('un-archived, in the past: a new generation without its guests', async () => {
  const world = createSyncWorld();
  const event = world.add({ guests: guests(BOB) });
  await world.sync();
  await world.sync();
  Object.assign(event, { status: 'archived', version: event.version + 1 });
  world.advance({ minutes: 5 });
  await world.sync();
  mailsOf(world);
  world.advance({ hours: 24 * 10 });
  Object.assign(event, { status: 'live', version: event.version + 1 });
  await world.sync();
  expect([world.outlook.items.size, mailsOf(world)]).toEqual([1, []]);
  expect(event.withheld.map(({ address }) => address)).toEqual([BOB]);
});

test('quiet, then ten syncs and an edit of everything that a quiet event says: 0 mails', async () => {
  const world = createSyncWorld('reviewing');
  const event = world.add({ guests: guests(BOB) });
  world.confirm('quiet', 0);
  for (let run = 0; run < 10; run += 1) await world.sync();
  world.edit(event, {
    subject: 'Moved',
    when: { ...event.meeting.when, start: '2026-11-27T08:00:00' },
    body: '<p>New</p>',
  });
  await world.sync();
  expect(subjectsIn(world)).toEqual(['Moved']);
  Object.assign(event, { status: 'archived', version: event.version + 1 });
  await world.sync();
  expect([world.outlook.items.size, mailsOf(world)]).toEqual([0, []]);
});

test('quiet: adding one guest invites that one only', async () => {
  const world = createSyncWorld('reviewing');
  const event = world.add({ guests: guests(BOB) });
  world.confirm('quiet', 0);
  await world.sync();
  await world.sync();
  world.edit(event, { guests: guests('eve@fabrikam.example') });
  await world.sync();
  expect(mailsOf(world)).toEqual(['invitation eve@fabrikam.example']);
});
