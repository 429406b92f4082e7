// Reads a $batch: what makes Graph refuse the whole of it, before any of its requests is carried out.
import type { SandboxRequest } from '../core/http.ts';
import type { Settings } from '../core/world-settings.ts';
import { GraphRefusal } from './operation.ts';

const REQUESTS_MAX = 20;
const METHODS: readonly string[] = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];
/** Methods that Graph takes for writes: they bring a body and its type, even an empty one (msgraph-sdk-dotnet issue 2628). */
const WRITES: readonly string[] = ['POST', 'PATCH', 'PUT'];

export interface InnerRequest {
  id: string;
  /** Upper case. */
  method: string;
  url: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: unknown;
  /** Ids in lower case, as those of `id` are compared. */
  dependsOn: string[];
}

/** @throws GraphRefusal 400 when the batch as a whole is not acceptable. */
export function readBatch(request: SandboxRequest, settings: Settings): InnerRequest[] {
  const requests = requestsIn(request);
  if (requests.length > REQUESTS_MAX) {
    const message = `Number of batch request steps exceeds the maximum value of ${REQUESTS_MAX}.`;
    throw new GraphRefusal(400, settings.oversizeBatchCode, message);
  }
  const read = requests.map(readRequest);
  const ids = new Set(read.map(({ id }) => id.toLowerCase()));
  if (ids.size !== read.length) throw refused('Request ids in a batch must be unique.');
  checkDependencies(read, ids, settings);
  return read;
}

function requestsIn(request: SandboxRequest): unknown[] {
  let body: unknown;
  try {
    body = JSON.parse(request.body);
  } catch {
    throw refused(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
  const requests = isObject(body) ? body.requests : undefined;
  if (!Array.isArray(requests) || requests.length === 0) {
    throw refused("Invalid batch payload format: it must contain a 'requests' array with at least one request.");
  }
  return requests;
}

function readRequest(request: unknown): InnerRequest {
  if (!isObject(request)) throw refused('Invalid batch payload format.');
  const { id, method, url, body } = request;
  if (typeof id !== 'string' || id === '') throw refused('Each request in a batch must have an id that is a string.');
  if (typeof method !== 'string' || !METHODS.includes(method.toUpperCase())) {
    throw refused(`The request with id ${id} has no method that a batch can hold.`);
  }
  if (typeof url !== 'string' || url === '') throw refused(`The request with id ${id} has no url.`);
  if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(url)) throw refused(`The url of the request with id ${id} must be relative.`);
  if (/^\/?\$batch\b/i.test(url)) throw refused(`The request with id ${id} is a batch; batches can't be nested.`);
  const headers = readHeaders(request.headers, id);
  const isTyped = headers['content-type'] !== undefined;
  if (WRITES.includes(method.toUpperCase()) && (!isTyped || body === undefined)) {
    throw refused(`Write request id : ${id} does not contain Content-Type header or body.`);
  }
  if (body !== undefined && !isTyped) throw refused(`The request with id ${id} has a body and no Content-Type header.`);
  return { id, method: method.toUpperCase(), url, headers, body, dependsOn: readDependsOn(request.dependsOn, id) };
}

function readHeaders(headers: unknown, id: string): Record<string, string> {
  if (headers === undefined || headers === null) return {};
  if (!isObject(headers)) throw refused(`The headers of the request with id ${id} are not an object.`);
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function readDependsOn(dependsOn: unknown, id: string): string[] {
  if (dependsOn === undefined || dependsOn === null) return [];
  if (!Array.isArray(dependsOn) || !dependsOn.every((each): each is string => typeof each === 'string')) {
    throw refused(`The dependsOn of the request with id ${id} is not an array of ids.`);
  }
  return dependsOn.map((each) => each.toLowerCase());
}

function checkDependencies(requests: readonly InnerRequest[], ids: ReadonlySet<string>, settings: Settings): void {
  for (const { id, dependsOn } of requests) {
    const unknown = dependsOn.find((each) => !ids.has(each));
    if (unknown !== undefined)
      throw refused(`The request with id ${id} depends on ${unknown}, which is not in the batch.`);
  }
  const settled = new Set<string>();
  for (let before = -1; settled.size > before; ) {
    before = settled.size;
    for (const { id, dependsOn } of requests)
      if (dependsOn.every((each) => settled.has(each))) settled.add(id.toLowerCase());
  }
  if (settled.size < requests.length) throw refused('The dependsOn of the requests in a batch form a circle.');
  // The documentation asks for all in a row or none; the one that the row begins with has nothing to wait for.
  const waiting = requests.filter(({ dependsOn }) => dependsOn.length > 0).length;
  if (settings.mixedBatches === 'refused' && waiting > 0 && waiting < requests.length - 1) {
    throw refused('A batch must be either fully sequential or fully parallel.');
  }
}

function refused(message: string): GraphRefusal {
  return new GraphRefusal(400, 'BadRequest', message);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
