// Throttling of the sandbox: limits per mailbox and per directory, their answers, and who came before the wait was over.
import { describe, expect, test } from 'vitest';
import { openSandbox } from './sandbox-client.ts';

const REQUESTS_MAX = 10_000;
const APPLICATION_WRITES_MAX = 60;
/** Well below what all of Graph takes of an application. */
const REQUESTS_PER_SECOND = 1_000;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a mailbox', () => {
  test('takes four requests of an application at once, and refuses the fifth', async () => {
    const client = openSandbox({ sleep: turn });
    await client.control('PUT', '/settings', { latencyMs: 50 });
    const [ada, bo] = [client.as('ada'), client.as('bo')];
    await Promise.all([ada.get('/me/calendar'), bo.get('/me/calendar')]);
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => ada.get('/me/calendar')),
      bo.get('/me/calendar'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429, 200]);
    expect(answers[4]?.headers['retry-after']).toBe('1');
    expect(answers[4]?.body.error).toMatchObject({
      code: 'ApplicationThrottled',
      message: 'Application is over its MailboxConcurrency limit.',
      innerError: { 'request-id': answers[4]?.headers['request-id'] },
    });
    expect((await ada.get('/me/calendar')).status).toBe(200);
  });

  test('takes ten thousand requests in ten minutes, and says when the next may come', async () => {
    const client = openSandbox();
    const ada = client.as('ada');
    const first = await ada.get('/me/calendar');
    client.advance('PT9M');
    for (let count = 1; count < REQUESTS_MAX; count += 1) {
      await ada.delete('/me/events/none');
      if (count % REQUESTS_PER_SECOND === 0) client.advance('PT1S');
    }
    const refused = await ada.get('/me/calendar');
    expect([first.status, refused.status, refused.headers['retry-after']]).toEqual([200, 429, '51']);
    expect((await client.as('bo').get('/me/calendar')).status).toBe(200);
    client.advance('PT10M');
    expect((await ada.get('/me/calendar')).status).toBe(200);
  });

  test('is not limited where throttling is off', async () => {
    const client = openSandbox({ sleep: turn });
    await client.control('PUT', '/settings', { latencyMs: 50, throttle: 'off' });
    const ada = client.as('ada');
    const answers = await Promise.all(Array.from({ length: 9 }, () => ada.get('/me/calendar')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});

describe('all mailboxes together', () => {
  test('take two thousand requests of an application in a second', async () => {
    const client = openSandbox();
    const [ada, bo] = [client.as('ada'), client.as('bo')];
    for (let count = 0; count < 1_000; count += 1) await Promise.all([ada.get('/me/calendar'), bo.get('/me/calendar')]);
    const refused = await ada.get('/me/calendar');
    expect([refused.status, refused.body.error]).toMatchObject([429, { code: 'TooManyRequests' }]);
    client.advance('PT1S');
    expect((await ada.get('/me/calendar')).status).toBe(200);
  });

  test.each([
    { path: '/me/events/none/extensions', method: 'GET', requestsMax: 455, retryAfter: '10' },
    { path: '/servicePrincipals/none', method: 'DELETE', requestsMax: 3_000, retryAfter: '147' },
    { path: '/subscriptions', method: 'GET', requestsMax: 5_000, retryAfter: '15' },
  ])('take $requestsMax of $method $path in their time', async ({ path, method, requestsMax, retryAfter }) => {
    const client = openSandbox();
    const admin = client.as('admin', ['Calendars.ReadWrite', 'Application.ReadWrite.All']);
    for (let count = 1; count <= requestsMax; count += 1) {
      expect((await admin.send(method, path)).status).not.toBe(429);
      if (count % REQUESTS_PER_SECOND === 0) client.advance('PT1S');
    }
    const refused = await admin.send(method, path);
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, retryAfter]);
  });
});

