// Places by their names, which is how our API speaks of them; what Outlook knows of a place stays with its name.
import type { Place } from '../../sync/index.ts';

/** How a place is called; one that Outlook knows without a name, by its address or where it lies. */
export function placeName({ name, details }: Place): string {
  if (name !== '') return name;
  const { street, postalCode, city, state, countryOrRegion } = details.address ?? {};
  const address = [street, postalCode, city, state, countryOrRegion].filter(Boolean).join(', ');
  const { latitude, longitude } = details.coordinates ?? {};
  return address || details.locationEmailAddress || details.locationUri || `${latitude ?? '?'}, ${longitude ?? '?'}`;
}

/** The places of these names, in this order; those that were there before keep what Outlook knows of them. */
export function placesNamed(names: readonly string[], before: readonly Place[]): Place[] {
  const known = [...before];
  return names.map((name) => {
    const index = known.findIndex((place) => placeName(place) === name);
    const [same] = index < 0 ? [] : known.splice(index, 1);
    return same ?? { name, details: {} };
  });
}
