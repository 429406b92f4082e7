// Faults of the sandbox: what each does to a request, a batch or a notification, and how the ledger tells of it.
import { describe, expect, test } from 'vitest';
import { ConnectionDropped } from '../../sandbox/create-sandbox.ts';
import { type GraphUser, openSandbox, type SandboxClient } from './sandbox-client.ts';

type Rule = { match?: Record<string, unknown>; effect: Record<string, unknown> };

async function withFaults(
  rules: Rule[],
  options: Parameters<typeof openSandbox>[0] = {},
): Promise<{ client: SandboxClient; ada: GraphUser }> {
  const client = openSandbox(options);
  const ada = client.as('ada');
  // A token before the faults, so that they meet Graph's requests only.
  await ada.get('/me/calendar');
  client.world().ledger.length = 0;
  expect((await client.control('PUT', '/faults', { rules })).status).toBe(204);
  return { client, ada };
}

function event(subject: string): Record<string, unknown> {
  const at = (time: string) => ({ dateTime: `2026-12-01T${time}`, timeZone: 'UTC' });
  return { subject, start: at('09:00:00'), end: at('10:00:00') };
}

function writes(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(index + 1),
    method: 'POST',
    url: '/me/events',
    headers: { 'Content-Type': 'application/json' },
    body: event(`Event ${index + 1}`),
  }));
}

async function subjects(client: SandboxClient): Promise<string[]> {
  await client.control('PUT', '/faults', { rules: [] });
  const { body } = await client
    .as('ada')
    .get<{ value: { subject: string }[] }>("/me/events?$top=100&$filter=startswith(subject,'Event')");
  return body.value.map(({ subject }) => subject);
}

async function idsAnswered(ada: GraphUser, count: number): Promise<string[]> {
  const { body } = await ada.post<{ responses: { id: string }[] }>('/$batch', { requests: writes(count) });
  return body.responses.map(({ id }) => id);
}

describe('a request', () => {
  test('is lost before it arrives, or after it took effect', async () => {
    const { client, ada } = await withFaults([
      { match: { method: 'POST', nth: 1 }, effect: { dropResponse: 'before' } },
      { match: { method: 'POST', nth: 2 }, effect: { dropResponse: 'after' } },
    ]);
    await expect(ada.post('/me/events', event('Event 1'))).rejects.toThrow(ConnectionDropped);
    await expect(ada.post('/me/events', event('Event 2'))).rejects.toThrow(ConnectionDropped);
    expect(client.ledger().map(({ status, fault }) => [status, fault])).toEqual([
      [0, { rule: 0, effect: { dropResponse: 'before' } }],
      [201, { rule: 1, effect: { dropResponse: 'after' } }],
    ]);
    expect(await subjects(client)).toEqual(['Event 2']);
  });

  test('is refused in Graph’s words, with or without effect', async () => {
    const { client, ada } = await withFaults([
      { match: { nth: 1 }, effect: { status: 503, code: 'ConcurrentItemSave', committed: true } },
      { match: { nth: 2 }, effect: { status: 429, code: 'TooManyRequests', retryAfter: 3 } },
    ]);
    const half = await ada.post('/me/events', event('Event 1'));
    expect([half.status, half.body.error]).toMatchObject([503, { code: 'ConcurrentItemSave' }]);
    const refused = await ada.post('/me/events', event('Event 2'));
    expect(refused.headers).toMatchObject({ 'retry-after': '3', 'request-id': expect.any(String) as string });
    expect(refused.body.error).toMatchObject({ code: 'TooManyRequests', innerError: { code: '429', status: '429' } });
    expect(await subjects(client)).toEqual(['Event 1']);
  });

  test('waits, or hangs half open and never arrives', async () => {
    const waits: number[] = [];
    const { client, ada } = await withFaults(
      [
        { match: { nth: 1 }, effect: { delayMs: 35_000 } },
        { match: { nth: 2 }, effect: { halfOpen: true } },
      ],
      {
        sleep(ms) {
          waits.push(ms);
          return Promise.resolve();
        },
      },
    );
    expect((await ada.get('/me/calendar')).status).toBe(200);
    const hanging = ada.post('/me/events', event('Event 1'));
    await expect(hanging).rejects.toMatchObject({ isHalfOpen: true });
    expect(waits).toEqual([35_000]);
    expect(await subjects(client)).toEqual([]);
  });

  test('meets a storm in a stretch of time only', async () => {
    const { client, ada } = await withFaults([
      {
        match: { from: '2026-11-24T09:01:00Z', until: '2026-11-24T09:02:00Z' },
        effect: { status: 429, retryAfter: 1 },
      },
    ]);
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      statuses.push((await ada.get('/me/calendar')).status);
      client.advance('PT30S');
    }
    expect(statuses).toEqual([200, 200, 429, 429, 200]);
  });

  test('meets 503 for a slice of dates', async () => {
    const { ada } = await withFaults([
      { effect: { failSlice: { start: '2026-12-10T00:00:00Z', end: '2026-12-11T00:00:00Z' } } },
    ]);
    const delta = (from: string, to: string) =>
      ada.get(`/me/calendarView/delta?startDateTime=${from}T00:00:00Z&endDateTime=${to}T00:00:00Z`);
    expect((await delta('2026-12-01', '2026-12-31')).status).toBe(503);
    expect((await delta('2026-12-01', '2026-12-09')).status).toBe(200);
  });

  test('reads a Date header that is skewed', async () => {
    const { client, ada } = await withFaults([{ match: { nth: 2 }, effect: { dateSkewMs: -600_000 } }]);
    expect((await ada.get('/me/calendar')).headers.date).toBe('Tue, 24 Nov 2026 09:00:00 GMT');
    expect((await ada.get('/me/calendar')).headers.date).toBe('Tue, 24 Nov 2026 08:50:00 GMT');
    await client.control('PUT', '/settings', { dateSkewMs: 86_400_000 });
    expect((await ada.get('/me/calendar')).headers.date).toBe('Wed, 25 Nov 2026 09:00:00 GMT');
  });
});

