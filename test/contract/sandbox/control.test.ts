// The sandbox's control: look into the world, change it, and be refused clearly for what it doesn't know.
import { describe, expect, test } from 'vitest';
import { openSandbox } from './sandbox-client.ts';

function messageOf(body: Record<string, unknown>): string {
  return (body.error as { message: string }).message;
}

const meeting = {
  subject: 'Planning',
  start: { dateTime: '2026-12-01T09:00:00', timeZone: 'UTC' },
  end: { dateTime: '2026-12-01T10:00:00', timeZone: 'UTC' },
  attendees: [
    { type: 'required', emailAddress: { address: 'bo@contoso.example' } },
    { type: 'required', emailAddress: { address: 'dana@contoso.example' } },
  ],
};

test('info names the address, the version, the tenants, and everybody with a password', async () => {
  const { body } = await openSandbox().control('GET', '/info');
  expect(body).toMatchObject({ baseUrl: 'http://localhost', version: expect.any(String) as string, seed: 1 });
  const tenants = body.tenants as { domain: string; users: Record<string, unknown>[] }[];
  expect(tenants.map(({ domain }) => domain)).toContain('contoso.example');
  expect(tenants[0]?.users[0]).toEqual({
    userPrincipalName: 'admin@contoso.example',
    password: expect.any(String) as string,
    displayName: 'Megan Admin',
    roles: ['Global Administrator'],
  });
});

test('the outbox is read whole, or for one mailbox, whatever the letter case', async () => {
  const client = openSandbox();
  await client.as('ada').post('/me/events', meeting);
  const whole = await client.control('GET', '/outbox');
  expect(whole.body.value).toHaveLength(client.outbox().length);
  const { body } = await client.control('GET', '/outbox?mailbox=BO@contoso.example');
  expect(body.value).toMatchObject([
    {
      kind: 'invitation',
      from: 'ada@contoso.example',
      to: 'bo@contoso.example',
      subject: 'Planning',
      at: '2026-11-24T09:00:00Z',
    },
  ]);
});

test('the ledger tells who asked for what, and what came of it', async () => {
  const client = openSandbox();
  await client.as('ada').get('/me/calendar?$select=name', { 'Client-Request-Id': 'mine' });
  const { body } = await client.control('GET', '/requests');
  expect(body.value).toEqual([
    {
      at: '2026-11-24T09:00:00Z',
      service: 'graph',
      method: 'GET',
      path: '/v1.0/me/calendar?$select=name',
      status: 200,
      mailbox: 'ada@contoso.example',
      clientRequestId: 'mine',
    },
  ]);
});

describe('reset', () => {
  test('begins anew, with another seed where one is given', async () => {
    const client = openSandbox();
    await client.as('ada').post('/me/events', meeting);
    const idsBefore = [...client.world().users.keys()];
    expect((await client.control('POST', '/reset')).status).toBe(204);
    expect([client.outbox().length, client.ledger().length]).toEqual([0, 0]);
    expect([...client.world().users.keys()]).toEqual(idsBefore);
    await client.control('POST', '/reset', { seed: 9 });
    expect([...client.world().users.keys()]).not.toEqual(idsBefore);
  });

  test('sends nothing more of the world that is gone', async () => {
    const client = openSandbox();
    await client.as('ada').post('/subscriptions', {
      changeType: 'created',
      notificationUrl: 'https://calendar.example/hooks',
      resource: 'me/events',
      expirationDateTime: '2026-11-25T09:00:00Z',
    });
    await client.as('ada').post('/me/events', meeting);
    const left = client.world();
    expect(left.deliveries).not.toEqual([]);
    await client.control('POST', '/reset');
    expect([left.deliveries, client.world().deliveries]).toEqual([[], []]);
  });
});

