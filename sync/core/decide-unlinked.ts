// The rows of the decision table for what no link ties yet: new here, new in Outlook, matched, joined.
import { Temporal } from 'temporal-polyfill';
import type { Decision, LinkOutcome, PlanContext, Preparation, Subject } from './decision.ts';
import { choiceForNew } from './discontinuity.ts';
import type { Base, Link, LinkKey, LinkState } from './link.ts';
import { mailsOfCreate } from './mails.ts';
import { aliveVersion, everyGuestOf, keyOf, makeDecision, newLink, valuesOf, waiting } from './make-decision.ts';
import { isPast, type OurEvent } from './our-event.ts';
import type { SeenVersion } from './seen.ts';
import { createPayload } from './to-graph.ts';
import { differencesAcross, withUnits } from './units.ts';

/** Decides about an item, an event, or a matched pair without a link in this mailbox. */
export function decideUnlinked(subject: Subject, context: PlanContext): Decision {
  const version = versionOf(subject);
  if (version && subject.event) return matched(subject, subject.event, version);
  if (version && subject.joinEvent) return decideKnown(subject, subject.joinEvent, context, version);
  if (version) return newInOutlook(subject, version);
  if (subject.event) return newHere(subject, subject.event, context);
  return makeDecision('nothing', subject);
}

/** The item that is still there; in somebody else's calendar the mailbox's user organizes nothing. */
function versionOf(subject: Subject): SeenVersion | null {
  const version = aliveVersion(subject.seen);
  return version && !subject.isOwnCalendar ? { ...version, isOrganizer: false } : version;
}

/** `– | new`: made in Outlook; created here, mailing nobody. A meeting that is already cancelled is not news. */
function newInOutlook(subject: Subject, version: SeenVersion): Decision {
  if (version.isCancelled) return makeDecision('old copy', subject);
  const { values } = version;
  const isSeries = version.type !== 'singleInstance';
  return makeDecision(isSeries ? 'series' : 'new in Outlook', subject, {
    here: {
      kind: 'create',
      values,
      version,
      eventKind: version.type === 'seriesMaster' ? 'series' : isSeries ? 'exception' : 'single',
      seriesGraphId: version.seriesMasterId,
    },
    link: newLink(version, 'live', { ours: values, theirs: values }),
    takenUnits: ['event'],
  });
}

/** An item of a meeting that is known here: moved, back under another id, one more copy, or an old one. */
function decideKnown(subject: Subject, event: OurEvent, context: PlanContext, version: SeenVersion): Decision {
  const { ownLink, joinIsRetired, otherLinks } = subject;
  const isEarlier = ownLink === null && otherLinks.length === 0;
  if (isEarlier && !joinIsRetired && event.status !== 'live' && version.isOrganizer) {
    return makeDecision('restored in Outlook', subject, {
      here: { kind: 'unarchive', values: version.values, version },
      link: newLink(version, 'live', { ours: version.values, theirs: version.values }),
      takenUnits: ['event'],
    });
  }
  const isMine = event.organizerUserId === context.userId;
  const isSame = ownLink?.iCalUId === version.iCalUId;
  // Handed over to this user: the copy of the old organizer's meeting is not his any more.
  if (isMine && event.status === 'live' && !version.isOrganizer && !isSame && subject.isOwnCalendar) {
    return makeDecision("old organizer's copy", subject);
  }
  if (ownLink === null) return joinIsRetired ? makeDecision('old copy', subject) : joined(subject, event, version);
  if (isSame) return decideSameMeeting(subject, ownLink, event, version);
  const handsOver = !isMine && ownLink.isOrganizer && ownLink.state !== 'retired' && ownLink.state !== 'left';
  // The old organizer's item goes first; then the new one's invitation is joined.
  if (handsOver) return waiting(subject);
  return joinIsRetired ? makeDecision('old copy', subject) : joined(subject, event, version);
}

