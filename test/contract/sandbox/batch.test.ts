// $batch of the sandbox: what refuses the whole, what befalls one request, order, dependence, four at a time.
import { describe, expect, test } from 'vitest';
import { type GraphUser, openSandbox } from './sandbox-client.ts';

interface Inner {
  id: string;
  status: number;
  headers: Record<string, string>;
  body?: { id?: string; subject?: string; error?: { code: string; message: string } };
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

function read(id: string, url = '/me/calendar', more: Record<string, unknown> = {}): Record<string, unknown> {
  return { id, method: 'GET', url, ...more };
}

function write(id: string, subject: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const at = (time: string) => ({ dateTime: `2026-12-01T${time}`, timeZone: 'UTC' });
  const body = { subject, start: at('09:00:00'), end: at('10:00:00') };
  return { id, method: 'POST', url: '/me/events', headers: JSON_TYPE, body, ...more };
}

function many(
  count: number,
  request: (id: string) => Record<string, unknown> = (id) => read(id),
): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => request(String(index + 1)));
}

async function batch(
  user: GraphUser,
  requests: unknown,
): Promise<{ status: number; responses: Inner[]; code?: string; message?: string }> {
  const { status, body } = await user.post<{ responses?: Inner[]; error?: { code: string; message: string } }>(
    '/$batch',
    { requests },
  );
  return { status, responses: body.responses ?? [], ...body.error };
}

async function subjects(user: GraphUser): Promise<string[]> {
  const { body } = await user.get<{ value: { subject: string }[] }>('/me/events?$top=100');
  return body.value.map(({ subject }) => subject);
}

describe('the whole batch is refused', () => {
  const refusals: [string, unknown, string][] = [
    ['for 21 requests', many(21), 'maximum value of 20'],
    ['for none', [], "'requests' array"],
    ['for ids that differ in letter case only', [read('a'), read('A')], 'unique'],
    ['for a request without an id', [{ method: 'GET', url: '/me' }], 'id'],
    ['for an unknown method', [read('1', '/me', { method: 'HEAD' })], 'method'],
    ['for an absolute url', [read('1', 'https://graph.microsoft.com/v1.0/me')], 'relative'],
    ['for a batch in a batch', [read('1', '/$batch')], 'nested'],
    ['for a write without its type', [write('1', 'x', { headers: {} })], 'Content-Type'],
    ['for a write without a body', [{ id: '1', method: 'POST', url: '/me/events', headers: JSON_TYPE }], 'body'],
    ['for a dependence on what is not there', [read('1', '/me', { dependsOn: ['7'] })], 'not in the batch'],
    ['for a circle', [read('1', '/me', { dependsOn: ['2'] }), read('2', '/me', { dependsOn: ['1'] })], 'circle'],
  ];
  test.each(refusals)('%s', async (_, requests, message) => {
    const answer = await batch(openSandbox().as('ada'), requests);
    expect([answer.status, answer.code]).toEqual([400, 'BadRequest']);
    expect(answer.message).toContain(message);
  });

  test('and nothing of it is carried out', async () => {
    const ada = openSandbox().as('ada');
    await batch(ada, [write('1', 'Never'), write('2', 'Never', { headers: {} })]);
    expect(await subjects(ada)).not.toContain('Never');
  });

  test('for what can’t be read, and for another method than POST', async () => {
    const ada = openSandbox().as('ada');
    expect((await ada.post('/$batch', '{"requests":')).status).toBe(400);
    expect((await ada.get('/$batch')).status).toBe(405);
  });

  test('with the code, and for mixtures, that the settings choose', async () => {
    const client = openSandbox();
    await client.control('PUT', '/settings', { oversizeBatchCode: 'MaximumValueExceeded', mixedBatches: 'refused' });
    const ada = client.as('ada');
    expect((await batch(ada, many(21))).code).toBe('MaximumValueExceeded');
    const row = [
      read('1'),
      read('2', '/me/calendar', { dependsOn: ['1'] }),
      read('3', '/me/calendar', { dependsOn: ['2'] }),
    ];
    expect((await batch(ada, row)).status).toBe(200);
    expect((await batch(ada, [...row, read('4')])).status).toBe(400);
  });
});

