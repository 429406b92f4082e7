// What the tests of the decision table share: a world's rows, mails, links and items, and meetings to begin with.
import type { Decision, Link } from '../../sync/index.ts';
import { guests, meetingValues, type SyncWorld } from './sync-world.ts';

export function rowsOf(decisions: readonly Decision[]): string[] {
  return decisions.map((decision) => decision.row);
}

/** Takes the mails sent so far out of the outbox: kind and recipient. */
export function takeMails({ outlook }: SyncWorld): string[] {
  return outlook.mails.splice(0).map(({ kind, to }) => `${kind} ${to}`);
}

/** The newest link of an event. */
export function linkOf({ store }: SyncWorld, eventId: string): Link | undefined {
  return [...store.links.values()].findLast((link) => link.eventId === eventId);
}

/** The first item that Outlook holds. */
export function firstItem({ outlook }: SyncWorld) {
  const [item] = outlook.items.values();
  if (!item) throw new Error('Outlook holds nothing.');
  return item;
}

/** A meeting with one guest that both sides hold and agree on. */
export async function agreedMeeting(world: SyncWorld) {
  const event = world.add({ guests: guests('bob@fabrikam.example') });
  await world.sync();
  await world.sync(); // The echo of our own write arrives.
  takeMails(world);
  return { event, graphId: firstItem(world).graphId };
}

/** A meeting of an outside organizer in the user's mailbox. */
export async function invitedMeeting(world: SyncWorld) {
  const organizer = { address: 'zoe@fabrikam.example', name: 'Zoe' };
  const values = meetingValues({ answer: 'notResponded', guests: guests('ada@contoso.example') });
  const item = world.outlook.create(values, { isOrganizer: false, organizer });
  await world.sync();
  const [event] = world.store.events.values();
  if (!event) throw new Error('The invitation did not arrive.');
  return { event, graphId: item.graphId };
}
