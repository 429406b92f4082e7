// The sandbox on a loopback port: all services on one address, told apart by path; plain http, or https by an authority of its own.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from './core/clock.ts';
import type { SandboxAnswer, SandboxRequest } from './core/http.ts';
import type { World } from './core/world.ts';
import { ConnectionDropped, createSandbox, type Sandbox, type SandboxOptions } from './create-sandbox.ts';
import { schedule, sendOut } from './send-out.ts';
import type { Https } from './tls/open-https.ts';

/** Graph takes no larger request. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;
/** How often a body that trickles is given another piece. */
const TRICKLE_MS = 250;

export interface RunningSandbox {
  /** e.g. `http://127.0.0.1:8480`, for `SANDBOX_URL`. */
  url: string;
  /** With https: the certificate of the authority that clients have to trust, until `close`. */
  caFile?: string;
  sandbox: Sandbox;
  close(): Promise<void>;
}

/** A request that is over, e.g. for a log. */
export interface Exchanged {
  request: SandboxRequest;
  /** What it came into; a reset may have replaced it since. */
  world: World;
  /** null: the connection was dropped. */
  status: number | null;
  /** In the machine's time, to the answer's first byte. */
  durationMs: number;
}

export type StartOptions = Partial<Omit<SandboxOptions, 'caFile'>> & {
  /** 0 takes a free one. */
  port?: number;
  https?: boolean;
  onExchange?: (exchanged: Exchanged) => void;
};

/** @throws Error with Node's code when the port can't be had, e.g. EADDRINUSE; UnknownWorldError */
export async function startSandbox(options: StartOptions = {}): Promise<RunningSandbox> {
  const { port, https: isHttps = false, onExchange, ...chosen } = options;
  const https = isHttps ? await makeHttps() : null;
  try {
    const caFile = https ? { caFile: https.caFile } : {};
    const sandbox = createSandbox({
      clock: systemClock,
      sleep: (ms) => sleep(ms),
      sendOut,
      schedule,
      ...chosen,
      ...caFile,
    });
    const scheme = https ? 'https' : 'http';
    const serving: Serving = { sandbox, scheme, ...(onExchange ? { onExchange } : {}) };
    const server = listener(https, (incoming, outgoing) => void serve(serving, incoming, outgoing));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port ?? 0, '127.0.0.1', resolve);
    });
    const address = server.address() as AddressInfo;
    return {
      url: `${scheme}://127.0.0.1:${address.port}`,
      ...caFile,
      sandbox,
      close: () =>
        new Promise((resolve) => {
          sandbox.world().deliveries.length = 0;
          https?.remove();
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    };
  } catch (error) {
    https?.remove();
    throw error;
  }
}

/** Loaded only when it is asked for: most sandboxes need no certificates. */
async function makeHttps(): Promise<Https> {
  const { openHttps } = await import('./tls/open-https.ts');
  return openHttps(systemClock);
}

function listener(https: Https | null, serveRequest: RequestListener) {
  return https
    ? createHttpsServer({ key: https.key, cert: https.certificate }, serveRequest)
    : createServer(serveRequest);
}

interface Serving {
  sandbox: Sandbox;
  scheme: 'http' | 'https';
  onExchange?: (exchanged: Exchanged) => void;
}

async function serve(serving: Serving, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const body = await readBody(incoming);
    if (body === null) {
      outgoing.writeHead(413).end();
      return;
    }
    const answer = await answerTo(requestFrom(incoming, body, serving.scheme), serving);
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

/** @throws ConnectionDropped */
async function answerTo(request: SandboxRequest, { sandbox, onExchange }: Serving): Promise<SandboxAnswer> {
  const startedMs = performance.now();
  const world = sandbox.world();
  let status: number | null = null;
  try {
    const answer = await sandbox.handle(request);
    status = answer.status;
    return answer;
  } catch (error) {
    status = error instanceof ConnectionDropped ? null : 500;
    throw error;
  } finally {
    onExchange?.({ request, world, status, durationMs: performance.now() - startedMs });
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
function requestFrom(incoming: IncomingMessage, body: string, scheme: string): SandboxRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  const host = headers['x-forwarded-host'] ?? headers.host ?? '127.0.0.1';
  const protocol = headers['x-forwarded-proto'] ?? scheme;
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
