// The in-memory twin of the Outlook port: one owner's calendars with change keys, a change log and an outbox.
import {
  addressKey,
  type Clock,
  changedUnits,
  type EventValues,
  type Mail,
  mailsOfAnswer,
  mailsOfCreate,
  mailsOfDelete,
  mailsOfUpdate,
  type Outcome,
  type OutlookPort,
  type SeenVersion,
  type ThereCall,
} from '../../sync/index.ts';
import { attendeesOf, EMPTY_VALUES, patched } from './memory-patch.ts';

/** The Graph id of the default calendar. */
export const CALENDAR = 'calendar';

export interface MemoryOutlook extends OutlookPort {
  owner: string;
  items: Map<string, SeenVersion>;
  mails: Mail[];
  /** What the owner does in Outlook. */
  create(values: EventValues, extra?: Partial<SeenVersion>, calendarGraphId?: string): SeenVersion;
  edit(graphId: string, change: Partial<EventValues>, extra?: Partial<SeenVersion>): SeenVersion;
  remove(graphId: string): void;
  restore(graphId: string): void;
  /** Into another calendar of the mailbox, by which an item keeps its id. */
  move(graphId: string, calendarGraphId: string): void;
  /** Outcomes that replace the real ones, first come first served; `lose` still carries the call out. */
  faults: ({ kind: 'lose' } | Extract<Outcome<never>, { kind: 'refused' | 'notSent' | 'unknown' }>)[];
  calls: ThereCall[];
  pulls: number;
}

/** Hears what an owner's Outlook sends to others: a meeting that was made, changed or cancelled, an answer. */
export interface PostOffice {
  meeting(version: SeenVersion, before: SeenVersion | null): void;
  cancelled(version: SeenVersion): void;
  answered(version: SeenVersion, owner: string): void;
}

const NO_POST: PostOffice = { meeting() {}, cancelled() {}, answered() {} };

