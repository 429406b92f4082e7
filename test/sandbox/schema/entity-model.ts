// The v1.0 schema as data: what types, properties and words Graph has, read from the checked-in extract of its CSDL.
import { readFileSync } from 'node:fs';

export interface Property {
  /** As the CSDL writes it. */
  name: string;
  /** `Edm.String`, `microsoft.graph.itemBody`, `Collection(…)`. */
  type: string;
  nullable: boolean;
}

export interface TypeModel {
  /** Without its namespace. */
  name: string;
  isEntity: boolean;
  /** A client's own properties may stand in it. */
  isOpen: boolean;
  /** Names of the types that it inherits from. */
  inherited: readonly string[];
  /** With the inherited ones, by name in lower case. */
  properties: ReadonlyMap<string, Property>;
  navigation: ReadonlyMap<string, Property>;
}

interface SchemaFile {
  types: Record<
    string,
    {
      kind: string;
      inherited: string[];
      openType: boolean;
      allProperties: Record<string, { type: string; nullable: boolean }>;
      navigation: Record<string, { type: string }>;
    }
  >;
  enums: Record<string, { members: string[] }>;
  entitySets: Record<string, string>;
  singletons: Record<string, string>;
}

const NAMESPACE = 'microsoft.graph.';
const extract = read('graph-types.json') as SchemaFile;
/** Types of the directory that the extract lacks. */
const directory = read('directory-types.json') as Pick<SchemaFile, 'types' | 'entitySets'>;
const schema: SchemaFile = {
  ...extract,
  types: { ...extract.types, ...directory.types },
  entitySets: { ...extract.entitySets, ...directory.entitySets },
};
const models = new Map<string, TypeModel>();

/** What beta adds to types of v1.0, as far as the sandbox answers it. */
const BETA_PROPERTIES: Readonly<Record<string, readonly Property[]>> = {
  event: ['uid', 'occurrenceId'].map((name) => ({ name, type: 'Edm.String', nullable: true })),
  calendar: ['isShared', 'isSharedWithMe'].map((name) => ({ name, type: 'Edm.Boolean', nullable: true })),
};

/** Types by lower case: a cast in an address counts in any letter case (attachment-get, example 3). */
const typeNames: ReadonlyMap<string, string> = new Map(
  Object.keys(schema.types).map((name) => [name.toLowerCase(), name]),
);

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}

/** @param name with or without the namespace. @returns undefined for a type that the extract lacks */
export function typeModel(name: string): TypeModel | undefined {
  const key = typeNames.get(bareName(name).toLowerCase()) ?? '';
  const known = models.get(key);
  if (known) return known;
  const found = schema.types[key];
  if (!found) return undefined;
  const navigation = [key, ...found.inherited].flatMap((each) => Object.entries(schema.types[each]?.navigation ?? {}));
  const model: TypeModel = {
    name: key,
    isEntity: found.kind === 'EntityType',
    isOpen: found.openType,
    inherited: found.inherited,
    properties: byName(Object.entries(found.allProperties).map(([each, facts]) => ({ name: each, ...facts }))),
    navigation: byName(navigation.map(([each, { type }]) => ({ name: each, type, nullable: true }))),
  };
  models.set(key, model);
  return model;
}

/** A property of a type, its name in any letter case. */
export function propertyOf(model: TypeModel, name: string, version: 'v1.0' | 'beta'): Property | undefined {
  const key = name.toLowerCase();
  const beta = version === 'beta' ? BETA_PROPERTIES[model.name] : undefined;
  return model.properties.get(key) ?? beta?.find((property) => property.name.toLowerCase() === key);
}

/** The words of an enumeration; undefined for what is none. */
export function enumMembers(type: string): readonly string[] | undefined {
  return schema.enums[bareName(type)]?.members;
}

/** The type behind a name right below the version root: `me`, `users`, `subscriptions`. */
export function rootType(name: string): string | undefined {
  const roots = { ...schema.entitySets, ...schema.singletons };
  return Object.entries(roots).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
}

/** The type of a collection's items; of anything else, the type itself. */
export function itemType(type: string): string {
  return /^Collection\((.+)\)$/.exec(type)?.[1] ?? type;
}

export function bareName(type: string): string {
  return type.startsWith(NAMESPACE) ? type.slice(NAMESPACE.length) : type;
}

function byName(properties: readonly Property[]): Map<string, Property> {
  return new Map(properties.map((property) => [property.name.toLowerCase(), property]));
}
