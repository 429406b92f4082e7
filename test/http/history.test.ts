// "Why did this change?" and the way back of what people did here, for a user without a mailbox.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventView } from '../../server/schemas/events.ts';
import type { EventHistory, HistoryEntry, UndoPreview } from '../../server/schemas/history.ts';
import type { HttpSession } from '../support/http-session.ts';
import { NEXT_MONTH } from '../support/next-month.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

let server: RunningServer;
let ada: HttpSession;
let bo: HttpSession;

beforeAll(async () => {
  server = await startServer();
  const administrator = await server.setUp();
  ada = await server.signInAs(administrator, 'ada@calendar.example');
  bo = await server.signInAs(administrator, 'bo@calendar.example');
});
afterAll(() => server.close());

const create = (body: object = {}) =>
  ada.call<EventView>('POST', '/api/events', { subject: 'First', when: NEXT_MONTH, ...body });
const view = (id: string) => ada.call<EventView>('GET', `/api/events/${id}`);
const patch = async (id: string, body: object) =>
  ada.call('PATCH', `/api/events/${id}`, body, { 'if-match': `"${(await view(id)).version}"` });
const history = async (id: string) => (await ada.call<EventHistory>('GET', `/api/events/${id}/history`)).entries;
const newest = async (id: string): Promise<HistoryEntry> => {
  const [entry] = await history(id);
  if (!entry) throw new Error('No history.');
  return entry;
};

test('the history tells who did what, with each value before and after', async () => {
  const { id } = await create({ guests: [{ address: 'old@elsewhere.example' }] });
  await patch(id, {
    subject: 'Second',
    body: '<p>Some <b>text</b></p>',
    guests: [{ address: 'new@elsewhere.example' }],
  });
  const [edited, created] = await history(id);
  expect(created).toMatchObject({ kind: 'edit', what: 'Created here', by: 'ada@calendar.example', changes: [] });
  expect(edited).toMatchObject({ what: 'Edited here', side: 'here', runId: null, mails: [], undo: { possible: true } });
  expect(edited?.changes).toEqual(
    expect.arrayContaining([
      { unit: 'subject', label: 'Title', before: 'First', after: 'Second' },
      { unit: 'body', label: 'Description', before: '', after: 'Some text' },
      {
        unit: 'guest:old@elsewhere.example',
        label: 'Guest old@elsewhere.example',
        before: 'old@elsewhere.example',
        after: null,
      },
      {
        unit: 'guest:new@elsewhere.example',
        label: 'Guest new@elsewhere.example',
        before: null,
        after: 'new@elsewhere.example',
      },
    ]),
  );
});

test('an edit is undone as a new edit, after a preview that changes nothing', async () => {
  const { id } = await create({ categories: ['Blue'], places: ['Room 1'] });
  const later = { ...NEXT_MONTH, end: NEXT_MONTH.end.replace('T11', 'T12') };
  await patch(id, { subject: 'Second', when: later, categories: ['Red'], places: ['Room 2'], reminderMinutes: 5 });
  const entry = await newest(id);
  const preview = await ada.call<UndoPreview>('POST', `/api/history/${entry.id}/preview`);
  expect(preview).toMatchObject({ what: 'Edited here', mails: [], suggested: 'send' });
  expect(preview.changes).toContainEqual({ unit: 'subject', label: 'Title', before: 'Second', after: 'First' });
  expect(await view(id)).toMatchObject({ subject: 'Second', version: 2 });
  await ada.call('POST', `/api/history/${entry.id}/undo`, {});
  expect(await view(id)).toMatchObject({
    subject: 'First',
    when: NEXT_MONTH,
    categories: ['Blue'],
    places: ['Room 1'],
    reminderMinutes: null,
    version: 3,
  });
});

test('what was edited again since is not undone over it, and the refusal says what to do', async () => {
  const { id } = await create();
  await patch(id, { subject: 'Second' });
  const entry = await newest(id);
  await patch(id, { subject: 'Third' });
  const refusal = { code: 'event_moved_on', advice: expect.stringContaining('undo the later change first') };
  expect((await history(id)).find((other) => other.id === entry.id)?.undo).toMatchObject({
    possible: false,
    ...refusal,
  });
  expect(await ada.request('POST', `/api/history/${entry.id}/undo`, { body: {} })).toMatchObject({
    status: 409,
    json: { error: refusal },
  });
  await ada.call('POST', `/api/history/${(await newest(id)).id}/undo`, {});
  await ada.call('POST', `/api/history/${entry.id}/undo`, {});
  expect(await view(id)).toMatchObject({ subject: 'First' });
});

test('a deletion is undone even after its undo time', async () => {
  const { id } = await create();
  await ada.request('DELETE', `/api/events/${id}`);
  expect((await ada.request('GET', `/api/events/${id}`)).status).toBe(404);
  const entry = await newest(id);
  expect(entry).toMatchObject({ what: 'Deleted here', undo: { possible: true } });
  const preview = await ada.call('POST', `/api/history/${entry.id}/preview`);
  expect(preview).toMatchObject({
    changes: [{ unit: 'event', before: 'deleted', after: 'in the calendar' }],
  });
  await ada.call('POST', `/api/history/${entry.id}/undo`, {});
  expect(await view(id)).toMatchObject({ status: 'live', subject: 'First' });
});

test("nobody reads or undoes somebody else's history", async () => {
  const { id } = await create();
  const entry = await newest(id);
  expect((await bo.request('GET', `/api/events/${id}/history`)).status).toBe(404);
  expect((await bo.request('POST', `/api/history/${entry.id}/preview`)).status).toBe(404);
  expect((await bo.request('POST', `/api/history/${entry.id}/undo`, { body: {} })).status).toBe(404);
});
