// Values against the schema: types, words, formats, what may be null, and which properties an entity has to have.
import { enumMembers, itemType, propertyOf, type TypeModel, typeModel } from './entity-model.ts';
import { mustBeThere } from './required-properties.ts';

export type Violations = string[];

interface Place {
  /** Where in the answer, e.g. `value[3].start.dateTime`. */
  at: string;
  version: 'v1.0' | 'beta';
  found: Violations;
}

interface EntityPlace extends Place {
  /** Null: a whole entity. */
  selected: readonly string[] | null;
  /** Whether something may be missing. */
  isPartial: boolean;
}

/** Formats that the schema's types don't tell: local times of events have seven decimals and no offset. */
const WALL_CLOCK = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}$/;

const FORMATS: Readonly<Record<string, (value: unknown) => boolean>> = {
  'Edm.String': (value) => typeof value === 'string',
  'Edm.Boolean': (value) => typeof value === 'boolean',
  'Edm.Int32': (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
  'Edm.Int64': Number.isSafeInteger,
  'Edm.Double': (value) => typeof value === 'number',
  'Edm.Binary': matches(/^[A-Za-z\d+/_-]*={0,2}$/),
  'Edm.Guid': matches(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i),
  'Edm.Date': matches(/^\d{4}-\d\d-\d\d$/),
  'Edm.TimeOfDay': matches(/^\d\d:\d\d:\d\d\.\d{7}$/),
  'Edm.DateTimeOffset': matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z$/),
  'Edm.Duration': matches(/^-?P/),
};

function matches(pattern: RegExp): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && pattern.test(value);
}

/** An entity or a structure with what it says of itself: `@odata.type` names a derived type. */
export function checkEntity(value: unknown, typeName: string, place: EntityPlace): void {
  const { at, found, selected, isPartial } = place;
  if (typeof value !== 'object' || value === null) {
    found.push(`${at} is no object`);
    return;
  }
  const entity = value as Record<string, unknown>;
  const said = entity['@odata.type'];
  const model = typeModel(typeof said === 'string' ? said.replace(/^#/, '') : typeName);
  // The extract of the schema lacks what the sandbox's services have nothing to do with, e.g. directory roles.
  if (!model) return;
  if (model.name !== typeName && !model.inherited.includes(typeName)) {
    found.push(`${at} is a ${model.name}, which is no ${typeName}`);
  }
  if (entity['@removed'] !== undefined) return;
  checkProperties(entity, model, place);
  if (isPartial && selected === null) return;
  for (const name of mustBeThere(model, entity, selected)) {
    if (!(name in entity)) found.push(`${at} lacks ${name}`);
  }
}

function checkProperties(entity: Record<string, unknown>, model: TypeModel, place: EntityPlace): void {
  const { at, version, found, selected } = place;
  for (const [name, value] of Object.entries(entity)) {
    if (name.includes('@')) continue;
    const inner = { at: `${at}.${name}`, version, found };
    const property = propertyOf(model, name, version);
    const navigation = model.navigation.get(name.toLowerCase());
    const known = property ?? navigation;
    if (known && known.name !== name) found.push(`${at}.${name} is written ${known.name}`);
    if (property) {
      if (selected && name !== 'id' && !selected.includes(name)) found.push(`${at}.${name} was not selected`);
      checkValue(value, property, inner);
    } else if (navigation) checkExpanded(value, navigation.type, inner);
    else if (!model.isOpen || model.name === 'event') found.push(`${at}.${name} is no property of ${model.name}`);
    if (model.name === 'dateTimeTimeZone' && name === 'dateTime' && !WALL_CLOCK.test(String(value))) {
      found.push(`${at}.dateTime is no local time: ${String(value)}`);
    }
  }
}

/** What was expanded may be selected from, so that nothing of it has to be there. */
function checkExpanded(value: unknown, type: string, place: Place): void {
  const target = itemType(type).replace(/^microsoft\.graph\./, '');
  if (!typeModel(target)) return;
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (Array.isArray(value) !== (itemType(type) !== type)) place.found.push(`${place.at} is no ${type}`);
  for (const each of values) {
    if (each !== null) checkEntity(each, target, { ...place, selected: null, isPartial: true });
  }
}

export function checkValue(
  value: unknown,
  { type, nullable }: { type: string; nullable: boolean },
  place: Place,
): void {
  const { at, found } = place;
  if (itemType(type) !== type) {
    if (!Array.isArray(value)) found.push(`${at} is no array`);
    else
      for (const [index, each] of (value as unknown[]).entries()) {
        checkValue(each, { type: itemType(type), nullable }, { ...place, at: `${at}[${index}]` });
      }
    return;
  }
  if (value === null || value === undefined) {
    if (!nullable) found.push(`${at} must not be null`);
    return;
  }
  const members = enumMembers(type);
  if (members) {
    if (typeof value !== 'string' || !members.includes(value)) found.push(`${at} has no word ${JSON.stringify(value)}`);
    return;
  }
  const fits = FORMATS[type];
  if (fits) {
    if (!fits(value)) found.push(`${at} is no ${type}: ${JSON.stringify(value)}`);
  } else if (typeModel(type)) {
    checkEntity(value, type.replace(/^microsoft\.graph\./, ''), { ...place, selected: null, isPartial: false });
  }
}
