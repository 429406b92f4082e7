// What runs have left for the user: reports, guard questions, the journal, and what Outlook does not take.
import { Type } from 'typebox';
import { PILOT_GUARD } from '../../sync/index.ts';
import type { App, ServerContext } from '../context.ts';
import { instantText, instantTextOrNull } from '../database/instants.ts';
import { decideParked, listParked, listRuns } from '../database/mailbox-records.ts';
import type { Database } from '../database/tables.ts';
import { readFailures, retryFailure, skipFailure } from '../events/failures.ts';
import { readJournal } from '../events/history.ts';
import { ownMailbox } from '../mailbox/own-mailbox.ts';
import { notFound, Refusal } from '../refusal.ts';
import { JournalList, JournalQuery } from '../schemas/history.ts';
import { FailureList, ParkedDecision, ParkedList, Queued, RunList } from '../schemas/mailbox.ts';
import { EventId } from './events.ts';
import { signedIn } from './signed-in.ts';

const config = { access: 'user' as const };
const Fingerprint = Type.Object({ fingerprint: Type.String({ maxLength: 1_000 }) });

export function addMailboxRecordRoutes(app: App, context: ServerContext): void {
  addReportRoutes(app, context);
  addParkedRoutes(app, context);
  addFailureRoutes(app, context);
}

function addReportRoutes(app: App, context: ServerContext): void {
  const { database } = context;

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

  app.get(
    '/api/mailbox/journal',
    { config, schema: { querystring: JournalQuery, response: { 200: JournalList } } },
    async (request) => {
      const user = signedIn(request);
      const { id } = await ownMailbox(database, user.id);
      return { entries: await readJournal(context, { id, userId: user.id }, request.query.runId) };
    },
  );
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
        const { fingerprint } = request.params;
        if (isRelease) await demandReleasable(transaction, mailbox.id, fingerprint);
        const key = { mailboxId: mailbox.id, fingerprint };
        const isOpen = await decideParked(transaction, key, isRelease ? { released_at: at } : { dismissed_at: at });
        if (!isOpen) throw notFound('question');
        if (isRelease) await queue.request(transaction, mailbox.id, 'user');
      });
      return reply.status(204).send();
    },
  );
}

/** Whom the pilot may mail is decided by its list alone. @throws Refusal `pilot_list_decides` */
async function demandReleasable(database: Database, mailboxId: string, fingerprint: string): Promise<void> {
  const question = (await listParked(database, mailboxId)).find((open) => open.fingerprint === fingerprint);
  if (question?.guard !== PILOT_GUARD) return;
  throw new Refusal({
    status: 409,
    code: 'pilot_list_decides',
    message: 'During the pilot, only recipients on its list are mailed.',
    advice: 'An administrator can add them to the list. Until then the change stays here.',
  });
}

function addFailureRoutes(app: App, context: ServerContext): void {
  app.get('/api/mailbox/failures', { config, schema: { response: { 200: FailureList } } }, async (request) => {
    const { id } = await ownMailbox(context.database, signedIn(request).id);
    return { failures: await readFailures(context, id) };
  });

  const ways = { retry: retryFailure, skip: skipFailure };
  for (const [name, settle] of Object.entries(ways)) {
    app.post(
      `/api/mailbox/failures/:id/${name}`,
      { config, schema: { params: EventId, response: { 202: Queued } } },
      async (request, reply) => {
        await settle(context, request.params.id, signedIn(request).id);
        reply.status(202);
        return { queued: true as const };
      },
    );
  }
}
