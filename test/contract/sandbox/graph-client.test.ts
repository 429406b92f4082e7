// Microsoft's own Graph client, unmodified, against the sandbox: page iterator, query builder, batch, errors.
import {
  BatchRequestContent,
  BatchResponseContent,
  Client,
  type GraphError,
  type PageCollection,
  PageIterator,
} from '@microsoft/microsoft-graph-client';
import type { Event } from '@microsoft/microsoft-graph-types';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox.ts';

let sandbox: Sandbox;
let client: Client;

beforeAll(async () => {
  const now = Temporal.Instant.from('2026-11-24T09:00:00Z');
  sandbox = createSandbox({ clock: { now: () => now }, sleep: async () => {} });
  const token = await issueToken(sandbox);
  client = Client.initWithMiddleware({ middleware: { execute: (context) => carry(context, token) } });
});

async function issueToken(into: Sandbox): Promise<string> {
  const { body } = await into.handle({
    method: 'POST',
    url: new URL('http://localhost/_sandbox/token'),
    headers: {},
    body: JSON.stringify({ user: 'ada@contoso.example', scopes: ['Calendars.ReadWrite'] }),
  });
  return (JSON.parse(body) as { access_token: string }).access_token;
}

/** The last link of the client's chain: from its request to the sandbox, and back. */
async function carry(
  context: { request: RequestInfo; options?: RequestInit; response?: Response },
  token: string,
): Promise<void> {
  const request = new Request(context.request, context.options);
  const answer = await sandbox.handle({
    method: request.method,
    url: new URL(request.url),
    headers: { ...Object.fromEntries(request.headers), authorization: `Bearer ${token}` },
    body: await request.text(),
  });
  const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
  context.response = new Response(answer.body === '' ? null : answer.body, { status: answer.status, headers });
}

const event = (subject: string, day: number): Event => ({
  subject,
  start: { dateTime: `2027-01-${String(day).padStart(2, '0')}T09:00:00`, timeZone: 'UTC' },
  end: { dateTime: `2027-01-${String(day).padStart(2, '0')}T10:00:00`, timeZone: 'UTC' },
});

describe('the Graph client', () => {
  test('iterates over all pages', async () => {
    const calendar = (await client.api('/me/calendars').post({ name: 'Pages' })) as { id: string };
    const path = `/me/calendars/${calendar.id}/events`;
    for (let day = 1; day <= 25; day += 1) await client.api(path).post(event(`Day ${day}`, day));
    const first = (await client.api(path).top(7).orderby('start/dateTime').select(['subject']).get()) as PageCollection;
    const seen: unknown[] = [];
    await new PageIterator(client, first, ({ subject }: Event) => seen.push(subject) > 0).iterate();
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `Day ${index + 1}`));
  });

  test('filters, expands, counts and prefers', async () => {
    await client.api('/me/events').post(event('Wanted', 3));
    const found = (await client
      .api('/me/events')
      .filter("subject eq 'Wanted'")
      .expand('calendar')
      .count(true)
      .header('Prefer', 'outlook.timezone="Tokyo Standard Time"')
      .get()) as { '@odata.count': number; value: Event[] };
    expect(found['@odata.count']).toBe(1);
    expect(found.value[0]).toMatchObject({
      start: { dateTime: '2027-01-03T18:00:00.0000000', timeZone: 'Tokyo Standard Time' },
      calendar: { name: 'Calendar' },
    });
  });

  test('creates, changes and deletes in one batch, each step after the one before', async () => {
    const created = (await client.api('/me/events').post(event('Batched', 5))) as { id: string };
    const json = { 'Content-Type': 'application/json' };
    // Of an address the client's batch takes the path, which is below the version of the batch itself.
    const url = `https://graph.microsoft.com/me/events/${created.id}`;
    const content = new BatchRequestContent([
      { id: '1', request: new Request(url) },
      {
        id: '2',
        request: new Request(url, { method: 'PATCH', headers: json, body: JSON.stringify({ subject: 'Renamed' }) }),
        dependsOn: ['1'],
      },
      { id: '3', request: new Request(url, { method: 'DELETE' }), dependsOn: ['2'] },
    ]);
    const response = new BatchResponseContent(
      (await client.api('/$batch').post(await content.getContent())) as ConstructorParameters<
        typeof BatchResponseContent
      >[0],
    );
    expect(((await response.getResponseById('1').json()) as Event).subject).toBe('Batched');
    expect(((await response.getResponseById('2').json()) as Event).subject).toBe('Renamed');
    expect(response.getResponseById('3').status).toBe(204);
  });

  test('throws what was refused, with code and request id', async () => {
    const refused = client.api('/me/events/nonsense').get() as Promise<unknown>;
    await expect(refused).rejects.toMatchObject({
      statusCode: 400,
      code: 'ErrorInvalidIdMalformed',
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
    } satisfies Partial<Record<keyof GraphError, unknown>>);
  });
});
