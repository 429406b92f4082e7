// Reads a user's events as the pages see them, one by one or in a range with series expanded.
import { Temporal } from 'temporal-polyfill';
import { expandSeries, type Occurrence } from '../../sync/index.ts';
import type { ServerContext } from '../context.ts';
import { type DeliveredOccurrences, readDeliveredOccurrences } from '../database/delivered-occurrences.ts';
import { findEventIds, findExceptionStarts, readEvents } from '../database/read-events.ts';
import { readSender, readSenderLinks } from '../database/senders.ts';
import { badInput } from '../refusal.ts';
import { type EventRange, type EventView, RANGE_DAYS_MAX } from '../schemas/events.ts';
import { occurrenceView, viewOf } from './event-view.ts';
import { readOwnEvent } from './perform-edit.ts';

/** @throws Refusal `not_found` */
export async function readView(
  { database, clock }: ServerContext,
  eventId: string,
  userId: string,
): Promise<EventView> {
  const now = clock.now().toString();
  const event = await readOwnEvent(database, eventId, userId, { now });
  const sender = await readSender(database, userId, eventId);
  return viewOf(event, { userId, link: sender?.link ?? null, now });
}

/** @throws Refusal `range_invalid`, `range_too_long` */
export async function readViews(
  { database, clock }: ServerContext,
  query: EventRange,
  userId: string,
): Promise<EventView[]> {
  const range = rangeOf(query);
  const status = query.archived === 'true' ? 'archived' : 'live';
  const ids = await findEventIds(database, {
    userId,
    status,
    range: { start: range.start.toString(), end: range.end.toString() },
  });
  const events = await readEvents(database, ids, userId);
  const sender = await readSender(database, userId, null);
  const links = sender ? await readSenderLinks(database, sender.mailboxId, ids) : new Map();
  const views = ids.flatMap((id) => {
    const event = events.get(id);
    return event ? [viewOf(event, { userId, link: links.get(id) ?? null, now: clock.now().toString() })] : [];
  });
  const seriesIds = views.filter((view) => view.rule !== null).map((view) => view.id);
  const exceptions = await findExceptionStarts(database, seriesIds);
  const delivered = sender ? await readDeliveredOccurrences(database, sender.mailboxId, seriesIds) : new Map();
  return views.flatMap((view) =>
    occurrencesOf(view, range, { exceptions: exceptions.get(view.id), delivered: delivered.get(view.id) }),
  );
}

interface SeriesFacts {
  /** Original starts of occurrences that are events of their own. */
  exceptions: ReadonlySet<string> | undefined;
  delivered: DeliveredOccurrences | undefined;
}

function occurrencesOf(
  view: EventView,
  range: { start: Temporal.Instant; end: Temporal.Instant },
  { exceptions, delivered }: SeriesFacts,
): EventView[] {
  if (view.rule === null) return [view];
  return expandSeries(view.when, view.rule, range)
    .filter(({ originalStart }) => !exceptions?.has(originalStart))
    .filter((occurrence) => !delivered || isDelivered(occurrence, delivered))
    .map((occurrence) => occurrenceView(view, occurrence));
}

/** Outlook names the occurrences that are left inside its window; one that it does not name was cancelled. */
function isDelivered({ originalStart, when }: Occurrence, { starts, window }: DeliveredOccurrences): boolean {
  const isInside = originalStart >= window.start && originalStart < window.end;
  return !isInside || starts.has(when.isAllDay ? when.start : originalStart);
}

function rangeOf({ from, to }: EventRange): { start: Temporal.Instant; end: Temporal.Instant } {
  const [start, end] = [Temporal.Instant.from(from), Temporal.Instant.from(to)];
  const days = start.until(end).total('hours') / 24;
  if (days <= 0) throw badInput('range_invalid', 'to', 'The range must end after it starts.');
  if (days > RANGE_DAYS_MAX) throw badInput('range_too_long', 'to', `A range has ${RANGE_DAYS_MAX} days at most.`);
  return { start, end };
}
