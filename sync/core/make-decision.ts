// Small constructors that the decision table is written with.
import type { Decision, LinkOutcome, Row, Subject } from './decision.ts';
import type { Base, Link, LinkKey, LinkState } from './link.ts';
import { mailsOfDelete } from './mails.ts';
import type { OurEvent } from './our-event.ts';
import type { SeenItem, SeenVersion } from './seen.ts';
import type { EventValues, Guest } from './values.ts';

/** A decision that does nothing but what `parts` says. */
export function makeDecision(row: Row, subject: Subject, parts: Partial<Decision> = {}): Decision {
  return {
    row,
    subject,
    prepare: null,
    there: [],
    here: null,
    link: null,
    conflicts: [],
    mails: [],
    sentUnits: [],
    takenUnits: [],
    isDeletion: null,
    leavesWork: false,
    ...parts,
  };
}

/** A decision to wait: for the undo time, a look-up, a retry. It is made again in the next run. */
export function waiting(subject: Subject, row: 'waiting' | 'given up' = 'waiting'): Decision {
  return makeDecision(row, subject, { leavesWork: true });
}

/** What names a link, and nothing else of it. */
export function keyOf({ eventId, originalStart, mailboxId, calendarId, generation }: LinkKey): LinkKey {
  return { eventId, originalStart, mailboxId, calendarId, generation };
}

/** The link that stays with its ids and base, in another state. */
export function linkInState(link: Link, state: LinkState): LinkOutcome {
  return {
    originalStart: link.originalStart,
    generation: link.generation,
    state,
    base: null,
    isOrganizer: link.isOrganizer,
    version: null,
    retires: null,
  };
}

/** An item of the user's own is deleted in Outlook, which cancels it for its guests; the link retires. */
export function endThere(
  graphId: string,
  link: Link,
  event: OurEvent,
  version: SeenVersion | null,
): Pick<Decision, 'there' | 'link' | 'mails' | 'isDeletion'> {
  const changeKey = version?.changeKey ?? link.changeKey ?? '';
  return {
    there: [{ kind: 'delete', key: link, graphId, changeKey }],
    link: linkInState(link, 'retired'),
    mails: mailsOfDelete((version?.values ?? link.base?.theirs ?? event.meeting).guests),
    isDeletion: 'there',
  };
}

/** The link that now stands for a version, with a new base. */
export function linkAtVersion(link: Link, state: LinkState, base: Base, version: SeenVersion | null): LinkOutcome {
  return { ...linkInState(link, state), base, version };
}

/** A first link to a delivered version. */
export function newLink(version: SeenVersion, state: LinkState, base: Base): LinkOutcome {
  return {
    originalStart: version.originalStart,
    generation: 1,
    state,
    base,
    isOrganizer: version.isOrganizer,
    version,
    retires: null,
  };
}

/** An event of ours in the form that is compared. Somebody who takes no part compares only what the meeting says. */
export function valuesOf(event: OurEvent, theirs: EventValues): EventValues {
  const { answer, reminderMinutes, showAs, categories } = event.participation ?? theirs;
  return { ...event.meeting, answer, reminderMinutes, showAs, categories };
}

/** The delivered version of an item that is still there, as far as is known. */
export function aliveVersion(seen: SeenItem | null): SeenVersion | null {
  return seen !== null && !seen.removedHint && seen.proof !== 'deleted' && seen.proof !== 'elsewhere'
    ? seen.version
    : null;
}

/** All guests of an event, invited and withheld, by address. */
export function everyGuestOf(event: OurEvent): Guest[] {
  return [...Object.values(event.meeting.guests), ...event.withheld];
}
