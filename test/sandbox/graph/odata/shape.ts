// What a kind of entity looks like to OData: its type, how one is written, and what hangs on it.
import type { ExpandItem } from './expand.ts';
import type { Output } from './output.ts';

export type { Output } from './output.ts';

/** How rows of one kind become entities. `Row` is whatever a service stores. */
export interface EntityShape<Row> {
  /** The v1.0 type, without its namespace. */
  type: string;
  /** Which preferences shape this kind of entity, and so are confirmed in `Preference-Applied`. */
  honours: readonly ('zone' | 'body' | 'ids')[];
  /**
   * Annotations (`@odata.etag`), `id`, and at least the properties named, in lower case; all of them where `names` is null.
   */
  write(row: Row, names: ReadonlySet<string> | null): Output;
  /** What `$expand` puts in under the navigation property's name; undefined leaves it out. */
  expand?(row: Row, item: ExpandItem): unknown;
  /** Values as `$filter` and `$orderby` compare them, where that isn't what `write` says; by the property's name in lower case. */
  compared?(row: Row, name: string): unknown;
  /** Why a property can't be filtered by; null where it can. @param path in lower case, e.g. `organizer/emailaddress/address` */
  refusesFilter?(path: string): FilterRefusal | null;
  /** How `$search` finds rows; left out where it isn't supported. */
  search?(row: Row, words: string): boolean;
}

/** Outlook words its two refusals differently: a property as such, or the whole expression. */
export type FilterRefusal = 'property' | 'expression';

/** Entities that are stored as they are answered. @param type without its namespace */
export function plainShape(type: string): EntityShape<Output> {
  return { type, honours: [], write: (row) => row };
}
