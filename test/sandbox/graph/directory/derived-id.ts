// Ids of objects that nobody makes: the same for the same facts, so that they draw nothing from the world's randomness.
import { createHash } from 'node:crypto';

export function derivedId(...facts: readonly string[]): string {
  const digits = createHash('sha256').update(facts.join('|')).digest('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
