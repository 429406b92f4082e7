// What a decision replaces, kept in the journal so that it can be undone. The only public function is `replacedBy`.
import type { Decision } from './decision.ts';
import type { OurEvent } from './our-event.ts';
import { isMeetingUnit, type UnitName, unitsOf } from './units.ts';
import type { EventValues } from './values.ts';

export interface Replaced {
  /** Our event before the change; null: it was not here. What each participant says is there for this mailbox's user. */
  here: (Partial<EventValues> & { status: OurEvent['status']; isHidden: boolean }) | null;
  /** The event as both sides had last agreed, in our form: what Outlook said before; null: it was not there. */
  agreed: EventValues | null;
  /** Each unit that was sent or taken, as our event says it afterwards; null for one that it no longer has. */
  left: Record<UnitName, unknown>;
}

export function replacedBy(decision: Decision): Replaced {
  const { event, link } = decision.subject;
  return {
    here: event && { ...event.meeting, ...event.participation, status: event.status, isHidden: event.isHidden },
    agreed: link?.base?.ours ?? null,
    left: unitsLeft(decision),
  };
}

function unitsLeft(decision: Decision): Replaced['left'] {
  const { here } = decision;
  const values = here && 'values' in here ? here.values : decision.link?.base?.ours;
  if (!values) return {};
  const units = unitsOf(values);
  const named = [...decision.sentUnits, ...decision.takenUnits].filter((unit) => units.has(unit) || isListed(unit));
  return Object.fromEntries(named.map((unit) => [unit, units.get(unit) ?? null]));
}

/** Whether an event may have none of this unit, so that its absence says something. */
function isListed(unit: UnitName): boolean {
  return unit.includes(':') && (isMeetingUnit(unit) || unit.startsWith('category:'));
}
