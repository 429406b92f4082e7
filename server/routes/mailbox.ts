// A user's connection to Outlook: connecting, state, sync now, stop, restart, disconnect, review.
import type { App, ServerContext } from '../context.ts';
import { beginReview, deleteMailbox, restartMailbox, stopMailbox } from '../database/mailboxes.ts';
import { readOutlookSettings } from '../database/settings.ts';
import { readMailboxView } from '../mailbox/mailbox-view.ts';
import { ownMailbox, syncingMailbox } from '../mailbox/own-mailbox.ts';
import { mayConnect, NOT_IN_PILOT } from '../mailbox/pilot.ts';
import { confirmReview, readReview } from '../mailbox/review-mailbox.ts';
import { MicrosoftSignInError } from '../oauth/microsoft-error.ts';
import { problemRefusal } from '../problems.ts';
import { Connect, ConnectAnswer, MailboxView, Queued } from '../schemas/mailbox.ts';
import { ReviewConfirmation, ReviewView } from '../schemas/review.ts';
import { signedIn } from './signed-in.ts';

const config = { access: 'user' as const };

export function addMailboxRoutes(app: App, context: ServerContext): void {
  addConnectionRoutes(app, context);
  addControlRoutes(app, context);
  addReviewRoutes(app, context);
}

function addConnectionRoutes(app: App, context: ServerContext): void {
  const { database, microsoft, accessTokens } = context;

  app.get('/api/mailbox', { config, schema: { response: { 200: MailboxView } } }, (request) =>
    readMailboxView(context, signedIn(request).id),
  );

  app.post(
    '/api/mailbox/connect',
    { config, schema: { body: Connect, response: { 200: ConnectAnswer } } },
    async (request) => {
      const { pilot } = await readOutlookSettings(database);
      if (!mayConnect(pilot, signedIn(request).email)) throw problemRefusal(NOT_IN_PILOT, 403);
      const { returnTo, replace = false } = request.body;
      const sessionHash = request.session?.idHash ?? '';
      const begun = microsoft.begin(sessionHash, { returnTo, replacesAccount: replace });
      return { authorizeUrl: await begun.catch(refuseUnconfigured) };
    },
  );

  app.delete('/api/mailbox', { config }, async (request, reply) => {
    const { id } = await ownMailbox(database, signedIn(request).id);
    await database.transaction().execute((transaction) => deleteMailbox(transaction, id));
    accessTokens.forget(id);
    return reply.status(204).send();
  });
}

function addControlRoutes(app: App, context: ServerContext): void {
  const { database, queue, clock } = context;

  app.post('/api/mailbox/sync', { config, schema: { response: { 202: Queued } } }, async (request, reply) => {
    const { id } = await syncingMailbox(database, signedIn(request).id);
    await queue.request(database, id, 'user');
    reply.status(202);
    return { queued: true as const };
  });

  app.post('/api/mailbox/stop', { config, schema: { response: { 200: MailboxView } } }, async (request) => {
    const user = signedIn(request);
    const { id } = await ownMailbox(database, user.id);
    await stopMailbox(database, id, clock.now().toString());
    return readMailboxView(context, user.id);
  });

  app.post('/api/mailbox/restart', { config, schema: { response: { 200: MailboxView } } }, async (request) => {
    const user = signedIn(request);
    const { id } = await ownMailbox(database, user.id);
    await database.transaction().execute(async (transaction) => {
      await restartMailbox(transaction, id);
      await beginReview(transaction, [id], { reason: 'restart', at: clock.now().toString() });
      await queue.request(transaction, id, 'user');
    });
    return readMailboxView(context, user.id);
  });
}

function addReviewRoutes(app: App, context: ServerContext): void {
  app.get('/api/mailbox/review', { config, schema: { response: { 200: ReviewView } } }, (request) =>
    readReview(context, signedIn(request).id),
  );

  app.post(
    '/api/mailbox/review/confirm',
    { config, schema: { body: ReviewConfirmation, response: { 202: Queued } } },
    async (request, reply) => {
      await confirmReview(context, signedIn(request).id, request.body);
      reply.status(202);
      return { queued: true as const };
    },
  );
}

function refuseUnconfigured(error: unknown): never {
  if (!(error instanceof MicrosoftSignInError)) throw error;
  throw problemRefusal(error.code, 409);
}
