// The sync store in SQL: one mailbox's side of our database during a run, every write fenced by the run's epoch.
import { sql } from 'kysely';
import {
  type Clock,
  FencedError,
  type Ids,
  type LinkKey,
  type ParkedDecision,
  type PreparedLink,
  type RecentCounts,
  type RunMailbox,
  type RunRef,
  type RunReport,
  type SyncStore,
} from '../../sync/index.ts';
import { lastingProblemOf } from '../problems.ts';
import { anyOf } from './any-of.ts';
import { identityOf, newLink, readLinks, writeLinks } from './link-rows.ts';
import { findMailbox, type MailboxRow } from './mailboxes.ts';
import { finishRemovals, readPendingRemovals } from './pending-removals.ts';
import { readSubjects } from './read-subjects.ts';
import { readInstallationId, readOutlookSettings } from './settings.ts';
import { settleAll } from './settle.ts';
import {
  forgetRound,
  readSyncedCalendars,
  writeCalendars,
  writeFindings,
  writePage,
  writeStall,
} from './sync-store-pages.ts';
import type { Database } from './tables.ts';
import { hasWrittenTo, rememberWritten } from './written-accounts.ts';

export function createSyncStore(database: Database, parts: { clock: Clock; ids: Ids }): SyncStore {
  const { clock, ids } = parts;
  const now = () => clock.now().toString();

  /** One commit, unless another run has taken over: then nothing. */
  const fenced = <T>(run: RunRef, write: (transaction: Database, mailbox: MailboxRow) => Promise<T>): Promise<T> =>
    database.transaction().execute(async (transaction) => write(transaction, await holdMailbox(transaction, run)));

  return {
    beginRun: (mailboxId, runId, at) => beginRun(database, mailboxId, runId, at.toString()),
    saveCalendars: (run, found) => fenced(run, (transaction) => writeCalendars(transaction, run.mailboxId, found, ids)),
    savePage: (run, page) => fenced(run, (transaction) => writePage(transaction, run.mailboxId, page)),
    resetRound: (run, calendarId) => fenced(run, (transaction) => forgetRound(transaction, calendarId)),
    saveStall: (run, calendarId, stalls) => fenced(run, (transaction) => writeStall(transaction, calendarId, stalls)),
    subjects: (run) => fenced(run, (transaction, mailbox) => readSubjects(transaction, mailbox)),
    saveFindings: (run, findings) =>
      fenced(run, (transaction) => writeFindings(transaction, run.mailboxId, findings, now())),
    prepare: (run, links) => fenced(run, (transaction) => prepareLinks(transaction, run, links, now())),
    settle: (run, settlements) =>
      fenced(run, (transaction, mailbox) => {
        const owner = { userId: mailbox.user_id, addresses: mailbox.addresses };
        return settleAll(transaction, { ...run, owner, at: now(), ids }, settlements);
      }),
    recordFailures: (run, failures) => fenced(run, (transaction) => writeFailures(transaction, run, failures)),
    saveMailBursts: (run, bursts) =>
      fenced(run, async (transaction) => {
        await transaction
          .updateTable('mailboxes')
          .set({ mail_bursts: JSON.stringify(bursts) })
          .where('id', '=', run.mailboxId)
          .execute();
      }),
    finishRemovals: (run, removals) =>
      fenced(run, (transaction) => finishRemovals(transaction, { ...run, at: now(), ids }, removals)),
    park: (run, parked) => fenced(run, (transaction) => replaceParked(transaction, run, parked, now())),
    released: (run) => fenced(run, (transaction) => readReleased(transaction, run)),
    counts: (run, since) => fenced(run, (transaction) => countRecent(transaction, run, since.toString())),
    setPhase: (run, phase) =>
      fenced(run, async (transaction) => {
        const review = phase === 'reviewing' ? { confirmation: null, review_reason: 'exceeded' as const } : {};
        await transaction
          .updateTable('mailboxes')
          .set({ phase, ...review })
          .where('id', '=', run.mailboxId)
          .execute();
      }),
    finishRun: (run, report, at) => fenced(run, (transaction) => finishRun(transaction, run, report, at.toString())),
  };
}

/** Holds the mailbox's row until the commit, so that no other run begins meanwhile. @throws FencedError */
async function holdMailbox(transaction: Database, run: RunRef): Promise<MailboxRow> {
  const mailbox = await transaction
    .selectFrom('mailboxes')
    .selectAll()
    .where('id', '=', run.mailboxId)
    .where('run_epoch', '=', run.epoch)
    .forUpdate()
    .executeTakeFirst();
  if (!mailbox) throw new FencedError(run.mailboxId);
  return mailbox;
}

function beginRun(
  database: Database,
  mailboxId: string,
  runId: string,
  at: string,
): Promise<{ epoch: number; mailbox: RunMailbox }> {
  return database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('mailboxes')
      .set({ run_epoch: sql`run_epoch + 1`, current_run: runId })
      .where('id', '=', mailboxId)
      .execute();
    const mailbox = await findMailbox(transaction, mailboxId);
    if (!mailbox) throw new RangeError(`No mailbox ${mailboxId}.`);
    await transaction.insertInto('runs').values({ id: runId, mailbox_id: mailboxId, started_at: at }).execute();
    return { epoch: mailbox.run_epoch, mailbox: await runMailboxOf(transaction, mailbox) };
  });
}

