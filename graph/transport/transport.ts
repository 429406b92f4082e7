// The one way out to Microsoft: an allow list of hosts, the origin map, and adapters for the three SDKs that need HTTP.
import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { Agent, fetch as undiciFetch } from 'undici';
import { type Cloud, originsOf } from './clouds.ts';
import type { OriginMap } from './origin-map.ts';

/** How a request leaves the process: undici in the product, the sandbox itself in a simulation. */
export type HttpSend = (url: string, init: RequestInit) => Promise<Response>;

/** What msal-node asks of a network client (its `INetworkModule`). */
export interface MsalNetworkClient {
  sendGetRequestAsync<T>(url: string, options?: MsalRequestOptions): Promise<MsalResponse<T>>;
  sendPostRequestAsync<T>(url: string, options?: MsalRequestOptions): Promise<MsalResponse<T>>;
}
interface MsalRequestOptions {
  headers?: Record<string, string>;
  body?: string;
}
interface MsalResponse<T> {
  headers: Record<string, string>;
  body: T;
  status: number;
}

export interface Transport {
  cloud: Cloud;
  /** Sends to one of Microsoft's origins and answers as it is: no retry, no redirect followed. */
  fetch: HttpSend;
  /** For @azure/identity and @azure/arm-resources. */
  azureHttpClient: HttpClient;
  /** For @azure/msal-node. */
  msalNetworkClient: MsalNetworkClient;
  /** The address that a browser should open in place of one of Microsoft's. */
  browserUrl(url: string): string;
  close(): Promise<void>;
}

/** A request to a host that is not Microsoft's: refused before any byte, least of all a token, leaves. */
export class HostRefusedError extends Error {
  readonly code = 'host_not_allowed';
  constructor(origin: string) {
    super(`Requests to ${origin} are not allowed: it is not an endpoint of the configured Microsoft cloud.`);
    this.name = 'HostRefusedError';
  }
}

/** Answers may take this long to begin, and pause this long between two pieces. */
const ANSWER_TIMEOUT_MS = 60_000;
const CONNECTIONS_PER_ORIGIN_MAX = 64;

/**
 * The transport of one process.
 * @param options.send replaces undici, e.g. by a sandbox in the same process.
 */
export function createTransport(options: { cloud: Cloud; originMap: OriginMap; send?: HttpSend }): Transport {
  const { cloud, originMap } = options;
  const network = options.send ? { send: options.send, close: async () => {} } : createNetwork();
  const allowed = new Set(originsOf(cloud));

  const send: HttpSend = async (url, init) => {
    const target = new URL(url);
    if (!allowed.has(target.origin)) throw new HostRefusedError(target.origin);
    const mapped = originMap.get(target.origin);
    if (mapped === undefined) return network.send(url, { ...init, redirect: 'manual' });
    const headers = new Headers(init.headers);
    headers.set('x-forwarded-host', target.host);
    headers.set('x-forwarded-proto', target.protocol.slice(0, -1));
    return network.send(mapped + target.pathname + target.search, { ...init, headers, redirect: 'manual' });
  };

  return {
    cloud,
    fetch: send,
    azureHttpClient: createAzureHttpClient(send),
    msalNetworkClient: createMsalNetworkClient(send),
    browserUrl(url) {
      const target = new URL(url);
      const mapped = originMap.get(target.origin);
      return mapped === undefined ? url : mapped + target.pathname + target.search;
    },
    close: network.close,
  };
}

function createNetwork(): { send: HttpSend; close(): Promise<void> } {
  const dispatcher = new Agent({
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
    connections: CONNECTIONS_PER_ORIGIN_MAX,
  });
  return {
    // undici's own fetch and types: its Agent does not fit the older undici inside Node.
    send: async (url, init) => {
      const request = { ...init, dispatcher } as unknown as Parameters<typeof undiciFetch>[1];
      return (await undiciFetch(url, request)) as unknown as Response;
    },
    close: () => dispatcher.close(),
  };
}

function createMsalNetworkClient(send: HttpSend): MsalNetworkClient {
  async function request<T>(method: string, url: string, options?: MsalRequestOptions): Promise<MsalResponse<T>> {
    const answer = await send(url, {
      method,
      headers: options?.headers ?? {},
      ...(options?.body === undefined ? {} : { body: options.body }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: parseJson(text) as T };
  }
  return {
    sendGetRequestAsync: (url, options) => request('GET', url, options),
    sendPostRequestAsync: (url, options) => request('POST', url, options),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's error page: MSAL turns a body without an `error` into a failure that carries the status.
    return { error: 'unparsable_answer', error_description: 'The answer was not JSON.' };
  }
}

function createAzureHttpClient(send: HttpSend): HttpClient {
  return {
    async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
      const answer = await send(request.url, {
        method: request.method,
        headers: request.headers.toJSON(),
        ...(request.body === undefined || request.body === null ? {} : { body: request.body as string }),
        ...(request.abortSignal ? { signal: request.abortSignal as AbortSignal } : {}),
      });
      return {
        request,
        status: answer.status,
        headers: createHttpHeaders(Object.fromEntries(answer.headers)),
        bodyAsText: await answer.text(),
      };
    },
  };
}
