// The limiter: what may be under way at the same time, and what waits.
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test } from 'vitest';
import type { GraphAnswer, GraphClient, GraphRequest } from '../../../graph/transport/graph-client.ts';
import {
  APP_CONCURRENCY_MIN,
  createLimiter,
  type Limiter,
  MAILBOX_CONCURRENCY,
  MAILBOX_REQUESTS_MAX,
  MailboxLimitReached,
} from '../../../sync/outlook/limiter.ts';

const SINGLE: GraphRequest = { method: 'GET', path: '/me/events' };
const BATCH: GraphRequest = batchOf(20);

let now: Temporal.Instant;
let limiter: Limiter;
/** Requests under way, each with what answers it. */
let open: { request: GraphRequest; answer: (status?: number, body?: unknown) => void }[];
let client: GraphClient;
beforeEach(() => {
  now = Temporal.Instant.from('2026-11-24T09:00:00Z');
  limiter = createLimiter({ now: () => now });
  open = [];
  client = {
    send: (request) =>
      new Promise<GraphAnswer>((resolve) => {
        const answer = (status = 200, body: unknown = {}) => {
          open = open.filter((other) => other.request !== request);
          resolve({ status, headers: {}, body });
        };
        open.push({ request, answer });
      }),
  };
});

describe('one mailbox', () => {
  test('has four single requests under way, and the next when one is answered', async () => {
    const mailbox = limiter.clientOf('ada', client);
    for (let count = 0; count < 6; count += 1) void mailbox.send({ ...SINGLE });
    await settled();
    expect(open).toHaveLength(MAILBOX_CONCURRENCY);
    open[0]?.answer();
    await settled();
    expect(open).toHaveLength(MAILBOX_CONCURRENCY);
  });

  test('has one batch under way, and nothing beside it', async () => {
    const mailbox = limiter.clientOf('ada', client);
    void mailbox.send(BATCH);
    void mailbox.send(batchOf(20));
    void mailbox.send({ ...SINGLE });
    await settled();
    expect(open.map(({ request }) => request)).toEqual([BATCH]);
    open[0]?.answer();
    await settled();
    expect(open).toHaveLength(1);
  });

  test('does not keep another one waiting', async () => {
    void limiter.clientOf('ada', client).send(BATCH);
    void limiter.clientOf('bo', client).send(batchOf(20));
    await settled();
    expect(open).toHaveLength(2);
  });

  test('sends 10,000 requests in ten minutes; the next is not sent, and told when it may', async () => {
    const mailbox = limiter.clientOf('ada', client);
    for (let sent = 0; sent < MAILBOX_REQUESTS_MAX; sent += 20) await answered(mailbox.send(batchOf(20)));
    const refused = await mailbox.send({ ...SINGLE }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(MailboxLimitReached);
    expect(refused).toMatchObject({ code: 'mailbox_limit', retryAfterMs: 600_000 });
    expect(open).toEqual([]);
    now = now.add({ minutes: 10 });
    expect(await answered(mailbox.send({ ...SINGLE }))).toMatchObject({ status: 200 });
  });
});

describe('the app', () => {
  test('halves what is under way when Graph refuses, once for refusals that come together', async () => {
    const before = limiter.appConcurrency();
    await answered(limiter.clientOf('ada', client).send({ ...SINGLE }), 429);
    await answered(limiter.clientOf('bo', client).send({ ...SINGLE }), 429);
    expect(limiter.appConcurrency()).toBe(before / 2);
  });

  test('hears a refusal inside of a batch', async () => {
    const before = limiter.appConcurrency();
    const responses = [
      { id: '0', status: 201 },
      { id: '1', status: 429 },
    ];
    await answered(limiter.clientOf('ada', client).send(BATCH), 200, { responses });
    expect(limiter.appConcurrency()).toBe(before / 2);
  });

  test('never falls below four, and rises again when all goes well', async () => {
    const mailbox = limiter.clientOf('ada', client);
    for (let refusals = 0; refusals < 10; refusals += 1) {
      await answered(mailbox.send({ ...SINGLE }), 429);
      now = now.add({ seconds: 2 });
    }
    expect(limiter.appConcurrency()).toBe(APP_CONCURRENCY_MIN);
    for (let good = 0; good < 10; good += 1) await answered(mailbox.send({ ...SINGLE }));
    expect(limiter.appConcurrency()).toBeGreaterThan(APP_CONCURRENCY_MIN);
  });

  test('lets mailboxes wait for each other when its limit is reached', async () => {
    for (let refusals = 0; refusals < 10; refusals += 1) {
      await answered(limiter.clientOf('ada', client).send({ ...SINGLE }), 429);
      now = now.add({ seconds: 2 });
    }
    void limiter.clientOf('ada', client).send(batchOf(20));
    void limiter.clientOf('bo', client).send(batchOf(20));
    await settled();
    expect(open).toHaveLength(1);
  });
});

function batchOf(count: number): GraphRequest {
  const requests = Array.from({ length: count }, (_, id) => ({ id: String(id), method: 'GET', url: '/me/events' }));
  return { method: 'POST', path: '/$batch', body: { requests } };
}

/** Answers the request that has just been sent. */
async function answered(sent: Promise<GraphAnswer>, status?: number, body?: unknown): Promise<GraphAnswer> {
  await settled();
  open.at(-1)?.answer(status, body);
  return sent;
}

/** Whatever can go on without an answer has done so. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
