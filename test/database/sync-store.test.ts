// The sync store on both databases: whole runs against Outlook in memory, and the promises that a run rests on.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { insertMailbox } from '../../server/database/mailboxes.ts';
import type { OpenDatabase } from '../../server/database/open-database.ts';
import { addPendingRemovals, readPendingRemovals } from '../../server/database/pending-removals.ts';
import { readSyncedCalendars } from '../../server/database/sync-store-pages.ts';
import { makeDecision } from '../../sync/core/make-decision.ts';
import { FencedError, type RunRef, type SavedPage, type SeenVersion, type SyncedCalendar } from '../../sync/index.ts';
import { createSqlWorld, type SqlWorld } from '../support/sql-world.ts';
import { guests, meetingValues, places } from '../support/sync-world.ts';
import { DATABASES, openTestDatabase } from '../support/test-database.ts';

describe.each(DATABASES)('on %s', (kind) => {
  let open: OpenDatabase;
  let world: SqlWorld;

  beforeAll(async () => {
    open = await openTestDatabase(kind);
  });
  afterAll(() => open.close());
  beforeEach(async () => {
    world = await createSqlWorld(open.database);
  });
  afterEach(async () => {
    await open.database.deleteFrom('events').execute();
    await open.database.deleteFrom('users').execute();
  });

  test('an event made here appears in Outlook once, and the next run does nothing', async () => {
    await world.add({ subject: 'Made here', guests: guests('bob@elsewhere.example') });
    expect(await world.sync()).toMatchObject({ outcome: 'done', sent: 1, failed: 0 });
    expect([...world.outlook.items.values()].map((item) => item.values.subject)).toEqual(['Made here']);
    expect(await world.sync()).toMatchObject({ sent: 0, taken: 0, mails: [] });
    expect(world.outlook.calls).toHaveLength(1);
  });

  test('an event made in Outlook is taken over whole', async () => {
    const values = meetingValues({
      subject: 'Made there',
      places: places('Room'),
      categories: ['Blue'],
      reminderMinutes: null,
    });
    world.outlook.create(values, { webLink: 'https://outlook.example/1' });
    await world.sync();
    const [event] = await world.events();
    expect(event).toMatchObject({
      meeting: { subject: 'Made there', places: places('Room'), when: values.when },
      participation: { answer: 'organizer', categories: ['Blue'], reminderMinutes: null },
      organizer: { userId: world.userId },
      webLink: 'https://outlook.example/1',
    });
    expect(await world.store.subjects(await begin(world))).toEqual([]);
  });

  test('edits of different units travel both ways in one run', async () => {
    const { id } = await world.add({ subject: 'Plan' });
    await world.sync();
    const [item] = world.outlook.items.values();
    world.outlook.edit(item?.graphId ?? '', { places: places('Room Aalto') });
    const before = await world.event(id);
    await world.edit(id, { meeting: { ...before.meeting, subject: 'Plan B' } });
    await world.sync();
    expect((await world.event(id)).meeting).toMatchObject({ subject: 'Plan B', places: places('Room Aalto') });
    expect([...world.outlook.items.values()][0]?.values).toMatchObject({
      subject: 'Plan B',
      places: places('Room Aalto'),
    });
  });

  test("two edits of one unit: Outlook's stands, ours is kept as a conflict", async () => {
    const { id, meeting } = await world.add({ subject: 'Plan' });
    await world.sync();
    const [item] = world.outlook.items.values();
    world.outlook.edit(item?.graphId ?? '', { subject: 'Theirs' });
    await world.edit(id, { meeting: { ...meeting, subject: 'Ours' } });
    expect(await world.sync()).toMatchObject({ conflicts: 1 });
    expect((await world.event(id)).meeting.subject).toBe('Theirs');
    const conflicts = await open.database.selectFrom('conflicts').selectAll().execute();
    expect(conflicts).toMatchObject([{ event_id: id, unit: 'subject', ours: 'Ours', theirs: 'Theirs' }]);
  });

  test('deleting in Outlook archives here, archiving here deletes there', async () => {
    const first = await world.add({ subject: 'First' });
    const second = await world.add({ subject: 'Second' });
    await world.sync();
    const item = [...world.outlook.items.values()].find(({ values }) => values.subject === 'First');
    world.outlook.remove(item?.graphId ?? '');
    await world.edit(second.id, { status: 'archived' });
    await world.sync();
    expect((await world.event(first.id)).status).toBe('archived');
    expect(world.outlook.items.size).toBe(0);
  });

  test('a create whose answer was lost is not repeated', async () => {
    await world.add({ subject: 'Once' });
    world.outlook.faults.push({ kind: 'lose' });
    await world.sync();
    await world.sync();
    expect(world.outlook.items.size).toBe(1);
  });

  test('an edit while the run is under way is not overwritten', async () => {
    const { id, meeting } = await world.add({ subject: 'Plan' });
    await world.sync();
    const [item] = world.outlook.items.values();
    world.outlook.edit(item?.graphId ?? '', { subject: 'Theirs' });
    const run = await begin(world);
    const { version } = await world.event(id);
    await world.edit(id, { meeting: { ...meeting, places: places('Meanwhile') } });
    const change = { kind: 'archive' as const };
    const settlement = { ...NOTHING_SETTLED, here: { change, eventId: id, expectedVersion: version } };
    expect(await world.store.settle(run, [settlement])).toEqual(['versionMissed']);
    expect(await world.event(id)).toMatchObject({ status: 'live', meeting: { places: places('Meanwhile') } });
  });

  test('a run that was overtaken writes nothing', async () => {
    const earlier = await begin(world);
    const later = await begin(world);
    expect(later.epoch).toBe(earlier.epoch + 1);
    await expect(world.store.setPhase(earlier, 'reviewing')).rejects.toThrow(FencedError);
    await expect(world.store.subjects(earlier)).rejects.toThrow(FencedError);
    const mailbox = await open.database.selectFrom('mailboxes').selectAll().executeTakeFirstOrThrow();
    expect(mailbox).toMatchObject({ phase: 'active', current_run: later.runId });
  });

  test('one item has one living link, and one whole event one link in a calendar', async () => {
    const { id } = await world.add();
    const other = await world.add();
    await world.sync();
    const links = await open.database.selectFrom('links').selectAll().orderBy('linked_at').execute();
    const [link] = links.filter((candidate) => candidate.event_id === id);
    if (!link) throw new Error('The event has no link.');
    const {
      base: _,
      superseded_keys: _keys,
      linked_at,
      last_write_answered_at: __,
      original_start: ___,
      ...row
    } = link;
    const copy = { ...row, superseded_keys: '[]', linked_at: linked_at.toISOString() };
    const insert = (values: typeof copy) => open.database.insertInto('links').values(values).execute();
    await expect(insert(copy)).rejects.toThrow(/links_key/);
    await expect(insert({ ...copy, event_id: other.id, generation: 2 })).rejects.toThrow(/links_item/);
    await expect(insert({ ...copy, event_id: other.id, generation: 2, state: 'retired' })).resolves.toBeDefined();
  });

  test('a page that is delivered twice changes nothing, and a full round marks what it lacks', async () => {
    const item = world.outlook.create(meetingValues());
    await world.sync();
    const run = await begin(world);
    const calendar = await calendarOf(world);
    await world.store.savePage(run, page(calendar, [item], { isFull: false }));
    await world.store.savePage(run, page(calendar, [item], { isFull: false }));
    expect(await world.store.subjects(run)).toMatchObject([{ seen: { removedHint: false } }]);
    await world.store.savePage(run, page(calendar, [], { isFull: true }));
    expect(await world.store.subjects(run)).toMatchObject([{ seen: { removedHint: true, proof: null } }]);
  });

  test('a complete round marks what left the window as outside, without a question', async () => {
    const early = world.outlook.create(
      meetingValues({
        subject: 'Early',
        when: { start: '2025-12-01T10:00:00', end: '2025-12-01T11:00:00', zone: 'UTC', isAllDay: false },
      }),
    );
    const inside = world.outlook.create(meetingValues({ subject: 'Inside' }));
    await world.sync();
    const run = await begin(world);
    const calendar = await calendarOf(world);
    const window = { start: '2026-01-23T00:00:00Z', end: '2029-01-22T00:00:00Z' };
    const fresh = page(calendar, [], { isFull: true });
    await world.store.savePage(run, { ...fresh, round: { ...fresh.round, window } });
    const proofs = (await world.store.subjects(run)).map(({ seen }) => [seen?.graphId, seen?.proof]);
    expect(new Map(proofs as [string, string | null][])).toEqual(
      new Map([
        [early.graphId, 'outside'],
        [inside.graphId, null],
      ]),
    );
    expect((await calendarOf(world)).window).toEqual(window);
  });

  test('a replayed version that is older than what is known does not take its place', async () => {
    const old = world.outlook.create(meetingValues({ subject: 'Old' }));
    world.advance({ minutes: 1 });
    const fresh = world.outlook.edit(old.graphId, { subject: 'New' });
    await world.sync();
    const run = await begin(world);
    const calendar = await calendarOf(world);
    await world.store.savePage(run, page(calendar, [fresh], { isFull: false }));
    await world.store.savePage(run, page(calendar, [old], { isFull: false }));
    expect(await world.store.subjects(run)).toMatchObject([{ seen: { version: { values: { subject: 'New' } } } }]);
  });

  test('an interrupted round keeps its place, its window and its refusals; a reset forgets them', async () => {
    await world.sync();
    const run = await begin(world);
    const calendar = await calendarOf(world);
    const started = page(calendar, [], { isFull: true });
    const window = { start: '2026-01-23T00:00:00Z', end: '2029-01-22T00:00:00Z' };
    const round = { ...started.round, window };
    await world.store.savePage(run, { ...started, round, next: { kind: 'page', link: 'next' } });
    await world.store.saveStall(run, calendar.id, 2);
    const known = { deltaLink: calendar.deltaLink, window: calendar.window };
    expect(await calendarOf(world)).toMatchObject({
      nextLink: 'next',
      round: { id: round.id, window, stalls: 2 },
      ...known,
    });
    await world.store.resetRound(run, calendar.id);
    expect(await calendarOf(world)).toMatchObject({
      deltaLink: null,
      nextLink: null,
      round: null,
      window: known.window,
    });
  });

  test('two mailboxes that find copies of one meeting at the same time make one event of it', async () => {
    const other = await createSqlWorld(open.database, 'bo@contoso.example');
    const organizer = { address: 'eve@fabrikam.example', name: 'Eve' };
    const copy = { iCalUId: 'uid-shared', isOrganizer: false, organizer };
    world.outlook.create(meetingValues({ subject: 'Shared' }), copy);
    other.outlook.create(meetingValues({ subject: 'Shared' }), copy);
    const reports = await Promise.all([world.sync(), other.sync()]);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    const events = await open.database.selectFrom('events').select('id').where('subject', '=', 'Shared').execute();
    expect(events).toHaveLength(1);
    const links = await open.database
      .selectFrom('links')
      .select('event_id')
      .where('ical_uid', '=', 'uid-shared')
      .execute();
    expect(links).toHaveLength(2);
  });

  test('what a reset left to be deleted is no news, is deleted by the next run, and stands in the journal', async () => {
    const item = world.outlook.create(meetingValues({ subject: 'Promised' }));
    await world.sync();
    const [event] = await world.events();
    const calendar = await calendarOf(world);
    const key = {
      eventId: event?.id ?? '',
      originalStart: null,
      mailboxId: world.mailboxId,
      calendarId: calendar.id,
      generation: 1,
    };
    await open.database.deleteFrom('links').execute();
    await open.database.deleteFrom('events').execute();
    await open.database.updateTable('seen_items').set({ settled: false }).execute();
    const removal = { key, graphId: item.graphId, changeKey: item.changeKey, mails: [] };
    await addPendingRemovals(open.database, [removal], world.now().toString());
    const run = await begin(world);
    expect(await world.store.subjects(run)).toEqual([]);
    expect(await world.sync()).toMatchObject({ outcome: 'done', sent: 1 });
    expect(world.outlook.items.size).toBe(0);
    expect(await readPendingRemovals(open.database, world.mailboxId)).toEqual([]);
    const journal = await open.database.selectFrom('journal').selectAll().where('is_deletion', '=', true).execute();
    expect(journal).toMatchObject([{ row: 'delete there', side: 'there' }]);
  });

  test('the pace of mails outlives the run, and a mailbox that was written to is remembered beyond its connection', async () => {
    const bursts = [{ at: '2026-11-24T09:00:00Z', recipients: 30 }];
    await world.store.saveMailBursts(await begin(world), bursts);
    expect((await beginRun(world)).mailbox).toMatchObject({ mailBursts: bursts, hasWritten: false });
    await world.add();
    await world.sync();
    await open.database.deleteFrom('mailboxes').where('id', '=', world.mailboxId).execute();
    await insertMailbox(open.database, {
      id: world.mailboxId,
      userId: world.userId,
      tenantId: 't',
      objectId: world.userId,
      address: 'ada@contoso.example',
      connectedAt: world.now().toString(),
      reviewReason: 'first',
    });
    expect((await beginRun(world)).mailbox).toMatchObject({ hasWritten: true, mailBursts: [], reviewReason: 'first' });
  });

  test("a calendar of somebody else's, or that nobody may edit, comes from Outlook only", async () => {
    await world.sync();
    const calendar = await calendarOf(world);
    for (const trait of ['is_own', 'can_edit'] as const) {
      await open.database
        .updateTable('mailbox_calendars')
        .set({ is_own: true, can_edit: true, [trait]: false })
        .execute();
      expect(await calendarOf(world)).toMatchObject({ id: calendar.id, direction: 'here' });
    }
    await open.database.updateTable('mailbox_calendars').set({ is_synced: false }).execute();
    expect(await readSyncedCalendars(open.database, world.mailboxId)).toEqual([]);
  });

  test('guests are withheld in the commit that prepares their event', async () => {
    const { id } = await world.add({ guests: guests('bob@elsewhere.example') });
    await world.sync();
    const run = await begin(world);
    const calendar = await calendarOf(world);
    const key = {
      eventId: id,
      originalStart: null,
      mailboxId: world.mailboxId,
      calendarId: calendar.id,
      generation: 2,
    };
    const link = { key, state: 'quiet' as const, isOrganizer: true, withholdGuests: true, retires: null };
    await world.store.prepare(run, [{ ...link, transactionId: 'x' }]);
    expect(await world.event(id)).toMatchObject({
      meeting: { guests: {} },
      withheld: [{ address: 'bob@elsewhere.example' }],
      version: 1,
    });
  });

  test("a colleague's copy joins the same event", async () => {
    const bob = await createSqlWorld(open.database, 'bob@contoso.example');
    const { id } = await world.add({ subject: 'Together', guests: guests('bob@contoso.example') });
    await world.sync();
    const [item] = world.outlook.items.values();
    bob.outlook.create(meetingValues({ subject: 'Together', answer: 'notResponded' }), {
      iCalUId: item?.iCalUId ?? '',
      isOrganizer: false,
      organizer: { address: 'ada@contoso.example', name: 'Ada' },
    });
    await bob.sync();
    expect(await bob.event(id)).toMatchObject({
      organizer: { userId: world.userId },
      participation: { answer: 'notResponded' },
    });
    expect(await open.database.selectFrom('events').select('id').execute()).toHaveLength(1);
  });

  test('a question stays answered, and goes when it is no longer asked', async () => {
    await world.sync();
    await world.add();
    const run = await begin(world);
    const [subject] = await world.store.subjects(run);
    if (!subject) throw new Error('There is nothing to decide about.');
    const decision = makeDecision('new here', subject);
    const question = { guard: 'mail budget', question: 'Send them?', decision };
    await world.store.park(run, [
      { fingerprint: 'a', ...question },
      { fingerprint: 'b', ...question },
    ]);
    const released = { released_at: world.now().toString() };
    await open.database.updateTable('parked').set(released).where('fingerprint', '=', 'a').execute();
    await world.store.park(run, [{ fingerprint: 'a', ...question }]);
    expect(await world.store.released(run)).toEqual(new Set(['a']));
    expect(await open.database.selectFrom('parked').select('fingerprint').execute()).toEqual([{ fingerprint: 'a' }]);
  });

  test('the guards are told what the last day brought', async () => {
    const { id } = await world.add({ guests: guests('bob@elsewhere.example') });
    await world.sync();
    await world.edit(id, { status: 'deleted' });
    await world.sync();
    const since = world.now().subtract({ hours: 24 });
    expect(await world.store.counts(await begin(world), since)).toEqual({
      deletionsHere: 0,
      deletionsThere: 1,
      mails: 2,
      links: 0,
    });
    world.advance({ hours: 48 });
    expect(await world.store.counts(await begin(world), world.now().subtract({ hours: 24 }))).toMatchObject({
      deletionsThere: 0,
      mails: 0,
    });
  });
});

