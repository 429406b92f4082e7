// A list of ids as one parameter, so that a statement is the same however many there are.
import { type RawBuilder, sql } from 'kysely';

/** For `where('id', '=', anyOf(ids))`. */
export function anyOf(ids: Iterable<string>): RawBuilder<string> {
  return sql<string>`any(${`{${[...new Set(ids)].join(',')}}`}::uuid[])`;
}
