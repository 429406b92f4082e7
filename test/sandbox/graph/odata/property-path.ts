// Paths into an entity (`start/dateTime`, a lambda's `ep/id`): their types by the schema, and how their values are read.
import { enumMembers, itemType, propertyOf, type TypeModel, typeModel } from '../../schema/entity-model.ts';
import { extendedPropertyKey } from '../extensions/extended-properties.ts';
import type { EntityShape } from './shape.ts';

/** Where a filter looks: a row of the collection, and the elements that lambdas go through. */
export interface Scope<Row> {
  row: Row;
  variables: Readonly<Record<string, unknown>>;
}

/** What a path leads to. */
export interface Target<Row> {
  /** `Edm.String`, an enumeration, a complex type; of a collection, with `Collection(…)`. */
  type: string;
  /** How values are to be compared beyond what the type says. */
  meaning: 'plain' | 'wallClock' | 'singlePropertyId' | 'multiPropertyId';
  read(scope: Scope<Row>): unknown;
}

export interface PathContext<Row> {
  shape: EntityShape<Row>;
  model: TypeModel;
  version: 'v1.0' | 'beta';
  /** Types of lambda variables, by name. */
  variables: Readonly<Record<string, string>>;
}

/** A name that no property has. */
export class UnknownPropertyError extends Error {
  constructor(name: string, type: string) {
    super(`Could not find a property named '${name}' on type '${type}'.`);
    this.name = 'UnknownPropertyError';
  }
}

/** @throws UnknownPropertyError */
export function resolvePath<Row>(segments: readonly string[], context: PathContext<Row>): Target<Row> {
  const [first = '', ...rest] = segments;
  const variableType = context.variables[first];
  if (variableType !== undefined) {
    return follow(
      { type: variableType, meaning: 'plain', read: ({ variables }) => variables[first] },
      rest,
      context.version,
    );
  }
  return follow(rootTarget(first, context), rest, context.version);
}

function rootTarget<Row>(name: string, { shape, model, version }: PathContext<Row>): Target<Row> {
  const key = name.toLowerCase();
  const property = propertyOf(model, name, version) ?? model.navigation.get(key);
  if (!property) throw new UnknownPropertyError(name, `microsoft.graph.${model.name}`);
  const names = new Set([key]);
  const read = ({ row }: Scope<Row>) => shape.compared?.(row, key) ?? shape.write(row, names)[property.name];
  return { type: property.type, meaning: meaningOf(model, property.name), read };
}

function follow<Row>(from: Target<Row>, segments: readonly string[], version: 'v1.0' | 'beta'): Target<Row> {
  const [name, ...rest] = segments;
  if (name === undefined) return from;
  const model = typeModel(from.type);
  const property = model ? propertyOf(model, name, version) : undefined;
  if (!model || !property) throw new UnknownPropertyError(name, from.type);
  return follow(
    {
      type: property.type,
      meaning: meaningOf(model, property.name),
      read(scope) {
        const value = from.read(scope);
        return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[property.name] : null;
      },
    },
    rest,
    version,
  );
}

/** Times of events are text in the schema, yet compared as times; ids of extended properties have rules of their own. */
function meaningOf({ name: type }: TypeModel, name: string): Target<unknown>['meaning'] {
  if (type === 'dateTimeTimeZone' && name === 'dateTime') return 'wallClock';
  if (name !== 'id') return 'plain';
  if (type === 'singleValueLegacyExtendedProperty') return 'singlePropertyId';
  return type === 'multiValueLegacyExtendedProperty' ? 'multiPropertyId' : 'plain';
}

/** What kind of literal a type is compared with. */
export type Category =
  | 'string'
  | 'number'
  | 'boolean'
  | 'dateTime'
  | 'date'
  | 'guid'
  | 'enum'
  | 'structure'
  | 'collection';

export function categoryOf(type: string): Category {
  if (itemType(type) !== type) return 'collection';
  if (enumMembers(type)) return 'enum';
  switch (type) {
    case 'Edm.String':
      return 'string';
    case 'Edm.Boolean':
      return 'boolean';
    case 'Edm.DateTimeOffset':
      return 'dateTime';
    case 'Edm.Date':
      return 'date';
    case 'Edm.Guid':
      return 'guid';
    default:
      return /^Edm\.(?:Int|Double|Single|Decimal|Byte)/.test(type) ? 'number' : 'structure';
  }
}

/** A value as it is put in order: text without letter case, times as milliseconds; null stays null. */
export function comparable(
  value: unknown,
  { type, meaning }: Pick<Target<unknown>, 'type' | 'meaning'>,
): string | number | boolean | null {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  if (meaning === 'wallClock' || categoryOf(type) === 'dateTime') return timeOf(value);
  if (meaning === 'singlePropertyId') return extendedPropertyKey(value);
  return meaning === 'multiPropertyId' ? extendedPropertyKey(value, 'multi') : value.toLowerCase();
}

/** Milliseconds of a time; one without an offset is UTC. NaN for what is no time. */
export function timeOf(text: string): number {
  const iso = text.trim().replace(' ', 'T');
  const withTime = /T/i.test(iso) ? iso : `${iso}T00:00:00`;
  return Date.parse(/(?:Z|[+-]\d\d:\d\d)$/i.test(withTime) ? withTime : `${withTime}Z`);
}
