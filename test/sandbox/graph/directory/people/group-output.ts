// A group as a resource.
import type { Output } from '../../odata/shape.ts';
import type { Group } from '../state.ts';

export function groupOutput({ id, resource }: Group): Output {
  return { ...resource, id };
}
