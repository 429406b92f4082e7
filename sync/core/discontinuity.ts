// What may mail while a review is pending or being carried out: the user's choice stands above the decision table.
import type { Decision, FirstSyncChoice, PlanContext } from './decision.ts';
import { isEarlier } from './instants.ts';
import { linkInState, makeDecision } from './make-decision.ts';
import type { OurEvent } from './our-event.ts';

/** The choice for an event that Outlook doesn't have; null: it was made later and agreed to by itself. */
export function choiceForNew(event: OurEvent, context: PlanContext): FirstSyncChoice | null {
  if (context.phase === 'active') return null;
  const isLater = context.choiceUntil !== null && isEarlier(context.choiceUntil, event.createdAt);
  return isLater ? null : choiceOf(event, context);
}

/**
 * Holds back what would mail, unless that was chosen: the link is held, and both sides stay as they are until it is
 * released. A create follows the choice by itself.
 */
export function heldBack(decision: Decision, context: PlanContext): Decision {
  const { link, event } = decision.subject;
  if (context.phase === 'active' || decision.mails.length === 0 || !link || !event) return decision;
  if (decision.prepare || choiceOf(event, context) === 'invite') return decision;
  return makeDecision('held', decision.subject, { link: linkInState(link, 'held') });
}

function choiceOf(event: OurEvent, context: PlanContext): FirstSyncChoice {
  return context.overrides[event.id] ?? context.choice;
}
