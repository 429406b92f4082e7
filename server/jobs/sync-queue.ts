// What asks for a sync of a mailbox: the port that routes speak to.
import type { Temporal } from 'temporal-polyfill';
import type { Database } from '../database/tables.ts';

/** Who is waiting: a person's wish comes before an edit, an edit before a routine look. */
export type SyncReason = 'user' | 'edit' | 'poll';

export interface SyncQueue {
  /**
   * Asks for a run. One waits at most for each mailbox; asking again changes nothing.
   * @param database a transaction that the request shall be part of.
   */
  request(database: Database, mailboxId: string, reason: SyncReason): Promise<void>;
  /** Asks for a run at a later time, e.g. when an undo time has passed. */
  requestAt(database: Database, mailboxId: string, at: Temporal.Instant): Promise<void>;
}
