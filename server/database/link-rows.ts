// Links between their rows and the sync's terms, written many at a time.
import { type Selectable, sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { type Link, type LinkKey, linkId } from '../../sync/index.ts';
import { anyOf } from './any-of.ts';
import { instantText, instantTextOrNull } from './instants.ts';
import type { LinksTable } from './mailbox-tables.ts';
import type { Database } from './tables.ts';

export interface StoredLink extends Link {
  /** The event's version for which nothing is left to send; 0 for none. */
  settledVersion: number;
  linkedAt: string;
}

/** The links of some events in one mailbox, by their identity. */
export async function readLinks(
  database: Database,
  mailboxId: string,
  eventIds: readonly string[],
): Promise<Map<string, StoredLink>> {
  const rows = await database
    .selectFrom('links')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .where('event_id', '=', anyOf(eventIds))
    .execute();
  const links = rows.map((row) => ({
    ...linkOf(row),
    settledVersion: row.settled_version,
    linkedAt: instantText(row.linked_at),
  }));
  return new Map(links.map((link) => [identityOf(link), link]));
}

export function linkOf(row: Selectable<LinksTable>): Link {
  return {
    eventId: row.event_id,
    originalStart: instantTextOrNull(row.original_start),
    mailboxId: row.mailbox_id,
    calendarId: row.calendar_id,
    generation: row.generation,
    state: row.state,
    graphId: row.graph_id,
    iCalUId: row.ical_uid,
    changeKey: row.change_key,
    transactionId: row.transaction_id,
    base: row.base,
    baseLastModified: row.base_last_modified,
    supersededKeys: row.superseded_keys,
    lastWriteAnsweredAt: instantTextOrNull(row.last_write_answered_at),
    isOrganizer: row.is_organizer,
    attempts: row.attempts,
    lastError: row.last_error,
  };
}

/** A link that has not met Outlook yet. */
export function newLink(key: LinkKey, linkedAt: string): StoredLink {
  return {
    ...key,
    state: 'live',
    graphId: null,
    iCalUId: null,
    changeKey: null,
    transactionId: null,
    base: null,
    baseLastModified: null,
    supersededKeys: [],
    lastWriteAnsweredAt: null,
    isOrganizer: false,
    attempts: 0,
    lastError: null,
    settledVersion: 0,
    linkedAt,
  };
}

/** A link's identity, however its original start is written. */
export function identityOf(key: LinkKey): string {
  const { originalStart } = key;
  return linkId({ ...key, originalStart: originalStart && Temporal.Instant.from(originalStart).toString() });
}

export async function writeLinks(database: Database, links: readonly StoredLink[]): Promise<void> {
  if (links.length === 0) return;
  const rows = links.map(rowOf);
  const columns = Object.keys(rows[0] ?? {});
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const replaced = sql.join(columns.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`));
  await sql`
    insert into links (${names})
    select ${names} from jsonb_populate_recordset(null::links, ${JSON.stringify(rows)}::jsonb)
    on conflict on constraint links_key do update set ${replaced}`.execute(database);
}

function rowOf(link: StoredLink) {
  return {
    event_id: link.eventId,
    original_start: link.originalStart,
    mailbox_id: link.mailboxId,
    calendar_id: link.calendarId,
    generation: link.generation,
    state: link.state,
    graph_id: link.graphId,
    ical_uid: link.iCalUId,
    change_key: link.changeKey,
    transaction_id: link.transactionId,
    base: link.base,
    base_last_modified: link.baseLastModified,
    superseded_keys: link.supersededKeys,
    last_write_answered_at: link.lastWriteAnsweredAt,
    is_organizer: link.isOrganizer,
    attempts: link.attempts,
    last_error: link.lastError,
    settled_version: link.settledVersion,
    linked_at: link.linkedAt,
  };
}
