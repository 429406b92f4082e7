// What an edit would reach in Outlook: the editing user's mailbox, and the event's newest link in it.
import type { Base, LinkState, MailboxPhase } from '../../sync/index.ts';

export interface Sender {
  mailboxId: string;
  /** Where a new event would go; null until the calendars have been read. */
  calendarId: string | null;
  phase: MailboxPhase;
  isStopped: boolean;
  /** Every address that the mailbox is known under, in lower case. */
  addresses: string[];
  link: SenderLink | null;
}

export interface SenderLink {
  calendarId: string;
  generation: number;
  state: LinkState;
  graphId: string | null;
  base: Base | null;
  /** Opens this mailbox's copy in Outlook on the web. */
  webLink: string | null;
  lastError: string | null;
}

/** Whether an edit goes to Outlook without another review in between. */
export function isSending(sender: Sender | null): sender is Sender {
  return sender !== null && !sender.isStopped && sender.phase !== 'reviewing';
}
