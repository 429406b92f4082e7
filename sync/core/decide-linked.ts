// The rows of the decision table for an event and an item that a link ties together.
import { decideEdits } from './decide-edits.ts';
import { decideAnswerAfterRemoval, decideHidden } from './decide-guest.ts';
import { decideOrganizerChange } from './decide-organizer.ts';
import { awakeState, decideCreate, isWaiting, repeatCreate } from './decide-unlinked.ts';
import type { Decision, PlanContext, Subject } from './decision.ts';
import type { Link } from './link.ts';
import {
  aliveVersion,
  endThere,
  linkAtVersion,
  linkInState,
  makeDecision,
  valuesOf,
  waiting,
} from './make-decision.ts';
import type { OurEvent } from './our-event.ts';
import type { SeenVersion } from './seen.ts';
import { isSaidToBeBack, isStaleRemoval, newsOf } from './stale-news.ts';
import { changedUnits, isMeetingUnit, isSubstance } from './units.ts';

/** Decides about a linked pair; the event may be gone, the item may be gone. */
export function decideLinked(subject: Subject, link: Link, context: PlanContext): Decision {
  const { event } = subject;
  if (event === null) return makeDecision('gone on both sides', subject, { link: linkInState(link, 'retired') });
  if (link.state === 'retired') return decideRetired(subject, link, event, context);
  if (link.state === 'held') return makeDecision('held', subject);
  const change = decideOrganizerChange(subject, link, event, context);
  if (change) return change;
  if (link.graphId === null) return decideUnfinished(subject, link, event, context);
  return decideByFate(subject, link, event, context);
}

/** A retired link: un-archived here, restored in Outlook, answered late, or an old copy that a late page still carries. */
function decideRetired(subject: Subject, link: Link, event: OurEvent, context: PlanContext): Decision {
  const { seen } = subject;
  const version = aliveVersion(seen);
  if (version && seen && !version.isCancelled && isSaidToBeBack(link, seen)) {
    return decideRestored(subject, link, event, context, version);
  }
  const answer = decideAnswerAfterRemoval(subject, link, event, context, version);
  if (answer) return answer;
  if (version) return makeDecision('old copy', subject);
  const mayCreate = event.status === 'live' && event.kind === 'single' && event.organizerUserId === context.userId;
  if (!mayCreate) return makeDecision('nothing', subject);
  const options = { generation: link.generation + 1, row: 'un-archived', retires: null } as const;
  return decideCreate(subject, event, context, options);
}

/** Alive after its deletion was seen. A guest's copy brings back only that guest's part in a meeting that lives on. */
function decideRestored(
  subject: Subject,
  link: Link,
  event: OurEvent,
  context: PlanContext,
  version: SeenVersion,
): Decision {
  const isHandedOver = link.isOrganizer && event.organizerUserId !== context.userId;
  if (isHandedOver) return makeDecision('old copy', subject);
  const values = version.values;
  const isGuests = !link.isOrganizer && (event.organizerUserId !== null || subject.otherLinks.length > 0);
  const ours = isGuests ? { ...values, ...event.meeting } : values;
  if (isGuests && event.status !== 'live') return makeDecision('old copy', subject);
  return makeDecision('restored in Outlook', subject, {
    here: { kind: isGuests ? 'unhide' : 'unarchive', values, version },
    link: linkAtVersion(link, 'live', { ours, theirs: values }, version),
    takenUnits: ['event'],
  });
}

/** A create that Outlook hasn't answered. One that was never sent is simply dropped when the event has gone meanwhile. */
function decideUnfinished(subject: Subject, link: Link, event: OurEvent, context: PlanContext): Decision {
  if (event.status === 'live') return repeatCreate(subject, event, context, link.transactionId);
  if (link.attempts === 0) return makeDecision('gone on both sides', subject, { link: linkInState(link, 'retired') });
  // Outlook may hold the item: run-sync looks it up by our property before this is decided again.
  return waiting(subject);
}

function decideByFate(subject: Subject, link: Link, event: OurEvent, context: PlanContext): Decision {
  const { seen } = subject;
  if (seen?.removedHint) {
    const { proof, version } = seen;
    if (proof === null) return waiting(subject);
    if (!isStaleRemoval(link, seen)) {
      switch (proof) {
        case 'deleted':
          return decideDeletedThere(subject, link, event);
        case 'elsewhere':
          return makeDecision('left the calendar', subject, { link: linkInState(link, 'left') });
        case 'outside':
          return decideOutside(subject, link, event, context, version);
      }
    }
  }
  const version = newsOf(link, seen);
  if (link.state === 'left' && version === null) return makeDecision('nothing', subject);
  const isAsleep = link.state === 'dormant' || link.state === 'left';
  return decideAlive(
    subject,
    isAsleep && version ? { ...link, state: awakeState(event) } : link,
    event,
    context,
    version,
  );
}

