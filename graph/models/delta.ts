// The pages of `GET …/calendarView/delta`: what an item on them looks like, and where the next page is.
import type { DateTimeTimeZone } from './date-time.ts';
import type { GraphEvent } from './event.ts';

/** An occurrence on a delta page is bare: everything else comes from its series master. */
export interface DeltaOccurrence {
  '@odata.type'?: '#microsoft.graph.event';
  '@odata.etag': string;
  id: string;
  seriesMasterId: string;
  type: 'occurrence';
  start: DateTimeTimeZone;
  end: DateTimeTimeZone;
}

/** A hint, not a proof: also sent for what merely lies outside the window. */
export interface DeltaRemoved {
  '@odata.type'?: '#microsoft.graph.event';
  id: string;
  '@removed': { reason: 'deleted' | 'changed' };
}

export type DeltaItem = GraphEvent | DeltaOccurrence | DeltaRemoved;

export interface DeltaPage {
  '@odata.context'?: string;
  value: DeltaItem[];
  '@odata.nextLink'?: string;
  '@odata.deltaLink'?: string;
}

/** @returns whether the item only says that something is no longer in the window. */
export function isRemoved(item: DeltaItem): item is DeltaRemoved {
  return '@removed' in item;
}

/** @returns whether the item is a bare occurrence of a series. */
export function isBareOccurrence(item: DeltaItem): item is DeltaOccurrence {
  return !isRemoved(item) && item.type === 'occurrence';
}
