// The sandbox on a loopback port: plain http, all services on one address, told apart by path.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from './core/clock.ts';
import type { SandboxRequest } from './core/http.ts';
import { ConnectionDropped, createSandbox, type Sandbox, type SandboxOptions } from './create-sandbox.ts';

/** Graph takes no larger request. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;

export interface RunningSandbox {
  /** e.g. `http://127.0.0.1:8480`, for `SANDBOX_URL`. */
  url: string;
  sandbox: Sandbox;
  close(): Promise<void>;
}

/** @param options.port 0 takes a free one. @param options.onAnswer sees each request with its status, e.g. for a log. */
export async function startSandbox(
  options: Partial<SandboxOptions> & {
    port?: number;
    onAnswer?: (request: SandboxRequest, status: number) => void;
  } = {},
): Promise<RunningSandbox> {
  const sandbox = createSandbox({ clock: systemClock, sleep: (ms) => sleep(ms), ...options });
  const server = createServer((incoming, outgoing) => {
    void serve(sandbox, incoming, outgoing, options.onAnswer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    sandbox,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  sandbox: Sandbox,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  onAnswer?: (request: SandboxRequest, status: number) => void,
): Promise<void> {
  try {
    const body = await readBody(incoming);
    if (body === null) {
      outgoing.writeHead(413).end();
      return;
    }
    const request = requestFrom(incoming, body);
    const answer = await sandbox.handle(request);
    onAnswer?.(request, answer.status);
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  } catch (error) {
    if (error instanceof ConnectionDropped) {
      incoming.socket.destroy();
      return;
    }
    outgoing
      .writeHead(500, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: { code: 'SandboxDefect', message: String(error) } }));
  }
}

/** The request as the client meant it: the original host stands in X-Forwarded-Host where an origin map set it. */
function requestFrom(incoming: IncomingMessage, body: string): SandboxRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  const host = headers['x-forwarded-host'] ?? headers.host ?? '127.0.0.1';
  const protocol = headers['x-forwarded-proto'] ?? 'http';
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', `${protocol}://${host}`),
    headers,
    body,
  };
}

async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    length += (chunk as Buffer).length;
    if (length > BODY_BYTES_MAX) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