describe('applications', () => {
  async function register(
    audience: string,
    count: number,
  ): Promise<{ status: number; retryAfter: string | undefined; code: unknown }> {
    const admin = openSandbox().as('admin', ['Application.ReadWrite.All']);
    let last = await admin.post('/applications', { displayName: 'App 0', signInAudience: audience });
    for (let index = 1; index < count; index += 1) {
      last = await admin.post('/applications', { displayName: `App ${index}`, signInAudience: audience });
    }
    const { code } = (last.body.error ?? {}) as { code?: string };
    return { status: last.status, retryAfter: last.headers['retry-after'], code };
  }

  test('with personal accounts take sixty writes a minute', async () => {
    const audience = 'AzureADandPersonalMicrosoftAccount';
    expect((await register(audience, APPLICATION_WRITES_MAX)).status).toBe(201);
    expect(await register(audience, APPLICATION_WRITES_MAX + 1)).toEqual({
      status: 429,
      retryAfter: '60',
      code: 'TooManyRequests',
    });
  });

  test('of one organization are not limited so', async () => {
    expect((await register('AzureADMyOrg', APPLICATION_WRITES_MAX + 1)).status).toBe(201);
  });
});

describe('a request before its Retry-After', () => {
  const storm = (effect: Record<string, unknown>, match: Record<string, unknown> = {}) => ({
    rules: [{ match: { service: 'graph', nth: 1, ...match }, effect }],
  });

  test('is marked in the ledger, and one after it is not', async () => {
    const client = openSandbox();
    const ada = client.as('ada');
    await client.control('PUT', '/faults', storm({ status: 429, retryAfter: 2.128 }));
    const refused = await ada.get('/me/calendar');
    expect(refused.headers['retry-after']).toBe('2.128');
    client.advance('PT2S');
    await ada.get('/me/calendar');
    await client.as('bo').get('/me/calendar');
    client.advance('PT1S');
    await ada.get('/me/calendar');
    expect(client.ledger().map(({ status, early }) => [status, early ?? false])).toEqual([
      [429, false],
      [200, true],
      [200, false],
      [200, false],
    ]);
  });

  test('is marked inside a batch as well, and never for what the batch itself could not know', async () => {
    const client = openSandbox();
    await client.control('PUT', '/settings', { throttle: 'strict' });
    const ada = client.as('ada');
    const requests = Array.from({ length: 6 }, (_, index) => ({
      id: String(index),
      method: 'GET',
      url: '/me/calendar',
    }));
    await ada.post('/$batch', { requests });
    expect(client.ledger().filter(({ early }) => early)).toEqual([]);
    await ada.post('/$batch', { requests: requests.slice(0, 1) });
    expect(
      client
        .ledger()
        .slice(-2)
        .map(({ path, early }) => [path, early]),
    ).toEqual([
      ['/v1.0/$batch', true],
      ['/v1.0/me/calendar', true],
    ]);
    client.advance('PT1S');
    await ada.post('/$batch', { requests: requests.slice(0, 1) });
    expect(
      client
        .ledger()
        .slice(-2)
        .some(({ early }) => early),
    ).toBe(false);
  });

  test('is told by an HTTP date too', async () => {
    const client = openSandbox();
    const ada = client.as('ada');
    await client.control(
      'PUT',
      '/faults',
      storm({ status: 503, code: 'ErrorServerBusy', retryAfter: 30, retryAfterAsDate: true }),
    );
    const refused = await ada.get('/me/calendar');
    expect(refused.headers['retry-after']).toBe('Tue, 24 Nov 2026 09:00:30 GMT');
    await ada.get('/me/calendar');
    expect(client.ledger().at(-1)?.early).toBe(true);
  });

  test('is no offence when the answer with it was lost', async () => {
    const client = openSandbox();
    const ada = client.as('ada');
    await client.control('PUT', '/faults', storm({ status: 429, retryAfter: 30, dropResponse: 'after' }));
    await expect(ada.get('/me/calendar')).rejects.toThrow('dropped');
    await ada.get('/me/calendar');
    expect(client.ledger().at(-1)?.early).toBeUndefined();
  });
});
