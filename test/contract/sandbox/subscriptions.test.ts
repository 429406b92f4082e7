// Subscriptions of the sandbox: what makes one, what refuses one, and how long it lives.
import { describe, expect, test } from 'vitest';
import type { OutgoingAnswer } from '../../sandbox/core/deliveries.ts';
import {
  asked,
  errorOf,
  event,
  inMinutes,
  LIFECYCLE,
  openWebhook,
  plainText,
  WEBHOOK,
  WEEK_MINUTES,
} from './webhook-client.ts';

describe('making a subscription', () => {
  test('answers the whole resource after a handshake with both addresses', async () => {
    const { ada, handshakes, client } = openWebhook();
    const made = await ada.post('/subscriptions', asked({ lifecycleNotificationUrl: LIFECYCLE }));
    expect(made.status).toBe(201);
    const owner = [...client.world().users.values()].find(({ mail }) => mail === 'ada@contoso.example');
    expect(made.body).toEqual({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#subscriptions/$entity',
      id: expect.stringMatching(/^[\da-f-]{36}$/) as string,
      resource: 'me/events',
      applicationId: 'sandbox',
      changeType: 'created,updated,deleted',
      clientState: 'secret',
      notificationUrl: WEBHOOK,
      notificationQueryOptions: null,
      lifecycleNotificationUrl: LIFECYCLE,
      expirationDateTime: '2026-11-25T01:40:00Z',
      creatorId: owner?.id,
      includeResourceData: null,
      latestSupportedTlsVersion: 'v1_2',
      encryptionCertificate: null,
      encryptionCertificateId: null,
      notificationUrlAppId: null,
    });
    expect(handshakes.map(({ pathname }) => pathname)).toEqual(['/hooks/outlook', '/hooks/lifecycle']);
    expect(handshakes[0]?.searchParams.get('key')).toBe('1');
  });

  const wrongHandshakes: [string, (token: string) => OutgoingAnswer, string][] = [
    ['another status', (token) => ({ ...plainText(token), status: 202 }), 'must respond with 200 OK'],
    ['another type', (token) => ({ ...plainText(token), headers: { 'content-type': 'text/html' } }), 'text/plain'],
    ['the token still encoded', (token) => plainText(encodeURIComponent(token)), 'exactly match'],
  ];
  test.each(wrongHandshakes)('is refused when the webhook answers with %s', async (_, handshake, message) => {
    const { ada, client } = openWebhook({ handshake });
    const { status, body } = await ada.post('/subscriptions', asked());
    expect([status, errorOf(body).code]).toEqual([400, 'ValidationError']);
    expect(errorOf(body).message).toContain(message);
    expect((await client.as('ada').get('/subscriptions')).body.value).toEqual([]);
  });

  test('is refused when the webhook takes longer than ten seconds', async () => {
    const slow = openWebhook({
      handshake(token) {
        slow.client.advance('PT11S');
        return plainText(token);
      },
    });
    const { status, body } = await slow.ada.post('/subscriptions', asked());
    expect([status, errorOf(body).message]).toEqual([400, 'Subscription validation request timed out.']);
  });

  const refusals: [string, Record<string, unknown>, number, string][] = [
    ['a time without Z', { expirationDateTime: '2026-11-25T09:00:00' }, 400, 'InvalidRequest'],
    ['a misspelt property', { ClientState: 'x' }, 400, 'InvalidRequest'],
    ['a value of the wrong kind', { clientState: 7 }, 400, 'InvalidRequest'],
    ['more than seven days', { expirationDateTime: inMinutes(WEEK_MINUTES + 1) }, 400, 'ExtensionError'],
    ['an unknown change', { changeType: 'created,moved' }, 400, 'InvalidRequest'],
    ['a long clientState', { clientState: 'x'.repeat(129) }, 400, 'InvalidRequest'],
    ['plain http elsewhere', { notificationUrl: 'http://calendar.example/hooks' }, 400, 'InvalidRequest'],
    [
      'a lifecycle address on another host',
      { lifecycleNotificationUrl: 'https://other.example/' },
      400,
      'InvalidRequest',
    ],
    ['no resource', { resource: undefined }, 400, 'InvalidRequest'],
    ['an unknown resource', { resource: 'me/dreams' }, 400, 'InvalidRequest'],
    ['an unknown TLS version', { latestSupportedTlsVersion: 'v9' }, 400, 'InvalidRequest'],
    ['resource data without a certificate', { includeResourceData: true }, 400, 'InvalidRequest'],
    [
      'more than a day with resource data',
      { includeResourceData: true, expirationDateTime: inMinutes(1_441) },
      400,
      'ExtensionError',
    ],
    ['somebody else’s mailbox', { resource: 'users/bo@contoso.example/events' }, 403, 'ErrorAccessDenied'],
    ['nobody’s mailbox', { resource: 'users/nobody@contoso.example/events' }, 404, 'ResourceNotFound'],
    ['a calendar that isn’t there', { resource: 'me/calendars/AAMkAG/events' }, 404, 'ErrorItemNotFound'],
  ];
  test.each(refusals)('is refused for %s', async (_, change, status, code) => {
    const { ada, handshakes } = openWebhook();
    const answer = await ada.post('/subscriptions', asked(change));
    expect([answer.status, errorOf(answer.body).code]).toEqual([status, code]);
    expect(handshakes).toEqual([]);
  });

  test('takes http on loopback, an offset in the time, a leading slash, and raises a short life to 45 minutes', async () => {
    const { ada } = openWebhook();
    const change = {
      notificationUrl: 'http://127.0.0.1:9/x',
      resource: '/Me/Events',
      expirationDateTime: '2026-11-24T10:10:00+01:00',
    };
    const { status, body } = await ada.post('/subscriptions', asked(change));
    expect([status, body.expirationDateTime, body.resource]).toEqual([201, '2026-11-24T09:45:00Z', '/Me/Events']);
  });

  test('once more is a conflict; for other changes or another calendar it is not', async () => {
    const { ada } = openWebhook();
    const calendars = await ada.get<{ value: { id: string }[] }>('/me/calendars');
    const statuses: number[] = [];
    for (const change of [
      {},
      { resource: '/users/ada@contoso.example/events', changeType: 'deleted, updated,created' },
      { changeType: 'updated' },
      { resource: `me/calendars/${calendars.body.value[0]?.id}/events` },
    ]) {
      statuses.push((await ada.post('/subscriptions', asked(change))).status);
    }
    expect(statuses).toEqual([201, 409, 201, 201]);
  });

  test('needs the right to read calendars', async () => {
    const { client } = openWebhook();
    const answer = await client.as('ada', ['User.Read']).post('/subscriptions', asked());
    expect(answer.status).toBe(403);
  });
});

