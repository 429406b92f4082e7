// What runs have left for the user: reports, guard questions, the journal, conflicts.
import { Type } from 'typebox';
import type { App, ServerContext } from '../context.ts';
import { instantText, instantTextOrNull } from '../database/instants.ts';
import {
  decideParked,
  findConflict,
  listConflicts,
  listJournal,
  listParked,
  listRuns,
  resolveConflict,
} from '../database/mailbox-records.ts';
import { performEdit } from '../events/perform-edit.ts';
import { putBack } from '../events/put-back.ts';
import { ownMailbox } from '../mailbox/own-mailbox.ts';
import { notFound } from '../refusal.ts';
import { ConflictDecision, ConflictList } from '../schemas/conflicts.ts';
import { JournalList, ParkedDecision, ParkedList, RunList } from '../schemas/mailbox.ts';
import { signedIn } from './signed-in.ts';

const config = { access: 'user' as const };
const Fingerprint = Type.Object({ fingerprint: Type.String({ maxLength: 1_000 }) });
const ConflictId = Type.Object({ id: Type.String({ format: 'uuid' }) });

export function addMailboxRecordRoutes(app: App, context: ServerContext): void {
  addReportRoutes(app, context);
  addParkedRoutes(app, context);
  addConflictRoutes(app, context);
}

function addReportRoutes(app: App, { database }: ServerContext): void {
  app.get('/api/mailbox/runs', { config, schema: { response: { 200: RunList } } }, async (request) => {
    const { id } = await ownMailbox(database, signedIn(request).id);
    const runs = await listRuns(database, id);
    return {
      runs: runs.map((run) => ({
        id: run.id,
        startedAt: instantText(run.started_at),
        finishedAt: instantTextOrNull(run.finished_at),
        report: run.report,
      })),
    };
  });

  app.get('/api/mailbox/journal', { config, schema: { response: { 200: JournalList } } }, async (request) => {
    const { id } = await ownMailbox(database, signedIn(request).id);
    const entries = await listJournal(database, id);
    return {
      entries: entries.map(({ id: entryId, at, row, side, event_id: eventId, subject, units, mails }) => ({
        id: entryId,
        at: instantText(at),
        row,
        side,
        eventId,
        subject,
        units,
        mails,
      })),
    };
  });
}

function addParkedRoutes(app: App, { database, clock, queue }: ServerContext): void {
  app.get('/api/mailbox/parked', { config, schema: { response: { 200: ParkedList } } }, async (request) => {
    const { id } = await ownMailbox(database, signedIn(request).id);
    const parked = await listParked(database, id);
    return {
      parked: parked.map(({ fingerprint, guard, question, decision, parked_at }) => ({
        fingerprint,
        guard,
        question,
        subject: decision.subject.event?.meeting.subject ?? decision.subject.seen?.version?.values.subject ?? '',
        mails: decision.mails,
        parkedAt: instantText(parked_at),
      })),
    };
  });

  app.post(
    '/api/mailbox/parked/:fingerprint',
    { config, schema: { params: Fingerprint, body: ParkedDecision } },
    async (request, reply) => {
      const mailbox = await ownMailbox(database, signedIn(request).id);
      const at = clock.now().toString();
      const isRelease = request.body.decision === 'release';
      await database.transaction().execute(async (transaction) => {
        const key = { mailboxId: mailbox.id, fingerprint: request.params.fingerprint };
        const isOpen = await decideParked(transaction, key, isRelease ? { released_at: at } : { dismissed_at: at });
        if (!isOpen) throw notFound('question');
        if (isRelease) await queue.request(transaction, mailbox.id, 'user');
      });
      return reply.status(204).send();
    },
  );
}

function addConflictRoutes(app: App, context: ServerContext): void {
  const { database, clock } = context;

  app.get('/api/conflicts', { config, schema: { response: { 200: ConflictList } } }, async (request) => {
    const conflicts = await listConflicts(database, signedIn(request).id);
    return {
      conflicts: conflicts.map(({ id, event_id: eventId, subject, unit, ours, theirs, recorded_at }) => ({
        id,
        eventId,
        subject,
        unit,
        ours,
        theirs,
        recordedAt: instantText(recorded_at),
      })),
    };
  });

  app.post(
    '/api/conflicts/:id',
    { config, schema: { params: ConflictId, body: ConflictDecision } },
    async (request, reply) => {
      const user = signedIn(request);
      const conflict = await findConflict(database, request.params.id, user.id);
      if (!conflict) throw notFound('conflict');
      if (request.body.keep === 'ours') {
        await performEdit(context, {
          userId: user.id,
          eventId: conflict.event_id,
          expectedVersion: null,
          mail: request.body.mail,
          edit: (event) => putBack(event, conflict, user.id),
        });
      }
      await resolveConflict(database, conflict.id, clock.now().toString());
      return reply.status(204).send();
    },
  );
}
