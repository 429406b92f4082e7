// Limits that many mailboxes share: of all of Graph, of a tenant, of subscriptions, open extensions and applications.
import type { SandboxRequest } from '../../core/http.ts';
import { tokenOf } from '../../core/ledger.ts';
import type { Refusal } from '../../core/service.ts';
import type { AccessToken } from '../../core/tokens.ts';
import type { World } from '../../core/world.ts';
import { createSlidingWindow, type SlidingWindow } from './sliding-window.ts';

interface SharedLimit {
  name: string;
  requestsMax: number;
  windowMs: number;
  concerns(request: SandboxRequest, world: World): boolean;
  /** Whose requests are counted together. */
  by(token: AccessToken): string;
}

const ROOT = String.raw`^\/(?:v1\.0|beta)\/(?:myorganization\/)?`;
const APPLICATIONS = new RegExp(
  String.raw`${ROOT}applications(?:\/(?<id>[^/()]+)|\((?:appId=|uniqueName=)?'(?<key>[^']+)'\))?(?:\/|$)`,
  'i',
);
const DIRECTORY = new RegExp(
  String.raw`${ROOT}(?:applications|servicePrincipals|oauth2PermissionGrants|groups)\b`,
  'i',
);
const SUBSCRIPTIONS = new RegExp(String.raw`${ROOT}subscriptions\b`, 'i');
const EXTENSIONS = /\/extensions(?:\/|\(|$)/i;

const byApplication = ({ appId }: AccessToken) => appId;
const byTenant = ({ tenantId }: AccessToken) => tenantId;
const byApplicationAndTenant = ({ appId, tenantId }: AccessToken) => `${appId} ${tenantId}`;
const matches = (pattern: RegExp) => (request: SandboxRequest) => pattern.test(request.url.pathname);

/** concepts/throttling-limits. What the directory's resource units cost is documented call by call, and not counted. */
export const SHARED_LIMITS: readonly SharedLimit[] = [
  { name: 'all of Graph', requestsMax: 2_000, windowMs: 1_000, concerns: () => true, by: byApplication },
  {
    name: 'subscriptions of a tenant',
    requestsMax: 10_000,
    windowMs: 20_000,
    concerns: matches(SUBSCRIPTIONS),
    by: byTenant,
  },
  {
    name: 'subscriptions of an application in a tenant',
    requestsMax: 5_000,
    windowMs: 20_000,
    concerns: matches(SUBSCRIPTIONS),
    by: byApplicationAndTenant,
  },
  {
    name: 'open extensions',
    requestsMax: 455,
    windowMs: 10_000,
    concerns: matches(EXTENSIONS),
    by: byApplicationAndTenant,
  },
  {
    name: 'writes to the directory',
    requestsMax: 3_000,
    windowMs: 150_000,
    concerns: (request) => request.method !== 'GET' && DIRECTORY.test(request.url.pathname),
    by: byApplicationAndTenant,
  },
  {
    // Applications that personal accounts can use are written to two directories.
    name: 'writes to applications with personal accounts',
    requestsMax: 60,
    windowMs: 60_000,
    concerns: (request, world) => request.method !== 'GET' && isForPersonalAccounts(world, request),
    by: byApplicationAndTenant,
  },
];

const windows = new WeakMap<World, Map<string, SlidingWindow>>();

/** Why a request comes too soon after others; null: it doesn't, and is counted, or nobody is signed in. */
export function overSharedLimit(world: World, request: SandboxRequest): Refusal | null {
  const token = tokenOf(request, world);
  if (!token) return null;
  const now = world.clock.now().epochMilliseconds;
  const counted = SHARED_LIMITS.filter((limit) => limit.concerns(request, world)).map((limit) => ({
    limit,
    window: windowOf(world, limit, token),
  }));
  const over = counted.find(({ limit, window }) => window.sum(now) >= limit.requestsMax);
  if (over) return tooMany(over.window, now);
  for (const { window } of counted) window.add(now, 1);
  return null;
}

function tooMany(window: SlidingWindow, now: number): Refusal {
  const retryAfterS = Math.max(1, Math.ceil(((window.oldestLeaves(now) ?? now) - now) / 1_000));
  return {
    status: 429,
    code: 'TooManyRequests',
    message: 'Please retry again later.',
    headers: { 'retry-after': String(retryAfterS) },
    innerError: { code: '429', message: 'Please retry after', status: '429' },
  };
}

/** Judged by the application that stands, and for a new one by what is asked for. */
function isForPersonalAccounts(world: World, request: SandboxRequest): boolean {
  const found = APPLICATIONS.exec(request.url.pathname);
  if (!found) return false;
  const id = found.groups?.id ?? found.groups?.key;
  const audience =
    (id && audienceOf(world, decodeURIComponent(id))) ?? /"signInAudience"\s*:\s*"(\w+)"/.exec(request.body)?.[1];
  return typeof audience === 'string' && audience.includes('PersonalMicrosoftAccount');
}

function audienceOf(world: World, key: string): unknown {
  const named = [...world.applications.values()].find(
    ({ id, appId, resource }) => id === key || appId === key || resource.uniqueName === key,
  );
  return named?.resource.signInAudience;
}

function windowOf(world: World, { name, windowMs, by }: SharedLimit, token: AccessToken): SlidingWindow {
  const known = windows.get(world) ?? new Map<string, SlidingWindow>();
  windows.set(world, known);
  const key = `${name} ${by(token)}`;
  const window = known.get(key) ?? createSlidingWindow(windowMs);
  known.set(key, window);
  return window;
}
