// $batch: up to twenty requests, each carried out and answered on its own, four at a time for each mailbox.
import { ConnectionDropped } from '../core/faults.ts';
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../core/http.ts';
import { entryOf } from '../core/ledger.ts';
import { rememberRetryAfter } from '../core/retry-after.ts';
import type { LedgerEntry, World } from '../core/world.ts';
import { type InnerRequest, readBatch } from './batch-requests.ts';
import { GraphRefusal } from './operation.ts';
import { createLanes, type Lanes } from './throttling/lanes.ts';
import { CONCURRENT_MAX, mailboxKey } from './throttling/mailbox-limits.ts';

interface InnerAnswer {
  id: string;
  status: number;
  headers: Record<string, string | string[]>;
  body?: unknown;
}

/** What became of one request: its status, and its answer where one came back. */
interface Outcome {
  request: SandboxRequest;
  status: number;
  answer: SandboxAnswer | null;
}

/** An answer that the client gets to see. */
interface Told {
  id: string;
  request: SandboxRequest;
  answer: SandboxAnswer;
}

interface BatchRun {
  world: World;
  outer: SandboxRequest;
  lanes: Lanes;
  /** @throws ConnectionDropped */
  carryOut(request: SandboxRequest, batch: LedgerEntry | null): Promise<SandboxAnswer>;
  /** By id in lower case. */
  outcomes: Map<string, Promise<Outcome>>;
}

/**
 * @param carryOut takes one inner request from arrival to answer.
 * @throws GraphRefusal when the batch as a whole is not acceptable.
 */
export async function answerBatch(
  outer: SandboxRequest,
  world: World,
  carryOut: BatchRun['carryOut'],
): Promise<SandboxAnswer> {
  if (outer.method !== 'POST') {
    throw new GraphRefusal(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
  }
  const requests = readBatch(outer, world.settings);
  const fault = entryOf(outer)?.fault?.effect ?? {};
  const run: BatchRun = { world, outer, lanes: createLanes(CONCURRENT_MAX), carryOut, outcomes: new Map() };
  const told: Told[] = [];
  const carriedOut = requests.slice(0, fault.timeoutAfter ?? requests.length);
  await Promise.all(
    inOrderOfDependence(carriedOut).map(async (inner) => {
      const outcome = outcomeOf(inner, run);
      run.outcomes.set(inner.id.toLowerCase(), outcome);
      const { request, answer } = await outcome;
      if (answer) told.push({ id: inner.id, request, answer });
    }),
  );
  if (fault.omitAnswer) told.splice(world.chance.integer(told.length), 1);
  if (fault.shuffleAnswers || world.settings.batchOrder === 'shuffled') shuffle(told, world);
  if (fault.dropResponse === undefined) {
    for (const { request, answer } of told) rememberRetryAfter(world, request, answer);
  }
  return jsonAnswer(200, { responses: told.map(({ id, answer }) => innerAnswer(id, answer)) });
}

/** Those that wait come after those that they wait for, whatever their order in the batch. */
function inOrderOfDependence(requests: readonly InnerRequest[]): InnerRequest[] {
  const ordered: InnerRequest[] = [];
  const left = [...requests];
  while (left.length > 0) {
    const next = left.findIndex(({ dependsOn }) => !left.some(({ id }) => dependsOn.includes(id.toLowerCase())));
    ordered.push(...left.splice(Math.max(next, 0), 1));
  }
  return ordered;
}

async function outcomeOf(inner: InnerRequest, run: BatchRun): Promise<Outcome> {
  const { world, outer, lanes } = run;
  const request = innerRequest(inner, outer);
  for (const id of inner.dependsOn) {
    const status = (await run.outcomes.get(id))?.status ?? 0;
    if (status === 0 || status >= 400) return { request, status: 424, answer: dependencyFailed() };
  }
  // In the strict mode nothing queues: what is too much at once is refused.
  const lane = world.settings.throttle === 'strict' ? null : mailboxKey(request, world);
  return lanes.pass(lane, async () => {
    const entry = () => entryOf(request);
    try {
      const answer = await run.carryOut(request, entryOf(outer));
      return { request, status: answer.status, answer: entry()?.fault?.effect.omitAnswer ? null : answer };
    } catch (error) {
      if (!(error instanceof ConnectionDropped)) throw error;
      return { request, status: entry()?.status ?? 0, answer: null };
    }
  });
}

function innerRequest(inner: InnerRequest, outer: SandboxRequest): SandboxRequest {
  const root = /^\/(?:v1\.0|beta)/i.exec(outer.url.pathname)?.[0] ?? '/v1.0';
  const isJson = /json/i.test(inner.headers['content-type'] ?? '');
  const text = () => (isJson ? JSON.stringify(inner.body) : Buffer.from(String(inner.body), 'base64').toString('utf8'));
  return {
    method: inner.method,
    url: new URL(`${root}/${inner.url.replace(/^\//, '')}`, outer.url.origin),
    headers: { authorization: outer.headers.authorization ?? '', ...inner.headers },
    body: inner.body === undefined || inner.body === null ? '' : text(),
  };
}

function innerAnswer(id: string, answer: SandboxAnswer): InnerAnswer {
  const body = bodyOf(answer);
  return { id, status: answer.status, headers: headersOf(answer), ...(body === undefined ? {} : { body }) };
}

/** JSON as such, anything else in base64. */
function bodyOf({ body, bytes, headers }: SandboxAnswer): unknown {
  if (bytes) return Buffer.from(bytes).toString('base64');
  if (body === '') return undefined;
  return /json/i.test(String(headers['content-type']))
    ? (JSON.parse(body) as unknown)
    : Buffer.from(body).toString('base64');
}

/** Which headers an inner answer keeps, as they are written there. */
const KEPT_HEADERS: readonly string[] = [
  'Location',
  'Retry-After',
  'Preference-Applied',
  'ETag',
  'OData-Version',
  'Content-Type',
  'request-id',
  'client-request-id',
];

function headersOf({ headers }: SandboxAnswer): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = { 'Cache-Control': 'private' };
  for (const name of KEPT_HEADERS) {
    const value = headers[name.toLowerCase()];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

function dependencyFailed(): SandboxAnswer {
  const error = { code: 'FailedDependency', message: 'A request that this one depends on failed.' };
  return jsonAnswer(424, { error });
}

function shuffle(told: Told[], world: World): void {
  for (const each of told.splice(0)) told.splice(world.chance.integer(told.length + 1), 0, each);
}
