// The two databases that every database test runs on.
import { type OpenDatabase, openDatabase } from '../../server/database/open-database.ts';
import { startPostgres } from './start-postgres.ts';

export const DATABASES = ['PGlite', 'PostgreSQL'] as const;
export type DatabaseKind = (typeof DATABASES)[number];

/** A migrated database that holds nothing. */
export async function openTestDatabase(kind: DatabaseKind): Promise<OpenDatabase> {
  if (kind === 'PGlite') return openDatabase({ kind: 'memory' });
  const postgres = await startPostgres();
  const open = await openDatabase({ kind: 'postgres', url: postgres.url });
  return {
    ...open,
    async close() {
      await open.close();
      await postgres.close();
    },
  };
}
