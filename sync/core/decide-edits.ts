// The rows of the decision table for two living sides: each unit is sent, taken, agreed on, or in conflict.
import { answerCall, organizerAddress } from './decide-guest.ts';
import { isWaiting } from './decide-unlinked.ts';
import type { Decision, PlanContext, Row, Subject, ThereCall } from './decision.ts';
import type { Base, Link } from './link.ts';
import { mailsOfAnswer, mailsOfUpdate } from './mails.ts';
import { linkAtVersion, makeDecision, valuesOf, waiting } from './make-decision.ts';
import { isPast, type OurEvent } from './our-event.ts';
import type { SeenVersion } from './seen.ts';
import { updatePayloads } from './to-graph.ts';
import {
  addressOf,
  type Comparison,
  compareUnits,
  isGuestUnit,
  isMeetingUnit,
  lacksJoinLink,
  type UnitName,
  unitsOf,
  withUnits,
} from './units.ts';
import type { EventValues, Guest } from './values.ts';
import { speaksForMeeting } from './who-speaks.ts';

/** A linked pair, both sides alive, as it is compared. */
interface Pair {
  subject: Subject;
  link: Link & { base: Base };
  event: OurEvent;
  context: PlanContext;
  /** The newest version that is news; null when base still stands. */
  version: SeenVersion | null;
  ours: EventValues;
  theirs: EventValues;
}

/** What of a comparison may travel, and what may not. */
interface Sorted extends Comparison {
  /** Edited here, but not for Outlook to know. */
  unsent: UnitName[];
  /** Edited in Outlook, but not for us to take now: base stays, so that it is taken once this copy speaks. */
  untaken: UnitName[];
  /** Guests whom nobody invites any more, since the event is over. */
  keptQuiet: UnitName[];
}

/** @param version the newest version that is news; null when base still stands. */
export function decideEdits(
  subject: Subject,
  link: Link,
  event: OurEvent,
  context: PlanContext,
  version: SeenVersion | null,
): Decision {
  const { base } = link;
  if (base === null || link.graphId === null || link.changeKey === null) return makeDecision('nothing', subject);
  const theirs = version?.values ?? base.theirs;
  const ours = valuesOf(event, theirs);
  const pair: Pair = { subject, link: { ...link, base }, event, context, version, ours, theirs };
  const units = sortUnits(compareUnits(base, ours, theirs), pair);
  const calls = callsFor(pair, units.send);
  const waits = calls.mails.length > 0 && isWaiting(event, context);
  const send = waits ? [] : units.send;
  const row = rowOf({ ...units, send }, waits, pair);
  if (row === 'waiting') return waiting(subject);
  if (row === 'nothing' || row === 'no calendar for guests') return makeDecision(row, subject);
  const take = [...units.take, ...units.conflict];
  return makeDecision(row, subject, {
    there: waits ? [] : calls.there,
    here: hereChange(pair, take, units.keptQuiet),
    link: linkAtVersion(link, stateAfter(pair, send), baseAfter(pair, units, take, waits), version),
    conflicts: conflictsOf(units.conflict, ours, theirs),
    mails: waits ? [] : calls.mails,
    sentUnits: send,
    takenUnits: take,
    leavesWork: waits,
  });
}

/** What each side may say: the meeting goes out through its organizer only and comes in through who speaks for it. */
function sortUnits(comparison: Comparison, pair: Pair): Sorted {
  const { subject, link, event, context, version, ours, theirs } = pair;
  const speaks = speaksForMeeting(subject, link);
  const takesPart = event.participation !== null;
  const handsOver = link.isOrganizer && event.organizerUserId !== context.userId;
  const invitesNobody = !subject.takesMeetings && Object.keys(theirs.guests).length === 0;
  const mayAsParticipant = (unit: UnitName) => takesPart && !(unit === 'answer' && link.isOrganizer);
  const maySend = (unit: UnitName) =>
    subject.direction !== 'here' &&
    !handsOver &&
    (isMeetingUnit(unit) ? link.isOrganizer && !(invitesNobody && isGuestUnit(unit)) : mayAsParticipant(unit));
  const mayTake = (unit: UnitName) => subject.direction !== 'there' && (isMeetingUnit(unit) ? speaks : takesPart);
  const joinLink = version !== null && lacksJoinLink(ours, theirs) ? ['onlineMeeting'] : [];
  // Where nothing is taken, ours goes out over theirs.
  const overrides = subject.direction === 'there' ? comparison.conflict.filter(maySend) : [];
  const outgoing = [...comparison.send, ...overrides];
  const keptQuiet = outgoing.filter((unit) => maySend(unit) && isLateInvitation(unit, pair));
  return {
    send: outgoing.filter((unit) => maySend(unit) && !keptQuiet.includes(unit)),
    take: [...new Set([...comparison.take, ...joinLink])].filter(mayTake),
    agree: comparison.agree,
    conflict: comparison.conflict.filter(mayTake),
    unsent: outgoing.filter((unit) => !maySend(unit)),
    untaken: comparison.take.filter((unit) => !mayTake(unit)),
    keptQuiet,
  };
}

