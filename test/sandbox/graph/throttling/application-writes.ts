// Sixty writes a minute to applications that personal accounts can use: they are written to two directories.
import type { SandboxRequest } from '../../core/http.ts';
import { tokenOf } from '../../core/ledger.ts';
import type { Refusal } from '../../core/service.ts';
import type { World } from '../../core/world.ts';
import { createSlidingWindow, type SlidingWindow } from './sliding-window.ts';

const WRITES_MAX = 60;
const WRITES_WINDOW_MS = 60_000;
const APPLICATIONS =
  /^\/(?:v1\.0|beta)\/(?:myorganization\/)?applications(?:\/(?<id>[^/()]+)|\((?:appId=|uniqueName=)?'(?<key>[^']+)'\))?(?:\/|$)/i;

const windows = new WeakMap<World, Map<string, SlidingWindow>>();

/** Why a write to an application comes too soon after others; null: it doesn't, or it is no such write. */
export function overApplicationWrites(world: World, request: SandboxRequest): Refusal | null {
  const found = APPLICATIONS.exec(request.url.pathname);
  const token = tokenOf(request, world);
  if (request.method === 'GET' || !found || !token) return null;
  if (!isForPersonalAccounts(world, request, found.groups?.id ?? found.groups?.key)) return null;
  const now = world.clock.now().epochMilliseconds;
  const window = windowOf(world, `${token.appId} ${token.tenantId}`);
  if (window.sum(now) < WRITES_MAX) {
    window.add(now, 1);
    return null;
  }
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
function isForPersonalAccounts(world: World, request: SandboxRequest, id: string | undefined): boolean {
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

function windowOf(world: World, key: string): SlidingWindow {
  const known = windows.get(world) ?? new Map<string, SlidingWindow>();
  windows.set(world, known);
  const window = known.get(key) ?? createSlidingWindow(WRITES_WINDOW_MS);
  known.set(key, window);
  return window;
}
