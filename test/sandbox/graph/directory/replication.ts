// A new object reaches the replicas one after another: until then reads find it by turns, and personal accounts' side lacks it.
import type { Application, World } from '../../core/world.ts';
import { GraphRefusal } from '../operation.ts';
import { notFound } from './refusals.ts';
import { directoryStateOf } from './state.ts';

/** Notes when a new object will be everywhere. */
export function beginReplication(world: World, id: string): void {
  const { directoryReplicationMs } = world.settings;
  if (directoryReplicationMs === 0) return;
  directoryStateOf(world).settledAt.set(id, world.clock.now().epochMilliseconds + directoryReplicationMs);
}

export function isSettled(world: World, id: string): boolean {
  return world.clock.now().epochMilliseconds >= (directoryStateOf(world).settledAt.get(id) ?? 0);
}

/** Whether the replica that is asked has the object: for a new one the first doesn't, the next does, and so on. */
export function isSeen(world: World, id: string): boolean {
  if (isSettled(world, id)) return true;
  const { earlyReads } = directoryStateOf(world);
  const reads = earlyReads.get(id) ?? 0;
  earlyReads.set(id, reads + 1);
  return reads % 2 === 1;
}

/** @throws GraphRefusal 409 while the consumer-side twin of a new application is missing, 404 by turns for others. */
export function checkWritable(world: World, application: Application, key: string): void {
  if (isSettled(world, application.id)) return;
  if (String(application.resource.signInAudience).includes('PersonalMicrosoftAccount')) {
    throw new GraphRefusal(409, 'Error_MsaAppDoesNotExist', 'The corresponding MSA application does not exist.');
  }
  if (!isSeen(world, application.id)) throw notFound(key);
}
