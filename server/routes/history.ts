// Why something changed, and the ways back: of an entry, of a run, of a conflict that Outlook's side had won.
import type { App, ServerContext } from '../context.ts';
import { decideConflict, previewPutBack, readConflicts } from '../events/conflicts.ts';
import { readHistory } from '../events/history.ts';
import { previewRollBack, type RunOfUser, rollBack } from '../events/roll-back.ts';
import { performUndo, previewUndo } from '../events/undo.ts';
import { ownMailbox } from '../mailbox/own-mailbox.ts';
import { ConflictDecision, ConflictList } from '../schemas/conflicts.ts';
import { EventHistory, RollBack, RollBackPreview, RolledBack, UndoPreview } from '../schemas/history.ts';
import { MailBody } from '../schemas/mail.ts';
import { EventId as Id } from './events.ts';
import { signedIn } from './signed-in.ts';

const config = { access: 'user' as const };

export function addHistoryRoutes(app: App, context: ServerContext): void {
  addUndoRoutes(app, context);
  addRollBackRoutes(app, context);
  addConflictRoutes(app, context);
}

function addUndoRoutes(app: App, context: ServerContext): void {
  app.get(
    '/api/events/:id/history',
    { config, schema: { params: Id, response: { 200: EventHistory } } },
    async (request) => ({ entries: await readHistory(context, request.params.id, signedIn(request).id) }),
  );

  app.post('/api/history/:id/preview', { config, schema: { params: Id, response: { 200: UndoPreview } } }, (request) =>
    previewUndo(context, request.params.id, signedIn(request).id),
  );

  app.post('/api/history/:id/undo', { config, schema: { params: Id, body: MailBody } }, async (request, reply) => {
    const { id: entryId } = request.params;
    await performUndo(context, { entryId, userId: signedIn(request).id, mail: request.body.mail });
    return reply.status(204).send();
  });
}

function addRollBackRoutes(app: App, context: ServerContext): void {
  const runOf = async (runId: string, userId: string): Promise<RunOfUser> => {
    const { id: mailboxId } = await ownMailbox(context.database, userId);
    return { runId, mailboxId, userId };
  };

  app.post(
    '/api/mailbox/runs/:id/preview',
    { config, schema: { params: Id, response: { 200: RollBackPreview } } },
    async (request) => previewRollBack(context, await runOf(request.params.id, signedIn(request).id)),
  );

  app.post(
    '/api/mailbox/runs/:id/roll-back',
    { config, schema: { params: Id, body: RollBack, response: { 200: RolledBack } } },
    async (request) => {
      const { fingerprint, mail } = request.body;
      const run = await runOf(request.params.id, signedIn(request).id);
      return rollBack(context, run, { fingerprint, mail });
    },
  );
}

function addConflictRoutes(app: App, context: ServerContext): void {
  app.get('/api/conflicts', { config, schema: { response: { 200: ConflictList } } }, async (request) => ({
    conflicts: await readConflicts(context, signedIn(request).id),
  }));

  app.post(
    '/api/conflicts/:id/preview',
    { config, schema: { params: Id, response: { 200: UndoPreview } } },
    (request) => previewPutBack(context, request.params.id, signedIn(request).id),
  );

  app.post('/api/conflicts/:id', { config, schema: { params: Id, body: ConflictDecision } }, async (request, reply) => {
    const { id: conflictId } = request.params;
    await decideConflict(context, { conflictId, userId: signedIn(request).id, ...request.body });
    return reply.status(204).send();
  });
}