describe('the clock', () => {
  test('is set and moved on', async () => {
    const client = openSandbox();
    expect((await client.control('PUT', '/clock', { advance: 'P1DT2H' })).body).toEqual({
      now: '2026-11-25T11:00:00Z',
    });
    expect((await client.control('PUT', '/clock', { now: '2027-01-01T00:00:00Z' })).body).toEqual({
      now: '2027-01-01T00:00:00Z',
    });
    expect((await client.control('GET', '/clock')).body).toEqual({ now: '2027-01-01T00:00:00Z' });
  });

  test('makes each delivery on its way at the time when it is due', async () => {
    const times: string[] = [];
    const client = openSandbox({
      sendOut(address, { body }) {
        const token = new URL(address).searchParams.get('validationToken');
        if (token === null) times.push(client.world().clock.now().toString());
        const headers = { 'content-type': 'text/plain' };
        return Promise.resolve({ status: token === null ? 500 : 200, headers, body: token ?? body });
      },
    });
    await client.as('ada').post('/subscriptions', {
      changeType: 'created',
      notificationUrl: 'https://calendar.example/hooks',
      resource: 'me/events',
      expirationDateTime: '2026-11-25T09:00:00Z',
    });
    await client.as('ada').post('/me/events', meeting);
    await client.control('PUT', '/clock', { advance: 'PT1M' });
    expect(times).toEqual(['2026-11-24T09:00:00Z', '2026-11-24T09:00:10Z', '2026-11-24T09:00:30Z']);
    expect((await client.control('GET', '/clock')).body).toEqual({ now: '2026-11-24T09:01:00Z' });
    const { body } = await client.control('GET', '/deliveries');
    expect(body).toMatchObject({
      value: [{ state: 'waiting', attempts: 3, status: 500 }],
      nextDue: '2026-11-24T09:01:10Z',
    });
  });
});

describe('settings', () => {
  test('are changed one by one and read back', async () => {
    const client = openSandbox();
    const before = (await client.control('GET', '/settings')).body;
    const { body } = await client.control('PUT', '/settings', { throttle: 'strict', latencyMs: 20, dateSkewMs: -5 });
    expect(body).toEqual({ ...before, throttle: 'strict', latencyMs: 20, dateSkewMs: -5 });
  });

  const wrong: [Record<string, unknown>, string][] = [
    [{ throttel: 'off' }, 'There is no setting "throttel"; there are'],
    [{ throttle: 'hard' }, 'it takes "documented", "strict", "off"'],
    [{ softDeletedGet: 'yes' }, 'it takes true, false'],
    [{ latencyMs: -1 }, 'it takes milliseconds'],
    [{ versionMismatch: 418 }, 'it takes 412, 409'],
  ];
  test.each(wrong)('%j is refused, and nothing is changed', async (change, message) => {
    const client = openSandbox();
    const { status, body } = await client.control('PUT', '/settings', { draftCreate: 'ignored', ...change });
    expect([status, messageOf(body)]).toEqual([400, expect.stringContaining(message)]);
    expect(client.world().settings.draftCreate).toBe('honoured');
  });
});

describe('tokens', () => {
  test('are issued for a user, scopes and a client', async () => {
    const client = openSandbox();
    const { body } = await client.control('POST', '/token', {
      user: 'Ada@contoso.example',
      scopes: ['User.Read'],
      clientId: 'tool',
    });
    const authorization = `Bearer ${String(body.access_token)}`;
    const url = new URL('https://graph.microsoft.com/v1.0/me');
    expect((await client.sandbox.handle({ method: 'GET', url, headers: { authorization }, body: '' })).status).toBe(
      200,
    );
  });
});

const refusals: [string, string, unknown, string][] = [
  ['POST', '/reset', { seed: 'one' }, 'whole number'],
  ['POST', '/reset', { world: 'atlantis' }, 'There is no world "atlantis"'],
  ['POST', '/reset', { sed: 1 }, 'There is no "sed" here'],
  ['PUT', '/clock', { now: 'tomorrow' }, 'tomorrow'],
  ['PUT', '/clock', {}, 'The clock takes'],
  ['PUT', '/settings', '[]', 'JSON object'],
  ['PUT', '/settings', '{', 'JSON'],
  ['POST', '/token', { user: 'nobody@contoso.example' }, 'There is no user'],
  ['POST', '/token', { user: 'ada@contoso.example', scopes: 'User.Read' }, 'list of names'],
  ['POST', '/deliveries', { count: 0 }, 'whole number from 1'],
];
test.each(refusals)('%s %s is refused for %j', async (method, path, body, message) => {
  const answer = await openSandbox().control(method, path, body);
  expect([answer.status, messageOf(answer.body)]).toEqual([400, expect.stringContaining(message)]);
});

test('what it lacks is refused with a list of what it has', async () => {
  const { status, body } = await openSandbox().control('GET', '/mail');
  expect(status).toBe(404);
  expect(messageOf(body)).toContain('GET /outbox');
});
