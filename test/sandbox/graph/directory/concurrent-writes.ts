// One write at a time to an application or service principal: a second one meanwhile is a concurrency violation.
import type { SandboxRequest } from '../../core/http.ts';
import { tokenOf } from '../../core/ledger.ts';
import type { Refusal } from '../../core/service.ts';
import type { World } from '../../core/world.ts';

const OBJECT =
  /^\/(?:v1\.0|beta)\/(?:myorganization\/)?(?<set>applications|servicePrincipals)(?:\/(?<id>[^/()]+)|\((?:appId=|uniqueName=)?'(?<key>[^']+)'\))/i;

const writing = new WeakMap<World, Set<string>>();

export type DirectoryWrite = { refusal: Refusal } | { refusal: null; release: () => void };

/** Holds the object that a request writes to until `release`; null for anything else. */
export function beginDirectoryWrite(world: World, request: SandboxRequest): DirectoryWrite | null {
  const found = OBJECT.exec(request.url.pathname);
  if (request.method === 'GET' || !found?.groups || !tokenOf(request, world)) return null;
  const { set = '', id, key } = found.groups;
  const object = objectKey(world, set.toLowerCase(), decodeURIComponent(id ?? key ?? ''));
  const held = writing.get(world) ?? new Set<string>();
  writing.set(world, held);
  if (held.has(object)) return { refusal: concurrencyViolation() };
  held.add(object);
  return { refusal: null, release: () => void held.delete(object) };
}

/** The same object by whichever of its keys. */
function objectKey(world: World, set: string, key: string): string {
  const objects = set === 'applications' ? world.applications : world.servicePrincipals;
  const named = [...objects.values()].find(
    ({ id, appId, resource }) => id === key || appId === key || resource.uniqueName === key,
  );
  return `${set} ${named?.id ?? key}`;
}

function concurrencyViolation(): Refusal {
  return {
    status: 409,
    code: 'Directory_ConcurrencyViolation',
    message: 'Error due to concurrent requests being made to the tenant. Please wait briefly and retry.',
  };
}
