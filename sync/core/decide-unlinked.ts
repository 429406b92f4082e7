// The rows of the decision table for what no link ties yet: new here, new in Outlook, matched, joined.
import { Temporal } from 'temporal-polyfill';
import type { Decision, PlanContext, Preparation, Subject } from './decision.ts';
import { isEarlier } from './instants.ts';
import type { LinkKey } from './link.ts';
import { mailsOfCreate } from './mails.ts';
import { aliveVersion, everyGuestOf, makeDecision, newLink, valuesOf, waiting } from './make-decision.ts';
import type { OurEvent } from './our-event.ts';
import type { SeenVersion } from './seen.ts';
import { createPayload } from './to-graph.ts';
import { differencesAcross, withUnits } from './units.ts';
import { instantsOf } from './when.ts';

/** Decides about an item, an event, or a matched pair without a link in this mailbox. */
export function decideUnlinked(subject: Subject, context: PlanContext): Decision {
  const version = aliveVersion(subject.seen);
  if (version && subject.event) return matched(subject, subject.event, version);
  if (version && subject.joinEvent)
    return subject.joinIsRetired ? makeDecision('old copy', subject) : joined(subject, version);
  if (version) return newInOutlook(subject, version);
  if (subject.event) return newHere(subject, subject.event, context);
  return makeDecision('nothing', subject);
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

/** A copy of a meeting that another mailbox brought here: one event, one more link. The organizer's copy takes over. */
function joined(subject: Subject, version: SeenVersion): Decision {
  const { values } = version;
  return makeDecision('join a meeting', subject, {
    here: { kind: 'join', values, version },
    link: newLink(version, 'live', { ours: values, theirs: values }),
    takenUnits: ['participation'],
  });
}

/**
 * Found equal at the first sync. Nothing is written to Outlook: its values stand wherever the two differ, and guests
 * that only we have become withheld.
 */
function matched(subject: Subject, event: OurEvent, version: SeenVersion): Decision {
  const ours = valuesOf(event, version.values);
  const differences = differencesAcross(ours, version.values);
  const withhold = Object.entries(ours.guests)
    .filter(([address]) => !(address in version.values.guests))
    .map(([, guest]) => guest);
  const values = withUnits(ours, version.values, differences);
  const changes = differences.length > 0;
  return makeDecision('matched', subject, {
    here: changes ? { kind: 'update', values, units: differences, version, withhold } : null,
    link: newLink(version, withhold.length > 0 ? 'quiet' : 'live', { ours: values, theirs: version.values }),
    takenUnits: differences,
  });
}

/** `new | –`: made here. It goes to its organizer's mailbox only, never to a guest's. */
function newHere(subject: Subject, event: OurEvent, context: PlanContext): Decision {
  if (event.status !== 'live') return makeDecision('nothing', subject);
  if (event.organizerUserId !== context.userId) return makeDecision("guest's mailbox", subject);
  if (event.kind !== 'single') return makeDecision('series', subject);
  return decideCreate(subject, event, context, { generation: 1, row: 'new here' });
}

/** A create in Outlook, first or again after an un-archive. */
export function decideCreate(
  subject: Subject,
  event: OurEvent,
  context: PlanContext,
  options: { generation: number; row: 'new here' | 'un-archived' },
): Decision {
  const key: LinkKey = {
    eventId: event.id,
    originalStart: null,
    mailboxId: context.mailboxId,
    calendarId: subject.calendarId,
    generation: options.generation,
  };
  const followsChoice =
    context.phase !== 'active' && (context.choiceUntil === null || !isEarlier(context.choiceUntil, event.createdAt));
  if (followsChoice && context.choice === 'hold') return held(subject, key);
  const isPast = Temporal.Instant.compare(instantsOf(event.meeting.when).end, context.now) < 0;
  const guests = Object.keys(event.meeting.guests).length;
  const withholdGuests = guests > 0 && (isPast || (followsChoice && context.choice === 'quiet'));
  return create(subject, event, context, { key, row: options.row, withholdGuests });
}

function held(subject: Subject, key: LinkKey): Decision {
  const prepare: Preparation = { key, state: 'held', isOrganizer: true, withholdGuests: false };
  return makeDecision('held', subject, { prepare });
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
  return create(subject, event, context, { key: link, row: 'new here', withholdGuests: false, transactionId });
}

function create(
  subject: Subject,
  event: OurEvent,
  context: PlanContext,
  options: { key: LinkKey; row: Decision['row']; withholdGuests: boolean; transactionId?: string | null },
): Decision {
  const { key, withholdGuests } = options;
  const meeting = withholdGuests ? { ...event.meeting, guests: {} } : event.meeting;
  const mails = mailsOfCreate(meeting.guests);
  if (mails.length > 0 && isWaiting(event, context)) return waiting(subject);
  const withheld = withholdGuests ? everyGuestOf(event) : event.withheld;
  const state = withheld.length > 0 ? 'quiet' : 'live';
  const values = { ...NO_PARTICIPATION, ...event.participation, ...meeting };
  const transactionId = options.transactionId ?? null;
  const origin = { installationId: context.installationId, eventId: event.id, generation: key.generation };
  return makeDecision(options.row, subject, {
    prepare: transactionId === null ? { key, state, isOrganizer: true, withholdGuests } : null,
    there: [
      {
        kind: 'create',
        key,
        calendarGraphId: subject.calendarGraphId,
        transactionId,
        payload: createPayload({ values, withheld, transactionId: transactionId ?? '', origin }),
      },
    ],
    link: {
      originalStart: null,
      generation: key.generation,
      state,
      base: { ours: values, theirs: values },
      isOrganizer: true,
      version: null,
    },
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
