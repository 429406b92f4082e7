// Asks the demo's server; what it refuses becomes an error with its words.
import type { DemoState, Range } from '../state.ts';

interface RefusedBody {
  error?: { code?: string; message?: string; mails?: { to: string }[] };
}

export class DemoError extends Error {
  readonly code: string;
  /** With `mail_choice_required`: who would get mail. */
  readonly recipients: string[];
  constructor({ error }: RefusedBody, status: number) {
    super(error?.message ?? `The demo's server answered ${status}.`);
    this.name = 'DemoError';
    this.code = error?.code ?? `http_${status}`;
    this.recipients = (error?.mails ?? []).map(({ to }) => to);
  }
}

export async function readDemoState({ from, to }: Range): Promise<DemoState> {
  const answer = await fetch(`/demo/api/state?from=${from}&to=${to}`);
  if (!answer.ok) throw await errorOf(answer);
  return (await answer.json()) as DemoState;
}

/** @throws DemoError */
export async function post(path: string, body?: unknown): Promise<void> {
  const answer = await fetch(`/demo/api/${path}`, {
    method: 'POST',
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw await errorOf(answer);
}

async function errorOf(answer: Response): Promise<DemoError> {
  const body = (await answer.json().catch(() => ({}))) as RefusedBody;
  return new DemoError(body, answer.status);
}

export function messageOf(error: unknown): string {
  return error instanceof DemoError
    ? error.message
    : 'The demo’s server does not answer. Is npm run sandbox still running?';
}
