// What a sync did and its ways back: undo of an entry, roll-back of a run, failures, with Outlook on the other side.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConflictList } from '../../server/schemas/conflicts.ts';
import type { ContactList, MeetingsPreview } from '../../server/schemas/contacts.ts';
import type { EventView } from '../../server/schemas/events.ts';
import type {
  EventHistory,
  HistoryEntry,
  JournalEntryView,
  JournalList,
  RollBackPreview,
  UndoPreview,
} from '../../server/schemas/history.ts';
import type { FailureList, RunList } from '../../server/schemas/mailbox.ts';
import type { ConnectedUser } from '../support/connected-user.ts';
import { NEXT_MONTH } from '../support/next-month.ts';
import { type SyncServer, startSyncServer } from '../support/sync-server.ts';
import { until } from '../support/until.ts';

const GUEST = 'guest@elsewhere.example';
let world: SyncServer;
let ada: ConnectedUser;
let bo: ConnectedUser;

beforeAll(async () => {
  world = await startSyncServer();
  ada = await world.connectedUserFor('ada');
  bo = await world.connectedUserFor('bo');
});
afterAll(() => world.close());

const mails = () => world.sandbox.sandbox.world().outbox.map(({ kind, to }) => `${kind} ${to}`);
const view = (id: string) => ada.session.call<EventView>('GET', `/api/events/${id}`);
const itemOf = async (subject: string) => {
  const { value } = await ada.outlook<{ value: { id: string; subject: string }[] }>('GET', '/me/events?$top=100');
  return value.find((item) => item.subject === subject)?.id ?? '';
};

/** An event that Outlook has, too. */
async function sent(subject: string, body: object = {}): Promise<string> {
  const { id } = await ada.session.call<EventView>('POST', '/api/events', {
    subject,
    when: NEXT_MONTH,
    mail: 'send',
    ...body,
  });
  await ada.session.call('POST', `/api/events/${id}/send-now`);
  await until(async () => ((await view(id)).webLink === null ? undefined : true));
  return id;
}

async function newest(id: string, what: string): Promise<HistoryEntry> {
  const { entries } = await ada.session.call<EventHistory>('GET', `/api/events/${id}/history`);
  const entry = entries.find((candidate) => candidate.what.startsWith(what));
  if (!entry) throw new Error(`No "${what}" among ${entries.map((candidate) => candidate.what).join(', ')}.`);
  return entry;
}

async function journalOfLastRun(): Promise<{ runId: string; entries: JournalEntryView[] }> {
  const { runs } = await ada.session.call<RunList>('GET', '/api/mailbox/runs');
  for (const { id: runId } of runs) {
    const { entries } = await ada.session.call<JournalList>('GET', `/api/mailbox/journal?runId=${runId}`);
    if (entries.length > 0) return { runId, entries };
  }
  throw new Error('No run did anything.');
}

test('the history tells which sync changed an event, and an undo shows the mails that taking it back costs', async () => {
  const id = await sent('Launch', { guests: [{ address: GUEST }] });
  await ada.outlook('PATCH', `/me/events/${await itemOf('Launch')}`, { subject: 'Landing' });
  await ada.sync();
  const entry = await newest(id, 'Taken over from Outlook');
  expect(entry).toMatchObject({
    kind: 'sync',
    side: 'here',
    row: 'take edits',
    by: 'ada@calendar.example',
    runId: expect.any(String),
    changes: [{ unit: 'subject', label: 'Title', before: 'Launch', after: 'Landing' }],
    undo: { possible: true },
  });
  const preview = await ada.session.call<UndoPreview>('POST', `/api/history/${entry.id}/preview`);
  expect(preview).toMatchObject({ suggested: 'send', mails: [{ kind: 'update', to: GUEST }] });
  const path = `/api/history/${entry.id}/undo`;
  expect(await ada.session.request('POST', path, { body: {} })).toMatchObject({
    status: 428,
    json: { error: { code: 'mail_choice_required', suggested: 'send', mails: preview.mails } },
  });
  const before = mails();
  await ada.session.call('POST', path, { mail: 'send' });
  await ada.session.call('POST', `/api/events/${id}/send-now`);
  await until(async () => (await ada.outlookSubjects()).includes('Launch') || undefined);
  expect(mails().slice(before.length)).toEqual([`update ${GUEST}`]);
});

test('what was deleted in Outlook by accident comes back as a new meeting, with its invitations shown before', async () => {
  const id = await sent('Dinner', { guests: [{ address: GUEST }] });
  await ada.outlook('DELETE', `/me/events/${await itemOf('Dinner')}`);
  await ada.sync();
  expect(await view(id)).toMatchObject({ status: 'archived' });
  const entry = await newest(id, 'Archived here, because it was deleted in Outlook');
  expect(await ada.session.call('POST', `/api/history/${entry.id}/preview`)).toMatchObject({
    changes: [{ unit: 'event', before: 'archived', after: 'in the calendar' }],
    mails: [{ kind: 'invitation', to: GUEST }],
  });
  await ada.session.call('POST', `/api/history/${entry.id}/undo`, { mail: 'send' });
  await ada.session.call('POST', `/api/events/${id}/send-now`);
  await until(async () => (await ada.outlookSubjects()).includes('Dinner') || undefined);
  expect(await newest(id, 'Archived here, because')).toMatchObject({ undo: { code: 'event_moved_on' } });
});

