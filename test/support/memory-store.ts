// The in-memory twin of the sync store: our side as maps, for tests that need many worlds quickly.
import type { Temporal } from 'temporal-polyfill';
import {
  addressKey,
  type EventValues,
  FencedError,
  type HereChange,
  type Link,
  linkId,
  type Mail,
  type MeetingValues,
  type OurEvent,
  type ParkedDecision,
  type ParticipationValues,
  type RunMailbox,
  type RunRef,
  type RunReport,
  type SeenItem,
  type Settlement,
  type Subject,
  type SyncedCalendar,
  type SyncStore,
} from '../../sync/index.ts';

export interface StoredEvent extends Omit<OurEvent, 'participation' | 'isHidden'> {
  participations: Map<string, ParticipationValues & { isHidden: boolean }>;
}
export type StoredLink = Link & { settledVersion: number; linkedAt: string };
export type StoredSeen = SeenItem & { isSettled: boolean; roundId: string };

export interface MemoryStore extends SyncStore {
  mailboxes: Map<string, RunMailbox & { epoch: number }>;
  events: Map<string, StoredEvent>;
  links: Map<string, StoredLink>;
  /** By mailbox, calendar and Graph id. */
  seen: Map<string, StoredSeen>;
  journal: { mailboxId: string; at: string; isDeletion: boolean; side: string; mails: Mail[] }[];
  conflicts: { eventId: string; unit: string }[];
  parked: ParkedDecision[];
  reports: RunReport[];
}

