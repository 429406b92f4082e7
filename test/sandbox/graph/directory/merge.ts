// How a PATCH changes a resource of the directory: lists are replaced whole, structures merged by their own properties.
import type { Output } from '../odata/shape.ts';

/** A new resource; neither argument is changed. */
export function merged(before: Output, change: Output): Output {
  const result = { ...before };
  for (const [name, value] of Object.entries(structuredClone(change))) {
    const old = before[name];
    result[name] = isStructure(old) && isStructure(value) ? merged(old, value) : value;
  }
  return result;
}

export function isStructure(value: unknown): value is Output {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
