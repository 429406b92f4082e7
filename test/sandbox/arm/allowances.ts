// How many requests Resource Manager takes: a bucket for each caller and kind of request, refilled by the sandbox's clock.
import type { World } from '../core/world.ts';
import type { Azure } from './model.ts';
import { ArmRefusal, type Caller } from './operation.ts';

/** @see https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling */
const BUCKETS = {
  reads: { size: 250, refillPerSecond: 25 },
  writes: { size: 200, refillPerSecond: 10 },
  deletes: { size: 200, refillPerSecond: 10 },
} as const;

type Kind = keyof typeof BUCKETS;

function kindOf(method: string): Kind {
  if (method === 'GET' || method === 'HEAD') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
}

/**
 * Takes a request from the caller's allowance in a subscription, or in the tenant.
 * @returns the header that says what is left.
 * @throws ArmRefusal 429 with Retry-After when nothing is.
 */
export function takeAllowance(
  azure: Azure,
  world: World,
  asks: { method: string; caller: Caller; subscriptionId: string | null },
): Record<string, string> {
  const { caller, subscriptionId } = asks;
  const kind = kindOf(asks.method);
  const level = subscriptionId === null ? 'tenant' : 'subscription';
  const key = `${subscriptionId ?? caller.tenantId} ${caller.principalId} ${kind}`;
  const now = world.clock.now().epochMilliseconds;
  const { size, refillPerSecond } = BUCKETS[kind];
  const before = azure.allowances.get(key) ?? { left: size, at: now };
  const left = Math.min(size, before.left + (Math.max(0, now - before.at) * refillPerSecond) / 1_000);
  if (left < 1 && world.settings.throttle !== 'off') throw exhausted(level, subscriptionId ?? caller.tenantId);
  azure.allowances.set(key, { left: Math.max(0, left - 1), at: now });
  return { [`x-ms-ratelimit-remaining-${level}-${kind}`]: String(Math.max(0, Math.floor(left - 1))) };
}

/** A second refills more than one request. */
const RETRY_AFTER_S = 1;

function exhausted(level: 'tenant' | 'subscription', id: string): ArmRefusal {
  const code = level === 'tenant' ? 'TenantRequestsThrottled' : 'SubscriptionRequestsThrottled';
  return new ArmRefusal(
    429,
    code,
    `Number of requests for ${level} '${id}' exceeded the limit. Please try again after '${RETRY_AFTER_S}' seconds.`,
    { headers: { 'retry-after': String(RETRY_AFTER_S) } },
  );
}