/** An empty store. @param now the clock for the journal. */
export function createMemoryStore(now: () => Temporal.Instant): MemoryStore {
  const mailboxes: MemoryStore['mailboxes'] = new Map();
  const events: MemoryStore['events'] = new Map();
  const links: MemoryStore['links'] = new Map();
  const seen: MemoryStore['seen'] = new Map();
  const journal: MemoryStore['journal'] = [];
  const conflicts: MemoryStore['conflicts'] = [];
  const parked: ParkedDecision[] = [];
  const reports: RunReport[] = [];

  const mailboxOf = (mailboxId: string) => {
    const mailbox = mailboxes.get(mailboxId);
    if (!mailbox) throw new RangeError(`No mailbox ${mailboxId}.`);
    return mailbox;
  };
  const fenced = (run: RunRef) => {
    const mailbox = mailboxOf(run.mailboxId);
    if (mailbox.epoch !== run.epoch) throw new FencedError(run.mailboxId);
    return mailbox;
  };
  const seenKey = (run: RunRef, calendarId: string, graphId: string) => [run.mailboxId, calendarId, graphId].join('|');
  const seenOf = (link: Link) =>
    link.graphId === null ? undefined : seen.get([link.mailboxId, link.calendarId, link.graphId].join('|'));

  function viewOf(event: StoredEvent, userId: string): OurEvent {
    const { participations, ...rest } = event;
    const own = participations.get(userId);
    return structuredClone({ ...rest, participation: own ?? null, isHidden: own?.isHidden ?? false });
  }

  function subjectsOf(run: RunRef): Subject[] {
    const mailbox = fenced(run);
    const subjects: Subject[] = [];
    const own = [...links.values()].filter((link) => link.mailboxId === run.mailboxId);
    const linkedItems = new Set(own.map((link) => `${link.calendarId}|${link.graphId}`));
    const latest = own.filter(
      (link) => !own.some((other) => other.eventId === link.eventId && other.generation > link.generation),
    );
    for (const link of latest) {
      const event = events.get(link.eventId);
      const item = seenOf(link);
      const isUnfinished = link.graphId === null && (link.state === 'live' || link.state === 'quiet');
      if (event?.version === link.settledVersion && item?.isSettled !== false && !isUnfinished) continue;
      subjects.push(subjectFor(mailbox, link.calendarId, { event, link, item }));
    }
    for (const item of seen.values()) {
      const isOwn = seen.get(seenKey(run, item.calendarId, item.graphId)) === item;
      if (!isOwn || item.isSettled || linkedItems.has(`${item.calendarId}|${item.graphId}`)) continue;
      subjects.push(subjectFor(mailbox, item.calendarId, { item }));
    }
    const [calendar] = mailbox.calendars.filter((candidate) => candidate.isDefault);
    for (const event of events.values()) {
      const isMine = event.organizerUserId === mailbox.userId && event.status === 'live';
      if (!isMine || !calendar || own.some((link) => link.eventId === event.id)) continue;
      subjects.push(subjectFor(mailbox, calendar.id, { event }));
    }
    return subjects;
  }

  function subjectFor(
    mailbox: RunMailbox,
    calendarId: string,
    { event, link, item }: { event?: StoredEvent | undefined; link?: StoredLink; item?: StoredSeen | undefined },
  ): Subject {
    const join = link || event ? undefined : joinFor(mailbox, item);
    const ofEvent = event ?? join?.event;
    const otherLinks = [...links.values()]
      .filter(
        (other) =>
          other.eventId === ofEvent?.id &&
          other.mailboxId !== mailbox.id &&
          other.state !== 'retired' &&
          other.state !== 'left',
      )
      .map(({ mailboxId, isOrganizer, iCalUId, linkedAt }) => ({ mailboxId, isOrganizer, iCalUId, linkedAt }));
    return {
      event: event ? viewOf(event, mailbox.userId) : null,
      link: link ? structuredClone(link) : null,
      seen: item ? structuredClone(item) : null,
      calendarId,
      calendarGraphId: mailbox.calendars.find((calendar) => calendar.id === calendarId)?.graphId ?? '',
      otherLinks,
      linkedAt: link?.linkedAt ?? null,
      joinEvent: join ? viewOf(join.event, mailbox.userId) : null,
      joinIsRetired: join?.isRetired ?? false,
    };
  }

  /** The event that another mailbox's link, or any retired one, ties to the same iCalUId. */
  function joinFor(
    mailbox: RunMailbox,
    item: StoredSeen | undefined,
  ): { event: StoredEvent; isRetired: boolean } | undefined {
    const iCalUId = item?.version?.iCalUId;
    if (!iCalUId) return undefined;
    const ties = [...links.values()].filter((link) => link.iCalUId === iCalUId);
    const live = ties.find((link) => link.state !== 'retired' && link.mailboxId !== mailbox.id);
    const blocked = ties.some((link) => link.mailboxId === mailbox.id);
    const event = events.get((live ?? ties[0])?.eventId ?? '');
    return event && { event, isRetired: blocked || !live };
  }

  function changeHere(mailbox: RunMailbox, eventId: string, change: HereChange): number {
    if (change.kind === 'create') {
      events.set(eventId, createdEvent(mailbox, eventId, change));
      return 1;
    }
    const event = events.get(eventId);
    if (!event) throw new RangeError(`No event ${eventId}.`);
    if (change.kind === 'answers') {
      event.responses = { ...event.responses, ...change.responses };
      return event.version;
    }
    event.version += 1;
    if (change.kind === 'archive') event.status = event.status === 'live' ? 'archived' : event.status;
    if (change.kind === 'hide') setParticipation(event, mailbox.userId, { answer: 'declined', isHidden: true });
    if ('values' in change) {
      if (change.kind !== 'join') event.meeting = meetingOf(change.values);
      setParticipation(event, mailbox.userId, participationOf(change.values));
      event.responses = { ...event.responses, ...(change.version.isOrganizer ? change.version.responses : {}) };
    }
    if (change.kind === 'unarchive' || change.kind === 'restore') event.status = 'live';
    if (change.kind === 'join' && change.version.isOrganizer) event.organizerUserId = mailbox.userId;
    if (change.kind === 'update') event.withheld = [...event.withheld, ...change.withhold];
    return event.version;
  }

  function settleOne(run: RunRef, mailbox: RunMailbox, settlement: Settlement): 'settled' | 'versionMissed' {
    const { here, link, settledEvent, settledSeen, answered } = settlement;
    const known = here ? events.get(here.eventId) : undefined;
    const isMissed = here !== null && here.expectedVersion !== null && known?.version !== here.expectedVersion;
    const version = here && !isMissed ? changeHere(mailbox, here.eventId, here.change) : settledEvent?.version;
    if (link && (!isMissed || answered)) storeLink(link.key, link.set);
    if (answered) storeAnswer(run, answered);
    if (isMissed) return 'versionMissed';
    const settledLink = settledEvent && links.get(linkId(settledEvent.key));
    if (settledLink && version !== undefined) settledLink.settledVersion = version;
    const item = settledSeen && seen.get(seenKey(run, settledSeen.calendarId, settledSeen.graphId));
    if (item) {
      item.isSettled = true;
      item.deletionSeen ||= item.removedHint;
    }
    const eventId = here?.eventId ?? link?.key.eventId ?? '';
    conflicts.push(...settlement.conflicts.map(({ unit }) => ({ eventId, unit })));
    if (settlement.journal) journal.push({ ...settlement.journal, mailboxId: run.mailboxId, at: now().toString() });
    return 'settled';
  }

  function storeLink(key: Parameters<typeof linkId>[0], set: Partial<Link>): void {
    const before = links.get(linkId(key)) ?? { ...EMPTY_LINK, ...key, settledVersion: 0, linkedAt: now().toString() };
    links.set(linkId(key), { ...before, ...structuredClone(set) });
  }

  function storeAnswer(run: RunRef, { calendarId, version }: NonNullable<Settlement['answered']>): void {
    const key = seenKey(run, calendarId, version.graphId);
    const at = now().toString();
    const fresh = { removedHint: false, proof: null, roundStartedAt: at, isSettled: true, roundId: '' } as const;
    seen.set(key, {
      ...fresh,
      graphId: version.graphId,
      calendarId,
      version,
      deletionSeen: seen.get(key)?.deletionSeen ?? false,
    });
  }

  return {
    mailboxes,
    events,
    links,
    seen,
    journal,
    conflicts,
    parked,
    reports,
    async beginRun(mailboxId) {
      const mailbox = mailboxOf(mailboxId);
      mailbox.epoch += 1;
      return { epoch: mailbox.epoch, mailbox: structuredClone(mailbox) };
    },
    async saveCalendars(run, found) {
      const mailbox = fenced(run);
      mailbox.calendars = found
        .filter((calendar) => calendar.isDefault)
        .map(
          (calendar): SyncedCalendar => ({
            id: `${run.mailboxId}-calendar`,
            graphId: calendar.graphId,
            isDefault: true,
            deltaLink: null,
            nextLink: null,
            round: null,
            window: { start: '', end: '' },
          }),
        );
      return structuredClone(mailbox.calendars);
    },
    async savePage(run, page) {
      const mailbox = fenced(run);
      const { calendarId, round, next } = page;
      const put = (graphId: string, change: Partial<StoredSeen>) => {
        const key = seenKey(run, calendarId, graphId);
        const before = seen.get(key) ?? { graphId, calendarId, version: null, deletionSeen: false };
        const delivered = { roundId: round.id, roundStartedAt: round.startedAt, isSettled: false, proof: null };
        seen.set(key, { removedHint: false, ...before, ...delivered, ...change });
      };
      for (const version of page.versions) put(version.graphId, { version, removedHint: false });
      for (const graphId of page.removedIds) put(graphId, { removedHint: true });
      const calendar = mailbox.calendars.find((candidate) => candidate.id === calendarId);
      if (!calendar) return;
      calendar.window = page.window;
      calendar.round = next.kind === 'page' ? round : null;
      calendar.nextLink = next.kind === 'page' ? next.link : null;
      if (next.kind === 'page') return;
      calendar.deltaLink = next.deltaLink;
      if (!round.isFull) return;
      for (const item of seen.values()) {
        const isAbsent = item.calendarId === calendarId && item.roundId !== round.id && !item.removedHint;
        if (isAbsent) put(item.graphId, { removedHint: true });
      }
    },
    async resetRound(run, calendarId) {
      const calendar = fenced(run).calendars.find((candidate) => candidate.id === calendarId);
      if (calendar) Object.assign(calendar, { deltaLink: null, nextLink: null, round: null });
    },
    subjects: async (run) => subjectsOf(run),
    async saveFindings(run, findings) {
      fenced(run);
      for (const { calendarId, graphId, proof, version } of findings) {
        const key = seenKey(run, calendarId, graphId);
        const before = seen.get(key) ?? { ...NO_ITEM, graphId, calendarId };
        const found = proof === null ? { removedHint: false, roundStartedAt: now().toString() } : { removedHint: true };
        seen.set(key, { ...before, ...found, proof, version: version ?? before.version, isSettled: false });
      }
    },
    async prepare(run, prepared) {
      fenced(run);
      for (const { key, transactionId, state, isOrganizer, withholdGuests } of prepared) {
        storeLink(key, { state, isOrganizer, transactionId });
        const event = events.get(key.eventId);
        if (!event || !withholdGuests) continue;
        event.withheld = [...Object.values(event.meeting.guests), ...event.withheld];
        event.meeting = { ...event.meeting, guests: {} };
      }
    },
    async settle(run, settlements) {
      const mailbox = fenced(run);
      return settlements.map((settlement) => settleOne(run, mailbox, structuredClone(settlement)));
    },
    async recordFailure(run, key, code) {
      fenced(run);
      const link = links.get(linkId(key));
      if (link) Object.assign(link, { attempts: link.attempts + 1, lastError: code });
    },
    async park(run, decisions) {
      fenced(run);
      parked.splice(0, parked.length, ...decisions);
    },
    async released(run) {
      fenced(run);
      return new Set();
    },
    async counts(run, since) {
      fenced(run);
      const recent = journal.filter((entry) => entry.mailboxId === run.mailboxId && entry.at >= since.toString());
      const deletions = (side: string) => recent.filter((entry) => entry.isDeletion && entry.side === side).length;
      const isKept = (link: Link) =>
        link.mailboxId === run.mailboxId && (link.state === 'live' || link.state === 'quiet');
      return {
        deletionsHere: deletions('here'),
        deletionsThere: deletions('there'),
        mails: recent.reduce((sum, entry) => sum + entry.mails.length, 0),
        links: [...links.values()].filter(isKept).length,
      };
    },
    async setPhase(run, phase) {
      fenced(run).phase = phase;
    },
    async finishRun(run, report) {
      fenced(run);
      reports.push(report);
    },
  };
}

