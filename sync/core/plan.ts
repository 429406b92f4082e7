// The planner: subjects in, decisions out. Pure; the only public function is `planSync`.
import { decideLinked } from './decide-linked.ts';
import { decideUnlinked } from './decide-unlinked.ts';
import type { Decision, PlanContext, Subject } from './decision.ts';
import { withinDirection } from './direction.ts';
import { heldBack } from './discontinuity.ts';
import type { Link } from './link.ts';
import { aliveVersion, linkAtVersion, makeDecision, valuesOf, waiting } from './make-decision.ts';
import { pairAtFirstSync, pairUnfinishedCreates, withoutMovedAway } from './match.ts';
import type { OurEvent } from './our-event.ts';
import type { SeenVersion } from './seen.ts';
import { differencesAcross, withUnits } from './units.ts';

/** After so many failures an item waits for the user's *retry*, or for the next edit. */
export const ATTEMPTS_MAX = 5;

/** Decides about every subject of one mailbox, one decision each, in the order given. */
export function planSync(subjects: readonly Subject[], context: PlanContext): Decision[] {
  const finished = withoutMovedAway(pairUnfinishedCreates(subjects));
  const paired = context.phase === 'active' ? finished : pairAtFirstSync(finished, context);
  return paired.map((subject) => withinDirection(heldBack(decide(subject, context), context)));
}

function decide(subject: Subject, context: PlanContext): Decision {
  const { link, event, seen } = subject;
  if (link === null) return decideUnlinked(subject, context);
  const version = aliveVersion(seen);
  if (link.graphId === null && link.transactionId !== null && event && version)
    return answerFound(subject, link, event, version);
  if (link.attempts >= ATTEMPTS_MAX) return waiting(subject, 'given up');
  return decideLinked(subject, link, context);
}

/** The lost answer of a create. Units that mean the same count as agreed; whatever was edited since is sent next. */
function answerFound(subject: Subject, link: Link, event: OurEvent, version: SeenVersion): Decision {
  const ours = valuesOf(event, version.values);
  const agreed = withUnits(ours, version.values, differencesAcross(ours, version.values));
  return makeDecision('answer found', subject, {
    link: linkAtVersion(link, link.state, { ours: agreed, theirs: version.values }, version),
    leavesWork: true,
  });
}
