// The sign-ins that wait for a form to come back.
import type { World } from '../../core/world.ts';
import { EntraRefusal } from '../errors.ts';
import { entraStateOf, type PendingRequest } from '../state.ts';

/** @throws EntraRefusal 165000 for a form of nobody, 50089 for one that was left open */
export function pendingRequest(world: World, id: string): PendingRequest {
  const pending = entraStateOf(world).pending.get(id);
  if (!pending) throw new EntraRefusal(165000);
  if (pending.expiresAt <= world.clock.now().epochMilliseconds) throw new EntraRefusal(50089);
  return pending;
}
