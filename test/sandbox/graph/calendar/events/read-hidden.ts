// What only programs see of an event, as sent in a body: extended properties and open extensions. Stored, never echoed.
import { mergeMultiValues, mergeSingleValues } from '../../extensions/extended-properties.ts';
import { readExtension } from '../../extensions/open-extensions.ts';
import type { Item } from '../state.ts';
import type { EventBody } from './event-schema.ts';
import { readArray } from './read-values.ts';

/** @throws GraphRefusal for an id that isn't one of an extended property, or a value that isn't of its type. */
export function applyHidden(item: Item, body: EventBody): void {
  const { singleValueExtendedProperties: single, multiValueExtendedProperties: multi, extensions } = body;
  if (single !== undefined) item.extendedProperties = mergeSingleValues(item.extendedProperties, single);
  if (multi !== undefined) item.multiValueProperties = mergeMultiValues(item.multiValueProperties, multi);
  if (extensions === undefined) return;
  const sent = readArray(extensions).map(readExtension);
  const others = item.extensions.filter(({ name }) => !sent.some((extension) => extension.name === name));
  item.extensions = [...others, ...sent];
}
