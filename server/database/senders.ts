// Reads what an edit would reach in Outlook, and keeps events back there.
import { sql } from 'kysely';
import type { LinkState } from '../../sync/index.ts';
import type { Sender, SenderLink } from '../events/sender.ts';
import { anyOf } from './any-of.ts';
import type { Database } from './tables.ts';

/** @param eventId null for an event that does not exist yet. @returns null for a user without a mailbox. */
export async function readSender(database: Database, userId: string, eventId: string | null): Promise<Sender | null> {
  const mailbox = await readSendingMailbox(database, userId);
  if (!mailbox) return null;
  const links = eventId === null ? null : await readSenderLinks(database, mailbox.mailboxId, [eventId]);
  return { ...mailbox, link: links?.get(eventId ?? '') ?? null };
}

/** The senders of several events, by event id, with two queries. Empty for a user without a mailbox. */
export async function readSenders(
  database: Database,
  userId: string,
  eventIds: readonly string[],
): Promise<Map<string, Sender>> {
  const mailbox = await readSendingMailbox(database, userId);
  if (!mailbox) return new Map();
  const links = await readSenderLinks(database, mailbox.mailboxId, eventIds);
  return new Map(eventIds.map((id) => [id, { ...mailbox, link: links.get(id) ?? null }]));
}

async function readSendingMailbox(database: Database, userId: string): Promise<Omit<Sender, 'link'> | null> {
  const mailbox = await database
    .selectFrom('mailboxes')
    .leftJoin('mailbox_calendars', (join) =>
      join.onRef('mailbox_calendars.mailbox_id', '=', 'mailboxes.id').on('mailbox_calendars.is_default', '=', true),
    )
    .select([
      'mailboxes.id',
      'mailboxes.phase',
      'mailboxes.stopped_at',
      'mailboxes.addresses',
      'mailbox_calendars.id as calendar_id',
    ])
    .where('mailboxes.user_id', '=', userId)
    .executeTakeFirst();
  if (!mailbox) return null;
  return {
    mailboxId: mailbox.id,
    calendarId: mailbox.calendar_id,
    phase: mailbox.phase,
    isStopped: mailbox.stopped_at !== null,
    addresses: mailbox.addresses,
  };
}

/** The newest link of each event in a mailbox. */
export async function readSenderLinks(
  database: Database,
  mailboxId: string,
  eventIds: readonly string[],
): Promise<Map<string, SenderLink>> {
  const rows = await database
    .selectFrom('links')
    .leftJoin('seen_items', (join) =>
      join
        .onRef('seen_items.calendar_id', '=', 'links.calendar_id')
        .onRef('seen_items.graph_id', '=', 'links.graph_id'),
    )
    .distinctOn('links.event_id')
    .select([
      'links.event_id',
      'links.calendar_id',
      'links.generation',
      'links.state',
      'links.graph_id',
      'links.base',
      'links.last_error',
      sql<string | null>`seen_items.version ->> 'webLink'`.as('web_link'),
    ])
    .where('links.mailbox_id', '=', mailboxId)
    .where('links.event_id', '=', anyOf(eventIds))
    .orderBy('links.event_id')
    .orderBy('links.generation', 'desc')
    .execute();
  return new Map(
    rows.map((row) => [
      row.event_id,
      {
        calendarId: row.calendar_id,
        generation: row.generation,
        state: row.state,
        graphId: row.graph_id,
        base: row.base,
        webLink: row.web_link,
        lastError: row.last_error,
      },
    ]),
  );
}

/** Keeps an event here only: its link is held, or a first one is made that holds it. */
export async function holdEvent(
  database: Database,
  sender: Sender,
  eventId: string,
  options: { isOrganizer: boolean; at: string },
): Promise<void> {
  const { link } = sender;
  if (link && link.state !== 'retired') return setLinkState(database, sender, eventId, 'held');
  const calendarId = link?.calendarId ?? sender.calendarId;
  if (!calendarId) return;
  await database
    .insertInto('links')
    .values({
      event_id: eventId,
      original_start: null,
      mailbox_id: sender.mailboxId,
      calendar_id: calendarId,
      generation: (link?.generation ?? 0) + 1,
      state: 'held',
      superseded_keys: '[]',
      is_organizer: options.isOrganizer,
      attempts: 0,
      settled_version: 0,
      linked_at: options.at,
    })
    .execute();
}

/** Ends a hold: the event is looked at anew, with all edits that were made meanwhile. */
export async function releaseEvent(
  database: Database,
  sender: Sender,
  eventId: string,
  hasWithheld: boolean,
): Promise<void> {
  await setLinkState(database, sender, eventId, hasWithheld ? 'quiet' : 'live');
}

/** Puts an event's newest link into a state, as if nothing had failed yet: the next run looks at the event anew. */
export async function setLinkState(
  database: Database,
  sender: Sender,
  eventId: string,
  state: LinkState,
): Promise<void> {
  await database
    .updateTable('links')
    .set({ state, attempts: 0, last_error: null, settled_version: 0 })
    .where('mailbox_id', '=', sender.mailboxId)
    .where('event_id', '=', eventId)
    .where('generation', '=', sender.link?.generation ?? 0)
    .execute();
}
