// The mailbox of a user who must have one.
import { findMailboxOfUser, type MailboxRow } from '../database/mailboxes.ts';
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
