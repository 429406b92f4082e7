// The rows of the decision table for two living sides: each unit is sent, taken, agreed on, or in conflict.
import { isWaiting } from './decide-unlinked.ts';
import type { Decision, PlanContext, Row, Subject, ThereCall } from './decision.ts';
import type { Base, Link } from './link.ts';
import { mailsOfAnswer, mailsOfUpdate } from './mails.ts';
import { linkAtVersion, makeDecision, valuesOf, waiting } from './make-decision.ts';
import type { OurEvent } from './our-event.ts';
import type { SeenVersion } from './seen.ts';
import { updatePayloads } from './to-graph.ts';
import {
  type Comparison,
  compareUnits,
  isGuestUnit,
  isMeetingUnit,
  type UnitName,
  unitsOf,
  withUnits,
} from './units.ts';
import type { EventValues } from './values.ts';
import { speaksForMeeting } from './who-speaks.ts';

/** @param version the newest version that is news; null when base still stands. */
export function decideEdits(
  subject: Subject,
  link: Link,
  event: OurEvent,
  context: PlanContext,
  version: SeenVersion | null,
): Decision {
  if (link.base === null || link.graphId === null || link.changeKey === null) return makeDecision('nothing', subject);
  const theirs = version?.values ?? link.base.theirs;
  const ours = valuesOf(event, theirs);
  const units = allowed(compareUnits(link.base, ours, theirs), subject, link, event);
  const calls = callsFor({ subject, link, event, ours, theirs, send: units.send, version });
  const waits = calls.mails.length > 0 && isWaiting(event, context);
  const send = waits ? [] : units.send;
  const take = [...units.take, ...units.conflict];
  const values = withUnits(ours, theirs, take);
  const unsent = waits ? units.send : [];
  const base: Base = {
    ours: withUnits(values, link.base.ours, unsent),
    theirs: withUnits(theirs, link.base.theirs, unsent),
  };
  const answers = version && link.isOrganizer && changesAnswers(event, version) ? version.responses : null;
  const row = rowOf({ ...units, send }, { waits, version, link, answers: answers !== null });
  if (row === 'nothing') return makeDecision(row, subject);
  if (row === 'waiting') return waiting(subject);
  return makeDecision(row, subject, {
    there: waits ? [] : calls.there,
    here: hereChange(take, values, version, answers),
    link: linkAtVersion(link, stateAfter(link, event, send), base, version),
    conflicts: conflictsOf(units.conflict, ours, theirs),
    mails: waits ? [] : calls.mails,
    sentUnits: send,
    takenUnits: take,
    leavesWork: waits,
  });
}

/** What each side may say: the meeting goes out through its organizer only and comes in through who speaks for it. */
function allowed(comparison: Comparison, subject: Subject, link: Link, event: OurEvent): Comparison {
  const speaks = speaksForMeeting(subject, link);
  const takesPart = event.participation !== null;
  const maySend = (unit: UnitName) =>
    isMeetingUnit(unit) ? link.isOrganizer : takesPart && !(unit === 'answer' && link.isOrganizer);
  const mayTake = (unit: UnitName) => (isMeetingUnit(unit) ? speaks : takesPart);
  return {
    send: comparison.send.filter(maySend),
    take: comparison.take.filter(mayTake),
    agree: comparison.agree,
    conflict: comparison.conflict.filter(mayTake),
  };
}

function callsFor(options: {
  subject: Subject;
  link: Link;
  event: OurEvent;
  ours: EventValues;
  theirs: EventValues;
  send: UnitName[];
  version: SeenVersion | null;
}): { there: ThereCall[]; mails: Decision['mails'] } {
  const { link, event, ours, theirs, version } = options;
  const graphId = link.graphId ?? '';
  const changeKey = version?.changeKey ?? link.changeKey ?? '';
  const fields = options.send.filter((unit) => unit !== 'answer');
  const promotes = link.state === 'quiet' && event.withheld.length === 0 && fields.some(isGuestUnit);
  const updates = updatePayloads({ units: fields, ours, theirs, withheld: event.withheld, promotes });
  const there: ThereCall[] = updates.map((update) => ({ kind: 'update', key: link, graphId, changeKey, ...update }));
  const after = withUnits(theirs, ours, fields).guests;
  const mails = mailsOfUpdate(promotes ? fields.filter((unit) => unit !== 'body') : fields, theirs.guests, after);
  const action = options.send.includes('answer') ? ANSWER_ACTIONS[ours.answer] : undefined;
  if (action === undefined) return { there, mails };
  const organizer = version?.organizer?.address ?? '';
  return {
    there: [...there, { kind: 'answer', key: link, graphId, answer: action, sendResponse: true }],
    mails: [...mails, ...mailsOfAnswer(organizer, true)],
  };
}

const ANSWER_ACTIONS: Partial<Record<EventValues['answer'], 'accept' | 'tentativelyAccept' | 'decline'>> = {
  accepted: 'accept',
  tentativelyAccepted: 'tentativelyAccept',
  declined: 'decline',
};

function rowOf(
  units: Comparison,
  facts: { waits: boolean; version: SeenVersion | null; link: Link; answers: boolean },
): Row {
  if (units.conflict.length > 0) return 'conflict on a unit';
  if (units.send.length > 0) return units.take.length > 0 ? 'both travel' : 'send edits';
  if (units.take.length > 0) return 'take edits';
  if (facts.waits) return 'waiting';
  if (units.agree.length > 0) return 'same edit on both sides';
  if (facts.answers) return 'answers arrived';
  return facts.version && facts.version.changeKey !== facts.link.changeKey ? 'key moved' : 'nothing';
}

function hereChange(
  take: UnitName[],
  values: EventValues,
  version: SeenVersion | null,
  answers: SeenVersion['responses'] | null,
): Decision['here'] {
  if (take.length > 0 && version) return { kind: 'update', values, units: take, version, withhold: [] };
  return answers ? { kind: 'answers', responses: answers } : null;
}

/** A quiet link turns live when its guests have been invited. */
function stateAfter(link: Link, event: OurEvent, sent: UnitName[]): Link['state'] {
  return link.state === 'quiet' && event.withheld.length === 0 && sent.some(isGuestUnit) ? 'live' : link.state;
}

function changesAnswers(event: OurEvent, version: SeenVersion): boolean {
  return Object.keys(event.meeting.guests).some(
    (address) => (version.responses[address] ?? 'none') !== (event.responses[address] ?? 'none'),
  );
}

function conflictsOf(names: UnitName[], ours: EventValues, theirs: EventValues): Decision['conflicts'] {
  const [ourUnits, theirUnits] = [unitsOf(ours), unitsOf(theirs)];
  return names.map((unit) => ({ unit, ours: ourUnits.get(unit) ?? null, theirs: theirUnits.get(unit) ?? null }));
}
