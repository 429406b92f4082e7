// The rows of the in-memory twin of the sync store.
import type { Link, RunMailbox, SeenItem } from '../../sync/index.ts';
import type { StoredEvent } from './memory-events.ts';

export type StoredLink = Link & { settledVersion: number; linkedAt: string };
export type StoredSeen = SeenItem & { isSettled: boolean; roundId: string; starts: { start: string }[] };
export type StoredMailbox = RunMailbox & { epoch: number };

export interface MemoryTables {
  events: Map<string, StoredEvent>;
  links: Map<string, StoredLink>;
  /** By mailbox, calendar and Graph id. */
  seen: Map<string, StoredSeen>;
  /** Which event was which meeting for connections that have ended. */
  earlier: { eventId: string; iCalUId: string; isRetired: boolean }[];
}