const NOTHING_SETTLED = {
  here: null,
  link: null,
  settledEvent: null,
  settledSeen: null,
  answered: null,
  retires: null,
  conflicts: [],
  journal: null,
};

async function begin(world: SqlWorld): Promise<RunRef> {
  const { runId, epoch } = await beginRun(world);
  return { mailboxId: world.mailboxId, runId, epoch };
}

async function beginRun({ store, mailboxId, now }: SqlWorld) {
  const runId = crypto.randomUUID();
  return { runId, ...(await store.beginRun(mailboxId, runId, now())) };
}

async function calendarOf({ database, mailboxId }: SqlWorld): Promise<SyncedCalendar> {
  const [calendar] = await readSyncedCalendars(database, mailboxId);
  if (!calendar) throw new Error('The mailbox has no calendar.');
  return calendar;
}

function page(calendar: SyncedCalendar, versions: SeenVersion[], { isFull }: { isFull: boolean }) {
  const window = calendar.window ?? { start: '2025-11-24T00:00:00Z', end: '2028-11-24T00:00:00Z' };
  const round = { id: crypto.randomUUID(), startedAt: '2026-11-24T10:00:00Z', isFull, window, stalls: 0 };
  const next = { kind: 'round' as const, deltaLink: '1' };
  return { calendarId: calendar.id, round, versions, occurrences: [], removedIds: [], next } satisfies SavedPage;
}
