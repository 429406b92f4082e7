// Between timestamps as the drivers give them and instants as the rest of the program writes them.
import { Temporal } from 'temporal-polyfill';

/** ISO 8601 with `Z`, in the form that Temporal writes. */
export function instantText(date: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime()).toString();
}

export function instantTextOrNull(date: Date | null): string | null {
  return date && instantText(date);
}
