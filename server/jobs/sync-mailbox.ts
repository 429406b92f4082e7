// One job: a run of the sync for one mailbox, and what has to happen after it.
import { Temporal } from 'temporal-polyfill';
import { FencedError, NEEDS_SIGN_IN, runSync } from '../../sync/index.ts';
import type { ServerContext } from '../context.ts';
import { abandonRun, endDryRun, findMailbox, type MailboxRow } from '../database/mailboxes.ts';
import { readOutlookSettings } from '../database/settings.ts';
import { createSyncStore } from '../database/sync-store.ts';

/** Runs the sync, unless the mailbox is gone, stopped, paused, or told to wait. Being overtaken is no failure. */
export async function syncMailbox(context: ServerContext, mailboxId: string): Promise<void> {
  const { database, clock, random, outlookOf, queue } = context;
  const mailbox = await findMailbox(database, mailboxId);
  if (!mailbox || !(await mayRun(context, mailbox))) return;
  const ports = {
    store: createSyncStore(database, { clock, ids: random }),
    outlook: outlookOf(mailboxId),
    clock,
    ids: random,
  };
  const runId = random.uuid();
  const isDryRun = mailbox.dry_run_asked_at !== null;
  const report = await runSync({ mailboxId, runId, isDryRun }, ports).catch(async (error: unknown) => {
    if (error instanceof FencedError) return null;
    await abandonRun(database, mailboxId, runId, clock.now().toString());
    throw error;
  });
  if (isDryRun) await endDryRun(database, mailboxId, runId);
  const againAt = report?.retryAt ?? report?.mailsAllowedAt;
  if (againAt) await queue.requestAt(database, mailboxId, Temporal.Instant.from(againAt));
}

/** A stop ends what a run would write; a dry run writes nothing. */
async function mayRun({ database, clock }: ServerContext, mailbox: MailboxRow): Promise<boolean> {
  const { active, paused } = await readOutlookSettings(database);
  const { not_before, stopped_at, dry_run_asked_at, problem } = mailbox;
  const mayBegin = not_before === null || not_before.getTime() <= clock.now().epochMilliseconds;
  const isStopped = stopped_at !== null && dry_run_asked_at === null;
  return active && !paused && !isStopped && problem !== NEEDS_SIGN_IN && mayBegin;
}
