// The Azure of each world, kept beside it.
import type { World } from '../core/world.ts';
import type { Azure } from './model.ts';
import { createAzure } from './seed.ts';

const azures = new WeakMap<World, Azure>();

/** The Azure of a world, made when it is first asked for. */
export function azureOf(world: World): Azure {
  let azure = azures.get(world);
  if (!azure) {
    azure = createAzure(world);
    azures.set(world, azure);
  }
  return azure;
}
