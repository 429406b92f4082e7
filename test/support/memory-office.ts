// An office in memory: several people, each with an own Outlook, whose meetings travel between them as invitations do.
import { Temporal } from 'temporal-polyfill';
import {
  changedUnits,
  type EventValues,
  isMeetingUnit,
  type RunReport,
  runSync,
  type SeenVersion,
} from '../../sync/index.ts';
import type { StoredParticipation } from './memory-events.ts';
import { createMemoryOutlook, type MemoryOutlook, type PostOffice } from './memory-outlook.ts';
import { createMemoryStore, type MemoryStore, newMailbox, type StoredEvent } from './memory-store.ts';
import { editStored, storedEvent } from './sync-world.ts';

export interface Person {
  readonly name: string;
  readonly address: string;
  readonly userId: string;
  readonly mailboxId: string;
  readonly outlook: MemoryOutlook;
  readonly isConnected: boolean;
  /** From now on the mailbox syncs, past its review. */
  connect(): void;
  sync(): Promise<RunReport>;
  /** Makes an event here, as if through the API. */
  add(values?: Partial<EventValues>): StoredEvent;
  /** What this person's copies in Outlook are, cancelled ones aside. */
  copies(): SeenVersion[];
}

export interface MemoryOffice {
  store: MemoryStore;
  people: Person[];
  now(): Temporal.Instant;
  advance(duration: Temporal.DurationLike): void;
  /** Edits an event here, as if through the API; `by` whose own part of it. */
  edit(event: StoredEvent, change: Partial<EventValues>, by: Person): void;
  /** Hides a meeting for a guest, or shows it again with an answer. */
  setHidden(event: StoredEvent, person: Person, part: Partial<StoredParticipation>): void;
  /** Hands a meeting over to another organizer; the old one becomes a guest. */
  handOver(event: StoredEvent, to: Person): void;
}

/** @param names of the people; nobody is connected yet. */
export function createMemoryOffice(names: readonly string[]): MemoryOffice {
  let now = Temporal.Instant.from('2026-11-24T09:00:00Z');
  let counter = 0;
  const clock = { now: () => now };
  const ids = { uuid: () => `id-${(counter += 1)}` };
  const store = createMemoryStore(clock.now);
  const people: Person[] = [];
  const post = createPost(people);
  const advance = (duration: Temporal.DurationLike) => {
    now = now.add(duration);
  };
  for (const name of names) people.push(createPerson(name));

  function createPerson(name: string): Person {
    const [address, userId, mailboxId] = [`${name}@contoso.example`, `user-${name}`, `mailbox-${name}`];
    const outlook = createMemoryOutlook(clock, { owner: address, prefix: `${name}-`, post });
    return {
      name,
      address,
      userId,
      mailboxId,
      outlook,
      get isConnected() {
        return store.mailboxes.has(mailboxId);
      },
      connect() {
        store.mailboxes.set(mailboxId, newMailbox({ id: mailboxId, userId, addresses: [address] }));
      },
      sync() {
        // Far enough apart for the pace of mails.
        advance({ minutes: 5 });
        return runSync({ mailboxId, runId: ids.uuid() }, { store, outlook, clock, ids });
      },
      add(values = {}) {
        advance({ seconds: 1 });
        const event = storedEvent(ids.uuid(), values, now, { organizerUserId: userId }, userId);
        store.events.set(event.id, event);
        return event;
      },
      copies: () => [...outlook.items.values()].filter((item) => !item.isCancelled),
    };
  }

  return {
    store,
    people,
    now: clock.now,
    advance,
    edit(event, change, by) {
      advance({ seconds: 1 });
      editStored(event, change, by.userId);
    },
    setHidden(event, { userId }, part) {
      const own = event.participations.get(userId);
      if (!own) return;
      event.version += 1;
      event.participations.set(userId, { ...own, ...part });
    },
    handOver(event, to) {
      const from = people.find(({ userId }) => userId === event.organizerUserId);
      if (!from) return;
      event.version += 1;
      event.organizerUserId = to.userId;
      const { [to.address]: _, ...others } = event.meeting.guests;
      event.meeting.guests = { ...others, [from.address]: { address: from.address, name: '', type: 'required' } };
      const own = event.participations.get(to.userId) ?? event.participations.get(from.userId);
      if (own) event.participations.set(to.userId, { ...own, answer: 'organizer', isHidden: false });
      const old = event.participations.get(from.userId);
      if (old) event.participations.set(from.userId, { ...old, answer: 'none' });
    },
  };
}

/** What Exchange does between mailboxes: invitations, updates and cancellations go out, answers come back. */
function createPost(people: readonly Person[]): PostOffice {
  const copyOf = ({ outlook }: Person, { iCalUId }: SeenVersion) =>
    [...outlook.items.values()].find((item) => item.iCalUId === iCalUId && !item.isOrganizer);
  const cancel = (person: Person, version: SeenVersion) => {
    const copy = copyOf(person, version);
    if (!copy || copy.isCancelled) return;
    const subject = `Canceled: ${copy.values.subject}`;
    person.outlook.edit(copy.graphId, { subject }, { isCancelled: true });
  };
  return {
    meeting(version, before) {
      const isChanged = before === null || changedUnits(before.values, version.values).some(isMeetingUnit);
      if (!isChanged) return;
      for (const person of people) {
        const isInvited = person.address in version.values.guests;
        const wasInvited = before !== null && person.address in before.values.guests;
        if (isInvited) deliver(person, version, wasInvited, copyOf(person, version));
        else if (wasInvited) cancel(person, version);
      }
    },
    cancelled(version) {
      for (const person of people) if (person.address in version.values.guests) cancel(person, version);
    },
    answered({ iCalUId, values }, owner) {
      for (const { outlook } of people) {
        const item = [...outlook.items.values()].find((one) => one.iCalUId === iCalUId && one.isOrganizer);
        if (item) outlook.edit(item.graphId, {}, { responses: { ...item.responses, [owner]: values.answer } });
      }
    },
  };
}

function deliver({ outlook }: Person, version: SeenVersion, wasInvited: boolean, copy: SeenVersion | undefined): void {
  const { values, iCalUId, organizer } = version;
  if (copy) {
    const { showAs, reminderMinutes, categories, answer } = copy.values;
    outlook.edit(copy.graphId, { ...values, showAs, reminderMinutes, categories, answer }, { isCancelled: false });
  } else if (!wasInvited) {
    const own = { answer: 'notResponded', showAs: 'tentative', reminderMinutes: 15, categories: [] } as const;
    outlook.create({ ...values, ...own, categories: [] }, { iCalUId, organizer, isOrganizer: false });
  }
}
