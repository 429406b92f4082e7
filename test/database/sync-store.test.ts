// The sync store on both databases: whole runs against Outlook in memory, and the promises that a run rests on.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpenDatabase } from '../../server/database/open-database.ts';
import { readSyncedCalendars } from '../../server/database/sync-store-pages.ts';
import { makeDecision } from '../../sync/core/make-decision.ts';
import { FencedError, type RunRef, type SeenVersion, type SyncedCalendar } from '../../sync/index.ts';
import { createSqlWorld, type SqlWorld } from '../support/sql-world.ts';
import { guests, meetingValues } from '../support/sync-world.ts';
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
      places: ['Room'],
      categories: ['Blue'],
      reminderMinutes: null,
    });
    world.outlook.create(values, { webLink: 'https://outlook.example/1' });
    await world.sync();
    const [event] = await world.events();
    expect(event).toMatchObject({
      meeting: { subject: 'Made there', places: ['Room'], when: values.when },
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
    world.outlook.edit(item?.graphId ?? '', { places: ['Room Aalto'] });
    const before = await world.event(id);
    await world.edit(id, { meeting: { ...before.meeting, subject: 'Plan B' } });
    await world.sync();
    expect((await world.event(id)).meeting).toMatchObject({ subject: 'Plan B', places: ['Room Aalto'] });
    expect([...world.outlook.items.values()][0]?.values).toMatchObject({ subject: 'Plan B', places: ['Room Aalto'] });
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
    await world.edit(id, { meeting: { ...meeting, places: ['Meanwhile'] } });
    const change = { kind: 'archive' as const };
    const settlement = { ...NOTHING_SETTLED, here: { change, eventId: id, expectedVersion: version } };
    expect(await world.store.settle(run, [settlement])).toEqual(['versionMissed']);
    expect(await world.event(id)).toMatchObject({ status: 'live', meeting: { places: ['Meanwhile'] } });
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
    const link = { key, state: 'quiet' as const, isOrganizer: true, withholdGuests: true, transactionId: 'x' };
    await world.store.prepare(run, [link]);
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
  conflicts: [],
  journal: null,
};

async function begin(world: SqlWorld): Promise<RunRef> {
  const runId = crypto.randomUUID();
  const { epoch } = await world.store.beginRun(world.mailboxId, runId, world.now());
  return { mailboxId: world.mailboxId, runId, epoch };
}

async function calendarOf({ database, mailboxId }: SqlWorld): Promise<SyncedCalendar> {
  const [calendar] = await readSyncedCalendars(database, mailboxId);
  if (!calendar) throw new Error('The mailbox has no calendar.');
  return calendar;
}

function page(calendar: SyncedCalendar, versions: SeenVersion[], { isFull }: { isFull: boolean }) {
  const round = { id: crypto.randomUUID(), startedAt: '2026-11-24T10:00:00Z', isFull };
  const next = { kind: 'round' as const, deltaLink: '1' };
  return { calendarId: calendar.id, round, versions, occurrences: [], removedIds: [], next, window: calendar.window };
}
