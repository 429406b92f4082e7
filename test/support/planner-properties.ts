// What must hold of every plan, however both sides diverge: they become equal in a few rounds, the next plan does nothing,
// no edit is lost unseen, and the order of independent actions does not matter.
import fc from 'fast-check';
import { expect } from 'vitest';
import { planSync } from '../../sync/core/plan.ts';
import { differencesAcross, unitsOf } from '../../sync/core/units.ts';
import { changedUnits, type EventValues, type FirstSyncChoice } from '../../sync/index.ts';
import { eventEdit, eventValues } from './arbitraries/event-values.ts';
import { meetingStep, takeMeetingStep } from './arbitraries/meeting-history.ts';
import { type HistoryStep, historyStep, takeHistoryStep } from './arbitraries/sync-history.ts';
import { createMemoryOffice, type MemoryOffice, type Person } from './memory-office.ts';
import type { StoredEvent } from './memory-store.ts';
import { createSyncWorld, MAILBOX, type SyncWorld, USER } from './sync-world.ts';

/** After faults have stopped, both sides are equal within so many syncs of everybody. */
const ROUNDS_MAX = 3;
const HISTORY_STEPS_MAX = 20;
const MEETING_STEPS_MAX = 12;

/** Properties by name, each for a number of runs; `share` is its part of the long test's cases. */
export const PROPERTIES: readonly { name: string; share: number; check: (numRuns: number) => Promise<void> }[] = [
  { name: 'an event edited on both sides since they agreed becomes one again', share: 0.2, check: checkDivergence },
  { name: 'calendars with any history become equal, whatever calls failed', share: 0.6, check: checkHistories },
  { name: 'a meeting that several mailboxes share becomes one again', share: 0.15, check: checkSharedMeetings },
  { name: 'the order of independent actions changes nothing', share: 0.05, check: checkOrder },
];

type Ending = 'none' | 'edit' | 'archive' | 'delete';
const ending: fc.Arbitrary<Ending> = fc.constantFrom('none', 'edit', 'edit', 'edit', 'archive', 'delete');

/** Three correlated versions: what both agreed on, and that, edited on each side. */
async function checkDivergence(numRuns: number): Promise<void> {
  const cases = fc.record({
    base: eventValues,
    madeHere: fc.boolean(),
    here: ending,
    there: ending,
    hereEdit: eventEdit,
    thereEdit: eventEdit,
    isSameEdit: fc.boolean(),
  });
  const property = fc.asyncProperty(cases, async ({ base, madeHere, here, there, hereEdit, thereEdit, isSameEdit }) => {
    const world = createSyncWorld();
    if (madeHere) world.add(base);
    else world.outlook.create(base);
    await settle(world);
    const [event] = world.store.events.values();
    const [item] = world.outlook.items.values();
    if (!event || !item) throw new Error('The sides do not agree to begin with.');
    const agreed = ourValues(event);
    divergeHere(world, event, here, hereEdit);
    if (there === 'edit')
      world.outlook.edit(item.graphId, withGuestsAsThere(isSameEdit ? hereEdit : thereEdit, item.values));
    else if (there !== 'none') world.outlook.remove(item.graphId);
    const ours = ourValues(event);
    await settle(world);
    expectEqualSides(world);
    await expectRest(world);
    if (here === 'edit') expectNothingLost(world, event, { agreed, ours });
  });
  await fc.assert(property, { numRuns });
}

function divergeHere(world: SyncWorld, event: StoredEvent, here: Ending, edit: Partial<EventValues>): void {
  if (here === 'edit') world.edit(event, edit);
  else if (here !== 'none')
    Object.assign(event, { status: here === 'archive' ? 'archived' : 'deleted', version: event.version + 1 });
}

/** Quiet events have guests that Outlook doesn't know of: nobody can edit those there. */
function withGuestsAsThere(edit: Partial<EventValues>, there: EventValues): Partial<EventValues> {
  return edit.guests ? { ...edit, guests: { ...there.guests, ...edit.guests } } : edit;
}

