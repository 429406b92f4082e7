// The Microsoft Graph client on our transport: authentication → telemetry → one send, and nothing that retries by itself.
import {
  AuthenticationHandler,
  AuthenticationHandlerOptions,
  Client,
  type Context,
  type Middleware,
  type MiddlewareOptions,
  ResponseType,
  TelemetryHandler,
} from '@microsoft/microsoft-graph-client';
import type { Transport } from './transport.ts';

/** Gives a valid access token for Graph; called once per request, so it caches. */
export type AccessTokenSource = () => Promise<string>;

export interface GraphRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** `/me/events`, or a whole `@odata.nextLink` or deltaLink of this cloud's Graph. */
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** An answer as it came, whatever its status. Interpreting it is the caller's decision. */
export interface GraphAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Parsed JSON; undefined where there was no body, the text itself where it was not JSON. */
  body: unknown;
}

export interface GraphClient {
  send(request: GraphRequest): Promise<GraphAnswer>;
}

/**
 * A Graph client that signs requests with the tokens of one account.
 * Throws only when no answer came (connection lost, host refused, no token); every HTTP status is an answer.
 */
export function createGraphClient(transport: Transport, accessToken: AccessTokenSource): GraphClient {
  const authentication = new AuthenticationHandler({ getAccessToken: accessToken });
  const telemetry = new TelemetryHandler();
  authentication.setNext(telemetry);
  telemetry.setNext(createSendHandler(transport));
  const client = Client.initWithMiddleware({ middleware: authentication, baseUrl: `${transport.cloud.graph}/` });

  return {
    async send({ method, path, headers = {}, body }) {
      const token = await accessToken();
      const failure = new SendFailure();
      const provider = new AuthenticationHandlerOptions({ getAccessToken: async () => token });
      const request = client.api(path).headers(headers).responseType(ResponseType.RAW);
      try {
        return await readAnswer(
          (await sendBy(request.middlewareOptions([provider, failure]), method, body)) as Response,
        );
      } catch (error) {
        throw failure.cause ?? error;
      }
    },
  };
}

/** Carries what went wrong past the SDK, which wraps errors and drops their codes. */
class SendFailure implements MiddlewareOptions {
  cause: unknown;
}

function createSendHandler(transport: Transport): Middleware {
  return {
    async execute(context: Context) {
      if (typeof context.request !== 'string') throw new TypeError('The Graph client sends URLs, not Request objects.');
      try {
        context.response = await transport.fetch(context.request, context.options ?? {});
      } catch (error) {
        const failure = context.middlewareControl?.getMiddlewareOptions(SendFailure);
        if (failure instanceof SendFailure) failure.cause = error;
        throw error;
      }
    },
  };
}

function sendBy(request: ReturnType<Client['api']>, method: GraphRequest['method'], body: unknown): Promise<unknown> {
  switch (method) {
    case 'GET':
      return request.get();
    case 'POST':
      return request.post(body ?? null);
    case 'PATCH':
      return request.patch(body);
    case 'PUT':
      return request.put(body);
    case 'DELETE':
      return request.delete();
  }
}

async function readAnswer(answer: Response): Promise<GraphAnswer> {
  const text = await answer.text();
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: parseBody(text) };
}

function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
