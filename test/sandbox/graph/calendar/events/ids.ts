// Which id an answer shows, which ids a path may name an item by, and the ids of occurrences.
import type { Temporal } from 'temporal-polyfill';
import { occurrenceEntryId, readOccurrenceEntryId } from '../entry-ids.ts';
import type { Item, Mailbox } from '../state.ts';

/** `Prefer: IdType="ImmutableId"`. */
export interface IdPreference {
  immutableIds: boolean;
}

/** The id that an answer shows: the immutable one where it was asked for, else the default one. */
export function idOf(item: Pick<Item, 'id' | 'restId'>, { immutableIds }: IdPreference): string {
  return immutableIds ? item.id : item.restId;
}

/** The stored item behind an id of either kind, deleted or not; a default id counts only while it is the current one. */
export function findByAnyId(mailbox: Mailbox, id: string): Item | undefined {
  return mailbox.items.get(id) ?? mailbox.items.get(mailbox.byRestId.get(id) ?? '');
}

/** The id of the occurrence on a date, of the same kind as the master's id that it is made from. */
export function occurrenceIdOf(masterId: string, date: Temporal.PlainDate | Temporal.PlainDateTime): string {
  const { year, month, day } = date;
  const digits = (value: number, length: number) => String(value).padStart(length, '0');
  return occurrenceEntryId(masterId, `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`);
}

/** @returns the master's id, of the same kind, and the date (`YYYY-MM-DD`); null for the id of anything else. */
export function parseOccurrenceId(id: string): { masterId: string; date: string } | null {
  return readOccurrenceEntryId(id);
}
