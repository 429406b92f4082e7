// The one way from the pages to the server: JSON, the CSRF header, and one error class with code and advice.
import type { ErrorAnswer } from '../schemas/errors.ts';
import type { Mail } from '../schemas/mail.ts';
import type { SessionView } from '../schemas/session.ts';

/** A refusal by the server, in the words that it gave. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly advice: string | undefined;
  readonly field: string | undefined;
  readonly mails: Mail[] | undefined;
  constructor(status: number, error: Partial<ErrorAnswer['error']>) {
    super(error.message ?? `The server answered ${status}.`);
    this.name = 'ApiError';
    this.status = status;
    this.code = error.code ?? `http_${status}`;
    this.advice = error.advice;
    this.field = error.field;
    this.mails = error.mails;
  }
}

let csrfToken = '';

/** Reads who is signed in, and remembers the token that later calls carry. */
export async function readSession(): Promise<SessionView> {
  return rememberSession(await get<SessionView>('/api/session'));
}

/** A new session has a new token. */
export function rememberSession(session: SessionView): SessionView {
  csrfToken = session.csrfToken;
  return session;
}

export function get<T>(path: string): Promise<T> {
  return request<T>('GET', path);
}

export function post<T>(path: string, body: unknown = {}): Promise<T> {
  return request<T>('POST', path, body);
}

export function put<T>(path: string, body: unknown): Promise<T> {
  return request<T>('PUT', path, body);
}

/** @param version what the page has seen; a newer one on the server is not overwritten. */
export function patch<T>(path: string, body: unknown, version: number): Promise<T> {
  return request<T>('PATCH', path, body, { 'if-match': `"${version}"` });
}

export function remove(path: string): Promise<void> {
  return request<void>('DELETE', path);
}

async function request<T>(
  method: string,
  path: string,
  body?: unknown,
  extra: Record<string, string> = {},
): Promise<T> {
  const headers: Record<string, string> = { ...extra };
  if (method !== 'GET') headers['x-csrf-token'] = csrfToken;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const answer = await fetch(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  const parsed: unknown = text === '' ? undefined : parse(text);
  if (!answer.ok) throw new ApiError(answer.status, (parsed as Partial<ErrorAnswer> | undefined)?.error ?? {});
  return parsed as T;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
