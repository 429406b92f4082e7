// Who was told to wait and for how long, so that the ledger can mark who didn't.
import type { SandboxAnswer, SandboxRequest } from './http.ts';
import { tokenOf } from './ledger.ts';
import type { LedgerEntry, World } from './world.ts';

interface Wait {
  /** Epoch milliseconds. */
  until: number;
  /** The ledger's length when the client got to know: what arrived before couldn't heed it. */
  knownFrom: number;
}

const REFUSALS_FROM = 400;

const waits = new WeakMap<World, Map<string, Wait>>();

/**
 * Remembers the Retry-After that a refusal carries to the client. An application waits for each mailbox by itself. On any
 * other answer it only says when to ask after that one piece of work.
 */
export function rememberRetryAfter(world: World, request: SandboxRequest, answer: SandboxAnswer): void {
  if (answer.status < REFUSALS_FROM) return;
  const key = keyOf(world, request);
  const delayMs = delayOf(answer.headers['retry-after'], world.clock.now().epochMilliseconds);
  if (key === null || delayMs === null) return;
  const known = waits.get(world) ?? new Map<string, Wait>();
  waits.set(world, known);
  const until = world.clock.now().epochMilliseconds + delayMs;
  known.set(key, { until: Math.max(until, known.get(key)?.until ?? 0), knownFrom: world.ledger.length });
}

/** Whether a request came before the wait was over that its sender knew of. @param arrival its entry; inside a batch: the batch's */
export function isEarly(world: World, request: SandboxRequest, arrival: LedgerEntry): boolean {
  const key = keyOf(world, request);
  const wait = key === null ? undefined : waits.get(world)?.get(key);
  return (
    wait !== undefined && world.ledger.lastIndexOf(arrival) >= wait.knownFrom && Date.parse(arrival.at) < wait.until
  );
}

function keyOf(world: World, request: SandboxRequest): string | null {
  const token = tokenOf(request, world);
  return token ? `${token.audience} ${token.appId} ${token.userId ?? token.tenantId}` : null;
}

/** Seconds, or an HTTP date. */
function delayOf(header: string | string[] | undefined, now: number): number | null {
  if (typeof header !== 'string') return null;
  const ms = /^[\d.]+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? ms : null;
}