describe('rules', () => {
  test('match service, method, path, mailbox, turn, and a number of strikes', async () => {
    const { client, ada } = await withFaults([
      {
        match: { service: 'graph', method: 'get', path: '/calendars', mailbox: 'ADA@contoso.example', times: 2 },
        effect: { status: 500 },
      },
    ]);
    const statuses = [
      (await client.as('bo').get('/me/calendars')).status,
      (await ada.get('/me/calendar')).status,
      (await ada.get('/me/calendars')).status,
      (await ada.get('/me/calendars')).status,
      (await ada.get('/me/calendars')).status,
    ];
    expect(statuses).toEqual([200, 200, 500, 500, 200]);
    const { body } = await client.control('GET', '/faults');
    expect(body.rules).toMatchObject([{ matched: 3, struck: 2 }]);
  });

  test('strike by chance the same way for the same seed, and change no id', async () => {
    const play = async (seed: number, probability: number) => {
      const { ada } = await withFaults([{ match: { path: '/calendars', probability }, effect: { status: 500 } }], {
        seed,
      });
      const statuses: number[] = [];
      for (let count = 0; count < 20; count += 1) statuses.push((await ada.get('/me/calendars')).status);
      return { statuses, id: (await ada.post('/me/events', event('Event'))).body.iCalUId };
    };
    const half = await play(5, 0.5);
    expect(new Set(half.statuses)).toEqual(new Set([200, 500]));
    expect(await play(5, 0.5)).toEqual(half);
    expect((await play(6, 0.5)).statuses).not.toEqual(half.statuses);
  });

  const wrong: [string, unknown, string][] = [
    ['an unknown match', [{ match: { user: 'ada' }, effect: { status: 500 } }], '"user"'],
    ['an unknown effect', [{ match: {}, effect: { explode: true } }], '"explode"'],
    ['a status that is none', [{ effect: { status: 200 } }], '400 to 599'],
    ['a probability above one', [{ match: { probability: 2 }, effect: { status: 500 } }], 'from 0 to 1'],
    ['a broken pattern', [{ match: { path: '(' }, effect: { status: 500 } }], 'regular expression'],
    ['no effect', [{ match: {} }], 'empty'],
    ['a misspelt part', [{ matches: {}, effect: { status: 500 } }], '"matches"'],
    ['what is no list', { match: {} }, '"rules"'],
  ];
  test.each(wrong)('with %s are refused by name, and the ones before stay', async (_, rules, message) => {
    const { client } = await withFaults([{ effect: { delayMs: 1 } }]);
    const { status, body } = await client.control('PUT', '/faults', { rules });
    expect([status, (body.error as { message: string }).message]).toEqual([400, expect.stringContaining(message)]);
    expect((await client.control('GET', '/faults')).body.rules).toHaveLength(1);
  });
});

