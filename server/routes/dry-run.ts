// What a sync would do, without doing it.
import type { App, ServerContext } from '../context.ts';
import { readDryRun, requestDryRun } from '../mailbox/dry-run.ts';
import { DryRunView, Queued } from '../schemas/mailbox.ts';
import { signedIn } from './signed-in.ts';

const config = { access: 'user' as const };

export function addDryRunRoutes(app: App, context: ServerContext): void {
  app.post('/api/mailbox/dry-run', { config, schema: { response: { 202: Queued } } }, async (request, reply) => {
    await requestDryRun(context, signedIn(request).id);
    reply.status(202);
    return { queued: true as const };
  });

  app.get('/api/mailbox/dry-run', { config, schema: { response: { 200: DryRunView } } }, (request) =>
    readDryRun(context, signedIn(request).id),
  );
}