const EMPTY_LINK: Omit<Link, 'eventId' | 'originalStart' | 'mailboxId' | 'calendarId' | 'generation'> = {
  state: 'live',
  graphId: null,
  iCalUId: null,
  changeKey: null,
  transactionId: null,
  base: null,
  baseLastModified: null,
  supersededKeys: [],
  lastWriteAnsweredAt: null,
  isOrganizer: false,
  attempts: 0,
  lastError: null,
};

const NO_ITEM = {
  version: null,
  removedHint: false,
  proof: null,
  deletionSeen: false,
  roundStartedAt: '',
  roundId: '',
  isSettled: true,
} as const;

function meetingOf(values: EventValues): MeetingValues {
  const { subject, body, when, places, rule, guests, sensitivity, importance, onlineMeeting } = values;
  return { subject, body, when, places, rule, guests, sensitivity, importance, onlineMeeting };
}

function participationOf(values: EventValues): ParticipationValues {
  const { answer, reminderMinutes, showAs, categories } = values;
  return { answer, reminderMinutes, showAs, categories };
}

function setParticipation(
  event: StoredEvent,
  userId: string,
  values: Partial<ParticipationValues> & { isHidden?: boolean },
): void {
  const before = event.participations.get(userId) ?? {
    answer: 'none',
    reminderMinutes: null,
    showAs: 'busy',
    categories: [],
    isHidden: false,
  };
  event.participations.set(userId, { ...before, ...values });
}

function createdEvent(mailbox: RunMailbox, id: string, change: Extract<HereChange, { kind: 'create' }>): StoredEvent {
  const { values, version } = change;
  const event: StoredEvent = {
    id,
    version: 1,
    kind: change.eventKind,
    status: 'live',
    meeting: meetingOf(values),
    participations: new Map(),
    withheld: [],
    responses: version.isOrganizer ? version.responses : {},
    organizerUserId: isOwn(mailbox, version.organizer?.address) || version.isOrganizer ? mailbox.userId : null,
    sendAfter: null,
    createdAt: version.lastModified,
  };
  setParticipation(event, mailbox.userId, participationOf(values));
  return event;
}

function isOwn(mailbox: RunMailbox, address: string | undefined): boolean {
  return address !== undefined && mailbox.addresses.includes(addressKey(address));
}
