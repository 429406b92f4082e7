// The kinds of columns that both drivers read alike.
import type { ColumnType } from 'kysely';

/** Written as ISO 8601 with `Z`. */
export type Instant = ColumnType<Date, string, string>;
/** Written as JSON text, so that both drivers send the same. */
export type Json<T> = ColumnType<T, string, string>;
