// Generators of what Outlook says of a place besides its name.
import fc from 'fast-check';
import type { LocationType, LocationUniqueIdType } from '../../../graph/models/event.ts';
import type { PlaceDetails } from '../../../sync/index.ts';

const id = fc.record({
  uniqueId: fc.constantFrom('Room 1', 'room-1@contoso.example', '4c2d'),
  uniqueIdType: fc.constantFrom<LocationUniqueIdType>('private', 'directory', 'locationStore', 'bing'),
});
const address = fc.record(
  {
    street: fc.constantFrom('4567 Main St', 'Hauptstraße 1'),
    city: fc.constantFrom('Redmond', 'Wien'),
    countryOrRegion: fc.constantFrom('US', 'AT'),
    postalCode: fc.constantFrom('32008', '1010'),
  },
  { requiredKeys: ['city'] },
);
const coordinates = fc.record({
  latitude: fc.constantFrom(48.2082, -33.8688),
  longitude: fc.constantFrom(16.3738, 151.2093),
});

/** Never empty. */
export const placeDetails: fc.Arbitrary<PlaceDetails> = fc
  .tuple(
    fc.record({ locationType: fc.constantFrom<LocationType>('default', 'conferenceRoom', 'hotel', 'postalAddress') }),
    id,
    fc.record(
      {
        locationUri: fc.constant('https://maps.example/room-1'),
        locationEmailAddress: fc.constant('room-1@contoso.example'),
        address,
        coordinates,
      },
      { requiredKeys: [] },
    ),
  )
  .map(([type, ids, others]) => ({ ...type, ...ids, ...others }));