/** Every unit that was edited here stands on our side as it was edited, or is in a conflict that says so. */
function expectNothingLost(
  world: SyncWorld,
  event: StoredEvent,
  { agreed, ours }: { agreed: EventValues; ours: EventValues },
): void {
  const now = unitsOf(ourValues(event));
  const withheld = new Set(event.withheld.map(({ address }) => `guest:${address.toLowerCase()}`));
  const conflicts = new Set(world.store.conflicts.map(({ unit }) => unit));
  const wanted = unitsOf(ours);
  const isKept = (unit: string) =>
    withheld.has(unit) || JSON.stringify(now.get(unit)) === JSON.stringify(wanted.get(unit));
  expect(changedUnits(agreed, ours).filter((unit) => !conflicts.has(unit) && !isKept(unit))).toEqual([]);
}

async function checkHistories(numRuns: number): Promise<void> {
  const steps = fc.array(historyStep, { minLength: 1, maxLength: HISTORY_STEPS_MAX });
  const property = fc.asyncProperty(steps, async (history) => {
    const world = createSyncWorld();
    await play(world, history);
    await settle(world);
    expectEqualSides(world);
    await expectRest(world);
  });
  await fc.assert(property, { numRuns });
}

/** The faults stop, and what was given up is tried again. */
async function play(world: SyncWorld, history: readonly HistoryStep[]): Promise<void> {
  for (const step of history) await takeHistoryStep(world, step);
  world.outlook.faults.splice(0);
  for (const link of world.store.links.values()) link.attempts = 0;
}

async function checkSharedMeetings(numRuns: number): Promise<void> {
  const steps = fc.array(meetingStep, { minLength: 1, maxLength: MEETING_STEPS_MAX });
  const property = fc.asyncProperty(steps, async (history) => {
    const office = createMemoryOffice(['ada', 'bo', 'cleo']);
    for (const step of history) await takeMeetingStep(office, step);
    for (const person of office.people) if (!person.isConnected) person.connect();
    for (let round = 0; round < ROUNDS_MAX; round += 1) for (const person of office.people) await person.sync();
    expectOneMeeting(office);
    for (const person of office.people) {
      const before = person.outlook.calls.length;
      const { sent, taken } = await person.sync();
      expect([sent, taken, person.outlook.calls.length - before]).toEqual([0, 0, 0]);
    }
  });
  await fc.assert(property, { numRuns });
}

/** The same history, then a sync with what is open in another order: both sides, the mails and the conflicts come out alike. */
async function checkOrder(numRuns: number): Promise<void> {
  const cases = fc.record({
    history: fc.array(historyStep, { minLength: 1, maxLength: HISTORY_STEPS_MAX }).map(withoutFaults),
    choice: fc.constantFrom<FirstSyncChoice>('quiet', 'invite', 'hold'),
    turn: fc.nat(10),
  });
  const property = fc.asyncProperty(cases, async ({ history, choice, turn }) => {
    const [one, other] = [createSyncWorld(), createSyncWorld()];
    for (const world of [one, other]) {
      await play(world, history);
      const { subjects } = world.store;
      if (world === other) world.store.subjects = async (run) => turned(await subjects(run), turn);
      world.confirm(choice, Number.MAX_SAFE_INTEGER, { deletions: Number.MAX_SAFE_INTEGER });
      await settle(world);
    }
    expect(contentOf(other)).toEqual(contentOf(one));
  });
  await fc.assert(property, { numRuns });
}

/** Faults fall on calls by their order, so that another order is another history. */
function withoutFaults(history: readonly HistoryStep[]): HistoryStep[] {
  return history.filter(({ kind }) => kind !== 'fault');
}

function turned<T>(list: readonly T[], turn: number): T[] {
  const at = turn % Math.max(1, list.length);
  return [...list.slice(at), ...list.slice(0, at)].toReversed();
}

/** Everything but ids and keys, which tell the order. */
function contentOf({ store, outlook }: SyncWorld) {
  const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).toSorted();
  const states = Map.groupBy(store.links.values(), (link) => link.eventId);
  return {
    events: sorted(
      [...store.events.values()].map((event) => [
        event.status,
        ourValues(event),
        event.withheld,
        (states.get(event.id) ?? []).map(({ state, generation }) => `${generation} ${state}`).toSorted(),
      ]),
    ),
    items: sorted([...outlook.items.values()].map(({ values }) => values)),
    mails: sorted(outlook.mails),
    conflicts: sorted(store.conflicts.map(({ unit }) => unit)),
  };
}

