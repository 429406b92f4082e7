// Which way a calendar syncs stands above the decision table: nothing travels against it.
import type { Decision } from './decision.ts';
import { linkInState, makeDecision } from './make-decision.ts';

/**
 * The decision, or what is left of it. Units are sorted out where edits are compared; here it is about whole events.
 * Outlook's deletion that isn't taken over unlinks the event, which is kept.
 */
export function withinDirection(decision: Decision): Decision {
  const { subject, there, here, prepare, isDeletion } = decision;
  const { link, direction } = subject;
  if (direction === 'here' && (there.length > 0 || prepare !== null)) return makeDecision('one way', subject);
  const isEdit = here !== null && here.kind !== 'answers' && here.kind !== 'told';
  if (direction !== 'there' || !isEdit || decision.row === 'past, stays quiet') return decision;
  const isGoneThere = isDeletion === 'here' || here.kind === 'hide';
  return makeDecision('one way', subject, { link: link && isGoneThere ? linkInState(link, 'left') : null });
}