/** The item stands for the same meeting as this mailbox's own link. */
function decideSameMeeting(subject: Subject, ownLink: Link, event: OurEvent, version: SeenVersion): Decision {
  const isMoved = ownLink.graphId === version.graphId && ownLink.calendarId !== subject.calendarId;
  if (ownLink.state === 'left' || (isMoved && ownLink.state !== 'retired')) {
    const state = ownLink.state === 'left' || ownLink.state === 'dormant' ? awakeState(event) : ownLink.state;
    return makeDecision('moved to another calendar', subject, {
      link: { ...successorOf(ownLink, state, version), base: ownLink.base },
      leavesWork: true,
    });
  }
  const isBack = ownLink.state === 'retired' && ownLink.isOrganizer && version.isOrganizer && !version.isCancelled;
  if (!isBack || event.status === 'live') return makeDecision('old copy', subject);
  return makeDecision('restored in Outlook', subject, {
    here: { kind: 'unarchive', values: version.values, version },
    link: { ...successorOf(ownLink, 'live', version), base: { ours: version.values, theirs: version.values } },
    takenUnits: ['event'],
  });
}

/** A quiet link stays quiet while guests are withheld. */
export function awakeState(event: OurEvent): LinkState {
  return event.withheld.length > 0 ? 'quiet' : 'live';
}

/** One more generation, which takes a link's place. */
function successorOf(link: Link, state: LinkState, version: SeenVersion): Omit<LinkOutcome, 'base'> {
  const { originalStart, generation, isOrganizer } = link;
  return { originalStart, generation: generation + 1, state, isOrganizer, version, retires: keyOf(link) };
}

/**
 * A copy of a meeting that another mailbox, or an earlier connection, brought here: one event, one more link. The
 * organizer's copy takes over; a guest's speaks for the meeting while nobody else's does.
 */
function joined(subject: Subject, event: OurEvent, version: SeenVersion): Decision {
  if (version.isCancelled) return makeDecision('old copy', subject);
  const { values } = version;
  const speaks = version.isOrganizer || (subject.otherLinks.length === 0 && event.organizerUserId === null);
  const ours = speaks ? values : { ...values, ...event.meeting };
  const link = newLink(version, speaks ? awakeState(event) : 'live', { ours, theirs: values });
  const { ownLink } = subject;
  return makeDecision('join a meeting', subject, {
    here: { kind: 'join', values: ours, version },
    link: ownLink ? { ...link, generation: ownLink.generation + 1, retires: keyOf(ownLink) } : link,
    takenUnits: ['participation'],
  });
}

/**
 * Found equal at the first sync. Nothing is written to Outlook: its values stand wherever the two differ, and guests
 * that only we have become withheld. Where only ours may travel, ours stand, and go out like an edit.
 */
function matched(subject: Subject, event: OurEvent, version: SeenVersion): Decision {
  const ours = valuesOf(event, version.values);
  const differences = differencesAcross(ours, version.values);
  const values = withUnits(ours, version.values, differences);
  const base: Base = { ours: values, theirs: version.values };
  if (subject.direction === 'there') {
    const leavesWork = differences.length > 0;
    return makeDecision('matched', subject, { link: newLink(version, awakeState(event), base), leavesWork });
  }
  const withhold = Object.entries(ours.guests)
    .filter(([address]) => !(address in version.values.guests))
    .map(([, guest]) => guest);
  const isQuiet = withhold.length > 0 || event.withheld.length > 0;
  return makeDecision('matched', subject, {
    here: differences.length > 0 ? { kind: 'update', values, units: differences, version, withhold } : null,
    link: newLink(version, isQuiet ? 'quiet' : 'live', base),
    takenUnits: differences,
  });
}

