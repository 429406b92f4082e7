// Waits for something that happens by itself, for as long as a test can bear.
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;
const TIMEOUT_MS = 15_000;

/** The first value that is not undefined. @throws Error when none comes. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let waitedMs = 0; waitedMs < TIMEOUT_MS; waitedMs += POLL_MS) {
    const value = await look();
    if (value !== undefined) return value;
    await sleep(POLL_MS);
  }
  throw new Error(`It did not happen within ${TIMEOUT_MS} ms.`);
}
