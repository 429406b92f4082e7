// The in-memory twin of the Outlook port: one organizer's calendar with change keys, a change log and an outbox.
import type { GraphEventPatch } from '../../graph/models/event.ts';
import { ianaFromOutlook } from '../../sync/core/zones.ts';
import type {
  Clock,
  EventValues,
  Guest,
  Mail,
  Outcome,
  OutlookPort,
  SeenVersion,
  ThereCall,
} from '../../sync/index.ts';
import { changedUnits, mailsOfCreate, mailsOfDelete, mailsOfUpdate } from '../../sync/index.ts';

export interface MemoryOutlook extends OutlookPort {
  items: Map<string, SeenVersion>;
  mails: Mail[];
  /** What the owner does in Outlook. */
  create(values: EventValues, extra?: Partial<SeenVersion>): SeenVersion;
  edit(graphId: string, change: Partial<EventValues>): SeenVersion;
  remove(graphId: string): void;
  restore(graphId: string): void;
  /** Outcomes that replace the real ones, first come first served; `lose` still carries the call out. */
  faults: ({ kind: 'lose' } | Extract<Outcome<never>, { kind: 'refused' | 'notSent' | 'unknown' }>)[];
  calls: ThereCall[];
  pulls: number;
}

/** An empty calendar of one owner. */
export function createMemoryOutlook(clock: Clock, owner = 'ada@contoso.example'): MemoryOutlook {
  const items = new Map<string, SeenVersion>();
  const deleted = new Map<string, SeenVersion>();
  const log: string[] = [];
  const mails: Mail[] = [];
  const faults: MemoryOutlook['faults'] = [];
  const calls: ThereCall[] = [];
  let counter = 0;

  function put(version: SeenVersion): SeenVersion {
    counter += 1;
    const stored = { ...version, changeKey: `key-${counter}`, lastModified: clock.now().toString() };
    items.set(stored.graphId, stored);
    log.push(stored.graphId);
    return structuredClone(stored);
  }
  function create(values: EventValues, extra: Partial<SeenVersion> = {}): SeenVersion {
    counter += 1;
    const graphId = `item-${counter}`;
    return put({
      graphId,
      iCalUId: `uid-${counter}`,
      changeKey: '',
      lastModified: '',
      type: 'singleInstance',
      seriesMasterId: null,
      originalStart: null,
      isOrganizer: true,
      isCancelled: false,
      organizer: { address: owner, name: 'Ada' },
      values: structuredClone(values),
      responses: {},
      transactionId: null,
      origin: null,
      webLink: '',
      ...extra,
    });
  }
  function remove(graphId: string): void {
    const item = items.get(graphId);
    if (!item) return;
    items.delete(graphId);
    deleted.set(graphId, item);
    log.push(graphId);
  }
  function carryOut(call: ThereCall): Outcome<SeenVersion | null> {
    if (call.kind === 'create') {
      const known = [...items.values()].find((item) => item.transactionId === call.transactionId);
      if (known) return { kind: 'done', answer: known };
      const values = patched(EMPTY_VALUES, call.payload);
      mails.push(...mailsOfCreate(values.guests));
      const { eventId, generation } = call.key;
      const origin = { installationId: 'test', eventId, generation };
      return { kind: 'done', answer: create(values, { transactionId: call.transactionId, origin }) };
    }
    const item = items.get(call.graphId);
    if (!item) return { kind: 'refused', status: 404, code: 'ErrorItemNotFound', message: '' };
    if (call.kind === 'answer') {
      put({ ...item, values: { ...item.values, answer: ANSWERS[call.answer] } });
      return { kind: 'done', answer: null };
    }
    if (item.changeKey !== call.changeKey) {
      return { kind: 'refused', status: 412, code: 'ErrorIrresolvableConflict', message: '' };
    }
    if (call.kind === 'delete') {
      mails.push(...mailsOfDelete(item.values.guests));
      remove(call.graphId);
      return { kind: 'done', answer: null };
    }
    const values = patched(item.values, call.payload);
    mails.push(...mailsOfUpdate(changedUnits(item.values, values), item.values.guests, values.guests));
    return { kind: 'done', answer: put({ ...item, values }) };
  }

  const outlook: MemoryOutlook = {
    items,
    mails,
    faults,
    calls,
    pulls: 0,
    create,
    remove,
    edit(graphId, change) {
      const item = items.get(graphId);
      if (!item) throw new RangeError(`No item ${graphId}.`);
      return put({ ...item, values: { ...item.values, ...structuredClone(change) } });
    },
    restore(graphId) {
      const item = deleted.get(graphId);
      if (item) put(item);
    },
    calendars: async () => ({
      kind: 'done',
      answer: [
        {
          graphId: 'calendar',
          name: 'Calendar',
          isDefault: true,
          canEdit: true,
          isTallyingResponses: true,
          ownerAddress: owner,
        },
      ],
    }),
    async pull({ continueFrom }) {
      outlook.pulls += 1;
      const changed = continueFrom === null ? [...items.keys()] : [...new Set(log.slice(Number(continueFrom)))];
      const versions = changed.flatMap((graphId) => items.get(graphId) ?? []);
      const removedIds = changed.filter((graphId) => !items.has(graphId));
      const next = { kind: 'round', deltaLink: String(log.length) } as const;
      return { kind: 'done', answer: structuredClone({ versions, occurrences: [], removedIds, next }) };
    },
    async call(requested) {
      return requested.map((call) => {
        calls.push(call);
        const fault = faults.shift();
        if (fault && fault.kind !== 'lose') return fault;
        const outcome = structuredClone(carryOut(call));
        return fault ? { kind: 'unknown', reason: 'connection_lost' } : outcome;
      });
    },
    lookUpRemoved: async (questions) =>
      questions.map(({ graphId }) => {
        const item = items.get(graphId) ?? null;
        return structuredClone({
          kind: 'done',
          answer: { byId: item, listed: item ? [item] : [], isListedElsewhere: false },
        });
      }),
    async findByOrigin(_calendar, eventId) {
      return structuredClone({
        kind: 'done',
        answer: [...items.values()].filter((item) => item.origin?.eventId === eventId),
      });
    },
  };
  return outlook;
}

