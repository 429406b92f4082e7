// The in-memory twin of the sync store: our side as maps, for tests that need many worlds quickly.
import type { Temporal } from 'temporal-polyfill';
import {
  FencedError,
  type Link,
  linkId,
  type Mail,
  type ParkedDecision,
  type RunMailbox,
  type RunRef,
  type RunReport,
  type Settlement,
  type SyncedCalendar,
  type SyncStore,
} from '../../sync/index.ts';
import { changeEvent, createdEvent } from './memory-events.ts';
import { NO_ITEM, storePage } from './memory-pages.ts';
import { isTied, listSubjects, seenKey } from './memory-subjects.ts';
import type { MemoryTables, StoredMailbox } from './memory-tables.ts';

export type { StoredEvent } from './memory-events.ts';
export type { StoredMailbox } from './memory-tables.ts';

export interface MemoryStore extends SyncStore, MemoryTables {
  mailboxes: Map<string, StoredMailbox>;
  journal: { mailboxId: string; at: string; row: string; isDeletion: boolean; side: string; mails: Mail[] }[];
  conflicts: { eventId: string; unit: string }[];
  parked: ParkedDecision[];
  /** Fingerprints of parked decisions that the user has released. */
  releasedFingerprints: Set<string>;
  reports: RunReport[];
}

/** A mailbox as it is right after connecting; `parts` says who it is, and what else a test cares about. */
export function newMailbox(
  parts: Pick<RunMailbox, 'id' | 'userId' | 'addresses'> & Partial<RunMailbox>,
): StoredMailbox {
  return {
    installationId: 'test',
    phase: 'active',
    reviewReason: parts.phase === 'reviewing' ? 'first' : null,
    confirmation: null,
    calendars: [],
    windowDays: { back: 365, ahead: 730 },
    mailBursts: [],
    mailRecipients: null,
    pendingRemovals: [],
    hasWritten: false,
    epoch: 0,
    ...parts,
  };
}

