// `location` as it mirrors `locations`: the only place, or all of them by name.
import type { Output } from '../../odata/shape.ts';

/** What an event without any place answers. */
const NOWHERE: Output = {
  displayName: '',
  locationType: 'default',
  uniqueIdType: 'unknown',
  address: {},
  coordinates: {},
};

/** @param locations as stored, in Graph's shape */
export function locationOf(locations: readonly Output[]): Output {
  const [first, ...others] = locations;
  if (!first) return NOWHERE;
  if (others.length === 0) return first;
  const displayName = locations.map((place) => String(place.displayName)).join('; ');
  return { displayName, locationType: 'default', uniqueId: displayName, uniqueIdType: 'private' };
}
