// Colleagues: a meeting handed over from one organizer to the next, and a guest who leaves it with a word to the organizer.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventView, PreviewAnswer, SuccessorList } from '../../server/schemas/events.ts';
import type { EventHistory } from '../../server/schemas/history.ts';
import type { SessionView } from '../../server/schemas/session.ts';
import type { ConnectedUser } from '../support/connected-user.ts';
import type { HttpSession } from '../support/http-session.ts';
import { NEXT_MONTH, NEXT_MONTH_RANGE } from '../support/next-month.ts';
import { type SyncServer, startSyncServer } from '../support/sync-server.ts';
import { until } from '../support/until.ts';

const GUEST = 'guest@elsewhere.example';
const ADA = 'ada@contoso.example';
const BO = 'bo@contoso.example';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
let world: SyncServer;
let ada: ConnectedUser;
let bo: ConnectedUser;
let stranger: HttpSession;

beforeAll(async () => {
  world = await startSyncServer();
  ada = await world.connectedUserFor('ada');
  bo = await world.connectedUserFor('bo');
  stranger = await world.server.signInAs(world.administrator, 'carl@calendar.example');
});
afterAll(() => world.close());

const mails = () => world.sandbox.sandbox.world().outbox.map(({ kind, to }) => `${kind} ${to}`);
const view = (user: ConnectedUser, id: string) => user.session.call<EventView>('GET', `/api/events/${id}`);
const idOf = async (session: HttpSession) => (await session.call<SessionView>('GET', '/api/session')).user?.id ?? '';
const countOf = async (user: ConnectedUser, subject: string) =>
  (await user.outlookSubjects()).filter((other) => other === subject).length;

/** A meeting of Ada's that Bo has joined. */
async function meeting(subject: string): Promise<string> {
  const guests = [{ address: BO }, { address: GUEST }];
  const body = { subject, when: NEXT_MONTH, guests, mail: 'send' };
  const { id } = await ada.session.call<EventView>('POST', '/api/events', body);
  await ada.session.call('POST', `/api/events/${id}/send-now`);
  await until(async () => ((await view(ada, id)).webLink === null ? undefined : true));
  await bo.sync();
  return id;
}

test('a meeting goes to a colleague who takes part and is connected: once created, once ended, with the mails that were shown', async () => {
  const id = await meeting('Handed over');
  const boId = await idOf(bo.session);
  expect(await ada.session.call<SuccessorList>('GET', `/api/events/${id}/successors`)).toMatchObject({
    users: [{ userId: boId, address: BO }],
  });
  const action = { action: 'changeOrganizer', eventId: id, organizerUserId: boId };
  const preview = await ada.session.call<PreviewAnswer>('POST', '/api/events/preview', action);
  const shown = preview.mails.map(({ kind, to }) => `${kind} ${to}`);
  expect(shown.toSorted()).toEqual(
    [`invitation ${GUEST}`, `invitation ${ADA}`, `cancellation ${GUEST}`, `cancellation ${BO}`].toSorted(),
  );
  const path = `/api/events/${id}/organizer`;
  expect(await ada.session.request('PUT', path, { body: { userId: boId } })).toMatchObject({
    status: 428,
    json: { error: { code: 'mail_choice_required', mails: preview.mails } },
  });
  expect(await ada.session.request('PUT', path, { body: { userId: boId, mail: 'hold' } })).toMatchObject({
    status: 409,
    json: { error: { code: 'hold_not_possible' } },
  });
  const before = mails().length;
  await ada.session.call('PUT', path, { userId: boId, mail: 'send' });
  await ada.session.call('POST', `/api/events/${id}/send-now`);
  await bo.sync();
  await until(async () => {
    await ada.sync();
    return mails().length >= before + shown.length || undefined;
  });
  expect(mails().slice(before).toSorted()).toEqual(shown.toSorted());
  for (const user of [bo, ada, bo, ada]) await user.sync();
  expect(mails()).toHaveLength(before + shown.length);
  expect([await countOf(ada, 'Handed over'), await countOf(bo, 'Handed over')]).toEqual([1, 1]);
  expect(await view(bo, id)).toMatchObject({ organizer: { address: BO, isMe: true }, canEdit: true });
  expect(await view(ada, id)).toMatchObject({ organizer: { address: BO, isMe: false }, canEdit: false });
  const { events } = await ada.session.call<{ events: EventView[] }>('GET', `/api/events?${NEXT_MONTH_RANGE}`);
  expect(events.filter(({ subject }) => subject === 'Handed over')).toHaveLength(1);
});