/** Alive, but no longer in the window that is pulled: the link sleeps until it is delivered again. */
function decideOutside(
  subject: Subject,
  link: Link,
  event: OurEvent,
  context: PlanContext,
  version: SeenVersion | null,
): Decision {
  const decision = decideAlive(subject, { ...link, state: 'dormant' }, event, context, version);
  if (decision.row !== 'nothing' || link.state === 'dormant') return decision;
  return makeDecision('outside the window', subject, { link: linkInState(link, 'dormant') });
}

/** The item is gone from Outlook, and that is proven. */
function decideDeletedThere(subject: Subject, link: Link, event: OurEvent): Decision {
  const retired = linkInState(link, 'retired');
  const isGuests = !link.isOrganizer && (event.organizerUserId !== null || subject.otherLinks.length > 0);
  if (event.status !== 'live' || (isGuests && event.isHidden)) {
    return makeDecision('gone on both sides', subject, { link: retired });
  }
  if (isGuests) return makeDecision('guest removed own copy', subject, { here: { kind: 'hide' }, link: retired });
  const edits = link.base ? changedUnits(link.base.ours, valuesOf(event, link.base.theirs)).filter(isSubstance) : [];
  const isEdited = link.isOrganizer && edits.length > 0;
  return makeDecision(isEdited ? 'edited here, deleted there' : 'deleted there', subject, {
    here: { kind: 'archive' },
    link: retired,
    conflicts: isEdited ? edits.map((unit) => ({ unit, ours: 'edited', theirs: 'deleted' })) : [],
    isDeletion: 'here',
  });
}

/** @param version the newest version that is news; null when base still stands. */
function decideAlive(
  subject: Subject,
  link: Link,
  event: OurEvent,
  context: PlanContext,
  version: SeenVersion | null,
): Decision {
  if (event.kind !== 'single') return decideSeries(subject, link, event, version);
  if (version?.isCancelled && !link.isOrganizer) {
    return makeDecision('cancelled by the organizer', subject, {
      here: event.status === 'live' ? { kind: 'archive' } : null,
      link: linkInState(link, 'retired'),
      isDeletion: event.status === 'live' ? 'here' : null,
    });
  }
  if (event.status !== 'live') return decideGoneHere(subject, link, event, context, version);
  if (event.isHidden && !link.isOrganizer) return decideHidden(subject, link, event, context);
  return decideEdits(subject, link, event, context, version);
}

/** Deleted or archived here, alive in Outlook. */
function decideGoneHere(
  subject: Subject,
  link: Link,
  event: OurEvent,
  context: PlanContext,
  version: SeenVersion | null,
): Decision {
  // A guest's copy goes when the organizer's cancellation reaches it.
  if (!link.isOrganizer || link.graphId === null || link.changeKey === null) return makeDecision('nothing', subject);
  const edits = link.base && version ? changedUnits(link.base.theirs, version.values) : [];
  const isEdited = edits.some((unit) => isSubstance(unit) && isMeetingUnit(unit));
  if (version && isEdited && subject.direction !== 'there') {
    return makeDecision('deleted here, edited there', subject, {
      here: { kind: 'restore', values: version.values, version },
      link: linkAtVersion(link, link.state, { ours: version.values, theirs: version.values }, version),
      conflicts: edits.map((unit) => ({ unit, ours: event.status, theirs: 'edited' })),
      takenUnits: edits,
    });
  }
  const ending = endThere(link.graphId, link, event, version);
  if (ending.mails.length > 0 && isWaiting(event, context)) return waiting(subject);
  return makeDecision(event.status === 'archived' ? 'archive there' : 'delete there', subject, ending);
}

/** A series is read only: Outlook's values are taken whole, nothing is sent. */
function decideSeries(subject: Subject, link: Link, event: OurEvent, version: SeenVersion | null): Decision {
  if (version === null || event.status !== 'live') return makeDecision('nothing', subject);
  const units = changedUnits(valuesOf(event, version.values), version.values);
  return makeDecision('series', subject, {
    here: units.length > 0 ? { kind: 'update', values: version.values, units, version, withhold: [] } : null,
    link: linkAtVersion(link, link.state, { ours: version.values, theirs: version.values }, version),
    takenUnits: units,
  });
}