async function runMailboxOf(transaction: Database, mailbox: MailboxRow): Promise<RunMailbox> {
  return {
    id: mailbox.id,
    userId: mailbox.user_id,
    addresses: mailbox.addresses,
    installationId: await readInstallationId(transaction),
    phase: mailbox.phase,
    reviewReason: mailbox.review_reason,
    confirmation: mailbox.confirmation,
    calendars: await readSyncedCalendars(transaction, mailbox.id),
    windowDays: { back: mailbox.window_days_back, ahead: mailbox.window_days_ahead },
    mailBursts: mailbox.mail_bursts,
    mailRecipients: await readMailRecipients(transaction),
    pendingRemovals: await readPendingRemovals(transaction, mailbox.id),
    hasWritten: await hasWrittenTo(transaction, mailbox),
  };
}

async function readMailRecipients(transaction: Database): Promise<string[] | null> {
  const { pilot } = await readOutlookSettings(transaction);
  return pilot.active ? pilot.recipients : null;
}

async function writeFailures(
  transaction: Database,
  run: RunRef,
  failures: readonly { key: LinkKey; code: string }[],
): Promise<void> {
  const links = await readLinks(
    transaction,
    run.mailboxId,
    failures.map(({ key }) => key.eventId),
  );
  const failed = failures.flatMap(({ key, code }) => {
    const link = links.get(identityOf(key));
    return link ? [{ ...link, attempts: link.attempts + 1, lastError: code }] : [];
  });
  await writeLinks(transaction, failed);
}

async function prepareLinks(
  transaction: Database,
  run: RunRef,
  prepared: readonly PreparedLink[],
  at: string,
): Promise<void> {
  const known = await readLinks(
    transaction,
    run.mailboxId,
    prepared.map(({ key }) => key.eventId),
  );
  const links = prepared.map(({ key, state, isOrganizer, transactionId }) => {
    const before = known.get(identityOf(key)) ?? newLink(key, at);
    return { ...before, state, isOrganizer, transactionId };
  });
  const replaced = prepared.flatMap(({ retires }) => (retires ? (known.get(identityOf(retires)) ?? []) : []));
  await writeLinks(transaction, [...replaced.map((link) => ({ ...link, state: 'retired' as const })), ...links]);
  await rememberWritten(transaction, run.mailboxId);
  const withheld = prepared.filter(({ withholdGuests }) => withholdGuests).map(({ key }) => key.eventId);
  await transaction
    .updateTable('attendees')
    .set({ state: 'withheld' })
    .where('event_id', '=', anyOf(withheld))
    .execute();
}

/** Questions that are no longer asked go; answered ones stay, so that the same is not asked twice. */
async function replaceParked(
  transaction: Database,
  run: RunRef,
  parked: readonly ParkedDecision[],
  at: string,
): Promise<void> {
  const fingerprints = JSON.stringify(parked.map(({ fingerprint }) => fingerprint));
  await sql`
    delete from parked
    where mailbox_id = ${run.mailboxId} and released_at is null and dismissed_at is null
      and fingerprint not in (select jsonb_array_elements_text(${fingerprints}::jsonb))`.execute(transaction);
  const rows = [...new Map(parked.map((question) => [question.fingerprint, question])).values()].map((question) => ({
    mailbox_id: run.mailboxId,
    fingerprint: question.fingerprint,
    guard: question.guard,
    question: question.question,
    decision: JSON.stringify(question.decision),
    parked_at: at,
  }));
  if (rows.length === 0) return;
  await transaction
    .insertInto('parked')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function readReleased(transaction: Database, run: RunRef): Promise<Set<string>> {
  const rows = await transaction
    .selectFrom('parked')
    .select('fingerprint')
    .where('mailbox_id', '=', run.mailboxId)
    .where('released_at', 'is not', null)
    .execute();
  return new Set(rows.map((row) => row.fingerprint));
}

async function countRecent(transaction: Database, run: RunRef, since: string): Promise<RecentCounts> {
  const { rows } = await sql<RecentCounts>`
    select
      count(*) filter (where is_deletion and side = 'here')::integer as "deletionsHere",
      count(*) filter (where is_deletion and side = 'there')::integer as "deletionsThere",
      coalesce(sum(jsonb_array_length(mails)), 0)::integer as mails,
      (
        select count(*)::integer from links where mailbox_id = ${run.mailboxId} and state in ('live', 'quiet')
      ) as links
    from journal where mailbox_id = ${run.mailboxId} and at >= ${since}::timestamptz`.execute(transaction);
  return rows[0] ?? { deletionsHere: 0, deletionsThere: 0, mails: 0, links: 0 };
}

async function finishRun(transaction: Database, run: RunRef, report: RunReport, at: string): Promise<void> {
  await transaction
    .updateTable('runs')
    .set({ finished_at: at, report: JSON.stringify(report) })
    .where('id', '=', run.runId)
    .execute();
  await transaction
    .updateTable('mailboxes')
    .set({ current_run: null, last_run_at: at, not_before: report.retryAt, problem: lastingProblemOf(report) })
    .where('id', '=', run.mailboxId)
    .execute();
}
