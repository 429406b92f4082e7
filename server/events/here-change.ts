// What a sync changes on our side: pure, from the event as it is and the change that was decided.
import {
  addressKey,
  type EventValues,
  type HereChange,
  type MeetingValues,
  type ParticipationValues,
} from '../../sync/index.ts';
import { type EventRecord, FIRST_PARTICIPATION, type Participation } from './event-record.ts';

/** Whose mailbox a change comes from. */
export interface MailboxOwner {
  userId: string;
  /** In lower case. */
  addresses: readonly string[];
}

/** An event that was made in Outlook. @param seriesId of an exception, where its series is known. */
export function eventFromOutlook(
  id: string,
  change: Extract<HereChange, { kind: 'create' }>,
  owner: MailboxOwner,
  seriesId: string | null,
): EventRecord {
  const { values, version, eventKind } = change;
  const address = version.organizer?.address ?? '';
  const isOwn = version.isOrganizer || owner.addresses.includes(addressKey(address));
  return {
    id,
    version: 1,
    kind: eventKind,
    seriesId,
    originalStart: version.originalStart,
    organizer: { userId: isOwn ? owner.userId : null, address, name: version.organizer?.name ?? '' },
    status: 'live',
    meeting: meetingOf(values),
    withheld: [],
    responses: version.isOrganizer ? version.responses : {},
    webLink: version.webLink,
    sendAfter: null,
    createdAt: version.lastModified,
    participation: participationWith(null, values),
  };
}

/** An event after a change; its version grows with every one but news about answers, which are no edit. */
export function changedByOutlook(
  event: EventRecord,
  change: Exclude<HereChange, { kind: 'create' }>,
  owner: MailboxOwner,
): EventRecord {
  const version = event.version + 1;
  switch (change.kind) {
    case 'answers':
      return { ...event, responses: { ...event.responses, ...change.responses } };
    case 'archive':
      return { ...event, version, status: event.status === 'live' ? 'archived' : event.status };
    case 'hide': {
      const before = event.participation ?? FIRST_PARTICIPATION;
      return { ...event, version, participation: { ...before, answer: 'declined', isHidden: true } };
    }
    case 'unhide':
      return { ...event, ...shownAgain(event, change), version };
    case 'told':
      return { ...event, participation: event.participation && { ...event.participation, tellsOrganizer: false } };
    case 'join':
      return {
        ...event,
        ...shownAgain(event, change),
        version,
        meeting: meetingOf(change.values),
        organizer: organizerAfterJoin(event, change, owner),
      };
    case 'update':
      return { ...withMeeting(event, change), version, withheld: [...event.withheld, ...change.withhold] };
    case 'unarchive':
    case 'restore':
      return { ...withMeeting(event, change), version, status: 'live' };
  }
}

type ValuedChange = Extract<HereChange, { values: EventValues }>;

function withMeeting(event: EventRecord, change: ValuedChange): EventRecord {
  return { ...withAnswers(event, change), meeting: meetingOf(change.values), webLink: change.version.webLink };
}

/** Each copy speaks for its owner's participation, the organizer's also for everybody's answers. */
function withAnswers(event: EventRecord, { values, version }: ValuedChange): EventRecord {
  return {
    ...event,
    participation: participationWith(event.participation, values),
    responses: version.isOrganizer ? { ...event.responses, ...version.responses } : event.responses,
  };
}

function shownAgain(event: EventRecord, change: ValuedChange): Pick<EventRecord, 'participation' | 'responses'> {
  const { participation, responses } = withAnswers(event, change);
  return { responses, participation: participation && { ...participation, isHidden: false, tellsOrganizer: false } };
}

function organizerAfterJoin(
  event: EventRecord,
  { version }: ValuedChange,
  owner: MailboxOwner,
): EventRecord['organizer'] {
  if (!version.isOrganizer) return event.organizer;
  const { address, name } = version.organizer ?? event.organizer;
  return { userId: owner.userId, address, name };
}

function meetingOf(values: EventValues): MeetingValues {
  const { subject, body, when, places, rule, guests, sensitivity, importance, onlineMeeting } = values;
  return { subject, body, when, places, rule, guests, sensitivity, importance, onlineMeeting };
}

function participationWith(
  before: Participation | null,
  { answer, reminderMinutes, showAs, categories }: ParticipationValues,
): Participation {
  return { ...(before ?? FIRST_PARTICIPATION), answer, reminderMinutes, showAs, categories };
}
