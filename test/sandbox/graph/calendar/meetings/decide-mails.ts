// The mail matrix of an organizer's update, as data: who is to get what, decided from what was sent and who was invited.
import type { Settings } from '../../../core/world-settings.ts';
import { HIDDEN_PROPERTIES, OWN_PROPERTIES } from '../events/event-schema.ts';

export interface Letter {
  kind: 'invitation' | 'update' | 'cancellation';
  /** In lower case. */
  to: string;
}

export interface Update {
  /** The names of the properties that the request had. */
  names: readonly string[];
  /** Addresses that hold an invitation, in lower case. */
  invited: readonly string[];
  /** Addresses on the list now, in lower case. */
  guests: readonly string[];
  /** Whether changes that were kept back as a draft go out with this one. */
  releasesDraft: boolean;
  /** Whether one of the removed is a distribution group. */
  removesGroup: boolean;
}

type MailSettings = Pick<Settings, 'mailOnOwnProperties' | 'mailOnSameAttendees'>;

/** What is to be sent, and whether those who were invited before hear of the update. */
export interface Decision {
  letters: Letter[];
  tellsGuests: boolean;
}

/** Added guests are invited, removed ones get a cancellation, and a change of what the meeting says updates the others. */
export function decideMails(update: Update, settings: MailSettings): Decision {
  const { invited, guests } = update;
  const removed = invited.filter((address) => !guests.includes(address));
  const tells = tellsGuests(update, settings);
  const kept = guests.map((address): Letter | null => {
    if (!invited.includes(address)) return { kind: 'invitation', to: address };
    return tells ? { kind: 'update', to: address } : null;
  });
  const letters = [
    ...removed.map((to): Letter => ({ kind: 'cancellation', to })),
    ...kept.filter((letter): letter is Letter => letter !== null),
  ];
  return { letters, tellsGuests: tells };
}

function tellsGuests({ names, invited, guests, releasesDraft, removesGroup }: Update, settings: MailSettings): boolean {
  const isSameList = invited.length === guests.length && guests.every((address) => invited.includes(address));
  const says = names.some(
    (name) => name !== 'attendees' && name !== 'isDraft' && !OWN_PROPERTIES.has(name) && !HIDDEN_PROPERTIES.has(name),
  );
  return (
    says ||
    releasesDraft ||
    removesGroup ||
    (settings.mailOnOwnProperties && names.some((name) => OWN_PROPERTIES.has(name))) ||
    (settings.mailOnSameAttendees && names.includes('attendees') && isSameList)
  );
}
