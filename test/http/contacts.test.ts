// The address book: editing a contact changes no meeting; updating the future meetings is a step of its own.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ContactList, ContactView, MeetingsPreview } from '../../server/schemas/contacts.ts';
import type { EventView } from '../../server/schemas/events.ts';
import type { HttpSession } from '../support/http-session.ts';
import { NEXT_MONTH } from '../support/next-month.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const PAST = { start: '2020-03-02T10:00', end: '2020-03-02T11:00', zone: 'Europe/Berlin', isAllDay: false };
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

const search = async (session: HttpSession, words: string) =>
  (await session.call<ContactList>('GET', `/api/contacts?search=${encodeURIComponent(words)}`)).contacts;
const invite = (address: string, when: object = NEXT_MONTH) =>
  ada.call<EventView>('POST', '/api/events', { subject: 'Plan', when, guests: [{ address, name: 'Grace' }] });
const contactOf = async (address: string): Promise<ContactView> => {
  const [contact] = await search(ada, address);
  if (!contact) throw new Error(`No contact ${address}.`);
  return contact;
};
const guestsOf = async (event: EventView) =>
  (await ada.call<EventView>('GET', `/api/events/${event.id}`)).guests.map(({ address, name }) => ({ address, name }));

test('who was invited is found by a part of name or address, by those who met and by nobody else', async () => {
  await invite('Grace@elsewhere.example');
  expect(await search(ada, 'ELSEWHERE')).toMatchObject([{ address: 'Grace@elsewhere.example', name: 'Grace' }]);
  expect(await search(ada, 'grac')).toHaveLength(1);
  expect(await search(ada, '%')).toEqual([]);
  expect(await search(bo, 'grace')).toEqual([]);
  const { id } = await contactOf('grace@elsewhere.example');
  expect((await bo.request('GET', `/api/contacts/${id}`)).status).toBe(404);
  expect((await bo.request('PATCH', `/api/contacts/${id}`, { body: { name: 'X' } })).status).toBe(404);
});

test('a contact is put into the address book once', async () => {
  const body = { address: 'new@elsewhere.example', name: 'New' };
  expect(await ada.call('POST', '/api/contacts', body)).toMatchObject({ ...body, outdatedMeetings: 0 });
  expect(await ada.request('POST', '/api/contacts', { body: { address: 'NEW@elsewhere.example' } })).toMatchObject({
    status: 409,
    json: { error: { code: 'contact_exists', field: 'address', advice: expect.any(String) } },
  });
  expect(await ada.request('POST', '/api/contacts', { body: { address: 'nobody' } })).toMatchObject({
    status: 400,
    json: { error: { code: 'address_invalid' } },
  });
  expect(await bo.call('POST', '/api/contacts', { address: 'new@elsewhere.example' })).toMatchObject({ name: 'New' });
});

test('editing a contact changes no meeting; the future ones are updated on an explicit word', async () => {
  const [future, past] = [await invite('old@elsewhere.example'), await invite('old@elsewhere.example', PAST)];
  const { id } = await contactOf('old@elsewhere.example');
  const changed = { address: 'moved@elsewhere.example', name: 'Grace Hopper' };
  expect(await ada.call('PATCH', `/api/contacts/${id}`, changed)).toMatchObject({ ...changed, outdatedMeetings: 1 });
  const asInvited = [{ address: 'old@elsewhere.example', name: 'Grace' }];
  expect(await guestsOf(future)).toEqual(asInvited);

  const headers = { 'if-match': `"${future.version}"` };
  await ada.call('PATCH', `/api/events/${future.id}`, { subject: 'Edited meanwhile' }, headers);
  expect(await ada.call('GET', `/api/contacts/${id}`)).toMatchObject({ ...changed, outdatedMeetings: 1 });

  const preview = await ada.call<MeetingsPreview>('POST', `/api/contacts/${id}/meetings/preview`);
  expect(preview).toMatchObject({ meetings: [{ eventId: future.id, subject: 'Edited meanwhile' }], mails: [] });
  const path = `/api/contacts/${id}/meetings`;
  expect(await ada.request('POST', path, { body: { fingerprint: 'old' } })).toMatchObject({
    status: 409,
    json: { error: { code: 'preview_outdated' } },
  });
  expect(await ada.call('POST', path, { fingerprint: preview.fingerprint })).toEqual({ meetings: 1 });
  expect(await guestsOf(future)).toEqual([changed]);
  expect(await guestsOf(past)).toEqual(asInvited);
  expect(await ada.call('GET', `/api/contacts/${id}`)).toMatchObject({ outdatedMeetings: 0 });
});

test('the address of another contact is refused', async () => {
  await invite('one@elsewhere.example');
  await invite('two@elsewhere.example');
  const { id } = await contactOf('one@elsewhere.example');
  const body = { address: 'TWO@elsewhere.example' };
  expect(await ada.request('PATCH', `/api/contacts/${id}`, { body })).toMatchObject({
    status: 409,
    json: { error: { code: 'contact_exists', field: 'address' } },
  });
});