/** A guest who would be invited to a quiet event that is over. */
function isLateInvitation(unit: UnitName, { link, event, context, theirs }: Pair): boolean {
  return (
    link.state === 'quiet' &&
    isPast(event, context.now) &&
    isGuestUnit(unit) &&
    addressOf(unit) in event.meeting.guests &&
    !(addressOf(unit) in theirs.guests)
  );
}

function callsFor(pair: Pair, send: UnitName[]): { there: ThereCall[]; mails: Decision['mails'] } {
  const { subject, link, event, ours, theirs, version } = pair;
  const graphId = link.graphId ?? '';
  const changeKey = version?.changeKey ?? link.changeKey ?? '';
  const fields = send.filter((unit) => unit !== 'answer');
  const promotes = promotesWith(pair, fields);
  const delivered = version ?? subject.seen?.version ?? null;
  const updates = updatePayloads({ units: fields, ours, theirs, delivered, withheld: event.withheld, promotes });
  const there: ThereCall[] = updates.map((update) => ({ kind: 'update', key: link, graphId, changeKey, ...update }));
  const after = withUnits(theirs, ours, fields).guests;
  const mails = mailsOfUpdate(promotes ? fields.filter((unit) => unit !== 'body') : fields, theirs.guests, after);
  const answer = send.includes('answer') ? answerCall(link, ours.answer, true) : null;
  if (answer === null) return { there, mails };
  return { there: [...there, answer], mails: [...mails, ...mailsOfAnswer(organizerAddress(subject), true)] };
}

/** Whether these units invite the last of those who were withheld. */
function promotesWith({ link, event }: Pair, units: readonly UnitName[]): boolean {
  return link.state === 'quiet' && event.withheld.length === 0 && units.some(isGuestUnit);
}

function rowOf(units: Sorted, waits: boolean, { version, link, event, subject }: Pair): Row {
  if (units.conflict.length > 0) return 'conflict on a unit';
  if (units.send.length > 0) return units.take.length > 0 ? 'both travel' : 'send edits';
  if (units.take.length > 0) return 'take edits';
  if (units.keptQuiet.length > 0) return 'past, stays quiet';
  if (waits) return 'waiting';
  if (units.agree.length > 0) return 'same edit on both sides';
  if (answersOf(version, link, event) !== null) return 'answers arrived';
  if (subject.direction !== 'both' && units.unsent.length + units.untaken.length > 0) return 'one way';
  if (version && version.changeKey !== link.changeKey) return 'key moved';
  return units.unsent.some(isGuestUnit) && link.isOrganizer ? 'no calendar for guests' : 'nothing';
}

function hereChange(pair: Pair, take: UnitName[], keptQuiet: UnitName[]): Decision['here'] {
  const { version, link, event, ours, theirs } = pair;
  const delivered = version ?? pair.subject.seen?.version ?? null;
  const units = [...take, ...keptQuiet];
  if (units.length > 0 && delivered) {
    const values = withUnits(withUnits(ours, theirs, take), theirs, keptQuiet);
    const withhold = keptQuiet.flatMap((unit): Guest[] => {
      const guest = event.meeting.guests[addressOf(unit)];
      return guest ? [guest] : [];
    });
    return { kind: 'update', values, units, version: delivered, withhold };
  }
  const responses = answersOf(version, link, event);
  return responses ? { kind: 'answers', responses } : null;
}

/** What both agree on afterwards: all but what still waits or stays here, and what this copy was not asked about. */
function baseAfter({ subject, link, ours, theirs }: Pair, units: Sorted, take: UnitName[], waits: boolean): Base {
  const { base } = link;
  const values = withUnits(withUnits(ours, theirs, take), theirs, units.keptQuiet);
  const unsent = [...(waits ? units.send : []), ...(subject.direction === 'here' ? units.unsent : [])];
  return {
    ours: withUnits(values, base.ours, unsent),
    theirs: withUnits(theirs, base.theirs, [...unsent, ...units.untaken]),
  };
}

/** A quiet link turns live when its guests have been invited, a sleeping one when it was delivered again. */
function stateAfter(pair: Pair, sent: UnitName[]): Link['state'] {
  return promotesWith(pair, sent) ? 'live' : pair.link.state;
}

/** What the organizer's copy says of guests' answers, where that is news. */
function answersOf(version: SeenVersion | null, link: Link, event: OurEvent): SeenVersion['responses'] | null {
  if (version === null || !link.isOrganizer) return null;
  const isNews = Object.keys(event.meeting.guests).some(
    (address) => (version.responses[address] ?? 'none') !== (event.responses[address] ?? 'none'),
  );
  return isNews ? version.responses : null;
}

function conflictsOf(names: UnitName[], ours: EventValues, theirs: EventValues): Decision['conflicts'] {
  const [ourUnits, theirUnits] = [unitsOf(ours), unitsOf(theirs)];
  return names.map((unit) => ({ unit, ours: ourUnits.get(unit) ?? null, theirs: theirUnits.get(unit) ?? null }));
}