/** An empty store. @param now the clock for the journal. */
export function createMemoryStore(now: () => Temporal.Instant): MemoryStore {
  const tables: MemoryTables = { events: new Map(), links: new Map(), seen: new Map(), earlier: [] };
  const { events, links, seen } = tables;
  const mailboxes: MemoryStore['mailboxes'] = new Map();
  const journal: MemoryStore['journal'] = [];
  const conflicts: MemoryStore['conflicts'] = [];
  const parked: ParkedDecision[] = [];
  const releasedFingerprints = new Set<string>();
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
  const calendarOf = (run: RunRef, calendarId: string) =>
    fenced(run).calendars.find((candidate) => candidate.id === calendarId);

  function storeLink(key: Parameters<typeof linkId>[0], set: Partial<Link>): void {
    const before = links.get(linkId(key)) ?? { ...EMPTY_LINK, ...key, settledVersion: 0, linkedAt: now().toString() };
    links.set(linkId(key), { ...before, ...set });
  }

  function retire(key: Parameters<typeof linkId>[0] | null): void {
    const link = key && links.get(linkId(key));
    if (link) link.state = 'retired';
  }

  /** Null: the event, or what ties others to it, has changed since the decision. */
  function changeHere(mailbox: StoredMailbox, { change, eventId, expectedVersion }: NonNullable<Settlement['here']>) {
    const event = events.get(eventId);
    if (change.kind === 'create') {
      if (isTied(tables, change.version.iCalUId)) return null;
      events.set(eventId, createdEvent(mailbox, eventId, change));
      return 1;
    }
    if (!event || (expectedVersion !== null && event.version !== expectedVersion)) return null;
    return changeEvent(event, change, mailbox);
  }

  function settleOne(run: RunRef, mailbox: StoredMailbox, settlement: Settlement): 'settled' | 'versionMissed' {
    const { here, link, retires, settledEvent, settledSeen, answered } = settlement;
    const version = here ? changeHere(mailbox, here) : settledEvent?.version;
    const isMissed = version === null;
    if (link && (!isMissed || answered)) storeLink(link.key, link.set);
    if (answered) storeAnswer(run, answered);
    if (isMissed) return 'versionMissed';
    retire(retires);
    const settledLink = settledEvent && links.get(linkId(settledEvent.key));
    if (settledLink && version !== undefined) settledLink.settledVersion = version;
    const item = settledSeen && seen.get(seenKey(run.mailboxId, settledSeen.calendarId, settledSeen.graphId));
    if (item) Object.assign(item, { isSettled: true, deletionSeen: item.deletionSeen || item.removedHint });
    const eventId = here?.eventId ?? link?.key.eventId ?? '';
    conflicts.push(...settlement.conflicts.map(({ unit }) => ({ eventId, unit })));
    if (settlement.journal) journal.push({ ...settlement.journal, mailboxId: run.mailboxId, at: now().toString() });
    return 'settled';
  }

  function storeAnswer(run: RunRef, { calendarId, version }: NonNullable<Settlement['answered']>): void {
    const key = seenKey(run.mailboxId, calendarId, version.graphId);
    const before = seen.get(key) ?? NO_ITEM;
    const at = now().toString();
    const { graphId } = version;
    const fresh = { graphId, calendarId, version, removedHint: false, proof: null, roundId: '', roundStartedAt: at };
    seen.set(key, { ...before, ...fresh, isSettled: true });
  }

  return {
    ...tables,
    mailboxes,
    journal,
    conflicts,
    parked,
    releasedFingerprints,
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
        .map(({ graphId, canEdit, isTallyingResponses }) => ({
          ...newCalendar(`${run.mailboxId}-calendar`, graphId),
          isDefault: true,
          canEdit,
          isTallyingResponses,
        }));
      return structuredClone(mailbox.calendars);
    },
    savePage: async (run, page) => storePage(seen, fenced(run), page),
    async resetRound(run, calendarId) {
      Object.assign(calendarOf(run, calendarId) ?? {}, { deltaLink: null, nextLink: null, round: null });
    },
    async saveStall(run, calendarId, stalls) {
      const round = calendarOf(run, calendarId)?.round;
      if (round) round.stalls = stalls;
    },
    subjects: async (run) => listSubjects(tables, fenced(run)),
    async saveFindings(run, findings) {
      fenced(run);
      for (const { calendarId, graphId, proof, version } of findings) {
        const key = seenKey(run.mailboxId, calendarId, graphId);
        const before = seen.get(key) ?? { ...NO_ITEM, graphId, calendarId };
        const found = { removedHint: proof !== null, roundStartedAt: now().toString() };
        seen.set(key, { ...before, ...found, proof, version: version ?? before.version, isSettled: false });
      }
    },
    async prepare(run, prepared) {
      fenced(run).hasWritten = true;
      for (const { key, transactionId, state, isOrganizer, withholdGuests, retires } of prepared) {
        storeLink(key, { state, isOrganizer, transactionId });
        retire(retires);
        const event = events.get(key.eventId);
        if (!event || !withholdGuests) continue;
        event.withheld = [...Object.values(event.meeting.guests), ...event.withheld];
        event.meeting = { ...event.meeting, guests: {} };
      }
    },
    async settle(run, settlements) {
      const mailbox = fenced(run);
      return settlements.map((settlement) => settleOne(run, mailbox, settlement));
    },
    async recordFailures(run, failures) {
      fenced(run);
      for (const { key, code } of failures) {
        const link = links.get(linkId(key));
        if (link) Object.assign(link, { attempts: link.attempts + 1, lastError: code });
      }
    },
    async saveMailBursts(run, bursts) {
      fenced(run).mailBursts = bursts;
    },
    async finishRemovals(run, removals) {
      const mailbox = fenced(run);
      const finished = new Set(removals.map(({ removal }) => removal.graphId));
      mailbox.pendingRemovals = mailbox.pendingRemovals.filter(({ graphId }) => !finished.has(graphId));
    },
    async park(run, decisions) {
      fenced(run);
      parked.splice(0, parked.length, ...decisions);
    },
    async released(run) {
      fenced(run);
      return releasedFingerprints;
    },
    async counts(run, since) {
      const { id } = fenced(run);
      const recent = journal.filter((entry) => entry.mailboxId === id && entry.at >= since.toString());
      const deletions = (side: string) => recent.filter((entry) => entry.isDeletion && entry.side === side).length;
      const isKept = ({ mailboxId, state }: Link) => mailboxId === id && (state === 'live' || state === 'quiet');
      const mails = recent.reduce((sum, entry) => sum + entry.mails.length, 0);
      const kept = [...links.values()].filter(isKept).length;
      return { deletionsHere: deletions('here'), deletionsThere: deletions('there'), mails, links: kept };
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

/** A calendar that syncs both ways and takes meetings. */
export function newCalendar(id: string, graphId: string): SyncedCalendar {
  return {
    id,
    graphId,
    isDefault: false,
    direction: 'both',
    isOwn: true,
    isTallyingResponses: true,
    canEdit: true,
    deltaLink: null,
    nextLink: null,
    round: null,
    window: null,
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
