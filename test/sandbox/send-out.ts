// The real ways out of the sandbox: POSTs to webhooks, and timers that keep no process alive.
import type { SendOut } from './core/deliveries.ts';

/** Longer waits than a timer can take are cut short; the queue then looks again. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** @throws TimeoutError when no answer came in time. */
export const sendOut: SendOut = async (url, { method, headers, body, timeoutMs }) => {
  const answer = await fetch(url, {
    method,
    headers,
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
};

export function schedule(delayMs: number, run: () => void): void {
  setTimeout(run, Math.min(delayMs, TIMER_MS_MAX)).unref();
}