describe('a batch', () => {
  test('lacks the answer of a request that was lost before or after its effect', async () => {
    const { client, ada } = await withFaults([
      { match: { inner: true, nth: 2 }, effect: { dropResponse: 'before' } },
      { match: { inner: true, nth: 4 }, effect: { dropResponse: 'after' } },
      { match: { inner: true, nth: 5 }, effect: { omitAnswer: true } },
    ]);
    expect(await idsAnswered(ada, 6)).toEqual(['1', '3', '6']);
    expect((await subjects(client)).toSorted()).toEqual(['Event 1', 'Event 3', 'Event 4', 'Event 5', 'Event 6']);
  });

  test('has requests that fail by themselves, each with its own wait', async () => {
    const { client, ada } = await withFaults([
      { match: { inner: true, nth: 1 }, effect: { status: 429, retryAfter: 7 } },
      { match: { inner: true, nth: 3 }, effect: { status: 503, committed: true } },
    ]);
    const { status, body } = await ada.post<{
      responses: { id: string; status: number; headers: Record<string, string> }[];
    }>('/$batch', { requests: writes(3) });
    expect(status).toBe(200);
    const answers = body.responses.map((each) => [each.id, each.status, each.headers['Retry-After']]);
    expect(answers).toEqual([
      ['1', 429, '7'],
      ['2', 201, undefined],
      ['3', 503, undefined],
    ]);
    expect((await subjects(client)).toSorted()).toEqual(['Event 2', 'Event 3']);
  });

  test('answers in another order, or lacks one answer', async () => {
    const shuffled = await withFaults([{ match: { path: '\\$batch' }, effect: { shuffleAnswers: true } }]);
    const ids = await idsAnswered(shuffled.ada, 20);
    const inOrder = writes(20).map(({ id }) => id);
    expect(ids).not.toEqual(inOrder);
    expect(new Set(ids)).toEqual(new Set(inOrder));
    const omitted = await withFaults([{ match: { path: '\\$batch' }, effect: { omitAnswer: true } }]);
    expect(await idsAnswered(omitted.ada, 20)).toHaveLength(19);
    expect(await subjects(omitted.client)).toHaveLength(20);
  });

  test('times out as a whole after some of its requests took effect', async () => {
    const lost = await withFaults([{ match: { path: '\\$batch' }, effect: { timeoutAfter: 7 } }]);
    await expect(lost.ada.post('/$batch', { requests: writes(20) })).rejects.toThrow(ConnectionDropped);
    expect(await subjects(lost.client)).toHaveLength(7);
    const refused = await withFaults([{ match: { path: '\\$batch' }, effect: { timeoutAfter: 3, status: 504 } }]);
    const answer = await refused.ada.post('/$batch', { requests: writes(20) });
    expect([answer.status, answer.body.error]).toMatchObject([504, { code: 'UnknownError' }]);
    expect(await subjects(refused.client)).toHaveLength(3);
  });
});

describe('a notification', () => {
  async function told(
    effect: Record<string, unknown>,
    events = 1,
  ): Promise<{ client: SandboxClient; values: Record<string, unknown>[] }> {
    const { client, ada } = await withFaults([]);
    const made = await ada.post('/subscriptions', {
      changeType: 'created',
      notificationUrl: 'https://calendar.example/hooks',
      lifecycleNotificationUrl: 'https://calendar.example/lifecycle',
      resource: 'me/events',
      expirationDateTime: '2026-11-25T09:00:00Z',
      clientState: 'secret',
    });
    expect(made.status).toBe(201);
    await client.control('PUT', '/faults', {
      rules: [{ match: { path: '/hooks', mailbox: 'ada@contoso.example' }, effect }],
    });
    for (let count = 0; count < events; count += 1) await ada.post('/me/events', event(`Event ${count}`));
    const deliveries = await client.sandbox.deliverDue();
    return { client, values: deliveries.flatMap(({ body }) => body.value) };
  }

  test('is not sent, sent many times, or sent with a wrong clientState', async () => {
    expect((await told({ dropNotification: true })).values).toEqual([]);
    expect((await told({ notificationCopies: 50 })).values).toHaveLength(50);
    const [wrong] = (await told({ wrongClientState: true })).values;
    expect([wrong?.changeType, wrong?.clientState === 'secret']).toEqual(['created', false]);
  });

  test('comes late', async () => {
    const { client, values } = await told({ notificationDelayMs: 4 * 60 * 60_000 });
    expect(values).toEqual([]);
    client.advance('PT4H');
    const late = await client.sandbox.deliverDue();
    expect(late.filter(({ kind }) => kind === 'change')).toHaveLength(1);
  });

  test('comes out of order', async () => {
    const ids = (values: Record<string, unknown>[]) => values.map(({ resource }) => resource);
    const inOrder = ids((await told({ notificationDelayMs: 0 }, 12)).values);
    const shuffled = ids((await told({ shuffleNotification: true }, 12)).values);
    expect(shuffled).not.toEqual(inOrder);
    expect(new Set(shuffled)).toEqual(new Set(inOrder));
  });

  test('gives way to a lifecycle event, or to the silent end of its subscription', async () => {
    for (const lifecycleEvent of ['missed', 'subscriptionRemoved', 'reauthorizationRequired']) {
      const { values, client } = await told({ lifecycleEvent });
      expect(values.map((value) => [value.lifecycleEvent, value.changeType])).toEqual([[lifecycleEvent, undefined]]);
      const { body } = await client.as('ada').get<{ value: unknown[] }>('/subscriptions');
      expect(body.value).toHaveLength(lifecycleEvent === 'subscriptionRemoved' ? 0 : 1);
    }
    const { values, client } = await told({ expireSilently: true });
    expect(values).toEqual([]);
    expect((await client.as('ada').get('/subscriptions')).body.value).toEqual([]);
  });
});
