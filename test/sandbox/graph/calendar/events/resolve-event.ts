// Which event a path names: a stored item, or an occurrence that exists only in its series' pattern.

import { type GraphCall, GraphRefusal } from '../../operation.ts';
import { itemNotFound } from '../../refusals.ts';
import { calendarOf } from '../calendars/calendar-of.ts';
import { isWellFormedId } from '../entry-ids.ts';
import { reimportItem } from '../save-item.ts';
import { exceptionFor } from '../series/exceptions.ts';
import { type Occurrence, occurrenceOn } from '../series/occurrences.ts';
import { changeKeyOf, type Item, type Mailbox } from '../state.ts';
import { findByAnyId, parseOccurrenceId } from './ids.ts';

/** Exactly one of both is there. */
export type Target = { item: Item; occurrence: null } | { item: null; occurrence: Occurrence };

/**
 * The event that a path names. What lies in Deleted Items answers a GET alone, if at all (setting `softDeletedGet`).
 * @throws GraphRefusal 404, or 400 for what is no id
 */
export function resolveEvent(call: GraphCall, mailbox: Mailbox): Target {
  const id = call.parameters.event ?? '';
  if (!isWellFormedId(id)) throw new GraphRefusal(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
  if (call.fault?.reimported) reimport(call, mailbox, id);
  const item = findByAnyId(mailbox, id);
  const target: Target = item ? { item, occurrence: null } : { item: null, occurrence: occurrenceBehind(mailbox, id) };
  const owner = target.item ?? target.occurrence.master;
  const isReadable = !owner.isDeleted || (call.world.settings.softDeletedGet && call.request.method === 'GET');
  const isElsewhere = call.parameters.calendar !== undefined && owner.calendarId !== calendarOf(call, mailbox).id;
  if (!isReadable || isElsewhere) throw itemNotFound();
  return target;
}

function reimport({ world }: GraphCall, mailbox: Mailbox, id: string): void {
  const named = findByAnyId(mailbox, parseOccurrenceId(id)?.masterId ?? id);
  const master = named?.seriesMasterId ? mailbox.items.get(named.seriesMasterId) : named;
  if (master) reimportItem(world, mailbox, master);
}

function occurrenceBehind(mailbox: Mailbox, id: string): Occurrence {
  const parsed = parseOccurrenceId(id);
  const master = parsed === null ? undefined : findByAnyId(mailbox, parsed.masterId);
  const occurrence = parsed && master && !master.isDeleted ? occurrenceOn(mailbox, master, parsed.date) : null;
  if (!occurrence) throw itemNotFound();
  return occurrence;
}

/** The item behind a target; for a plain occurrence the exception that it would become, not saved. */
export function itemOf(call: GraphCall, { item, occurrence }: Target): Item {
  return item ?? exceptionFor(call.world, occurrence);
}

/** @throws GraphRefusal for an If-Match that names another version; an occurrence has its series' version */
export function checkVersion(call: GraphCall, { item, occurrence }: Target): void {
  const expected = call.request.headers['if-match'];
  if (expected === undefined || expected === '*' || expected === `W/"${changeKeyOf(item ?? occurrence.master)}"`)
    return;
  throw new GraphRefusal(
    call.world.settings.versionMismatch,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  );
}
