// For load balancers: whether the process lives, and whether it can serve.
import { sql } from 'kysely';
import type { App, ServerContext } from '../context.ts';

export function addHealthRoutes(app: App, { database }: ServerContext): void {
  const config = { access: 'anyone' as const };
  app.get('/healthz', { config, logLevel: 'warn' }, async () => ({ status: 'ok' }));
  app.get('/readyz', { config, logLevel: 'warn' }, async () => {
    await sql`select 1`.execute(database);
    return { status: 'ok' };
  });
}
