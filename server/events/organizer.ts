// Under which name and address a user organizes events.
import type { SessionUser } from '../database/sessions.ts';
import type { Organizer } from './edits.ts';
import type { Sender } from './sender.ts';

/** The mailbox's address where there is one: guests know the user by it. */
export function organizerOf(user: SessionUser, sender: Sender | null): Organizer {
  return { userId: user.id, address: sender?.addresses[0] ?? user.email, name: user.displayName };
}

/** Every address under which a user may have been invited, in lower case. */
export function addressesOf(user: SessionUser, sender: Sender | null): string[] {
  return [...(sender?.addresses ?? []), user.email.toLowerCase()];
}
