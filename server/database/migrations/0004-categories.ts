// Categories with a colour, for each user; and places as objects that keep what Outlook says of them.
import { type Kysely, sql } from 'kysely';

export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table categories (
      user_id uuid not null references users on delete cascade,
      name text not null,
      color text not null,
      primary key (user_id, name)
    )`.execute(database);
  await convertPlaces(database);
}

/** Until now a place was its name. */
async function convertPlaces(database: Kysely<never>): Promise<void> {
  const asObjects = (names: ReturnType<typeof sql>) => sql`(
    select coalesce(jsonb_agg(jsonb_build_object('name', name, 'details', '{}'::jsonb) order by position), '[]'::jsonb)
    from jsonb_array_elements_text(${names}) with ordinality as listed (name, position)
  )`;
  await sql`update events set places = ${asObjects(sql`places`)}`.execute(database);
  await sql`
    update links set base = jsonb_set(
      jsonb_set(base, '{ours,places}', ${asObjects(sql`base #> '{ours,places}'`)}),
      '{theirs,places}', ${asObjects(sql`base #> '{theirs,places}'`)}
    )
    where base is not null`.execute(database);
  await sql`
    update seen_items set version = jsonb_set(
      version || '{"attendees": []}', '{values,places}', ${asObjects(sql`version #> '{values,places}'`)}
    )
    where version is not null`.execute(database);
}