test('a run is rolled back whole; what has moved on since stays, with the reason', async () => {
  const [one, two, three] = [await sent('One'), await sent('Two'), await sent('Three')];
  for (const subject of ['One', 'Two']) {
    await ada.outlook('PATCH', `/me/events/${await itemOf(subject)}`, { subject: `${subject} in Outlook` });
  }
  await ada.outlook('DELETE', `/me/events/${await itemOf('Three')}`);
  await ada.sync();
  const { runId, entries } = await journalOfLastRun();
  expect(new Set(entries.map(({ subject }) => subject))).toEqual(
    new Set(['One in Outlook', 'Three', 'Two in Outlook']),
  );
  expect(entries).toHaveLength(3);
  const headers = { 'if-match': `"${(await view(two)).version}"` };
  await ada.session.call('PATCH', `/api/events/${two}`, { subject: 'Two, edited later' }, headers);

  const path = `/api/mailbox/runs/${runId}`;
  const preview = await ada.session.call<RollBackPreview>('POST', `${path}/preview`);
  expect(preview.events.map(({ eventId }) => eventId).toSorted()).toEqual([one, three].toSorted());
  expect(preview.left).toMatchObject([{ subject: 'Two, edited later', code: 'event_moved_on' }]);
  expect(await ada.session.request('POST', `${path}/roll-back`, { body: { fingerprint: 'old' } })).toMatchObject({
    status: 409,
    json: { error: { code: 'preview_outdated', advice: expect.any(String) } },
  });
  const { fingerprint } = preview;
  expect(await ada.session.call('POST', `${path}/roll-back`, { fingerprint })).toEqual({ events: 2, left: 1 });
  await until(async () => {
    const subjects = await ada.outlookSubjects();
    return (subjects.includes('One') && subjects.includes('Three')) || undefined;
  });
  expect(await view(three)).toMatchObject({ status: 'live' });
  expect(await ada.session.request('POST', `${path}/roll-back`, { body: { fingerprint } })).toMatchObject({
    status: 409,
    json: { error: { code: 'nothing_to_roll_back' } },
  });
  expect((await bo.session.request('POST', `${path}/preview`)).status).toBe(404);
});

test('a conflict shows both values in words; once the event has moved on, ours is not put back over it', async () => {
  const id = await sent('Agreed');
  await ada.outlook('PATCH', `/me/events/${await itemOf('Agreed')}`, {
    subject: 'Theirs',
    body: { contentType: 'html', content: '<p>Their <b>text</b></p>' },
  });
  const ours = { subject: 'Ours', body: '<p>Our text</p>' };
  await ada.session.call('PATCH', `/api/events/${id}`, ours, { 'if-match': `"${(await view(id)).version}"` });
  await until(async () => ((await view(id)).subject === 'Theirs' ? true : undefined));
  const conflicts = async () =>
    (await ada.session.call<ConflictList>('GET', '/api/conflicts')).conflicts.filter(({ eventId }) => eventId === id);
  const [body, subject] = (await conflicts()).toSorted((one, other) => one.unit.localeCompare(other.unit));
  expect(subject).toMatchObject({
    label: 'Title',
    oursText: 'Ours',
    theirsText: 'Theirs',
    putBack: { possible: true },
  });
  expect(body).toMatchObject({ label: 'Description', oursText: 'Our text', theirsText: 'Their text' });
  const path = `/api/conflicts/${subject?.id}`;
  expect(await ada.session.call('POST', `${path}/preview`)).toMatchObject({
    changes: [{ label: 'Title', before: 'Theirs', after: 'Ours' }],
    mails: [],
  });
  const headers = { 'if-match': `"${(await view(id)).version}"` };
  await ada.session.call('PATCH', `/api/events/${id}`, { subject: 'Later' }, headers);
  const movedOn = { code: 'event_moved_on', advice: expect.any(String) };
  expect((await conflicts()).find(({ unit }) => unit === 'subject')?.putBack).toMatchObject(movedOn);
  expect(await ada.session.request('POST', path, { body: { keep: 'ours' } })).toMatchObject({
    status: 409,
    json: { error: movedOn },
  });
  await ada.session.call('POST', `/api/conflicts/${body?.id}`, { keep: 'ours' });
  await ada.session.call('POST', path, { keep: 'theirs' });
  expect(await conflicts()).toEqual([]);
  expect(await view(id)).toMatchObject({ subject: 'Later' });
  const history = await ada.session.call<EventHistory>('GET', `/api/events/${id}/history`);
  expect(history.entries[0]?.changes).toMatchObject([{ label: 'Description', after: 'Our text' }]);
});

