// $batch: up to twenty requests, each answered on its own, dependents failed with 424, answers in any order.

import { faultAnswer, faultFor } from '../core/faults.ts';
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../core/http.ts';
import { findToken } from '../core/tokens.ts';
import type { FaultEffect, World } from '../core/world.ts';
import { GraphRefusal } from './operation.ts';

const REQUESTS_MAX = 20;

interface InnerRequest {
  id: string;
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: unknown;
  dependsOn?: string[];
}

interface InnerAnswer {
  id: string;
  status: number;
  headers: Record<string, string | string[]>;
  body?: unknown;
}

/** @throws GraphRefusal when the batch as a whole is not acceptable. */
export async function answerBatch(
  request: SandboxRequest,
  world: World,
  handle: (inner: SandboxRequest, fault: FaultEffect | null) => Promise<SandboxAnswer>,
): Promise<SandboxAnswer> {
  const requests = readRequests(request);
  const batch = world.ledger.length - 1;
  const answers = new Map<string, InnerAnswer>();
  for (const inner of requests) {
    const failed = (inner.dependsOn ?? []).some((id) => (answers.get(id.toLowerCase())?.status ?? 424) >= 400);
    const answered = failed ? dependencyFailed(inner) : await answerInner(inner, request, world, { handle, batch });
    answers.set(inner.id.toLowerCase(), answered);
  }
  return jsonAnswer(200, { responses: [...answers.values()] });
}

function readRequests(request: SandboxRequest): InnerRequest[] {
  let requests: unknown;
  try {
    requests = (JSON.parse(request.body) as { requests?: unknown }).requests;
  } catch {
    throw new GraphRefusal(400, 'BadRequest', 'Unable to read JSON request payload.');
  }
  if (!Array.isArray(requests) || requests.length === 0) {
    throw new GraphRefusal(400, 'BadRequest', "Batch request payload must contain a 'requests' array.");
  }
  if (requests.length > REQUESTS_MAX) {
    throw new GraphRefusal(
      400,
      'BadRequest',
      `Number of batch request steps exceeds the maximum value of ${REQUESTS_MAX}.`,
    );
  }
  const inner = requests as InnerRequest[];
  const ids = new Set(inner.map(({ id }) => id.toLowerCase()));
  if (ids.size !== inner.length) throw new GraphRefusal(400, 'BadRequest', 'Batch request ids must be unique.');
  return inner;
}

async function answerInner(
  inner: InnerRequest,
  outer: SandboxRequest,
  world: World,
  context: { handle(request: SandboxRequest, fault: FaultEffect | null): Promise<SandboxAnswer>; batch: number },
): Promise<InnerAnswer> {
  const request = innerRequest(inner, outer);
  const token = findToken(world, (request.headers.authorization ?? '').replace(/^Bearer /i, ''));
  const mailbox = (token?.userId && world.users.get(token.userId)?.userPrincipalName) || null;
  const fault = faultFor(world, { service: 'graph', request, mailbox });
  const answered = fault?.status === undefined ? await context.handle(request, fault) : faultAnswer(fault);
  world.ledger.push({
    at: world.clock.now().toString(),
    service: 'graph',
    method: request.method,
    path: request.url.pathname + request.url.search,
    status: answered.status,
    mailbox,
    clientRequestId: request.headers['client-request-id'] ?? null,
    batch: context.batch,
  });
  return {
    id: inner.id,
    status: answered.status,
    headers: { 'Cache-Control': 'private', ...contentHeaders(answered) },
    ...(answered.body === '' ? {} : { body: JSON.parse(answered.body) as unknown }),
  };
}

function innerRequest(inner: InnerRequest, outer: SandboxRequest): SandboxRequest {
  if (
    inner.body !== undefined &&
    !Object.keys(inner.headers ?? {}).some((name) => name.toLowerCase() === 'content-type')
  ) {
    throw new GraphRefusal(
      400,
      'BadRequest',
      `The Content-Type header is missing for the request with id ${inner.id}.`,
    );
  }
  const root = /^\/(?:v1\.0|beta)/i.exec(outer.url.pathname)?.[0] ?? '/v1.0';
  const headers: Record<string, string> = { authorization: outer.headers.authorization ?? '' };
  for (const [name, value] of Object.entries(inner.headers ?? {})) headers[name.toLowerCase()] = value;
  const url = new URL(`${root}/${inner.url.replace(/^\//, '')}`, outer.url.origin);
  return {
    method: inner.method.toUpperCase(),
    url,
    headers,
    body: inner.body === undefined ? '' : JSON.stringify(inner.body),
  };
}

function contentHeaders({ headers, body }: SandboxAnswer): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = body === '' ? {} : { 'Content-Type': 'application/json' };
  for (const [from, to] of [
    ['retry-after', 'Retry-After'],
    ['location', 'Location'],
    ['etag', 'ETag'],
  ] as const) {
    const value = headers[from];
    if (value !== undefined) kept[to] = value;
  }
  return kept;
}

function dependencyFailed(inner: InnerRequest): InnerAnswer {
  return {
    id: inner.id,
    status: 424,
    headers: {},
    body: { error: { code: 'FailedDependency', message: 'A request that this one depends on failed.' } },
  };
}
