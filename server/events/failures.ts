// Events that Outlook does not take: tried again on the user's word, or kept here only.
import { ATTEMPTS_MAX } from '../../sync/index.ts';
import type { ServerContext } from '../context.ts';
import { listFailures } from '../database/failures.ts';
import { readSender, setLinkState } from '../database/senders.ts';
import { problemOf } from '../problems.ts';
import { notFound } from '../refusal.ts';
import type { FailureList } from '../schemas/mailbox.ts';

export async function readFailures({ database }: ServerContext, mailboxId: string): Promise<FailureList['failures']> {
  const failing = await listFailures(database, mailboxId);
  return failing.map(({ eventId, subject, code, attempts }) => ({
    eventId,
    subject,
    problem: problemOf(code),
    attempts,
    givenUp: attempts >= ATTEMPTS_MAX,
  }));
}

/** As if nothing had failed yet: the next sync looks at the event anew. @throws Refusal `not_found` */
export async function retryFailure(context: ServerContext, eventId: string, userId: string): Promise<void> {
  await settleFailure(context, { eventId, userId, way: 'retry' });
}

/** The change is kept here only, as with a hold; *send now* on the event ends that. @throws Refusal `not_found` */
export async function skipFailure(context: ServerContext, eventId: string, userId: string): Promise<void> {
  await settleFailure(context, { eventId, userId, way: 'skip' });
}

async function settleFailure(
  { database, queue }: ServerContext,
  { eventId, userId, way }: { eventId: string; userId: string; way: 'retry' | 'skip' },
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const sender = await readSender(transaction, userId, eventId);
    if (!sender?.link?.lastError || sender.link.state === 'held') throw notFound('failing event');
    await setLinkState(transaction, sender, eventId, way === 'skip' ? 'held' : sender.link.state);
    await queue.request(transaction, sender.mailboxId, 'user');
  });
}
