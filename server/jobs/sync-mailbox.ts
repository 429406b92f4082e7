// One job: a run of the sync for one mailbox, and what has to happen after it.
import { Temporal } from 'temporal-polyfill';
import type { Transport } from '../../graph/transport/transport.ts';
import { createOutlook, FencedError, NEEDS_SIGN_IN, runSync } from '../../sync/index.ts';
import type { ServerContext } from '../context.ts';
import { abandonRun, findMailbox, type MailboxRow } from '../database/mailboxes.ts';
import { readOutlookSettings } from '../database/settings.ts';
import { createSyncStore } from '../database/sync-store.ts';
import { createMailboxClient } from './mailbox-client.ts';

/** Runs the sync, unless the mailbox is gone, stopped, paused, or told to wait. Being overtaken is no failure. */
export async function syncMailbox(context: ServerContext, transport: Transport, mailboxId: string): Promise<void> {
  const { database, clock, random, accessTokens, queue } = context;
  const mailbox = await findMailbox(database, mailboxId);
  if (!mailbox || !(await mayRun(context, mailbox))) return;
  const client = createMailboxClient(transport, accessTokens, mailboxId);
  const ports = {
    store: createSyncStore(database, { clock, ids: random }),
    outlook: createOutlook(client, clock),
    clock,
    ids: random,
  };
  const runId = random.uuid();
  const report = await runSync({ mailboxId, runId }, ports).catch(async (error: unknown) => {
    if (error instanceof FencedError) return null;
    await abandonRun(database, mailboxId, runId, clock.now().toString());
    throw error;
  });
  if (report?.retryAt) await queue.requestAt(database, mailboxId, Temporal.Instant.from(report.retryAt));
}

async function mayRun({ database, clock }: ServerContext, mailbox: MailboxRow): Promise<boolean> {
  const { active, paused } = await readOutlookSettings(database);
  const mayBegin = mailbox.not_before === null || mailbox.not_before.getTime() <= clock.now().epochMilliseconds;
  return active && !paused && mailbox.stopped_at === null && mailbox.problem !== NEEDS_SIGN_IN && mayBegin;
}
