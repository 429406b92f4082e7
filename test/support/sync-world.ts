// A small world for tests of the sync: one user, one mailbox, both calendars in memory, a clock that is told what time it is.
import { Temporal } from 'temporal-polyfill';
import { planSync } from '../../sync/core/plan.ts';
import {
  type Decision,
  type EventValues,
  type FirstSyncChoice,
  type Guest,
  type Place,
  type RunReport,
  runSync,
} from '../../sync/index.ts';
import { createMemoryOutlook, type MemoryOutlook } from './memory-outlook.ts';
import { createMemoryStore, type MemoryStore, newMailbox, type StoredEvent } from './memory-store.ts';

export const USER = 'user-ada';
export const MAILBOX = 'mailbox-ada';

export interface SyncWorld {
  store: MemoryStore;
  outlook: MemoryOutlook;
  advance(duration: Temporal.DurationLike): void;
  now(): Temporal.Instant;
  sync(): Promise<RunReport>;
  /** Pulls, and says what would be done, without doing it. */
  plan(): Promise<Decision[]>;
  /** Adds an event of ours, as if made through the API. */
  add(values?: Partial<EventValues>, extra?: Partial<StoredEvent>): StoredEvent;
  /** Edits the meeting of an event of ours. */
  edit(event: StoredEvent, change: Partial<EventValues>): void;
  confirm(
    choice: FirstSyncChoice,
    mails?: number,
    more?: { deletions?: number; overrides?: Record<string, FirstSyncChoice> },
  ): void;
}

/** @param phase `active` skips the first-sync review. */
export function createSyncWorld(phase: 'reviewing' | 'active' = 'active'): SyncWorld {
  let now = Temporal.Instant.from('2026-11-24T09:00:00Z');
  let counter = 0;
  const clock = { now: () => now };
  const ids = { uuid: () => `id-${(counter += 1)}` };
  const store = createMemoryStore(clock.now);
  const outlook = createMemoryOutlook(clock);
  store.mailboxes.set(MAILBOX, newMailbox({ id: MAILBOX, userId: USER, addresses: ['ada@contoso.example'], phase }));
  const advance = (duration: Temporal.DurationLike) => {
    now = now.add(duration);
  };
  return {
    store,
    outlook,
    advance,
    now: clock.now,
    sync() {
      advance({ seconds: 1 });
      return runSync({ mailboxId: MAILBOX, runId: ids.uuid() }, { store, outlook, clock, ids });
    },
    async plan() {
      const mailbox = store.mailboxes.get(MAILBOX);
      if (!mailbox) throw new RangeError('No mailbox.');
      const { phase, confirmation } = mailbox;
      mailbox.phase = 'reviewing';
      await this.sync();
      mailbox.phase = phase;
      const subjects = await store.subjects({ mailboxId: MAILBOX, runId: '', epoch: mailbox.epoch });
      const choice = confirmation?.choice ?? 'quiet';
      const choiceUntil = confirmation?.at ?? null;
      return planSync(subjects, {
        mailboxId: MAILBOX,
        userId: USER,
        installationId: 'test',
        now,
        phase,
        choice,
        choiceUntil,
        overrides: confirmation?.overrides ?? {},
        addresses: mailbox.addresses,
      });
    },
    add(values = {}, extra = {}) {
      advance({ seconds: 1 });
      const event = storedEvent(ids.uuid(), values, now, extra);
      store.events.set(event.id, event);
      return event;
    },
    edit(event, change) {
      advance({ seconds: 1 });
      editStored(event, change, USER);
    },
    confirm(choice, mails = 0, { deletions = 0, overrides = {} } = {}) {
      const mailbox = store.mailboxes.get(MAILBOX);
      if (mailbox)
        Object.assign(mailbox, {
          phase: 'confirmed',
          confirmation: { choice, mails, deletions, at: now.toString(), overrides },
        });
    },
  };
}

/** An event of a user's, as if made through the API. */
export function storedEvent(
  id: string,
  values: Partial<EventValues>,
  now: Temporal.Instant,
  extra: Partial<StoredEvent>,
  userId = USER,
): StoredEvent {
  const { answer, reminderMinutes, showAs, categories, ...meeting } = meetingValues(values);
  return {
    id,
    version: 1,
    kind: 'single',
    status: 'live',
    meeting,
    participations: new Map([[userId, { answer, reminderMinutes, showAs, categories, isHidden: false }]]),
    withheld: [],
    responses: {},
    organizerUserId: userId,
    sendAfter: null,
    createdAt: now.toString(),
    ...extra,
  };
}

/** Edits an event as if through the API: what the meeting says, and this user's own part in it. */
export function editStored(event: StoredEvent, change: Partial<EventValues>, userId: string): void {
  const { answer, reminderMinutes, showAs, categories, ...meeting } = change;
  event.version += 1;
  event.meeting = { ...event.meeting, ...meeting };
  const own = event.participations.get(userId);
  const part = defined({ answer, reminderMinutes, showAs, categories });
  if (own) event.participations.set(userId, { ...own, ...part });
}

/** An event an hour long, three days ahead, with what a test cares about. */
export function meetingValues(values: Partial<EventValues> = {}): EventValues {
  return {
    subject: 'Planning',
    body: '<p>Agenda</p>',
    when: { start: '2026-11-27T10:00:00', end: '2026-11-27T11:00:00', zone: 'Europe/Berlin', isAllDay: false },
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
    ...values,
  };
}

/** Guests by address. */
export function guests(...addresses: string[]): Record<string, Guest> {
  return Object.fromEntries(addresses.map((address) => [address, { address, name: '', type: 'required' as const }]));
}

/** Places by name, as they are entered here. */
export function places(...names: string[]): Place[] {
  return names.map((name) => ({ name, details: {} }));
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
