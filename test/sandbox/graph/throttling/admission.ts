// Graph's door: whether a request may go on under the limits of its mailbox or directory, and how long it takes.
import type { SandboxRequest } from '../../core/http.ts';
import type { Admission, Coverage } from '../../core/service.ts';
import type { World } from '../../core/world.ts';
import { beginDirectoryWrite } from '../directory/concurrent-writes.ts';
import { mailboxKey, occupy, overMailboxLimit } from './mailbox-limits.ts';
import { overSharedLimit, SHARED_LIMITS } from './shared-limits.ts';

/** Counts a request from here until its release. A batch is not counted itself: each of its requests is. */
export function admit(request: SandboxRequest, world: World): Admission {
  const writing = beginDirectoryWrite(world, request);
  if (writing?.refusal) return { refusal: writing.refusal, latencyMs: world.settings.latencyMs, release: () => {} };
  const admission = admitUnderLimits(request, world);
  if (!writing) return admission;
  const release = () => {
    admission.release();
    writing.release();
  };
  return { ...admission, release };
}

function admitUnderLimits(request: SandboxRequest, world: World): Admission {
  const isBatch = /\/\$batch\/?$/i.test(request.url.pathname);
  const latencyMs = isBatch ? 0 : world.settings.latencyMs;
  const nothing = () => {};
  if (isBatch || world.settings.throttle === 'off') return { refusal: null, latencyMs, release: nothing };
  const key = mailboxKey(request, world);
  const refusal = (key === null ? null : overMailboxLimit(world, key, request)) ?? overSharedLimit(world, request);
  if (refusal) return { refusal, latencyMs: 0, release: nothing };
  return { refusal: null, latencyMs, release: key === null ? nothing : occupy(world, key) };
}

const limit = (behaviour: string, evidence: Coverage['evidence'], source: string, difference?: string): Coverage => ({
  service: 'graph',
  behaviour: `throttling: ${behaviour}`,
  evidence,
  source,
  ...(difference === undefined ? {} : { difference }),
});

export const throttlingCoverage: readonly Coverage[] = [
  limit('10,000 requests in 10 minutes for each application and mailbox', 'documented', 'concepts/throttling-limits'),
  limit(
    '4 requests at once for each application and mailbox',
    'documented',
    'concepts/throttling-limits; cal.diy issue 343 for the body',
  ),
  limit('150 MB sent in 5 minutes for each application and mailbox', 'documented', 'concepts/throttling-limits'),
  ...SHARED_LIMITS.map(({ name, requestsMax, windowMs }) =>
    limit(`${name}, ${requestsMax} in ${windowMs / 1_000} s`, 'documented', 'concepts/throttling-limits'),
  ),
  limit(
    'messages of the request and upload limits',
    'inferred',
    'worded after the concurrency limit',
    'the resource units of the directory are not counted, its writes are',
  ),
];