describe('each request of a batch', () => {
  test('is answered with its status, its type, and its body', async () => {
    const ada = openSandbox().as('ada');
    const { status, responses } = await batch(ada, [
      write('new', 'Planning', { url: 'me/events', headers: { 'content-type': 'application/json' } }),
      read('gone', '/me/events/AAMkAG'),
      read('zone', '/me/calendarView?startDateTime=2026-12-01&endDateTime=2026-12-02', {
        headers: { Prefer: 'outlook.timezone="Europe/Berlin"' },
      }),
    ]);
    expect(status).toBe(200);
    const byId = new Map(responses.map((each) => [each.id, each]));
    expect([byId.get('new')?.status, byId.get('new')?.body?.subject]).toEqual([201, 'Planning']);
    expect(byId.get('new')?.headers['Content-Type']).toMatch(/^application\/json/);
    expect(byId.get('gone')?.status).toBeGreaterThanOrEqual(400);
    expect(byId.get('zone')?.headers['Preference-Applied']).toContain('Europe/Berlin');
  });

  test('a deletion has a status and no body', async () => {
    const ada = openSandbox().as('ada');
    const made = await batch(ada, [write('1', 'Planning')]);
    const id = made.responses[0]?.body?.id ?? '';
    const { responses } = await batch(ada, [{ id: '1', method: 'DELETE', url: `/me/events/${id}` }]);
    expect(responses.map(({ status, body }) => [status, body])).toEqual([[204, undefined]]);
  });

  test('that waits for a failed one fails with 424, whatever the order in the batch', async () => {
    const ada = openSandbox().as('ada');
    const { responses } = await batch(ada, [
      write('4', 'Never', { dependsOn: ['3'] }),
      write('3', 'Never', { dependsOn: ['BAD'] }),
      read('bad', '/me/events/AAMkAG'),
      write('2', 'Later', { dependsOn: ['1'] }),
      write('1', 'First'),
    ]);
    const statuses = Object.fromEntries(responses.map(({ id, status }) => [id, status]));
    expect(statuses).toMatchObject({ 1: 201, 2: 201, 3: 424, 4: 424 });
    expect(responses.findIndex(({ id }) => id === '1')).toBeLessThan(responses.findIndex(({ id }) => id === '2'));
    expect(await subjects(ada)).not.toContain('Never');
  });

  test('stands in the ledger with the index of its batch', async () => {
    const client = openSandbox();
    await batch(client.as('ada'), many(3));
    const ledger = client.ledger();
    const outer = ledger.findIndex(({ path }) => path === '/v1.0/$batch');
    expect(ledger.filter(({ batch: of }) => of === outer).map(({ path, status }) => [path, status])).toEqual(
      Array.from({ length: 3 }, () => ['/v1.0/me/calendar', 200]),
    );
  });
});

describe('order and concurrency', () => {
  test('answers come in any order where the settings say so, the same for the same seed', async () => {
    const order = async (seed: number) => {
      const client = openSandbox({ seed });
      await client.control('PUT', '/settings', { batchOrder: 'shuffled' });
      return (await batch(client.as('ada'), many(20))).responses.map(({ id }) => id);
    };
    const first = await order(3);
    expect(first).not.toEqual(many(20).map(({ id }) => id));
    expect(new Set(first)).toEqual(new Set(many(20).map(({ id }) => id)));
    expect(await order(3)).toEqual(first);
  });

  /** The most requests that were being answered at once. */
  async function most(
    throttle: string,
    requests: Record<string, unknown>[],
  ): Promise<{ atOnce: number; statuses: number[] }> {
    let running = 0;
    let atOnce = 0;
    const client = openSandbox({
      async sleep() {
        running += 1;
        atOnce = Math.max(atOnce, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      },
    });
    await client.control('PUT', '/settings', { throttle, latencyMs: 100 });
    const { responses } = await batch(client.as('ada'), requests);
    return { atOnce, statuses: responses.map(({ status }) => status).toSorted((one, two) => one - two) };
  }

  test('Outlook takes four at a time and queues the rest', async () => {
    expect(await most('documented', many(20))).toEqual({ atOnce: 4, statuses: Array.from({ length: 20 }, () => 200) });
  });

  test('in the strict mode it refuses the rest, each with its own Retry-After', async () => {
    const { atOnce, statuses } = await most('strict', many(20));
    expect(atOnce).toBe(4);
    expect(statuses).toEqual([...Array.from({ length: 4 }, () => 200), ...Array.from({ length: 16 }, () => 429)]);
  });

  test('a row of requests never meets that limit', async () => {
    const row = many(20, (id) => read(id, '/me/calendar', id === '1' ? {} : { dependsOn: [String(Number(id) - 1)] }));
    const { atOnce, statuses } = await most('strict', row);
    expect([atOnce, new Set(statuses)]).toEqual([1, new Set([200])]);
  });

  test('without latency the strict mode refuses as well', async () => {
    const client = openSandbox();
    await client.control('PUT', '/settings', { throttle: 'strict' });
    const { responses } = await batch(client.as('ada'), many(6));
    const refused = responses.filter(({ status }) => status === 429);
    expect(refused.map(({ headers, body }) => [headers['Retry-After'], body?.error?.code])).toEqual([
      ['1', 'ApplicationThrottled'],
      ['1', 'ApplicationThrottled'],
    ]);
  });

  test('two parallel batches exceed the limit of four', async () => {
    const client = openSandbox({ sleep: () => new Promise((resolve) => setImmediate(resolve)) });
    await client.control('PUT', '/settings', { latencyMs: 100 });
    const ada = client.as('ada');
    const answers = await Promise.all([batch(ada, many(8)), batch(ada, many(8))]);
    const statuses = new Set(answers.flatMap(({ responses }) => responses.map(({ status }) => status)));
    expect(statuses).toEqual(new Set([200, 429]));
  });
});
