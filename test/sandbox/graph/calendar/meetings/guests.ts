// Who is invited to an item, and which mailboxes stand behind an address: a person's, or those of a group's members.
import type { World } from '../../../core/world.ts';
import { type Item, type Mailbox, mailboxByAddress, type StoredAttendee } from '../state.ts';

/** A distribution group and a room of every organization, by the part before the `@`. */
const GROUPS: Readonly<Record<string, readonly string[]>> = { 'project-team': ['bo', 'chidi', 'dana'] };
const ROOMS: ReadonlySet<string> = new Set(['room-aalto']);

/** An address in the form that addresses are compared in. */
export function keyOf(address: string): string {
  return address.trim().toLowerCase();
}

/** Everybody on the list but the organizer. */
export function guestsOf(item: Item): StoredAttendee[] {
  const organizer = keyOf(item.organizer.address);
  return item.properties.attendees.filter(({ emailAddress }) => keyOf(emailAddress.address) !== organizer);
}

export function attendeeBy(item: Item, address: string): StoredAttendee | undefined {
  return item.properties.attendees.find(({ emailAddress }) => keyOf(emailAddress.address) === keyOf(address));
}

export function isGroup(world: World, address: string): boolean {
  return membersOf(world, address) !== undefined;
}

/** A room answers by itself: it takes every invitation. */
export function isRoom(world: World, address: string): boolean {
  const [alias = '', domain] = keyOf(address).split('@');
  return ROOMS.has(alias) && isOrganization(world, domain);
}

/** The mailboxes that a mail to this address reaches, the organizer's own left out. */
export function mailboxesBehind(world: World, address: string, organizer: string): Mailbox[] {
  const addresses = membersOf(world, address) ?? [address];
  return addresses
    .filter((each) => keyOf(each) !== keyOf(organizer))
    .map((each) => mailboxByAddress(world, each))
    .filter((mailbox): mailbox is Mailbox => mailbox !== null);
}

function membersOf(world: World, address: string): string[] | undefined {
  const [alias = '', domain] = keyOf(address).split('@');
  return isOrganization(world, domain) ? GROUPS[alias]?.map((member) => `${member}@${domain}`) : undefined;
}

function isOrganization(world: World, domain: string | undefined): boolean {
  return [...world.tenants.values()].some((tenant) => tenant.domain === domain && tenant.kind === 'organization');
}
