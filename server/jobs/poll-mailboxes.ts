// The routine look: mailboxes that nobody synced for a while are synced, each at its own moment.
import type { ServerContext } from '../context.ts';
import { findMailboxesToPoll } from '../database/mailboxes.ts';
import { noticeRestore } from '../mailbox/notice-restore.ts';

/** Without notifications from Outlook, a change there shows here after this long at most, and the jitter. */
export const POLL_INTERVAL_S = 120;
const POLL_JITTER_S = 60;

export async function pollMailboxes(context: ServerContext): Promise<void> {
  const { database, clock, queue } = context;
  await noticeRestore(context);
  const now = clock.now().toString();
  const due = await findMailboxesToPoll(database, { now, intervalS: POLL_INTERVAL_S, jitterS: POLL_JITTER_S });
  for (const mailboxId of due) await queue.request(database, mailboxId, 'poll');
}
