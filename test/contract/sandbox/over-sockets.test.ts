// What the sandbox does only where there are sockets and timers: webhooks that go out by themselves, connections that hang or trickle.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Temporal } from 'temporal-polyfill';
import { afterEach, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../sandbox/start-sandbox.ts';

/** The running sandbox follows the machine's clock. */
const IN_AN_HOUR = Temporal.Now.instant().add({ hours: 1 }).toString();

const open: (RunningSandbox | Server)[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) {
    if ('sandbox' in each) await each.close();
    else each.close().closeAllConnections();
  }
});

interface Running {
  running: RunningSandbox;
  graph(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response>;
}

async function start(): Promise<Running> {
  const running = await startSandbox();
  open.push(running);
  const send = (method: string, path: string, body: unknown, more: RequestInit = {}) =>
    fetch(running.url + path, {
      ...more,
      method,
      headers: { 'content-type': 'application/json', ...(more.headers as Record<string, string> | undefined) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const issued = await send('POST', '/_sandbox/token', { user: 'ada@contoso.example' });
  const { access_token: token } = (await issued.json()) as { access_token: string };
  return {
    running,
    graph: (method, path, body, signal) =>
      send(method, path, body, { headers: { authorization: `Bearer ${token}` }, ...(signal ? { signal } : {}) }),
  };
}

/** A webhook as a client would write it, and the first notifications that it gets. */
async function startWebhook(): Promise<{ url: string; first: Promise<{ value: { changeType: string }[] }> }> {
  const server = createServer();
  open.push(server);
  const first = new Promise<{ value: { changeType: string }[] }>((resolve) => {
    server.on('request', (request, response) => {
      const token = new URL(request.url ?? '/', 'http://localhost').searchParams.get('validationToken');
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(token === null ? 202 : 200, { 'content-type': 'text/plain' }).end(token ?? '');
        if (token === null)
          resolve(JSON.parse(Buffer.concat(chunks).toString()) as { value: { changeType: string }[] });
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`, first };
}

test('a webhook is asked, and then told, by itself', async () => {
  const { graph } = await start();
  const { url, first } = await startWebhook();
  const made = await graph('POST', '/v1.0/subscriptions', {
    changeType: 'created',
    notificationUrl: url,
    resource: 'me/events',
    expirationDateTime: IN_AN_HOUR,
  });
  expect(made.status).toBe(201);
  const at = (time: string) => ({ dateTime: `2030-12-01T${time}`, timeZone: 'UTC' });
  await graph('POST', '/v1.0/me/events', { subject: 'Planning', start: at('09:00:00'), end: at('10:00:00') });
  expect((await first).value.map(({ changeType }) => changeType)).toEqual(['created']);
});

test('a webhook that nobody listens at refuses the subscription', async () => {
  const { graph } = await start();
  const { url } = await startWebhook();
  const silent = open.pop();
  if (silent && !('sandbox' in silent)) await new Promise((resolve) => silent.close(resolve));
  const made = await graph('POST', '/v1.0/subscriptions', {
    changeType: 'created',
    notificationUrl: url,
    resource: 'me/events',
    expirationDateTime: IN_AN_HOUR,
  });
  expect(made.status).toBe(400);
});

test('a connection hangs half open until the client gives up', async () => {
  const { running, graph } = await start();
  running.sandbox.world().faults = [{ match: { service: 'graph' }, effect: { halfOpen: true }, matched: 0 }];
  const hanging = graph('GET', '/v1.0/me/calendar', undefined, AbortSignal.timeout(300));
  await expect(hanging).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('a body that trickles arrives whole', async () => {
  const { running, graph } = await start();
  running.sandbox.world().faults = [{ match: { service: 'graph' }, effect: { bytesPerSecond: 4_000 }, matched: 0 }];
  const answer = await graph('GET', '/v1.0/me/calendar');
  expect(((await answer.json()) as { name: string }).name).toBe('Calendar');
});
