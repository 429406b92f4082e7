// The mark that ties an item in Outlook to the event of ours that it was created for.
import type { SingleValueExtendedProperty } from '../../graph/models/event.ts';
import type { OriginMark } from './seen.ts';

/** One GUID and one name for good: named properties are scarce in a mailbox, and the name is case-sensitive. */
export const ORIGIN_PROPERTY_ID = 'String {5d2f6c0a-8f5e-4f0b-9a6c-3f1d7e2b9c41} Name CalendarSyncOrigin';

/** The property as it is sent with a create. */
export function originProperty(mark: OriginMark): SingleValueExtendedProperty {
  return { id: ORIGIN_PROPERTY_ID, value: [mark.installationId, mark.eventId, mark.generation].join(';') };
}

/** @returns null for a missing or foreign value. */
export function parseOrigin(value: string | undefined): OriginMark | null {
  const [installationId, eventId, generation] = (value ?? '').split(';');
  if (!installationId || !eventId || !Number.isSafeInteger(Number(generation))) return null;
  return { installationId, eventId, generation: Number(generation) };
}
