// Databases of before: a place that was a name becomes an object, wherever one is stored.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { up } from '../../server/database/migrations/0004-categories.ts';
import { createSqlWorld } from '../support/sql-world.ts';
import { places } from '../support/sync-world.ts';
import { openTestDatabase } from '../support/test-database.ts';

test('places that were names become objects in events, in what both sides agreed on, and in what was delivered', async () => {
  const open = await openTestDatabase('PGlite');
  const { database } = open;
  const world = await createSqlWorld(database);
  await world.add({ places: places('Room 1', 'Room 2') });
  await world.add({ subject: 'Nowhere' });
  await world.sync();
  const stored = async () => ({
    events: (await database.selectFrom('events').select('places').orderBy('subject').execute()).map(
      (row) => row.places,
    ),
    links: (await database.selectFrom('links').select('base').execute()).map(({ base }) => [
      base?.ours.places.map(({ name }) => name),
      base?.theirs.places.map(({ name }) => name),
    ]),
    seen: (await database.selectFrom('seen_items').select('version').execute()).map(({ version }) =>
      version?.values.places.map(({ name }) => name),
    ),
  });
  const before = await stored();
  expect([before.events.length, before.links.length, before.seen.length]).toEqual([2, 2, 2]);
  const names = (list: string) =>
    sql.raw(`(select coalesce(jsonb_agg(place ->> 'name'), '[]') from jsonb_array_elements(${list}) as place)`);
  await sql`drop table categories`.execute(database);
  await sql`update events set places = ${names('places')}`.execute(database);
  await sql`update links set base = jsonb_set(jsonb_set(base, '{ours,places}', ${names("base #> '{ours,places}'")}),
    '{theirs,places}', ${names("base #> '{theirs,places}'")})`.execute(database);
  await sql`update seen_items set version = jsonb_set(version - 'attendees', '{values,places}',
    ${names("version #> '{values,places}'")})`.execute(database);
  expect((await stored()).events).toContainEqual(['Room 1', 'Room 2']);
  await up(database as never);
  expect(await stored()).toEqual(before);
  expect(await world.sync()).toMatchObject({ sent: 0, failed: 0 });
  await open.close();
});
