// Open extensions: how they are named, what they may hold, and how an answer shows them.
import { readString, unreadable } from '../calendar/events/read-values.ts';
import type { StoredExtension } from '../calendar/state.ts';
import { GraphRefusal } from '../operation.ts';

const TYPE_NAME = 'Microsoft.OutlookServices.OpenTypeExtension';
/** Both of Microsoft's names for the type, which stand before the name in an id. */
const ID_PREFIX = /^(?:Microsoft\.OutlookServices|microsoft\.graph)\.OpenTypeExtension\./i;
const TYPE = /^#?(?:Microsoft\.OutlookServices|microsoft\.graph)\.openTypeExtension$/i;

/** The name in an id that a path or a filter gives, whole or by its name alone (opentypeextension-get). */
export function extensionName(id: string): string {
  return id.replace(ID_PREFIX, '');
}

/** The id of an extension: the type and its name. */
export function extensionId(name: string): string {
  return `${TYPE_NAME}.${name}`;
}

export function findExtension(extensions: readonly StoredExtension[], id: string): StoredExtension | undefined {
  const name = extensionName(id).toLowerCase();
  return extensions.find((extension) => extension.name.toLowerCase() === name);
}

/** An extension as a POST says it. @throws GraphRefusal */
export function readExtension(body: unknown): StoredExtension {
  const sent = objectOf(body);
  const type = sent['@odata.type'];
  if (typeof type !== 'string' || !TYPE.test(type)) throw unreadable('Cannot create an abstract class.');
  const name = readString(sent.extensionName);
  if (name.trim() === '') throw new GraphRefusal(400, 'ErrorInvalidRequest', 'An extension needs a name.');
  return { name, data: readData(sent) };
}

/** What a PATCH leaves: exactly what it says, for what it leaves out is deleted (opentypeextension-update). */
export function readData(body: unknown): StoredExtension['data'] {
  const data: StoredExtension['data'] = {};
  for (const [name, value] of Object.entries(objectOf(body))) {
    if (name.includes('@') || name === 'id' || name === 'extensionName') continue;
    if (!isPrimitive(value) && !(Array.isArray(value) && value.every(isPrimitive))) {
      throw new GraphRefusal(
        400,
        'ErrorInvalidRequest',
        `The property '${name}' of an open extension must be a primitive value or an array of primitive values.`,
      );
    }
    data[name] = value;
  }
  return data;
}

export function extensionOutput({ name, data }: StoredExtension): Record<string, unknown> {
  return { '@odata.type': '#microsoft.graph.openTypeExtension', id: extensionId(name), extensionName: name, ...data };
}

function isPrimitive(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new GraphRefusal(400, 'BadRequest', 'Empty Payload. JSON content expected.');
}