describe('a subscription', () => {
  test('is read back without its clientState, by its user alone', async () => {
    const { ada, client } = openWebhook();
    const { body } = await ada.post('/subscriptions', asked());
    const path = `/subscriptions/${String(body.id)}`;
    expect((await ada.get(path)).body).toEqual({ ...body, clientState: null });
    expect((await ada.get<{ value: unknown[] }>('/subscriptions')).body.value).toHaveLength(1);
    expect((await client.as('bo').get(path)).status).toBe(404);
    expect((await client.as('bo').get('/subscriptions')).body.value).toEqual([]);
  });

  test('is renewed, moved to another address after a handshake, and deleted', async () => {
    const { ada, handshakes } = openWebhook();
    const { body } = await ada.post('/subscriptions', asked());
    const path = `/subscriptions/${String(body.id)}`;
    const renewed = await ada.patch(path, {
      expirationDateTime: inMinutes(2_000),
      notificationUrl: 'https://calendar.example/new',
    });
    expect([renewed.status, renewed.body.expirationDateTime]).toEqual([200, '2026-11-25T18:20:00Z']);
    expect(handshakes.map(({ pathname }) => pathname)).toEqual(['/hooks/outlook', '/new']);
    expect((await ada.patch(path, { lifecycleNotificationUrl: LIFECYCLE })).status).toBe(400);
    expect((await ada.patch(path, { expirationDateTime: inMinutes(20_000) })).status).toBe(400);
    expect((await ada.post(`${path}/reauthorize`)).status).toBe(204);
    expect((await ada.delete(path)).status).toBe(204);
    expect((await ada.delete(path)).status).toBe(404);
  });

  test('is gone when its time is over', async () => {
    const { ada, client, posts } = openWebhook();
    const { body } = await ada.post('/subscriptions', asked());
    client.advance('PT1001M');
    const later = client.as('ada');
    expect((await later.get(`/subscriptions/${String(body.id)}`)).status).toBe(404);
    expect((await later.post('/me/events', event('Late'))).status).toBe(201);
    await client.sandbox.deliverDue();
    expect(posts).toEqual([]);
  });
});
