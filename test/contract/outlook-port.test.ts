// One contract, every implementation: the Outlook port on its in-memory twin and on the sandbox. On a real tenant it was never run.
import { describe, expect, test } from 'vitest';
import { createPayload, updatePayloads } from '../../sync/core/to-graph.ts';
import type { EventValues, LinkKey, Outcome, OutlookPort, PulledPage, SeenVersion } from '../../sync/index.ts';
import { createMemoryOutlook } from '../support/memory-outlook.ts';
import { createOutlookWorld } from '../support/outlook-world.ts';
import { createSyncWorld, guests, meetingValues, places } from '../support/sync-world.ts';

const implementations: [name: string, open: () => Promise<OutlookPort>][] = [
  ['in-memory twin', async () => createMemoryOutlook({ now: createSyncWorld().now })],
  ['sandbox', async () => (await createOutlookWorld()).outlook],
];

const PAGES = { window: { start: '2025-11-24T00:00:00Z', end: '2028-11-24T00:00:00Z' }, pageSize: 200 };
const key: LinkKey = { eventId: 'event-1', originalStart: null, mailboxId: 'm', calendarId: 'c', generation: 1 };

describe.each(implementations)('the Outlook port: %s', (_, open) => {
  test('gives the default calendar', async () => {
    const calendars = done(await (await open()).calendars());
    expect(calendars.filter((calendar) => calendar.isDefault)).toHaveLength(1);
  });

  test('creates once per transaction, and the next round delivers it', async () => {
    const outlook = await open();
    const { calendar, delta } = await firstRound(outlook);
    const call = createCall(calendar, meetingValues({ subject: 'Contract' }));
    const [first] = await outlook.call([call]);
    const [again] = await outlook.call([call]);
    expect(done(again)?.graphId).toBe(done(first)?.graphId);
    const page = done(await outlook.pull({ ...PAGES, calendarGraphId: calendar, continueFrom: delta }));
    expect(page.versions.map((version) => version.values.subject)).toEqual(['Contract']);
    expect(page.versions[0]?.transactionId).toBe(call.transactionId);
  });

  test('delivers what was sent', async () => {
    const outlook = await open();
    const { calendar } = await firstRound(outlook);
    const values = meetingValues({
      subject: 'Everything',
      places: places('Room 1'),
      guests: guests('bob@elsewhere.example'),
      sensitivity: 'private',
      importance: 'high',
      showAs: 'oof',
      categories: ['Red'],
      reminderMinutes: 60,
    });
    const [outcome] = await outlook.call([createCall(calendar, values)]);
    const delivered = done(outcome)?.values;
    expect(delivered).toMatchObject({
      subject: 'Everything',
      when: values.when,
      places: places('Room 1'),
      sensitivity: 'private',
      importance: 'high',
      showAs: 'oof',
      categories: ['Red'],
      reminderMinutes: 60,
    });
    expect(Object.keys(delivered?.guests ?? {})).toEqual(['bob@elsewhere.example']);
  });

  test('an all-day event keeps its dates', async () => {
    const outlook = await open();
    const { calendar } = await firstRound(outlook);
    const when = { start: '2026-12-24', end: '2026-12-27', zone: 'Europe/Berlin', isAllDay: true };
    const [outcome] = await outlook.call([createCall(calendar, meetingValues({ when }))]);
    expect(done(outcome)?.values.when).toEqual(when);
  });

  test('refuses an update of a version that is no longer current, and changes nothing', async () => {
    const outlook = await open();
    const { calendar } = await firstRound(outlook);
    const created = done((await outlook.call([createCall(calendar, meetingValues())]))[0]);
    if (!created) throw new Error('Nothing was created.');
    const updated = done((await outlook.call([renameCall(created, 'Second')]))[0]);
    const [stale] = await outlook.call([renameCall(created, 'Third')]);
    expect(stale).toMatchObject({ kind: 'refused', status: 412, code: 'ErrorIrresolvableConflict' });
    expect(updated?.changeKey).not.toBe(created.changeKey);
    const [found] = await outlook.lookUpRemoved([question(calendar, created)]);
    expect(done(found).byId?.values.subject).toBe('Second');
  });

  test('a deletion is heard as a removal, proven by a look-up, and final', async () => {
    const outlook = await open();
    const { calendar, delta } = await firstRound(outlook);
    const created = done((await outlook.call([createCall(calendar, meetingValues())]))[0]);
    if (!created) throw new Error('Nothing was created.');
    const deletion = { kind: 'delete', key, graphId: created.graphId, changeKey: created.changeKey } as const;
    expect(await outlook.call([deletion])).toEqual([{ kind: 'done', answer: null }]);
    expect((await outlook.call([deletion]))[0]).toMatchObject({ kind: 'refused', status: 404 });
    const page = done(await outlook.pull({ ...PAGES, calendarGraphId: calendar, continueFrom: delta }));
    expect(page.removedIds).toEqual([created.graphId]);
    const [found] = await outlook.lookUpRemoved([question(calendar, created)]);
    expect(done(found).listed).toEqual([]);
  });

  test('finds what was created for an event of ours', async () => {
    const outlook = await open();
    const { calendar } = await firstRound(outlook);
    const created = done((await outlook.call([createCall(calendar, meetingValues())]))[0]);
    const marked = [[created?.graphId, { installationId: 'test', eventId: key.eventId, generation: 1 }]];
    const marks = (versions: SeenVersion[]) => versions.map(({ graphId, origin }) => [graphId, origin]);
    const questions = [key.eventId, 'another event'].map((eventId) => ({ calendarGraphId: calendar, eventId }));
    const [found, other] = await outlook.findByOrigin(questions);
    expect(marks(done(found))).toEqual(marked);
    expect(done(other)).toEqual([]);
    expect(marks(done(await outlook.listMarked(calendar)))).toEqual(marked);
  });

  test('twenty-one independent calls are all answered, in order', async () => {
    const outlook = await open();
    const { calendar } = await firstRound(outlook);
    const calls = Array.from({ length: 21 }, (_unused, index) =>
      createCall(calendar, meetingValues({ subject: `Call ${index}` }), `t-${index}`),
    );
    const outcomes = await outlook.call(calls);
    expect(outcomes.map((outcome) => done(outcome)?.values.subject)).toEqual(calls.map((call) => call.payload.subject));
  });
});