/** `new | –`: made here. It goes to its organizer's mailbox only, never to a guest's. */
function newHere(subject: Subject, event: OurEvent, context: PlanContext): Decision {
  if (event.status !== 'live') return makeDecision('nothing', subject);
  if (event.organizerUserId !== context.userId) return makeDecision("guest's mailbox", subject);
  if (event.kind !== 'single') return makeDecision('series', subject);
  return decideCreate(subject, event, context, { generation: 1, row: 'new here', retires: null });
}

/** A create in Outlook: the first, or again after an un-archive or a change of organizer. */
export function decideCreate(
  subject: Subject,
  event: OurEvent,
  context: PlanContext,
  options: {
    generation: number;
    row: 'new here' | 'un-archived' | 'created by the new organizer';
    /** The link that the new one replaces. */
    retires: LinkKey | null;
  },
): Decision {
  const { calendarId } = subject;
  const { generation, row } = options;
  const key: LinkKey = { eventId: event.id, originalStart: null, mailboxId: context.mailboxId, calendarId, generation };
  const retires = options.retires && keyOf(options.retires);
  const choice = choiceForNew(event, context);
  if (choice === 'hold') {
    const prepare: Preparation = { key, state: 'held', isOrganizer: true, withholdGuests: false, retires };
    return makeDecision('held', subject, { prepare });
  }
  const hasGuests = Object.keys(event.meeting.guests).length > 0;
  const withholdGuests = hasGuests && (isPast(event, context.now) || choice === 'quiet');
  return create(subject, event, context, { key, row, withholdGuests, retires, transactionId: null });
}

/** A create that was prepared but not answered yet: repeated with the transactionId that is stored. */
export function repeatCreate(
  subject: Subject,
  event: OurEvent,
  context: PlanContext,
  transactionId: string | null,
): Decision {
  const link = subject.link;
  if (!link) throw new TypeError('Only a prepared link can repeat its create.');
  const options = { key: link, row: 'new here', withholdGuests: false, retires: null, transactionId } as const;
  return create(subject, event, context, options);
}

function create(
  subject: Subject,
  event: OurEvent,
  context: PlanContext,
  options: {
    key: LinkKey;
    row: Decision['row'];
    withholdGuests: boolean;
    retires: LinkKey | null;
    transactionId: string | null;
  },
): Decision {
  const { key, row, withholdGuests, retires, transactionId } = options;
  const meeting = withholdGuests ? { ...event.meeting, guests: {} } : event.meeting;
  const mails = mailsOfCreate(meeting.guests);
  if (Object.keys(meeting.guests).length > 0 && !subject.takesMeetings)
    return makeDecision('no calendar for guests', subject);
  if (mails.length > 0 && isWaiting(event, context)) return waiting(subject);
  const withheld = withholdGuests ? everyGuestOf(event) : event.withheld;
  const state = withheld.length > 0 ? 'quiet' : 'live';
  const values = { ...NO_PARTICIPATION, ...event.participation, ...meeting };
  const origin = { installationId: context.installationId, eventId: event.id, generation: key.generation };
  const payload = createPayload({ values, withheld, transactionId: transactionId ?? '', origin });
  const { generation } = key;
  const base: Base = { ours: values, theirs: values };
  return makeDecision(row, subject, {
    prepare: transactionId === null ? { key, state, isOrganizer: true, withholdGuests, retires } : null,
    there: [{ kind: 'create', key, calendarGraphId: subject.calendarGraphId, transactionId, payload }],
    link: { originalStart: null, generation, state, base, isOrganizer: true, version: null, retires: null },
    mails,
    sentUnits: ['event'],
  });
}

/** What an event without a participation of its organizer is created with: Outlook's own defaults. */
const NO_PARTICIPATION = {
  answer: 'organizer',
  reminderMinutes: null,
  showAs: 'busy',
  categories: [] as string[],
} as const;

/** Whether an edit that mails still waits out its undo time. */
export function isWaiting(event: OurEvent, context: PlanContext): boolean {
  return event.sendAfter !== null && Temporal.Instant.compare(event.sendAfter, context.now) > 0;
}
