// What a client wrote, held against the schema: known properties of the right kind, none that only the service sets.
import { enumMembers, itemType, propertyOf, type TypeModel, typeModel } from '../../schema/entity-model.ts';
import type { Output } from '../odata/shape.ts';
import type { GraphCall } from '../operation.ts';
import { isStructure } from './merge.ts';
import { badRequest, invalidValue } from './refusals.ts';

export interface BodyRules {
  /** The v1.0 type, without its namespace. */
  type: string;
  /** As messages name it, e.g. `Application`. */
  resource: string;
  readOnly: readonly string[];
}

/** The body as an object. @throws GraphRefusal 400 */
export function bodyOf(call: GraphCall): Output {
  if (isStructure(call.body)) return call.body;
  throw badRequest('A JSON object is expected in the request body.');
}

/** The body without annotations. @throws GraphRefusal 400 that names the property */
export function readBody(call: GraphCall, { type, resource, readOnly }: BodyRules): Output {
  const model = typeModel(type);
  if (!model) throw new TypeError(`The schema has no type ${type}.`);
  const body = Object.fromEntries(Object.entries(bodyOf(call)).filter(([name]) => !name.includes('@')));
  for (const name of Object.keys(body)) {
    if (readOnly.includes(name)) throw badRequest(`Property '${name}' is read-only and cannot be set.`);
  }
  checkStructure(body, model, { root: null, resource });
  return body;
}

interface Place {
  /** The property of the resource that all of this belongs to; null at the top. */
  root: string | null;
  resource: string;
}

function checkStructure(value: Output, model: TypeModel, { root, resource }: Place): void {
  for (const [name, each] of Object.entries(value)) {
    if (name.includes('@')) continue;
    const property = propertyOf(model, name, 'v1.0');
    if (!property || property.name !== name) throw badRequest(`Invalid property '${name}'.`);
    checkProperty(each, property, { root: root ?? name, resource });
  }
}

function checkProperty(value: unknown, { type, nullable }: { type: string; nullable: boolean }, place: Place): void {
  const { root, resource } = place;
  const refused = () => invalidValue(root ?? '', resource);
  if (itemType(type) !== type) {
    if (!Array.isArray(value)) throw refused();
    for (const each of value as unknown[]) checkProperty(each, { type: itemType(type), nullable: false }, place);
    return;
  }
  if (value === null) {
    if (!nullable) throw refused();
    return;
  }
  const members = enumMembers(type);
  if (members) {
    if (typeof value !== 'string' || !members.includes(value)) throw refused();
    return;
  }
  const model = typeModel(type);
  if (model) {
    if (!isStructure(value)) throw refused();
    checkStructure(value, model, place);
  } else if (!isPrimitive(value, type)) throw refused();
}

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Types that the extract of the schema lacks take anything. */
function isPrimitive(value: unknown, type: string): boolean {
  switch (type) {
    case 'Edm.String':
    case 'Edm.Binary':
      return typeof value === 'string';
    case 'Edm.Boolean':
      return typeof value === 'boolean';
    case 'Edm.Int32':
      return Number.isInteger(value);
    case 'Edm.Guid':
      return typeof value === 'string' && GUID.test(value);
    case 'Edm.DateTimeOffset':
      return typeof value === 'string' && INSTANT.test(value);
    default:
      return true;
  }
}
