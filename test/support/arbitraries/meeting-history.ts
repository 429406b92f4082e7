// Generators of what happens to meetings that several people share: edits by organizers and guests on both sides, answers,
// removals, changes of organizer, and mailboxes that connect and sync in any order.
import fc from 'fast-check';
import { addressKey, type EventValues, type Guest } from '../../../sync/index.ts';
import type { MemoryOffice, Person } from '../memory-office.ts';
import type { StoredEvent } from '../memory-store.ts';
import { guests, meetingValues } from '../sync-world.ts';

const OUTSIDER = 'zoe@fabrikam.example';
const who = fc.nat(2);
const invited = fc.subarray([0, 1, 2, 3]);

const meetingChange = fc.oneof(
  fc.record({ subject: fc.constantFrom('One', 'Two') }),
  fc.record({ importance: fc.constantFrom('low' as const, 'high' as const) }),
  fc.record({ invited }),
);
const ownChange: fc.Arbitrary<Partial<EventValues>> = fc.oneof(
  fc.record({ showAs: fc.constantFrom('free', 'oof') }),
  fc.record({ reminderMinutes: fc.constantFrom(null, 5) }),
  fc.record({ categories: fc.subarray(['Blue', 'Red']) }),
);
const answer = fc.constantFrom('accepted' as const, 'tentativelyAccepted' as const, 'declined' as const);

export const meetingStep = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('sync' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('make here' as const, 'make there' as const), who, invited }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('edit here' as const, 'edit there' as const),
      target: fc.nat(2),
      meetingChange,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('own here' as const, 'own there' as const),
      target: fc.nat(2),
      who,
      ownChange,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('answer here' as const), target: fc.nat(2), who, answer }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('hide here' as const, 'remove copy' as const, 'hand over' as const),
      target: fc.nat(2),
      who,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('archive here' as const, 'revive here' as const, 'delete there' as const),
      target: fc.nat(2),
    }),
  },
);
export type MeetingStep = typeof meetingStep extends fc.Arbitrary<infer T> ? T : never;
type EventStep = Extract<MeetingStep, { target: number }>;

/** Lets one step happen, if it is one that the people here could take. */
export async function takeMeetingStep(office: MemoryOffice, step: MeetingStep): Promise<void> {
  const { store, people } = office;
  const person = 'who' in step ? people[step.who] : undefined;
  if (step.kind === 'sync') {
    if (person && !person.isConnected) person.connect();
    await person?.sync();
    return;
  }
  if ('invited' in step) {
    if (person) make(person, step.kind, guestsOf(office, step.invited, person));
    return;
  }
  const event = [...store.events.values()].filter(({ status }) => status !== 'deleted')[step.target];
  const organizer = people.find(({ userId }) => userId === event?.organizerUserId);
  if (event && organizer) act(office, step, { event, organizer, person: person ?? organizer });
}

function make(person: Person, kind: 'make here' | 'make there', invitees: Record<string, Guest>): void {
  if (kind === 'make here' && person.isConnected) person.add({ guests: invitees });
  if (kind === 'make there') person.outlook.create(meetingValues({ guests: invitees }));
}

interface Actors {
  event: StoredEvent;
  organizer: Person;
  person: Person;
}

function act(office: MemoryOffice, step: EventStep, { event, organizer, person }: Actors): void {
  const isLive = event.status === 'live';
  const isGuest = person !== organizer && event.participations.has(person.userId) && person.isConnected;
  const isHidden = event.participations.get(person.userId)?.isHidden ?? false;
  const item = itemOf(office, organizer, event, true);
  switch (step.kind) {
    case 'edit here':
      if (isLive) office.edit(event, meetingEdit(office, step.meetingChange, organizer), organizer);
      break;
    case 'edit there':
      if (item) organizer.outlook.edit(item, meetingEdit(office, step.meetingChange, organizer));
      break;
    case 'own here':
      if (isLive && !isHidden) office.edit(event, step.ownChange, person);
      break;
    case 'own there': {
      const copy = itemOf(office, person, event, person === organizer);
      if (copy) person.outlook.edit(copy, step.ownChange);
      break;
    }
    case 'answer here':
      if (isLive && isGuest) office.setHidden(event, person, { answer: step.answer, isHidden: false });
      break;
    case 'hide here':
      if (isLive && isGuest) office.setHidden(event, person, { answer: 'declined', isHidden: true });
      break;
    case 'remove copy': {
      const copy = person === organizer ? null : itemOf(office, person, event, false);
      if (copy) person.outlook.remove(copy);
      break;
    }
    case 'hand over':
      if (isLive && person !== organizer && person.isConnected) office.handOver(event, person);
      break;
    case 'archive here':
    case 'revive here':
      Object.assign(event, { status: step.kind === 'archive here' ? 'archived' : 'live', version: event.version + 1 });
      break;
    case 'delete there':
      if (item) organizer.outlook.remove(item);
  }
}

function meetingEdit(
  office: MemoryOffice,
  change: { subject?: string; importance?: 'low' | 'high'; invited?: number[] },
  organizer: Person,
): Partial<EventValues> {
  const { invited: people, ...values } = change;
  return people ? { guests: guestsOf(office, people, organizer) } : values;
}

/** By number, the last one is nobody's colleague; the organizer is no guest. */
function guestsOf({ people }: MemoryOffice, numbers: readonly number[], organizer: Person): Record<string, Guest> {
  const addresses = numbers.map((number) => people[number]?.address ?? OUTSIDER);
  return guests(...addresses.filter((address) => address !== organizer.address).map(addressKey));
}

/** The Graph id of a person's living item of an event. */
function itemOf({ store }: MemoryOffice, person: Person, event: StoredEvent, isOrganizer: boolean): string | null {
  const links = [...store.links.values()].filter(
    (link) => link.eventId === event.id && link.mailboxId === person.mailboxId,
  );
  const items = links.flatMap(({ graphId }) => person.outlook.items.get(graphId ?? '') ?? []);
  return items.find((item) => item.isOrganizer === isOrganizer && !item.isCancelled)?.graphId ?? null;
}
