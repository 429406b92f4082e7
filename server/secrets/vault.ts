// Sealed values in the database, by their place.
import type { Clock } from '../../sync/index.ts';
import type { Database } from '../database/tables.ts';
import type { SealedPlace, Sealing } from './sealing.ts';

export interface Vault {
  /** @throws SealBrokenError */
  read(database: Database, place: SealedPlace): Promise<string | null>;
  write(database: Database, place: SealedPlace, plain: string): Promise<void>;
  remove(database: Database, place: SealedPlace): Promise<void>;
}

export function createVault(sealing: Sealing, clock: Clock): Vault {
  return {
    async read(database, place) {
      const row = await rowAt(database, place);
      return row ? sealing.open(place, row.value) : null;
    },
    async write(database, place, plain) {
      const value = await sealing.seal(place, plain);
      const sealed = { value, key_id: sealing.keyId, updated_at: clock.now().toString() };
      await database
        .insertInto('sealed')
        .values({ table_name: place.table, row_id: place.row, column_name: place.column, ...sealed })
        .onConflict((conflict) => conflict.columns(['table_name', 'row_id', 'column_name']).doUpdateSet(sealed))
        .execute();
    },
    async remove(database, { table, row, column }) {
      await database
        .deleteFrom('sealed')
        .where('table_name', '=', table)
        .where('row_id', '=', row)
        .where('column_name', '=', column)
        .execute();
    },
  };
}

function rowAt(database: Database, { table, row, column }: SealedPlace): Promise<{ value: string } | undefined> {
  return database
    .selectFrom('sealed')
    .select('value')
    .where('table_name', '=', table)
    .where('row_id', '=', row)
    .where('column_name', '=', column)
    .executeTakeFirst();
}
