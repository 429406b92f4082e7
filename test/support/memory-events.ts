// Events of the in-memory store, and what a sync changes in them.
import {
  addressKey,
  type EventValues,
  type HereChange,
  type MeetingValues,
  type OurEvent,
  type ParticipationValues,
  type RunMailbox,
} from '../../sync/index.ts';

export type StoredParticipation = ParticipationValues & { isHidden: boolean; tellsOrganizer?: boolean };

/** With everybody's participation, by user id. */
export interface StoredEvent extends Omit<OurEvent, 'participation' | 'isHidden' | 'tellsOrganizer'> {
  participations: Map<string, StoredParticipation>;
}

/** The event as the planner sees it from a user's mailbox. */
export function viewOf({ participations, ...event }: StoredEvent, userId: string): OurEvent {
  const { isHidden = false, tellsOrganizer = false, ...participation } = participations.get(userId) ?? {};
  const isPart = participations.has(userId);
  return {
    ...event,
    meeting: { ...event.meeting },
    participation: isPart ? (participation as ParticipationValues) : null,
    isHidden,
    tellsOrganizer,
  };
}

/** An event that was made in Outlook. */
export function createdEvent(
  mailbox: RunMailbox,
  id: string,
  { values, version, eventKind }: Extract<HereChange, { kind: 'create' }>,
): StoredEvent {
  const address = addressKey(version.organizer?.address ?? '');
  const isOwn = version.isOrganizer || mailbox.addresses.includes(address);
  const event: StoredEvent = {
    id,
    version: 1,
    kind: eventKind,
    status: 'live',
    meeting: meetingOf(values),
    participations: new Map(),
    withheld: [],
    responses: version.isOrganizer ? version.responses : {},
    organizerUserId: isOwn ? mailbox.userId : null,
    sendAfter: null,
    createdAt: version.lastModified,
  };
  setParticipation(event, mailbox.userId, participationOf(values));
  return event;
}

/** Changes an event in place. @returns its version afterwards, which news that are no edit leave as it was. */
export function changeEvent(
  event: StoredEvent,
  change: Exclude<HereChange, { kind: 'create' }>,
  { userId }: RunMailbox,
): number {
  const isEdit = change.kind !== 'answers' && change.kind !== 'told';
  event.version += isEdit ? 1 : 0;
  if ('values' in change) takeValues(event, change, userId);
  switch (change.kind) {
    case 'answers':
      event.responses = { ...event.responses, ...change.responses };
      break;
    case 'told':
      setParticipation(event, userId, { tellsOrganizer: false });
      break;
    case 'archive':
      event.status = event.status === 'live' ? 'archived' : event.status;
      break;
    case 'hide':
      setParticipation(event, userId, { answer: 'declined', isHidden: true });
      break;
    case 'join':
    case 'unhide':
      setParticipation(event, userId, { isHidden: false, tellsOrganizer: false });
      if (change.kind === 'join' && change.version.isOrganizer) event.organizerUserId = userId;
      break;
    case 'update':
      event.withheld = [...event.withheld, ...change.withhold];
      break;
    case 'unarchive':
    case 'restore':
      event.status = 'live';
  }
  return event.version;
}

function takeValues(event: StoredEvent, change: Extract<HereChange, { values: EventValues }>, userId: string): void {
  if (change.kind !== 'unhide') event.meeting = meetingOf(change.values);
  setParticipation(event, userId, participationOf(change.values));
  event.responses = { ...event.responses, ...(change.version.isOrganizer ? change.version.responses : {}) };
}

function meetingOf(values: EventValues): MeetingValues {
  const { subject, body, when, places, rule, guests, sensitivity, importance, onlineMeeting } = values;
  return { subject, body, when, places, rule, guests, sensitivity, importance, onlineMeeting };
}

function participationOf(values: EventValues): ParticipationValues {
  const { answer, reminderMinutes, showAs, categories } = values;
  return { answer, reminderMinutes, showAs, categories };
}

function setParticipation(event: StoredEvent, userId: string, values: Partial<StoredParticipation>): void {
  const before = event.participations.get(userId) ?? FIRST_PARTICIPATION;
  event.participations.set(userId, { ...before, ...values });
}

const FIRST_PARTICIPATION: StoredParticipation = {
  answer: 'none',
  reminderMinutes: null,
  showAs: 'busy',
  categories: [],
  isHidden: false,
};
