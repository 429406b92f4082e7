// Values of a JSON body as Graph's OData reader takes them: its types, and its words for what isn't of the type.
import { GraphRefusal } from '../../operation.ts';

/** The allowed words by lower case: Graph takes them in any letter case. */
export function words<T extends string>(...names: T[]): ReadonlyMap<string, T> {
  return new Map(names.map((name) => [name.toLowerCase(), name]));
}

/** Outlook's one message for every bad property; it never says which (docs issue 7919). */
export function invalidProperty(): GraphRefusal {
  return new GraphRefusal(400, 'ErrorPropertyValidationFailure', 'At least one property failed validation.');
}

/** What the OData reader says before Outlook sees the body. */
export function unreadable(message: string): GraphRefusal {
  return new GraphRefusal(400, 'RequestBodyRead', message);
}

/**
 * The fields of an object, under the names of its type, whatever their letter case in the body.
 * @param type for the words of the refusal, e.g. `microsoft.graph.itemBody`
 * @throws GraphRefusal for what is no object, or has a field that the type lacks.
 */
export function readFields<Name extends string>(
  value: unknown,
  type: string,
  names: readonly Name[],
): Partial<Record<Name, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unreadable(
      `An unexpected '${Array.isArray(value) ? 'StartArray' : 'PrimitiveValue'}' node was found when reading from the JSON reader. A 'StartObject' node was expected.`,
    );
  const known = words(...names);
  const fields: Partial<Record<Name, unknown>> = {};
  for (const [sent, field] of Object.entries(value)) {
    if (sent.includes('@')) continue;
    const name = known.get(sent.toLowerCase());
    if (name === undefined) throw unknownField(sent, type);
    fields[name] = field;
  }
  return fields;
}

export function unknownField(name: string, type: string): GraphRefusal {
  return unreadable(
    `The property '${name}' does not exist on type '${type}'. Make sure to only use property names that are defined by the type.`,
  );
}

export function readWord<T extends string>(value: unknown, known: ReadonlyMap<string, T>): T {
  const word = typeof value === 'string' ? known.get(value.toLowerCase()) : undefined;
  if (word === undefined) throw unreadable(`Requested value '${shown(value)}' was not found.`);
  return word;
}

export function readString(value: unknown): string {
  if (typeof value !== 'string') throw notOfType(value, 'Edm.String');
  return value;
}

/** A string, or null, which Graph keeps as such. */
export function readText(value: unknown): string | null {
  return value === null ? null : readString(value);
}

export function readBoolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw notOfType(value, 'Edm.Boolean');
  return value;
}

export function readInteger(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > 0x7fffffff)
    throw notOfType(value, 'Edm.Int32');
  return value;
}

export function readArray(value: unknown): unknown[] {
  if (!Array.isArray(value))
    throw unreadable(
      "An unexpected 'StartObject' node was found when reading from the JSON reader. A 'StartArray' node was expected.",
    );
  return value;
}

function notOfType(value: unknown, type: string): GraphRefusal {
  return unreadable(`Cannot convert the literal '${shown(value)}' to the expected type '${type}'.`);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