function done<T>(outcome: Outcome<T> | undefined): T {
  if (outcome?.kind !== 'done') throw new Error(`Not done: ${JSON.stringify(outcome)}`);
  return outcome.answer;
}

async function firstRound(outlook: OutlookPort): Promise<{ calendar: string; delta: string; pages: PulledPage[] }> {
  const calendar = done(await outlook.calendars()).find(({ isDefault }) => isDefault)?.graphId ?? '';
  const pages: PulledPage[] = [];
  let continueFrom: string | null = null;
  for (;;) {
    const page: PulledPage = done(await outlook.pull({ ...PAGES, calendarGraphId: calendar, continueFrom }));
    pages.push(page);
    if (page.next.kind === 'round') return { calendar, delta: page.next.deltaLink, pages };
    continueFrom = page.next.link;
  }
}

function createCall(calendarGraphId: string, values: EventValues, transactionId = 'transaction-1') {
  const origin = { installationId: 'test', eventId: key.eventId, generation: 1 };
  const payload = createPayload({ values, withheld: [], transactionId, origin });
  return { kind: 'create', key, calendarGraphId, transactionId, payload } as const;
}

function renameCall(version: SeenVersion, subject: string) {
  const ours = { ...version.values, subject };
  const [update] = updatePayloads({
    units: ['subject'],
    ours,
    theirs: version.values,
    delivered: version,
    withheld: [],
    promotes: false,
  });
  if (!update) throw new Error('A new subject is an update.');
  return { kind: 'update', key, graphId: version.graphId, changeKey: version.changeKey, ...update } as const;
}

function question(calendarGraphId: string, { graphId }: SeenVersion) {
  return { graphId, calendarGraphId, otherCalendarGraphIds: [] };
}
