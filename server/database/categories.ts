// Reads and writes the colours that users gave to their categories.
import { sql } from 'kysely';
import type { CategoryColor } from '../../graph/models/category.ts';
import type { Database } from './tables.ts';

export interface CategoryRow {
  name: string;
  /** Null: named on an event, without a colour of its own. */
  color: CategoryColor | null;
}

/** A user's categories by name: those with a colour, and those that stand on the user's events. */
export async function readCategories(database: Database, userId: string): Promise<CategoryRow[]> {
  const { rows } = await sql<CategoryRow>`
    select name, max(color) as color from (
      select name, color from categories where user_id = ${userId}
      union all
      select named.name, null from participations
      cross join lateral jsonb_array_elements_text(participations.categories) as named (name)
      where participations.user_id = ${userId}
    ) as known
    group by name
    order by name collate "C"`.execute(database);
  return rows;
}

/** Replaces all of a user's colours. */
export async function writeCategories(
  database: Database,
  userId: string,
  categories: readonly { name: string; color: CategoryColor }[],
): Promise<void> {
  await database.deleteFrom('categories').where('user_id', '=', userId).execute();
  if (categories.length === 0) return;
  await database
    .insertInto('categories')
    .values(categories.map(({ name, color }) => ({ user_id: userId, name, color })))
    .execute();
}
