// The mailbox of a user who must have one.
import { findMailboxOfUser, type MailboxRow } from '../database/mailboxes.ts';
import { readOutlookSettings } from '../database/settings.ts';
import type { Database } from '../database/tables.ts';
import { Refusal } from '../refusal.ts';

/** @throws Refusal `not_connected` */
export async function ownMailbox(database: Database, userId: string): Promise<MailboxRow> {
  const mailbox = await findMailboxOfUser(database, userId);
  if (mailbox) return mailbox;
  throw new Refusal({
    status: 409,
    code: 'not_connected',
    message: 'You are not connected to Outlook.',
    advice: 'Press Outlook and sign in.',
  });
}

/** The mailbox of a user who asks for a sync now. @throws Refusal `not_connected`, `sync_stopped`, `sync_paused` */
export async function syncingMailbox(database: Database, userId: string): Promise<MailboxRow> {
  const mailbox = await ownMailbox(database, userId);
  if (mailbox.stopped_at !== null) {
    throw new Refusal({
      status: 409,
      code: 'sync_stopped',
      message: 'You have stopped your synchronization.',
      advice: 'Restart it: a review shows what that would do.',
    });
  }
  await demandNoPause(database);
  return mailbox;
}

/** @throws Refusal `sync_paused` */
export async function demandNoPause(database: Database): Promise<void> {
  if (!(await readOutlookSettings(database)).paused) return;
  throw new Refusal({
    status: 409,
    code: 'sync_paused',
    message: 'An administrator has paused the synchronization for everybody.',
    advice: 'Nothing is lost: it goes on when the pause ends.',
  });
}
