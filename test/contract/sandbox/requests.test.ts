// Requests to Graph as such: addresses, methods, headers, bodies, tokens, and what is refused.
import { beforeAll, describe, expect, test } from 'vitest';
import { takeSandboxGaps } from '../../support/sandbox-gaps.ts';
import { type GraphUser, openSandbox } from './sandbox-client.ts';

let ada: GraphUser;
let adaId = '';
let eventId = '';

beforeAll(async () => {
  const box = openSandbox();
  ada = box.as('ada');
  adaId = [...box.world().users.values()].find(({ mail }) => mail === 'ada@contoso.example')?.id ?? '';
  const { body } = await ada.get<{ value: { id: string }[] }>('/me/events?$top=1');
  eventId = body.value[0]?.id ?? '';
});

describe('an address', () => {
  test.each([
    (id: string) => `/me/events/${id}`,
    (id: string) => `/me/events('${id}')`,
    (id: string) => `/ME/Events/${id}/`,
    (id: string) => `/me/calendar/events/${id}`,
    (id: string) => `/users/ada@contoso.example/events/${id}`,
    (id: string) => `/users/ADA%40contoso.example/events/${encodeURIComponent(id)}`,
    (id: string) => `/users('${adaId}')/events('${encodeURIComponent(id)}')`,
    (id: string) => `/users/${adaId}/events/${id}`,
    (id: string) => `/beta/me/events/${id}`,
  ])('%s leads to the event', async (addressOf) => {
    const { status, body } = await ada.get(addressOf(eventId));
    expect([status, body.id]).toEqual([200, eventId]);
  });

  test('of a user by name stands in the context as it was asked for', async () => {
    const { body } = await ada.get('/users/ada@contoso.example/events?$top=1');
    expect(body['@odata.context']).toMatch(/\$metadata#users\('ada%40contoso\.example'\)\/events$/);
  });

  test.each([
    ['PUT', '/me/events'],
    ['DELETE', '/me/events'],
    ['POST', '/me/calendarView'],
    ['PATCH', '/me/calendars'],
    ['HEAD', '/me/events'],
    ['OPTIONS', '/me/calendar'],
    ['TRACE', '/me'],
  ])('%s %s is not allowed', async (method, path) => {
    const { status, body } = await ada.send(method, path);
    expect([status, body]).toMatchObject([405, { error: { code: 'Request_BadRequest' } }]);
  });

  test('that the sandbox lacks is refused by name', async () => {
    const { status, body } = await ada.get('/me/contacts');
    expect([status, body]).toMatchObject([501, { error: { code: 'NotInTheSandbox' } }]);
    expect(takeSandboxGaps()).toEqual(['GET /v1.0/me/contacts']);
  });

  test.each([
    ['/me/events/nonsense', 400, 'ErrorInvalidIdMalformed'],
    ['/me/events/%E0%A4%A', 400, 'ErrorInvalidIdMalformed'],
    ['/users/nobody@contoso.example/events', 404, 'ErrorInvalidUser'],
    ['/users/bo@contoso.example/events', 403, 'ErrorAccessDenied'],
  ])('%s answers %i %s', async (path, status, code) => {
    const answer = await ada.get(path);
    expect([answer.status, answer.body]).toMatchObject([status, { error: { code } }]);
  });
});

describe('every answer', () => {
  test('carries the headers of Graph', async () => {
    const { headers } = await ada.get('/me/events?$top=1', { 'client-request-id': 'mine' });
    expect(headers).toMatchObject({
      'content-type':
        'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
      'client-request-id': 'mine',
      'request-id': expect.stringMatching(/^[\da-f-]{36}$/),
      'x-ms-ags-diagnostic': expect.stringContaining('"ServerInfo"'),
      'odata-version': '4.0',
      'strict-transport-security': 'max-age=31536000',
      date: 'Tue, 24 Nov 2026 09:00:00 GMT',
    });
  });

  test('of an error says when and which request, without a zone', async () => {
    const { body, headers } = await ada.get('/me/events/nonsense');
    expect(body.error).toMatchObject({
      innerError: {
        date: '2026-11-24T09:00:00',
        'request-id': headers['request-id'],
        'client-request-id': headers['request-id'],
      },
    });
  });
});

describe('a request', () => {
  test.each([
    [{ 'content-type': '' }, '{}', 'Content-Type header declaration'],
    [{ 'content-type': 'text/plain' }, '{}', 'JSON Content-Type header'],
    [{ 'content-type': 'application/json' }, '{"subject":', 'Unable to read JSON request payload.'],
    [{ 'content-type': 'application/json' }, '[]', 'Empty Payload. JSON content expected.'],
  ])('with the headers %j and the body %s is refused', async (headers, body, words) => {
    const answer = await ada.post<{ error: { message: string } }>('/me/events', body, headers);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(words);
  });

  test('without a token, or with one that is wrong or expired, is refused with a challenge', async () => {
    const late = openSandbox();
    const issued = await late.control('POST', '/token', { user: 'ada@contoso.example', scopes: ['Calendars.Read'] });
    const arm = await late.control('POST', '/token', {
      user: 'ada@contoso.example',
      scopes: ['https://management.azure.com/user_impersonation'],
    });
    late.advance('PT3H');
    const reader = late.as('ada');
    const cases = [
      ['', 'Access token is empty.'],
      ['Bearer nonsense', 'CompactToken'],
      [`Bearer ${String(issued.body.access_token)}`, 'Lifetime validation failed, the token is expired.'],
      [`Bearer ${String(arm.body.access_token)}`, 'Invalid audience.'],
    ] as const;
    for (const [authorization, words] of cases) {
      const answer = await reader.get<{ error: { code: string; message: string } }>('/me/events', { authorization });
      expect([answer.status, answer.body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
      expect(answer.body.error.message).toContain(words);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
    }
  });
});
