// Places by their names: what Outlook knows of one stays as long as its name does.
import { expect, test } from 'vitest';
import { placeName, placesNamed } from '../../../server/events/places.ts';

const aalto = { name: 'Aalto', details: { locationEmailAddress: 'aalto@contoso.example' } };
const nameless = { name: '', details: { address: { street: 'Main St 1', city: 'Redmond' } } };

test('a place without a name is called by its address, else by where it lies', () => {
  expect(placeName(aalto)).toBe('Aalto');
  expect(placeName(nameless)).toBe('Main St 1, Redmond');
  expect(placeName({ name: '', details: { coordinates: { latitude: 48.2, longitude: 16.4 } } })).toBe('48.2, 16.4');
});

test('places that are named again keep their details, in any order; a name that is new has none', () => {
  const before = [aalto, nameless];
  expect(placesNamed(before.map(placeName), before)).toEqual(before);
  expect(placesNamed(['Main St 1, Redmond', 'Terrace'], before)).toEqual([nameless, { name: 'Terrace', details: {} }]);
  expect(placesNamed(['Aalto', 'Aalto'], before)).toEqual([aalto, { name: 'Aalto', details: {} }]);
});
