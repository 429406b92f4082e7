// What a reset does to each linked event: pure, from what is linked to what is deleted where, and what is only unlinked.
import { isOnList, type Mail, mailsOfDelete } from '../../sync/index.ts';
import type { PilotSetting } from '../database/settings.ts';
import type { Reset, UnlinkedReason } from '../schemas/reset.ts';

/** An event that syncs, with its newest link. */
export interface LinkedEvent {
  eventId: string;
  subject: string;
  /** ISO 8601 with `Z`; of a series, of its first occurrence, and without end. */
  start: string;
  end: string | null;
  /** The series of an exception, where that is known. */
  seriesId: string | null;
  isOrganizedByUser: boolean;
  /** Whether another user of this calendar takes part, or has a link to it. */
  isShared: boolean;
  isDeletedHere: boolean;
  /** The item as last seen; null where Outlook has none. */
  item: LinkedItem | null;
}

export interface LinkedItem {
  calendarId: string;
  graphId: string;
  changeKey: string;
  isOrganizer: boolean;
  canBeDeleted: boolean;
  guests: Parameters<typeof mailsOfDelete>[0];
}

export interface ResetPlan {
  linked: LinkedEvent[];
  deleteThere: { event: LinkedEvent; item: LinkedItem; mails: Mail[] }[];
  deleteHere: LinkedEvent[];
  onlyUnlink: { event: LinkedEvent; reason: UnlinkedReason }[];
}

/** @param now ISO 8601 with `Z`. */
export function planReset(
  linked: readonly LinkedEvent[],
  { events }: Reset,
  facts: { now: string; pilot: PilotSetting },
): ResetPlan {
  const plan: ResetPlan = { linked: [...linked], deleteThere: [], deleteHere: [], onlyUnlink: [] };
  if (events === 'leave') return plan;
  const there = events !== 'deleteHere';
  const here = events !== 'deleteThere';
  const byId = new Map(linked.map((event) => [event.eventId, event]));
  const reasonOf = (event: LinkedEvent) => reasonToKeep(event) ?? (there ? reasonToKeepThere(event, facts) : null);
  for (const event of linked) {
    const { item } = event;
    // An exception stays where its series stays.
    const series = byId.get(event.seriesId ?? '');
    const reason = (series && reasonOf(series)) ?? reasonOf(event);
    if (reason !== null || item === null) {
      plan.onlyUnlink.push({ event, reason: reason ?? 'notInOutlook' });
      continue;
    }
    if (there) plan.deleteThere.push({ event, item, mails: mailsOfDelete(item.guests) });
    if (here && !event.isDeletedHere) plan.deleteHere.push(event);
  }
  return { ...plan, deleteThere: withoutExceptions(plan.deleteThere) };
}

function reasonToKeep({ item, isShared, isOrganizedByUser }: LinkedEvent): UnlinkedReason | null {
  if (item === null) return 'notInOutlook';
  if (!isOrganizedByUser || !item.isOrganizer) return 'notOrganizer';
  return isShared ? 'shared' : null;
}

function reasonToKeepThere(
  { item, end }: LinkedEvent,
  { now, pilot }: { now: string; pilot: PilotSetting },
): UnlinkedReason | null {
  if (item === null) return 'notInOutlook';
  if (!item.canBeDeleted) return 'readOnly';
  const mails = mailsOfDelete(item.guests);
  if (mails.length === 0) return null;
  if (end !== null && Date.parse(end) < Date.parse(now)) return 'past';
  return pilot.active && mails.some(({ to }) => !isOnList(pilot.recipients, to)) ? 'pilot' : null;
}

/** Whoever deletes a series deletes its exceptions, with one cancellation for all of it. */
function withoutExceptions(removals: ResetPlan['deleteThere']): ResetPlan['deleteThere'] {
  const ids = new Set(removals.map(({ event }) => event.eventId));
  return removals.filter(({ event }) => event.seriesId === null || !ids.has(event.seriesId));
}
