// The ServerPort over HTTP: our own calendar server, reached by a dispatcher of its own, since it is not Microsoft.
import { Agent, fetch } from 'undici';
import { redact } from '../../graph/transport/redaction.ts';
import type { ServerPort, ServerRegistration } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { Secret } from '../secret.ts';

const ANSWER_TIMEOUT_MS = 30_000;
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The calendar server at an address.
 * @param token the one-time hand-over token that the server's settings page shows.
 * @throws Problem `server_url_invalid`: credentials travel over https, or stay on this machine.
 */
export function createCalendarServer(address: string, token: Secret): ServerPort & { close(): Promise<void> } {
  const url = checkAddress(address);
  const dispatcher = new Agent({ headersTimeout: ANSWER_TIMEOUT_MS, bodyTimeout: ANSWER_TIMEOUT_MS });
  const headers = { authorization: `Bearer ${token.reveal()}`, 'content-type': 'application/json' };

  async function call(method: 'GET' | 'PUT', body?: string): Promise<unknown> {
    const request = { method, headers, dispatcher, redirect: 'manual' as const, ...(body ? { body } : {}) };
    let answer: Awaited<ReturnType<typeof fetch>>;
    try {
      answer = await fetch(`${url}/api/registration`, request);
    } catch (error) {
      throw unreachable(url, error);
    }
    const text = await answer.text();
    if (answer.status !== 200) throw refusalFrom(url, answer.status, text);
    return JSON.parse(text);
  }

  return {
    url,
    read: async () => (await call('GET')) as ServerRegistration,
    async handOver({ secret, ...registration }) {
      await call('PUT', JSON.stringify({ ...registration, clientSecret: secret.reveal() }));
    },
    close: () => dispatcher.close(),
  };
}

function checkAddress(address: string): string {
  const advice = 'Give the address of the calendar server, like https://calendar.example.org.';
  if (!URL.canParse(address)) {
    throw new Problem('server_url_invalid', { message: `"${address}" is not an absolute URL.`, advice });
  }
  const { protocol, hostname, username, search, hash } = new URL(address);
  const isPrivate = protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOSTS.has(hostname));
  if (!isPrivate) {
    throw new Problem('server_url_invalid', {
      message: `Credentials are not sent to ${address}: plain http is for this machine only.`,
      advice,
    });
  }
  if (username || search || hash) {
    throw new Problem('server_url_invalid', { message: 'The address has more than host and path.', advice });
  }
  return address.replace(/\/+$/, '');
}

function unreachable(url: string, error: unknown): Problem {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
  return new Problem('server_unreachable', {
    message: `The calendar server at ${url} did not answer (${redact(cause)}).`,
    advice: 'Start the server and run this again: it goes on where it stopped.',
    cause: error,
  });
}

function refusalFrom(url: string, status: number, text: string): Problem {
  const { code, message, advice } = parseError(text);
  if (code === 'handover_token_invalid') {
    return new Problem('hand_over_token_invalid', {
      message: 'The server does not take the hand-over token: it is unknown, has expired, or was used already.',
      advice: `Make a new one at ${url} (Settings, Outlook) and run this again: it goes on where it stopped.`,
    });
  }
  return new Problem('hand_over_refused', {
    message: `The server at ${url} answered ${status}${code ? ` ${code}` : ''}: ${redact(message ?? 'no reason given')}`,
    advice: advice ?? `Check that ${url} is the address of the calendar server.`,
  });
}

function parseError(text: string): { code?: string; message?: string; advice?: string } {
  try {
    return (JSON.parse(text) as { error?: { code?: string; message?: string; advice?: string } }).error ?? {};
  } catch {
    return {};
  }
}
