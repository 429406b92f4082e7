// Which occurrences of a series Outlook has delivered: those that are missing inside the window were cancelled.
import { Temporal } from 'temporal-polyfill';
import { anyOf } from './any-of.ts';
import { instantText } from './instants.ts';
import type { Database } from './tables.ts';

export interface DeliveredOccurrences {
  /** Instants, ISO 8601 with `Z`; of an all-day series, dates. */
  starts: ReadonlySet<string>;
  window: { start: string; end: string };
}

/** By event, for series of which a mailbox has delivered any. */
export async function readDeliveredOccurrences(
  database: Database,
  mailboxId: string,
  eventIds: readonly string[],
): Promise<Map<string, DeliveredOccurrences>> {
  const rows = await database
    .selectFrom('links')
    .innerJoin('seen_items', (join) =>
      join
        .onRef('seen_items.calendar_id', '=', 'links.calendar_id')
        .onRef('seen_items.graph_id', '=', 'links.graph_id'),
    )
    .innerJoin('mailbox_calendars', 'mailbox_calendars.id', 'links.calendar_id')
    .select(['links.event_id', 'seen_items.occurrences', 'seen_items.version', 'window_start', 'window_end'])
    .where('links.mailbox_id', '=', mailboxId)
    .where('links.state', '<>', 'retired')
    .where('links.event_id', '=', anyOf(eventIds))
    .execute();
  const found = new Map<string, DeliveredOccurrences>();
  for (const { event_id, occurrences, version, window_start, window_end } of rows) {
    if (occurrences.length === 0 || !window_start || !window_end) continue;
    const isAllDay = version?.values.when.isAllDay ?? false;
    const starts = occurrences.map(({ start }) =>
      isAllDay ? start.slice(0, 10) : Temporal.Instant.from(start).toString(),
    );
    const window = { start: instantText(window_start), end: instantText(window_end) };
    found.set(event_id, { starts: new Set(starts), window });
  }
  return found;
}
