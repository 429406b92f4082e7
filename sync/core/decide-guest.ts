// The rows of the decision table for a guest's own copy: hidden here, and answered after the copy was removed.
import { isWaiting } from './decide-unlinked.ts';
import type { Decision, PlanContext, Subject, ThereCall } from './decision.ts';
import { ANSWER_LOST, ASK_FOR_INVITATION, type Base, type Link } from './link.ts';
import { mailsOfAnswer } from './mails.ts';
import { linkAtVersion, linkInState, makeDecision, valuesOf, waiting } from './make-decision.ts';
import type { OurEvent } from './our-event.ts';
import type { SeenVersion } from './seen.ts';
import { withUnits } from './units.ts';
import type { EventValues } from './values.ts';

/** A guest deleted it here: declined for that guest alone, telling nobody unless he asked for it. */
export function decideHidden(subject: Subject, link: Link, event: OurEvent, context: PlanContext): Decision {
  const call = answerCall(link, 'declined', event.tellsOrganizer);
  if (call === null) return makeDecision('nothing', subject);
  const mails = mailsOfAnswer(organizerAddress(subject), event.tellsOrganizer);
  if (mails.length > 0 && isWaiting(event, context)) return waiting(subject);
  return makeDecision('hidden here', subject, {
    there: [call],
    here: event.tellsOrganizer ? { kind: 'told' } : null,
    link: { ...linkInState(link, 'retired'), base: baseAnswered(link, 'declined') },
    mails,
    sentUnits: ['answer'],
  });
}

/**
 * A guest whose copy was removed answers again, or wants the organizer told: tried once on the old item. When Outlook no
 * longer has it, that is remembered, and only a new invitation helps.
 * @param version the item where it is still there after all.
 * @returns null where nothing of that kind is to be said.
 */
export function decideAnswerAfterRemoval(
  subject: Subject,
  link: Link,
  event: OurEvent,
  context: PlanContext,
  version: SeenVersion | null,
): Decision | null {
  const answer = event.isHidden ? 'declined' : event.participation?.answer;
  if (event.status !== 'live' || link.isOrganizer || answer === undefined) return null;
  const isSaid = event.isHidden ? !event.tellsOrganizer : link.base?.theirs.answer === answer;
  const call = answerCall(link, answer, true);
  if (isSaid || call === null || link.lastError === ASK_FOR_INVITATION) return null;
  if (isWaiting(event, context)) return waiting(subject);
  const isBack = version !== null && !event.isHidden && link.base !== null;
  const base: Base | null = version ? { ours: valuesOf(event, version.values), theirs: version.values } : null;
  return makeDecision('answered after removal', subject, {
    there: [{ ...call, copyIsRemoved: true }],
    here: event.isHidden ? { kind: 'told' } : null,
    link:
      isBack && base
        ? linkAtVersion(link, 'live', base, version)
        : { ...linkInState(link, 'retired'), base: baseAnswered(link, answer) },
    mails: mailsOfAnswer(organizerAddress(subject), true),
    sentUnits: ['answer'],
  });
}

/** The call that gives an answer; null for an answer that cannot be given, or before Outlook has the item. */
export function answerCall(
  link: Link,
  answer: EventValues['answer'],
  sendResponse: boolean,
): Extract<ThereCall, { kind: 'answer' }> | null {
  const action = ANSWER_ACTIONS[answer];
  if (action === undefined || link.graphId === null) return null;
  const isRepeat = link.lastError === ANSWER_LOST;
  return {
    kind: 'answer',
    key: link,
    graphId: link.graphId,
    answer: action,
    sendResponse,
    isRepeat,
    copyIsRemoved: false,
  };
}

const ANSWER_ACTIONS: Partial<Record<EventValues['answer'], 'accept' | 'tentativelyAccept' | 'decline'>> = {
  accepted: 'accept',
  tentativelyAccepted: 'tentativelyAccept',
  declined: 'decline',
};

/** Whom an answer tells. */
export function organizerAddress(subject: Subject): string {
  return subject.seen?.version?.organizer?.address ?? '';
}

/** Base once Outlook has the answer; their side follows when it has answered. */
function baseAnswered({ base }: Link, answer: EventValues['answer']): Base | null {
  return base && { ours: withUnits(base.ours, { ...base.ours, answer }, ['answer']), theirs: base.theirs };
}
