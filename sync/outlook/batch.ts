// Requests in batches of at most twenty, each answered on its own; a missing answer is unknown, not failed.
import { BATCH_REQUESTS_MAX, type BatchAnswers, type BatchRequest } from '../../graph/models/batch.ts';
import type { GraphClient } from '../../graph/transport/graph-client.ts';
import type { Clock, Outcome } from '../ports.ts';
import { type Answer, outcomeOf } from './answer.ts';

/** Waited after a batch in which the token expired. */
const RETRY_UNAUTHORIZED_MS = 1_000;

export type PlainRequest = Omit<BatchRequest, 'id' | 'dependsOn'>;

/**
 * Sends independent requests, one batch after the other, and gives one outcome each, in order.
 * After a batch in which Graph asked to wait, the rest is not sent.
 */
export async function sendBatched<T>(
  client: GraphClient,
  requests: readonly PlainRequest[],
  read: (body: unknown, index: number) => T,
  clock: Clock,
): Promise<Outcome<T>[]> {
  const outcomes: Outcome<T>[] = [];
  let wait: Extract<Outcome<T>, { kind: 'notSent' }> | undefined;
  for (let from = 0; from < requests.length; from += BATCH_REQUESTS_MAX) {
    const chunk = requests.slice(from, from + BATCH_REQUESTS_MAX);
    if (wait) {
      outcomes.push(...chunk.map(() => wait as Outcome<T>));
      continue;
    }
    const answered = await sendChunk(client, chunk, (body, index) => read(body, from + index), clock);
    outcomes.push(...answered);
    wait = answered.find((outcome) => outcome.kind === 'notSent');
  }
  return outcomes;
}

async function sendChunk<T>(
  client: GraphClient,
  requests: readonly PlainRequest[],
  read: (body: unknown, index: number) => T,
  clock: Clock,
): Promise<Outcome<T>[]> {
  const body = { requests: requests.map((request, index) => ({ id: String(index), ...request })) };
  const whole = await sendOne(
    client,
    { method: 'POST', url: '/$batch', body },
    (answers) => answers as BatchAnswers,
    clock,
  );
  // Whatever befell the batch as a whole befell each request; a lost answer leaves each of them unknown.
  if (whole.kind !== 'done') return requests.map(() => whole);
  const answers = new Map(whole.answer.responses.map((answer) => [answer.id, answer]));
  const now = clock.now().epochMilliseconds;
  return requests.map((_, index) => {
    const answer = answers.get(String(index));
    if (!answer) return { kind: 'unknown', reason: 'missing_in_batch' };
    return outcomeInBatch(withHeaders(answer), (value) => read(value, index), now);
  });
}

/**
 * A token that expires in the middle of a batch: Graph refuses what is left of it, unseen by whoever renews tokens. The
 * next request by itself is refused, too, and renews it.
 */
function outcomeInBatch<T>(answer: Answer, read: (body: unknown) => T, now: number): Outcome<T> {
  const outcome = outcomeOf(answer, read, now);
  if (outcome.kind !== 'refused' || outcome.status !== 401) return outcome;
  return { kind: 'notSent', code: outcome.code, retryAfterMs: RETRY_UNAUTHORIZED_MS, status: 401 };
}

/** Sends one request by itself. */
export async function sendOne<T>(
  client: GraphClient,
  request: PlainRequest,
  read: (body: unknown) => T,
  clock: Clock,
): Promise<Outcome<T>> {
  try {
    const { url, ...rest } = request;
    const answer = await client.send({ ...rest, path: url });
    return outcomeOf(answer, read, clock.now().epochMilliseconds);
  } catch (error) {
    return outcomeOfFailure(error);
  }
}

/** No answer came. An error with a code of ours was raised before anything was sent; any other leaves it open. */
function outcomeOfFailure(error: unknown): Extract<Outcome<never>, { kind: 'refused' | 'unknown' | 'notSent' }> {
  const { code, message, retryAfterMs } = error as { code?: unknown; message?: unknown; retryAfterMs?: unknown };
  if (typeof retryAfterMs === 'number') return { kind: 'notSent', code: String(code), retryAfterMs };
  if (code === 'needs_sign_in' || code === 'host_not_allowed') {
    return { kind: 'refused', status: 401, code, message: String(message) };
  }
  return { kind: 'unknown', reason: typeof code === 'string' ? code : 'connection_lost' };
}

function withHeaders(answer: { status: number; headers?: Record<string, string>; body?: unknown }): Answer {
  return { status: answer.status, headers: answer.headers ?? {}, body: answer.body };
}
