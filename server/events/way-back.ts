// Whether an entry of the history has a way back, without taking it: pure.
import { Refusal } from '../refusal.ts';
import type { UnitChange, WayBack } from '../schemas/history.ts';
import { type EditedUnits, editRecordOf } from './edit-record.ts';
import type { EventRecord } from './event-record.ts';
import { named, textOf } from './unit-words.ts';

/** What an undo makes of an event, or why it cannot. @param undo throws Refusal where there is no way back. */
export function tryUndo(event: EventRecord, undo: (event: EventRecord) => EventRecord): EventRecord | Refusal {
  try {
    return undo(event);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** @param event null for one that this user cannot see. */
export function wayBackOf(event: EventRecord | null, undo: (event: EventRecord) => EventRecord): WayBack {
  const result = event && tryUndo(event, undo);
  if (result === null) return { possible: false, code: 'not_found', reason: 'The event is gone.', advice: null };
  if (!(result instanceof Refusal)) return { possible: true, code: null, reason: null, advice: null };
  const { code, message, advice = null } = result.facts;
  return { possible: false, code, reason: message, advice };
}

/** What an edit makes of an event, in words. */
export function changesBetween(before: EventRecord, after: EventRecord): UnitChange[] {
  const [old, current] = [placeOf(before), placeOf(after)];
  const moved = old === current ? [] : [{ ...named('event'), before: old, after: current }];
  return [...moved, ...changesInWords(editRecordOf(before, after)?.units ?? {})];
}

function placeOf({ status, participation }: EventRecord): string {
  if (status === 'live') return participation?.isHidden ? 'deleted for oneself' : 'in the calendar';
  return status;
}

/** Edited units in words. */
export function changesInWords(units: EditedUnits): UnitChange[] {
  return Object.entries(units).map(([unit, { before, after }]) => ({
    ...named(unit),
    before: textOf(unit, before),
    after: textOf(unit, after),
  }));
}
