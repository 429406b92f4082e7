// Time zone names as Graph takes them: Windows names, and most IANA names.
import { findIana, findWindows } from 'windows-iana';
import { GraphRefusal } from '../../operation.ts';

/** @returns the zone's IANA and Windows names. @throws GraphRefusal TimeZoneNotSupportedException */
export function readZone(name: unknown): { iana: string; windows: string } {
  if (typeof name === 'string') {
    if (name === 'UTC' || name === 'Etc/GMT' || name === 'tzone://Microsoft/Utc')
      return { iana: 'UTC', windows: 'UTC' };
    const [fromWindows] = findIana(name);
    if (fromWindows) return { iana: fromWindows, windows: name };
    const canonical = canonicalName(name);
    if (canonical) return { iana: name, windows: findWindows(name)[0] ?? findWindows(canonical)[0] ?? name };
  }
  throw new GraphRefusal(
    400,
    'TimeZoneNotSupportedException',
    `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${String(name)}'.`,
  );
}

function canonicalName(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