test('a contact that moved is updated in future meetings with one preview: the old address is told, the new one invited', async () => {
  const id = await sent('With Grace', { guests: [{ address: 'grace@old.example' }, { address: GUEST }] });
  const { contacts } = await ada.session.call<ContactList>('GET', '/api/contacts?search=grace@old');
  const path = `/api/contacts/${contacts[0]?.id}`;
  const before = mails().length;
  await ada.session.call('PATCH', path, { address: 'grace@new.example' });
  await ada.sync();
  expect(mails()).toHaveLength(before);
  const preview = await ada.session.call<MeetingsPreview>('POST', `${path}/meetings/preview`);
  const told = [
    { kind: 'cancellation', to: 'grace@old.example' },
    { kind: 'invitation', to: 'grace@new.example' },
  ];
  expect(preview).toMatchObject({ meetings: [{ eventId: id, subject: 'With Grace' }] });
  expect(preview.mails).toEqual(expect.arrayContaining(told));
  expect(preview.mails).toHaveLength(2);
  const { fingerprint } = preview;
  expect(await ada.session.request('POST', `${path}/meetings`, { body: { fingerprint } })).toMatchObject({
    status: 428,
    json: { error: { code: 'mail_choice_required' } },
  });
  await ada.session.call('POST', `${path}/meetings`, { fingerprint, mail: 'send' });
  await ada.session.call('POST', `/api/events/${id}/send-now`);
  await until(async () => (mails().length >= before + 2 ? true : undefined));
  expect(mails().slice(before).toSorted()).toEqual(told.map(({ kind, to }) => `${kind} ${to}`).toSorted());
});

test('what Outlook does not take is listed with its reason, tried again, or kept here', async () => {
  const match = { service: 'graph', method: 'POST', path: '/me/calendars' } as const;
  const effect = { status: 400, code: 'ErrorInvalidRequest' };
  world.sandbox.sandbox.world().faults = [{ match, effect, matched: 0 }];
  const { id } = await ada.session.call<EventView>('POST', '/api/events', { subject: 'Refused', when: NEXT_MONTH });
  const failures = async () =>
    (await ada.session.call<FailureList>('GET', '/api/mailbox/failures')).failures.filter(
      ({ eventId }) => eventId === id,
    );
  await until(async () => ((await failures()).length > 0 ? true : undefined));
  expect(await failures()).toMatchObject([
    { subject: 'Refused', attempts: expect.any(Number), problem: { code: 'ErrorInvalidRequest' } },
  ]);
  await ada.session.call('POST', `/api/mailbox/failures/${id}/skip`);
  expect(await failures()).toEqual([]);
  expect(await view(id)).toMatchObject({ link: { held: true } });
  expect((await ada.session.request('POST', `/api/mailbox/failures/${id}/retry`)).status).toBe(404);
  expect((await bo.session.request('POST', `/api/mailbox/failures/${id}/retry`)).status).toBe(404);
  await ada.session.call('POST', `/api/events/${id}/release`, { mail: 'send' });
  await until(async () => ((await failures()).length > 0 ? true : undefined));
  await ada.session.call('POST', `/api/mailbox/failures/${id}/retry`);
  world.sandbox.sandbox.world().faults = [];
  await ada.sync();
  await until(async () => (await ada.outlookSubjects()).includes('Refused') || undefined);
  expect(await failures()).toEqual([]);
});

test('what is over begins with keeping the change here', async () => {
  const when = { ...NEXT_MONTH, start: '2026-01-10T10:00:00', end: '2026-01-10T11:00:00' };
  const { id } = await ada.outlook<{ id: string }>('POST', '/me/events', {
    subject: 'Over',
    start: { dateTime: when.start, timeZone: 'W. Europe Standard Time' },
    end: { dateTime: when.end, timeZone: 'W. Europe Standard Time' },
    attendees: [{ emailAddress: { address: GUEST }, type: 'required' }],
  });
  expect(id).not.toBe('');
  await ada.sync();
  const range = '/api/events?from=2026-01-09T00:00:00Z&to=2026-01-12T00:00:00Z';
  const { events } = await ada.session.call<{ events: EventView[] }>('GET', range);
  const past = events.find(({ subject }) => subject === 'Over');
  const action = { action: 'delete', eventId: past?.id };
  expect(await ada.session.call('POST', '/api/events/preview', action)).toMatchObject({ suggested: 'hold' });
  expect(await ada.session.request('DELETE', `/api/events/${past?.id}`)).toMatchObject({
    status: 428,
    json: { error: { code: 'mail_choice_required', suggested: 'hold' } },
  });
});
