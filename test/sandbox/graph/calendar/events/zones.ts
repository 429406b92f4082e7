// Time zone names as Graph takes them: Windows names, and most IANA names.
import { findIana, findWindows } from 'windows-iana';
import { GraphRefusal } from '../../operation.ts';

/** Names that the documentation lists (dateTimeTimeZone) and the zone database doesn't have. */
const DOCUMENTED_ALIASES: Readonly<Record<string, string>> = {
  'Asia/Toshkent': 'Asia/Tashkent',
  'Asia/Astana': 'Asia/Almaty',
};
/** An offset is no name, though JavaScript takes it for one. */
const NAME = /^[a-z]/i;

/** @returns the zone's IANA and Windows names. @throws GraphRefusal TimeZoneNotSupportedException */
export function readZone(name: unknown): { iana: string; windows: string } {
  if (typeof name === 'string') {
    if (name === 'UTC' || name === 'Etc/GMT' || name === 'tzone://Microsoft/Utc')
      return { iana: 'UTC', windows: 'UTC' };
    const [fromWindows] = findIana(name);
    if (fromWindows) return { iana: fromWindows, windows: name };
    const known = DOCUMENTED_ALIASES[name] ?? name;
    const canonical = NAME.test(known) ? canonicalName(known) : null;
    if (canonical) return { iana: known, windows: findWindows(known)[0] ?? findWindows(canonical)[0] ?? known };
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
