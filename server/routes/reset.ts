// The reset of a user's connection: shown first, then done.
import type { App, ServerContext } from '../context.ts';
import { readMailboxView } from '../mailbox/mailbox-view.ts';
import { previewReset, resetMailbox } from '../mailbox/reset-mailbox.ts';
import { MailboxView } from '../schemas/mailbox.ts';
import { ConfirmedReset, Reset, ResetPreview } from '../schemas/reset.ts';
import { signedIn } from './signed-in.ts';

const config = { access: 'user' as const };

export function addResetRoutes(app: App, context: ServerContext): void {
  app.post(
    '/api/mailbox/reset/preview',
    { config, schema: { body: Reset, response: { 200: ResetPreview } } },
    (request) => previewReset(context, signedIn(request).id, request.body),
  );

  app.post(
    '/api/mailbox/reset',
    { config, schema: { body: ConfirmedReset, response: { 202: MailboxView } } },
    async (request, reply) => {
      const { id } = signedIn(request);
      await resetMailbox(context, id, request.body);
      reply.status(202);
      return readMailboxView(context, id);
    },
  );
}
