// The places of a body: `location` and `locations` mirror each other, and setting the first replaces the second.
import type { EventBody } from './event-schema.ts';
import { readArray, readFields, readText, readWord, unreadable, words } from './read-values.ts';

const FIELDS = [
  'displayName',
  'locationType',
  'uniqueId',
  'uniqueIdType',
  'locationUri',
  'locationEmailAddress',
  'address',
  'coordinates',
] as const;
const ADDRESS_FIELDS = ['street', 'city', 'state', 'countryOrRegion', 'postalCode'] as const;
const COORDINATE_FIELDS = ['latitude', 'longitude', 'altitude', 'accuracy', 'altitudeAccuracy'] as const;
const LOCATION_TYPES = words(
  'default',
  'conferenceRoom',
  'homeAddress',
  'businessAddress',
  'geoCoordinates',
  'streetAddress',
  'hotel',
  'restaurant',
  'localBusiness',
  'postalAddress',
);
const ID_TYPES = words('unknown', 'locationStore', 'directory', 'private', 'bing');

/** @returns the places that the event has from now on; undefined where the body says nothing of them. */
export function readPlaces(body: EventBody): Record<string, unknown>[] | undefined {
  if (body.locations !== undefined && body.locations !== null)
    return readArray(body.locations).map(readPlace).filter(isNamed);
  if (body.location === undefined) return undefined;
  return body.location === null ? [] : [readPlace(body.location)].filter(isNamed);
}

function isNamed({ displayName, address, coordinates }: Record<string, unknown>): boolean {
  return Boolean(displayName) || address !== undefined || coordinates !== undefined;
}

function readPlace(value: unknown): Record<string, unknown> {
  const sent = readFields(value, 'microsoft.graph.location', FIELDS);
  const displayName = sent.displayName === undefined ? '' : (readText(sent.displayName) ?? '');
  const place: Record<string, unknown> = {
    displayName,
    locationType: readWord(sent.locationType ?? 'default', LOCATION_TYPES),
    uniqueId: typeof sent.uniqueId === 'string' ? sent.uniqueId : displayName,
    uniqueIdType: readWord(sent.uniqueIdType ?? 'private', ID_TYPES),
  };
  for (const name of ['locationUri', 'locationEmailAddress'] as const)
    if (sent[name] !== undefined && sent[name] !== null) place[name] = readText(sent[name]);
  if (sent.address) place.address = readAddress(sent.address);
  if (sent.coordinates) place.coordinates = readCoordinates(sent.coordinates);
  return place;
}

function readAddress(value: unknown): Record<string, string | null> {
  const sent = Object.entries(readFields(value, 'microsoft.graph.physicalAddress', ADDRESS_FIELDS));
  return Object.fromEntries(sent.map(([name, part]) => [name, readText(part)]));
}

function readCoordinates(value: unknown): Record<string, number> {
  const sent = Object.entries(readFields(value, 'microsoft.graph.outlookGeoCoordinates', COORDINATE_FIELDS));
  const numbers = sent.filter(([, number]) => number !== null).map(([name, number]) => [name, readNumber(number)]);
  return Object.fromEntries(numbers) as Record<string, number>;
}

function readNumber(value: unknown): number {
  if (typeof value !== 'number')
    throw unreadable(`Cannot convert the literal '${String(value)}' to the expected type 'Edm.Double'.`);
  return value;
}
