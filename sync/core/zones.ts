// Zone names on both sides: Outlook speaks Windows names, we speak IANA names.
import { findIana, findWindows } from 'windows-iana';

/** Where Outlook names no zone that is known (`tzone://Microsoft/Custom`), instants are kept in UTC. */
const FALLBACK_ZONE = 'UTC';

const ianaByOutlookName = new Map<string, string>();
const windowsByIanaName = new Map<string, string>();

/** The IANA name of a zone that Outlook names, by CLDR; `UTC` for a name that nobody knows. */
export function ianaFromOutlook(name: string): string {
  const known = ianaByOutlookName.get(name);
  if (known !== undefined) return known;
  const iana = name === 'UTC' ? 'UTC' : (findIana(name)[0] ?? canonicalZone(name) ?? FALLBACK_ZONE);
  ianaByOutlookName.set(name, iana);
  return iana;
}

/**
 * The Windows name of an IANA zone, which is what Outlook reliably takes.
 * CLDR knows some zones by an older name only (`Europe/Kiev`), so the name is made canonical first.
 */
export function outlookFromIana(zone: string): string {
  const known = windowsByIanaName.get(zone);
  if (known !== undefined) return known;
  const windows = findWindows(zone)[0] ?? findWindows(canonicalZone(zone) ?? '')[0] ?? zone;
  windowsByIanaName.set(zone, windows);
  return windows;
}

/** Whether Outlook has a name for a zone; some young ones have none yet. */
export function isKnownToOutlook(zone: string): boolean {
  return zone === 'UTC' || outlookFromIana(zone) !== zone;
}

/** Whether two zones are one to Outlook, which has fewer of them: Vienna and Berlin share a Windows name. */
export function isSameZone(one: string, other: string): boolean {
  return one === other || outlookFromIana(one) === outlookFromIana(other);
}

/** @returns the name that this runtime uses for the zone; null when it knows no such zone. */
export function canonicalZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