test('a hand-over is taken back as long as its mails wait', async () => {
  const id = await meeting('Not yet');
  const before = mails().length;
  const body = { userId: await idOf(bo.session), mail: 'send' };
  await ada.session.call('PUT', `/api/events/${id}/organizer`, body);
  expect(await view(bo, id)).toMatchObject({ organizer: { isMe: true }, answer: 'organizer' });
  const { entries } = await ada.session.call<EventHistory>('GET', `/api/events/${id}/history`);
  expect(entries[0]).toMatchObject({ what: 'Handed over to another organizer', undo: { possible: true } });
  await ada.session.call('POST', `/api/history/${entries[0]?.id}/undo`, {});
  expect(await view(ada, id)).toMatchObject({ organizer: { isMe: true }, answer: 'organizer', canEdit: true });
  expect((await view(ada, id)).guests.map(({ address }) => address).toSorted()).toEqual([BO, GUEST]);
  expect((await view(bo, id)).answer).not.toBe('organizer');
  for (const user of [bo, ada]) await user.sync();
  expect(mails()).toHaveLength(before);
});

test('nobody else can hand it over, and it goes to nobody who could not hold it', async () => {
  const id = await meeting('Kept');
  const path = `/api/events/${id}/organizer`;
  const code = async (session: HttpSession, userId: string) => {
    const { status, json } = await session.request('PUT', path, { body: { userId, mail: 'send' } });
    return `${status} ${(json as { error: { code: string } }).error.code}`;
  };
  expect(await code(bo.session, await idOf(bo.session))).toBe('403 not_the_organizer');
  expect(await code(stranger, await idOf(bo.session))).toBe('404 not_found');
  expect(await code(ada.session, UNKNOWN)).toBe('404 organizer_unknown');
  expect(await code(ada.session, await idOf(ada.session))).toBe('409 organizer_unchanged');
  expect(await code(ada.session, await idOf(stranger))).toBe('409 organizer_takes_no_part');
  await bo.session.call('POST', '/api/mailbox/stop');
  expect(await code(ada.session, await idOf(bo.session))).toBe('409 organizer_not_connected');
  expect(await ada.session.call('GET', `/api/events/${id}/successors`)).toEqual({ users: [] });
  await bo.session.call('POST', '/api/mailbox/restart');
  await until(async () => ((await bo.mailbox()).running ? undefined : true));
  await bo.confirm('quiet');
});

test('a guest who leaves tells the organizer only when he says so, and can come back', async () => {
  const id = await meeting('Left');
  const preview = { action: 'delete', eventId: id, tellOrganizer: true };
  expect(await bo.session.call('POST', '/api/events/preview', preview)).toMatchObject({
    mails: [{ kind: 'response', to: ADA }],
  });
  const path = `/api/events/${id}?tellOrganizer=true`;
  expect(await bo.session.request('DELETE', path)).toMatchObject({ status: 428 });
  const before = mails().length;
  expect((await bo.session.request('DELETE', `${path}&mail=send`)).status).toBe(204);
  await until(async () => (mails().length > before ? true : undefined));
  expect(mails().slice(before)).toEqual([`response ${ADA}`]);
  const archive = `/api/events?${NEXT_MONTH_RANGE}&archived=true`;
  const { events } = await bo.session.call<{ events: EventView[] }>('GET', archive);
  expect(events.find((event) => event.id === id)).toMatchObject({ isHidden: true, canBringBack: true, status: 'live' });
  await bo.session.call('POST', `/api/events/${id}/unarchive`, {});
  expect(await view(bo, id)).toMatchObject({ isHidden: false, subject: 'Left' });
  await bo.sync();
  expect(mails()).toHaveLength(before + 1);
});

test('a guest whose copy Outlook no longer has is told to ask for a new invitation', async () => {
  const id = await meeting('Lost');
  const { value } = await bo.outlook<{ value: { id: string; subject: string }[] }>('GET', '/me/events?$top=100');
  await bo.outlook('DELETE', `/me/events/${value.find(({ subject }) => subject === 'Lost')?.id}`);
  await bo.sync();
  await bo.session.call('POST', `/api/events/${id}/unarchive`, {});
  await bo.session.call('POST', `/api/events/${id}/answer`, { answer: 'accepted', mail: 'send' });
  await until(async () => ((await view(bo, id)).link.asksForInvitation ? true : undefined));
  expect(await bo.session.request('POST', `/api/events/${id}/answer`, { body: { answer: 'accepted' } })).toMatchObject({
    status: 409,
    json: { error: { code: 'ask_for_invitation', advice: expect.stringContaining('new invitation') } },
  });
  expect(await bo.session.call('GET', '/api/mailbox/failures')).toEqual({ failures: [] });
});