const ANSWERS = { accept: 'accepted', tentativelyAccept: 'tentativelyAccepted', decline: 'declined' } as const;

/** What Outlook fills in where a create says nothing. */
const EMPTY_VALUES: EventValues = {
  subject: '',
  body: '',
  when: { start: '2026-01-01T00:00:00', end: '2026-01-01T00:30:00', zone: 'UTC', isAllDay: false },
  places: [],
  rule: null,
  guests: {},
  sensitivity: 'normal',
  importance: 'normal',
  onlineMeeting: null,
  answer: 'organizer',
  reminderMinutes: 15,
  showAs: 'busy',
  categories: [],
};

function patched(before: EventValues, patch: GraphEventPatch): EventValues {
  const values = structuredClone(before);
  if (patch.subject !== undefined) values.subject = patch.subject;
  // Like Outlook, what comes back is not what was sent.
  if (patch.body) values.body = `<html>\r\n<body>${patch.body.content}</body></html>`;
  if (patch.start && patch.end) values.when = whenOf(patch.start, patch.end, patch.isAllDay ?? false);
  if (patch.locations) values.places = patch.locations.map((place) => place.displayName ?? '');
  if (patch.attendees) values.guests = guestsOf(patch.attendees);
  if (patch.sensitivity) values.sensitivity = patch.sensitivity;
  if (patch.importance) values.importance = patch.importance;
  if (patch.showAs) values.showAs = patch.showAs;
  if (patch.categories) values.categories = patch.categories.toSorted();
  if (patch.isOnlineMeeting)
    values.onlineMeeting = { provider: 'teamsForBusiness', joinUrl: 'https://teams.example/join' };
  if (patch.isReminderOn !== undefined)
    values.reminderMinutes = patch.isReminderOn ? (patch.reminderMinutesBeforeStart ?? 15) : null;
  return values;
}

function whenOf(
  start: { dateTime: string; timeZone: string },
  end: { dateTime: string },
  isAllDay: boolean,
): EventValues['when'] {
  const length = isAllDay ? 10 : 19;
  return {
    start: start.dateTime.slice(0, length),
    end: end.dateTime.slice(0, length),
    zone: ianaFromOutlook(start.timeZone),
    isAllDay,
  };
}

function guestsOf(attendees: NonNullable<GraphEventPatch['attendees']>): Record<string, Guest> {
  return Object.fromEntries(
    attendees.map(({ emailAddress, type }) => {
      const address = emailAddress.address ?? '';
      return [address.toLowerCase(), { address, name: emailAddress.name ?? '', type }];
    }),
  );
}
