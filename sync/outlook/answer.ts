// From an HTTP answer, or its absence, to an outcome: the only place that reads Graph's status codes for a sync.
import { errorCodeOf } from '../../graph/models/error.ts';
import type { Outcome } from '../ports.ts';

/** How an answer stands: a whole one, or one inside a batch. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** Waited where Graph asks to wait without saying how long. */
const RETRY_AFTER_DEFAULT_MS = 5_000;
/** A longer Retry-After is taken for a mistake. */
const RETRY_AFTER_MAX_MS = 30 * 60_000;

/** Answers that say the request was not carried out, and may be sent again later. */
const NOT_CARRIED_OUT = new Set([429, 503]);
/** Answers after which a write may have happened all the same (graph: ConcurrentItemSave, gateway time-outs). */
const UNCLEAR = new Set([500, 502, 504]);

/**
 * @param read turns the body of a 2xx answer into a value.
 * @param now for a Retry-After that is a date, epoch milliseconds.
 */
export function outcomeOf<T>(answer: Answer, read: (body: unknown) => T, now: number): Outcome<T> {
  const { status, body } = answer;
  if (status >= 200 && status < 300) return { kind: 'done', answer: read(body) };
  const code = errorCodeOf(body) ?? `http_${status}`;
  if (code === 'ConcurrentItemSave') return { kind: 'unknown', reason: code };
  if (NOT_CARRIED_OUT.has(status)) {
    return { kind: 'notSent', code, retryAfterMs: retryAfterMs(answer.headers, now), status };
  }
  if (UNCLEAR.has(status)) return { kind: 'unknown', reason: code };
  return { kind: 'refused', status, code, message: messageOf(body) };
}

/** Retry-After in milliseconds: seconds, also with decimals, or an HTTP date (graph: throttling). */
export function retryAfterMs(headers: Record<string, string>, now: number): number {
  const value = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  if (value === undefined) return RETRY_AFTER_DEFAULT_MS;
  const seconds = Number(value);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), RETRY_AFTER_MAX_MS) : RETRY_AFTER_DEFAULT_MS;
}

function messageOf(body: unknown): string {
  const message = (body as { error?: { message?: unknown } } | undefined)?.error?.message;
  return typeof message === 'string' ? message : '';
}
