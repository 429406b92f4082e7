// What the demo page is told, several times a minute: both calendars of one week, the outbox, the sync, what can be tried.
import type { ConflictList } from '../../server/schemas/conflicts.ts';
import type { Mail } from '../../server/schemas/mail.ts';
import type { MailboxView } from '../../server/schemas/mailbox.ts';
import type { OutboxMail } from '../../test/sandbox/core/world.ts';

export const ACT_NAMES = ['move-here', 'move-in-outlook', 'archive', 'conflict', 'storm'] as const;
export type ActName = (typeof ACT_NAMES)[number];

/** An event as both columns show it. */
export interface ShownEvent {
  /** Its id on its side. */
  id: string;
  subject: string;
  /** Instants, ISO 8601 with `Z`; of an all-day event dates, the end exclusive. */
  start: string;
  end: string;
  isAllDay: boolean;
  /** Those who were invited. */
  guests: number;
  /** Those whom only this side knows of, and who got no mail. */
  withheld: number;
  isRepeating: boolean;
  /** It waits here for the end of its undo time. */
  isWaiting: boolean;
  /** The other side has one with this title at this time. */
  isAlike: boolean;
}

/** What one thing to try would do now. */
export interface ActView {
  event: { id: string; subject: string } | null;
  /** When the event starts, an instant; null where that does not matter. */
  from: string | null;
  /** When it will start, for an act that moves it. */
  to: string | null;
  /** `archive` alone: the event is in the archive, and the act brings it back. */
  isBack: boolean;
  /** Who gets mail for it, by the product's own preview. */
  mails: (Mail & { name: string })[];
}

/** The last throttle storm. */
export interface StormView {
  isOver: boolean;
  /** An instant. */
  endsAt: string;
  /** Requests that the ledger shows as refused with 429. */
  refused: number;
  /** How many came before their Retry-After was over. */
  early: number;
}

export type NamedMail = Pick<OutboxMail, 'kind' | 'subject' | 'at'> & { from: string; to: string };

export interface DemoState {
  person: string;
  links: { calendar: string; microsoft: string };
  here: ShownEvent[];
  there: ShownEvent[];
  mailbox: MailboxView;
  /** Edits in their undo time; `sendAfter` is an instant. */
  waiting: { eventId: string; subject: string; sendAfter: string }[];
  conflicts: ConflictList['conflicts'];
  /** Newest first; `mailCount` counts the older ones too. */
  outbox: NamedMail[];
  mailCount: number;
  acts: Record<ActName, ActView>;
  storm: StormView | null;
}

/** The week that is looked at: instants, the end exclusive. */
export interface Range {
  from: string;
  to: string;
}
