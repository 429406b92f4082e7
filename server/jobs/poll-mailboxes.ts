// The routine look: mailboxes that nobody synced for a while are synced, each at its own moment.
import type { ServerContext } from '../context.ts';
import { findMailboxesToPoll } from '../database/mailboxes.ts';

/** Without notifications from Outlook, a change there shows here after this long at most, and the jitter. */
export const POLL_INTERVAL_S = 120;
const POLL_JITTER_S = 60;

export async function pollMailboxes({ database, clock, queue }: ServerContext): Promise<void> {
  const now = clock.now().toString();
  const due = await findMailboxesToPoll(database, { now, intervalS: POLL_INTERVAL_S, jitterS: POLL_JITTER_S });
  for (const mailboxId of due) await queue.request(database, mailboxId, 'poll');
}
