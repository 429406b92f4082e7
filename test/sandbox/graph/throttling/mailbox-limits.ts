// Outlook's limits for one application in one mailbox: how many requests, how many bytes, how many at once.
import type { SandboxRequest } from '../../core/http.ts';
import { tokenOf } from '../../core/ledger.ts';
import type { Refusal } from '../../core/service.ts';
import type { World } from '../../core/world.ts';
import { createSlidingWindow, type SlidingWindow } from './sliding-window.ts';

const REQUESTS_MAX = 10_000;
const REQUESTS_WINDOW_MS = 10 * 60_000;
const UPLOAD_BYTES_MAX = 150 * 1024 * 1024;
const UPLOAD_WINDOW_MS = 5 * 60_000;
export const CONCURRENT_MAX = 4;
/** What Outlook usually asks to wait when too many come at once. */
const CONCURRENCY_RETRY_S = 1;

/** What comes after the user in a path of a mailbox; `/me` and `/users/{id}` alone belong to the directory. */
const OUTLOOK =
  /^\/(?:v1\.0|beta)\/(?:me|users(?:\/(?<user>[^/()]+)|\('(?<quoted>[^']+)'\)))\/(?:calendar|event|mailboxSettings|mailFolders|messages|outlook|reminderView|contact|findMeetingTimes|translateExchangeIds|microsoft\.graph\.|getSchedule|sendMail|photo|inferenceClassification)/i;

interface Usage {
  inFlight: number;
  requests: SlidingWindow;
  uploads: SlidingWindow;
}

const usages = new WeakMap<World, Map<string, Usage>>();

/** Names the application and the mailbox that a request is counted for; null where it concerns no mailbox, or nobody is signed in. */
export function mailboxKey(request: SandboxRequest, world: World): string | null {
  const found = OUTLOOK.exec(request.url.pathname);
  const token = tokenOf(request, world);
  if (!found || !token) return null;
  const named = found.groups?.user ?? found.groups?.quoted;
  const owner = named === undefined ? token.userId : decodeURIComponent(named).toLowerCase();
  const byName = [...world.users.values()].find(({ userPrincipalName }) => userPrincipalName === owner);
  return `${token.appId} ${byName?.id ?? owner ?? ''}`;
}

/** Why a request is too much for its mailbox; null: it isn't. A refused request counts as well. */
export function overMailboxLimit(world: World, key: string, request: SandboxRequest): Refusal | null {
  const usage = usageOf(world, key);
  const now = world.clock.now().epochMilliseconds;
  usage.requests.add(now, 1);
  if (usage.inFlight >= CONCURRENT_MAX) return throttled('MailboxConcurrency', CONCURRENCY_RETRY_S);
  if (usage.requests.sum(now) > REQUESTS_MAX) return throttled('RequestCount', waitFor(usage.requests, now));
  const bytes = Buffer.byteLength(request.body);
  if (usage.uploads.sum(now) + bytes > UPLOAD_BYTES_MAX) return throttled('IncomingBytes', waitFor(usage.uploads, now));
  if (bytes > 0) usage.uploads.add(now, bytes);
  return null;
}

/** Holds one of the mailbox's places until the function that it returns is called. */
export function occupy(world: World, key: string): () => void {
  const usage = usageOf(world, key);
  usage.inFlight += 1;
  return () => {
    usage.inFlight -= 1;
  };
}

function usageOf(world: World, key: string): Usage {
  const known = usages.get(world) ?? new Map<string, Usage>();
  usages.set(world, known);
  const usage = known.get(key) ?? {
    inFlight: 0,
    requests: createSlidingWindow(REQUESTS_WINDOW_MS),
    uploads: createSlidingWindow(UPLOAD_WINDOW_MS),
  };
  known.set(key, usage);
  return usage;
}

/** Seconds, at least one. */
function waitFor(window: SlidingWindow, now: number): number {
  return Math.max(1, Math.ceil(((window.oldestLeaves(now) ?? now) - now) / 1_000));
}

function throttled(limit: string, retryAfterS: number): Refusal {
  return {
    status: 429,
    code: 'ApplicationThrottled',
    message: `Application is over its ${limit} limit.`,
    headers: { 'retry-after': String(retryAfterS) },
  };
}
