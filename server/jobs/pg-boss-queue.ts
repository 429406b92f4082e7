// The queue on pg-boss: one waiting and one active run for each mailbox, later wake-ups, and a routine look at everybody.
import { fromKysely, fromPglite, PgBoss } from 'pg-boss';
import type { OpenDatabase } from '../database/open-database.ts';
import type { Database } from '../database/tables.ts';
import type { SyncQueue, SyncReason } from './sync-queue.ts';

/** Runs of one mailbox: pg-boss keeps one waiting and one active by its key. */
const SYNC_QUEUE = 'sync-mailbox';
/** Requests for later. They wait aside, so that none of them keeps an earlier request out. */
const WAKE_QUEUE = 'wake-mailbox';
const POLL_QUEUE = 'poll-mailboxes';

const PRIORITIES: Record<SyncReason, number> = { user: 20, edit: 10, poll: 0 };
/** A worker that is silent for so long is dead, and its job begins again. */
const HEARTBEAT_S = 30;
const RUN_TIMEOUT_S = 1_800;
const NOTIFY_POLL_S = 3;
const RETRIES_MAX = 2;
const POLL_CRON = '* * * * *';
const STOP_TIMEOUT_MS = 20_000;

interface MailboxJob {
  mailboxId: string;
}

export interface RunningQueue extends SyncQueue {
  /**
   * Takes jobs until the queue is closed.
   * @param options.concurrency runs of different mailboxes at the same time.
   */
  work(workers: {
    syncMailbox: (mailboxId: string) => Promise<void>;
    /** Asks for runs of the mailboxes that nobody looked at for a while. */
    pollMailboxes: () => Promise<void>;
    concurrency: number;
  }): Promise<void>;
  /** Waits for active runs to end, for a while. */
  close(): Promise<void>;
}

export async function openQueue(
  connection: OpenDatabase['queueConnection'],
  onError: (error: Error) => void,
): Promise<RunningQueue> {
  const boss = new PgBoss({
    ...(connection.kind === 'postgres'
      ? { connectionString: connection.url }
      : { db: fromPglite(connection.pglite), backend: 'pglite' as const }),
    useListenNotify: true,
  });
  boss.on('error', onError);
  await boss.start();
  await createQueues(boss);
  return {
    async request(database, mailboxId, reason) {
      await sendSync(boss, database, mailboxId, reason);
    },
    async requestAt(database, mailboxId, at) {
      const options = { db: fromKysely(database), startAfter: new Date(at.epochMilliseconds) };
      await boss.send(WAKE_QUEUE, { mailboxId }, options);
    },
    async work({ syncMailbox, pollMailboxes, concurrency }) {
      const often = { notifyPollingIntervalSeconds: NOTIFY_POLL_S };
      await boss.work<MailboxJob>(SYNC_QUEUE, { ...often, localConcurrency: concurrency }, async ([job]) => {
        if (job) await syncMailbox(job.data.mailboxId);
      });
      await boss.work<MailboxJob>(WAKE_QUEUE, { ...often, batchSize: 50 }, async (jobs) => {
        for (const job of jobs) await sendSync(boss, null, job.data.mailboxId, 'edit');
      });
      await boss.work(POLL_QUEUE, pollMailboxes);
      await boss.schedule(POLL_QUEUE, POLL_CRON);
    },
    close: () => boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS }),
  };
}

async function createQueues(boss: PgBoss): Promise<void> {
  await boss.createQueue(SYNC_QUEUE, {
    policy: 'stately',
    notify: true,
    heartbeatSeconds: HEARTBEAT_S,
    expireInSeconds: RUN_TIMEOUT_S,
    retryLimit: RETRIES_MAX,
    retryBackoff: true,
  });
  await boss.createQueue(WAKE_QUEUE, { notify: true, retryLimit: RETRIES_MAX });
  await boss.createQueue(POLL_QUEUE, { policy: 'stately', retryLimit: 0 });
}

/** @param database a transaction, or null for the queue's own connection. */
async function sendSync(boss: PgBoss, database: Database | null, mailboxId: string, reason: SyncReason): Promise<void> {
  await boss.send(
    SYNC_QUEUE,
    { mailboxId },
    { singletonKey: mailboxId, priority: PRIORITIES[reason], ...(database ? { db: fromKysely(database) } : {}) },
  );
}
