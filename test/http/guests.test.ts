// Two connected colleagues on one meeting: the organizer's copy speaks for it, each answers for himself.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventView } from '../../server/schemas/events.ts';
import type { ConnectedUser } from '../support/connected-user.ts';
import { NEXT_MONTH } from '../support/next-month.ts';
import { type SyncServer, startSyncServer } from '../support/sync-server.ts';
import { until } from '../support/until.ts';

let world: SyncServer;
let ada: ConnectedUser;
let bo: ConnectedUser;
let id: string;

beforeAll(async () => {
  world = await startSyncServer();
  ada = await world.connectedUserFor('ada');
  bo = await world.connectedUserFor('bo');
  const body = { subject: 'Together', when: NEXT_MONTH, guests: [{ address: 'bo@contoso.example' }], mail: 'send' };
  ({ id } = await ada.session.call<EventView>('POST', '/api/events', body));
  await ada.session.call('POST', `/api/events/${id}/send-now`);
  await until(async () => ((await viewOf(ada)).webLink === null ? undefined : true));
  await bo.sync();
});
afterAll(() => world.close());

const viewOf = (user: ConnectedUser) => user.session.call<EventView>('GET', `/api/events/${id}`);

test("the guest's copy is the same event, which the guest cannot change", async () => {
  expect(await viewOf(bo)).toMatchObject({
    subject: 'Together',
    organizer: { address: 'ada@contoso.example', isMe: false },
    canEdit: false,
  });
  const headers = { 'if-match': `"${(await viewOf(bo)).version}"` };
  const answer = await bo.session.request('PATCH', `/api/events/${id}`, { body: { subject: 'Mine' }, headers });
  expect(answer).toMatchObject({ status: 403, json: { error: { code: 'not_the_organizer' } } });
});

test("a reminder is each participant's own", async () => {
  const headers = { 'if-match': `"${(await viewOf(bo)).version}"` };
  await bo.session.call('PATCH', `/api/events/${id}`, { reminderMinutes: 45 }, headers);
  expect(await viewOf(bo)).toMatchObject({ reminderMinutes: 45 });
  expect((await viewOf(ada)).reminderMinutes).not.toBe(45);
});

test('an answer tells the organizer, who sees it after the next sync', async () => {
  const path = `/api/events/${id}/answer`;
  expect(await bo.session.request('POST', path, { body: { answer: 'accepted' } })).toMatchObject({
    status: 428,
    json: { error: { mails: [{ kind: 'response', to: 'ada@contoso.example' }] } },
  });
  await bo.session.call('POST', path, { answer: 'accepted', mail: 'send' });
  await until(async () => world.sandbox.sandbox.world().outbox.some((mail) => mail.kind === 'response') || undefined);
  await ada.sync();
  expect((await viewOf(ada)).guests).toMatchObject([{ address: 'bo@contoso.example', response: 'accepted' }]);
});

test('the organizer has no answer to give', async () => {
  expect(await ada.session.request('POST', `/api/events/${id}/answer`, { body: { answer: 'declined' } })).toMatchObject(
    {
      status: 409,
      json: { error: { code: 'organizer_cannot_answer' } },
    },
  );
});

test('a guest who deletes it loses it alone, and mails nobody', async () => {
  const before = world.sandbox.sandbox.world().outbox.length;
  expect((await bo.session.request('DELETE', `/api/events/${id}`)).status).toBe(204);
  await bo.sync();
  expect(world.sandbox.sandbox.world().outbox).toHaveLength(before);
  expect((await bo.session.request('GET', `/api/events/${id}`)).status).toBe(404);
  await ada.sync();
  expect(await viewOf(ada)).toMatchObject({ status: 'live', subject: 'Together' });
});

test('our side of a conflict can be put back, with its mails shown before', async () => {
  const { value } = await ada.outlook<{ value: { id: string; subject: string }[] }>('GET', '/me/events?$top=100');
  const item = value.find(({ subject }) => subject === 'Together');
  await ada.session.call(
    'PATCH',
    `/api/events/${id}`,
    { subject: 'Ours', mail: 'hold' },
    {
      'if-match': `"${(await viewOf(ada)).version}"`,
    },
  );
  await ada.outlook('PATCH', `/me/events/${item?.id}`, { subject: 'Theirs' });
  await ada.session.call('POST', `/api/events/${id}/release`, { mail: 'send' });
  await ada.session.call('POST', `/api/events/${id}/send-now`);
  await until(async () => ((await viewOf(ada)).subject === 'Theirs' ? true : undefined));
  const { conflicts } = await ada.session.call<{ conflicts: { id: string; unit: string; ours: unknown }[] }>(
    'GET',
    '/api/conflicts',
  );
  expect(conflicts).toMatchObject([{ unit: 'subject', ours: 'Ours' }]);
  const path = `/api/conflicts/${conflicts[0]?.id}`;
  expect((await bo.session.request('POST', path, { body: { keep: 'ours' } })).status).toBe(404);
  expect(await ada.session.request('POST', path, { body: { keep: 'ours' } })).toMatchObject({ status: 428 });
  await ada.session.call('POST', path, { keep: 'ours', mail: 'send' });
  await ada.session.call('POST', `/api/events/${id}/send-now`);
  await until(async () => (await ada.outlookSubjects()).includes('Ours') || undefined);
  expect(await ada.session.call('GET', '/api/conflicts')).toEqual({ conflicts: [] });
});
