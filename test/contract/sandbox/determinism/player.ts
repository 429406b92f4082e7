// Plays requests into a sandbox in process and writes down all that came back, with what differs by nature masked.
import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { ConnectionDropped, createSandbox, type Sandbox } from '../../../sandbox/create-sandbox.ts';

const BEGIN = Temporal.Instant.from('2026-11-24T09:00:00Z');

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

export interface Reply {
  /** 0: the connection was dropped. */
  status: number;
  /** Empty for an answer without one. */
  body: Record<string, unknown>;
}

export interface Player {
  sandbox: Sandbox;
  /** Every answer so far, one line each: request, status, headers and body. */
  answers: string[];
  /** A request as a user, named by the part before the `@` in Contoso. Each takes a second of the sandbox's time. */
  call(user: string, method: Method, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** A request without a token, e.g. to Entra or to the sandbox's own control. */
  send(method: Method, url: string, body?: string, headers?: Record<string, string>): Promise<Reply>;
  /** Resets the sandbox to a seed, and begins anew to write down. */
  restart(seed: number): void;
}

export function createPlayer(seed: number): Player {
  let now = BEGIN;
  const sandbox = createSandbox({ clock: { now: () => now }, sleep: async () => {}, seed });
  const answers: string[] = [];
  const send: Player['send'] = async (method, url, body = '', headers = {}) => {
    now = now.add({ seconds: 1 });
    // Another one for every request of every player, as a real client does.
    const clientRequestId = randomUUID();
    const request = { method, url: new URL(url), headers: { ...headers, 'client-request-id': clientRequestId }, body };
    const label = `${method} ${request.url.pathname}${request.url.search}`;
    try {
      const answer = await sandbox.handle(request);
      const line = `${label} ${answer.status} ${JSON.stringify(answer.headers)} ${answer.body}`;
      answers.push(line.replaceAll(clientRequestId, '<client-request-id>'));
      return { status: answer.status, body: parsed(answer.body) };
    } catch (error) {
      if (!(error instanceof ConnectionDropped)) throw error;
      answers.push(`${label} dropped`);
      return { status: 0, body: {} };
    }
  };
  const call: Player['call'] = async (user, method, path, body, headers = {}) => {
    const authorization = `Bearer ${await tokenOf(sandbox, user, path)}`;
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const url = path.startsWith('https:') ? path : `https://${hostOf(path)}${path}`;
    return send(method, url, body === undefined ? '' : JSON.stringify(body), { authorization, ...type, ...headers });
  };
  const restart = (from: number) => {
    now = BEGIN;
    answers.length = 0;
    sandbox.reset({ seed: from });
  };
  return { sandbox, answers, call, send, restart };
}

function parsed(body: string): Record<string, unknown> {
  return /^\s*\{/.test(body) ? (JSON.parse(body) as Record<string, unknown>) : {};
}

/** Graph's paths begin with a version. */
function hostOf(path: string): string {
  return /^\/(v1\.0|beta)\//.test(path) ? 'graph.microsoft.com' : 'management.azure.com';
}

/** The scopes of Azure's own clients: with them an administrator may do everything, and others what they name. */
const SCOPES = ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite', 'Mail.Read', 'User.Read', '.default'];

async function tokenOf(sandbox: Sandbox, user: string, path: string): Promise<string> {
  const isArm = hostOf(path.replace(/^https:\/\/[^/]+/, '')) === 'management.azure.com';
  const answer = await sandbox.handle({
    method: 'POST',
    url: new URL('http://localhost/_sandbox/token'),
    headers: {},
    body: JSON.stringify({
      user: `${user}@contoso.example`,
      scopes: isArm ? ['https://management.azure.com/user_impersonation'] : SCOPES,
    }),
  });
  return String(parsed(answer.body).access_token);
}