/** An empty calendar of one owner. @param prefix keeps ids of several mailboxes apart. */
export function createMemoryOutlook(
  clock: Clock,
  {
    owner = 'ada@contoso.example',
    prefix = '',
    post = NO_POST,
  }: { owner?: string; prefix?: string; post?: PostOffice } = {},
): MemoryOutlook {
  const items = new Map<string, SeenVersion>();
  const deleted = new Map<string, SeenVersion>();
  const calendarOf = new Map<string, string>();
  const log: { graphId: string; calendar: string }[] = [];
  const mails: Mail[] = [];
  const faults: MemoryOutlook['faults'] = [];
  const calls: ThereCall[] = [];
  let counter = 0;

  const note = (graphId: string) => log.push({ graphId, calendar: calendarOf.get(graphId) ?? CALENDAR });
  const isIn = (graphId: string, calendar: string) => items.has(graphId) && calendarOf.get(graphId) === calendar;

  function put(version: SeenVersion): SeenVersion {
    counter += 1;
    const changed = { changeKey: `${prefix}key-${counter}`, lastModified: clock.now().toString() };
    const stored: SeenVersion = { ...version, attendees: attendeesOf(version), ...changed };
    const before = items.get(stored.graphId) ?? null;
    items.set(stored.graphId, stored);
    note(stored.graphId);
    if (stored.isOrganizer) post.meeting(stored, before);
    return structuredClone(stored);
  }
  function create(values: EventValues, extra: Partial<SeenVersion> = {}, calendar = CALENDAR): SeenVersion {
    counter += 1;
    const graphId = extra.graphId ?? `${prefix}item-${counter}`;
    calendarOf.set(graphId, calendar);
    return put({
      ...NEW_ITEM,
      iCalUId: `${prefix}uid-${counter}`,
      organizer: { address: owner, name: '' },
      values: structuredClone(values),
      ...extra,
      graphId,
    });
  }
  function remove(graphId: string): void {
    const item = items.get(graphId);
    if (!item) return;
    items.delete(graphId);
    deleted.set(graphId, item);
    note(graphId);
    if (item.isOrganizer) post.cancelled(item);
  }
  function carryOut(call: ThereCall): Outcome<SeenVersion | null> {
    if (call.kind === 'create') return { kind: 'done', answer: carryOutCreate(call) };
    const item = items.get(call.graphId);
    if (!item) return { kind: 'refused', status: 404, code: 'ErrorItemNotFound', message: '' };
    if (call.kind === 'answer') {
      put({ ...item, values: { ...item.values, answer: ANSWERS[call.answer] } });
      mails.push(...mailsOfAnswer(item.organizer?.address ?? '', call.sendResponse));
      if (call.sendResponse)
        post.answered({ ...item, values: { ...item.values, answer: ANSWERS[call.answer] } }, owner);
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
  function carryOutCreate(call: Extract<ThereCall, { kind: 'create' }>): SeenVersion {
    const known = [...items.values()].find((item) => item.transactionId === call.transactionId);
    if (known) return known;
    const values = patched(EMPTY_VALUES, call.payload);
    mails.push(...mailsOfCreate(values.guests));
    const { eventId, generation } = call.key;
    const origin = { installationId: 'test', eventId, generation };
    return create(values, { transactionId: call.transactionId, origin }, call.calendarGraphId);
  }

  const outlook: MemoryOutlook = {
    owner: addressKey(owner),
    items,
    mails,
    faults,
    calls,
    pulls: 0,
    create,
    remove,
    edit(graphId, change, extra = {}) {
      const item = items.get(graphId);
      if (!item) throw new RangeError(`No item ${graphId}.`);
      return put({ ...item, ...extra, values: { ...item.values, ...structuredClone(change) } });
    },
    restore(graphId) {
      const item = deleted.get(graphId);
      if (item) put(item);
    },
    move(graphId, calendar) {
      note(graphId);
      calendarOf.set(graphId, calendar);
      note(graphId);
    },
    calendars: async () => ({ kind: 'done', answer: [{ ...DEFAULT_CALENDAR, ownerAddress: owner }] }),
    async pull({ calendarGraphId, continueFrom }) {
      outlook.pulls += 1;
      const changed =
        continueFrom === null
          ? [...items.keys()].filter((graphId) => isIn(graphId, calendarGraphId))
          : log
              .slice(Number(continueFrom))
              .filter(({ calendar }) => calendar === calendarGraphId)
              .map(({ graphId }) => graphId);
      const named = [...new Set(changed)];
      const versions = named.flatMap((graphId) => (isIn(graphId, calendarGraphId) ? (items.get(graphId) ?? []) : []));
      const removedIds = named.filter((graphId) => !isIn(graphId, calendarGraphId));
      const next = { kind: 'round', deltaLink: String(log.length) } as const;
      return { kind: 'done', answer: { versions: withoutMarks(versions), occurrences: [], removedIds, next } };
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
    read: async (graphIds) =>
      graphIds.map((graphId) => structuredClone({ kind: 'done', answer: items.get(graphId) ?? null })),
    lookUpRemoved: async (questions) =>
      questions.map(({ graphId, calendarGraphId }) => {
        const item = structuredClone(items.get(graphId)) ?? null;
        const listed = item && isIn(graphId, calendarGraphId) ? [item] : [];
        return {
          kind: 'done',
          answer: { byId: item, listed, isListedElsewhere: item !== null && listed.length === 0 },
        };
      }),
    findByOrigin: async (questions) =>
      questions.map(({ eventId }) => ({
        kind: 'done',
        answer: structuredClone([...items.values()].filter((item) => item.origin?.eventId === eventId)),
      })),
    listMarked: async (calendar) => ({
      kind: 'done',
      answer: structuredClone([...items.values()].filter((item) => item.origin && isIn(item.graphId, calendar))),
    }),
  };
  return outlook;
}

/** Delta doesn't deliver our property. */
function withoutMarks(versions: readonly SeenVersion[]): SeenVersion[] {
  return versions.map((version) => structuredClone({ ...version, origin: null }));
}

const ANSWERS = { accept: 'accepted', tentativelyAccept: 'tentativelyAccepted', decline: 'declined' } as const;

const DEFAULT_CALENDAR = {
  graphId: CALENDAR,
  name: 'Calendar',
  isDefault: true,
  canEdit: true,
  isTallyingResponses: true,
};

const NEW_ITEM: Omit<SeenVersion, 'graphId' | 'iCalUId' | 'organizer' | 'values'> = {
  changeKey: '',
  lastModified: '',
  type: 'singleInstance',
  seriesMasterId: null,
  originalStart: null,
  isOrganizer: true,
  isCancelled: false,
  attendees: [],
  responses: {},
  transactionId: null,
  origin: null,
  webLink: '',
};
