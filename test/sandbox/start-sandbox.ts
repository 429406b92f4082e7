// The sandbox on a loopback port: plain http, all services on one address, told apart by path.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from './core/clock.ts';
import type { SandboxAnswer, SandboxRequest } from './core/http.ts';
import { ConnectionDropped, createSandbox, type Sandbox, type SandboxOptions } from './create-sandbox.ts';
import { schedule, sendOut } from './send-out.ts';

/** Graph takes no larger request. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;
/** How often a body that trickles is given another piece. */
const TRICKLE_MS = 250;

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
  const sandbox = createSandbox({ clock: systemClock, sleep: (ms) => sleep(ms), sendOut, schedule, ...options });
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
        sandbox.world().deliveries.length = 0;
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
    outgoing.writeHead(answer.status, answer.headers);
    if (answer.bytesPerSecond !== undefined) await trickle(outgoing, answer, answer.bytesPerSecond);
    outgoing.end(answer.bytesPerSecond === undefined ? (answer.bytes ?? answer.body) : undefined);
  } catch (error) {
    if (error instanceof ConnectionDropped) {
      // Half open: nothing more is heard of it until the client gives up.
      if (!error.isHalfOpen) incoming.socket.destroy();
      return;
    }
    outgoing
      .writeHead(500, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: { code: 'SandboxDefect', message: String(error) } }));
  }
}

async function trickle(outgoing: ServerResponse, answer: SandboxAnswer, bytesPerSecond: number): Promise<void> {
  const bytes = Buffer.from(answer.bytes ?? answer.body);
  const piece = Math.max(1, Math.floor((bytesPerSecond * TRICKLE_MS) / 1_000));
  for (let from = 0; from < bytes.length && !outgoing.destroyed; from += piece) {
    outgoing.write(bytes.subarray(from, from + piece));
    await sleep(TRICKLE_MS);
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
    url: targetOf(incoming.url ?? '/', `${protocol}://${host}`),
    headers,
    body,
  };
}

/** A path may begin with two slashes, as those of Azure's clients do, without naming another host. */
function targetOf(target: string, origin: string): URL {
  return target.startsWith('/') ? new URL(origin + target) : new URL(target, origin);
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