async function settle(world: SyncWorld): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    // Far enough apart for the pace of mails.
    world.advance({ hours: 1 });
    await world.sync();
  }
}

/** Nothing is planned, and a sync does nothing. */
async function expectRest(world: SyncWorld): Promise<void> {
  const calls = world.outlook.calls.length;
  const { sent, taken } = await world.sync();
  expect([sent, taken, world.outlook.calls.length - calls]).toEqual([0, 0, 0]);
  const mailbox = world.store.mailboxes.get(MAILBOX);
  if (!mailbox) throw new RangeError('No mailbox.');
  const { id: mailboxId, userId, installationId, addresses, epoch } = mailbox;
  const subjects = await world.store.subjects({ mailboxId, runId: '', epoch });
  const context = {
    mailboxId,
    userId,
    installationId,
    addresses,
    now: world.now(),
    phase: 'active',
    choice: 'quiet',
  } as const;
  expect(planSync(subjects, { ...context, choiceUntil: null, overrides: {} })).toEqual([]);
}

function ourValues(event: StoredEvent): EventValues {
  const { answer, reminderMinutes, showAs, categories } = event.participations.get(USER) ?? NO_PART;
  return { ...event.meeting, answer, reminderMinutes, showAs, categories };
}

const NO_PART = { answer: 'none', reminderMinutes: null, showAs: 'busy', categories: [] as string[] } as const;

/** Each living event is one item in Outlook, and says the same; there is nothing else. */
function expectEqualSides({ store, outlook }: SyncWorld): void {
  const live = [...store.events.values()].filter((event) => event.status === 'live');
  const linked = [...store.links.values()].filter((link) => link.state !== 'retired');
  expect(live.length).toBe(outlook.items.size);
  for (const event of live) {
    const links = linked.filter((link) => link.eventId === event.id);
    expect(links).toHaveLength(1);
    const item = outlook.items.get(links[0]?.graphId ?? '');
    if (!item) throw new Error('An event has no item in Outlook.');
    expect(differencesAcross(ourValues(event), item.values)).toEqual([]);
  }
}

/** The office is connected: each living meeting has its organizer's item, and at most one copy with each guest. */
function expectOneMeeting(office: MemoryOffice): void {
  const live = [...office.store.events.values()].filter((event) => event.status === 'live');
  const items = office.people.flatMap(({ outlook }) => [...outlook.items.values()].filter((item) => item.isOrganizer));
  expect(items.length).toBe(live.length);
  for (const event of live) {
    const organizer = office.people.find(({ userId }) => userId === event.organizerUserId);
    if (!organizer) throw new Error('A meeting has no organizer.');
    const own = copiesOf(office, organizer, event);
    expect(own.map(({ isOrganizer }) => isOrganizer)).toEqual([true]);
    const [item] = own;
    if (item) expect(differencesAcross(valuesFor(event, organizer), item.values)).toEqual([]);
    for (const person of office.people) if (person !== organizer) expectOwnCopy(office, person, event);
  }
}

function expectOwnCopy(office: MemoryOffice, person: Person, event: StoredEvent): void {
  const copies = copiesOf(office, person, event);
  expect(copies.length).toBeLessThanOrEqual(1);
  const [copy] = copies;
  const part = event.participations.get(person.userId);
  if (!copy || !part || part.isHidden || !(person.address in event.meeting.guests)) return;
  const { answer, reminderMinutes, showAs, categories } = copy.values;
  expect(part).toMatchObject({ answer, reminderMinutes, showAs, categories });
}

/** The living items in a person's Outlook that links tie to the event. */
function copiesOf({ store }: MemoryOffice, { mailboxId, outlook }: Person, { id }: StoredEvent) {
  const ids = [...store.links.values()].filter((link) => link.eventId === id && link.mailboxId === mailboxId);
  return [...new Set(ids.map(({ graphId }) => graphId))]
    .flatMap((graphId) => outlook.items.get(graphId ?? '') ?? [])
    .filter((item) => !item.isCancelled);
}

function valuesFor(event: StoredEvent, { userId }: Person): EventValues {
  const { answer, reminderMinutes, showAs, categories } = event.participations.get(userId) ?? NO_PART;
  return { ...event.meeting, answer, reminderMinutes, showAs, categories };
}
