// The Prefer header: which of its wishes Outlook honours, and how it says so.
import type { SandboxRequest } from '../../core/http.ts';
import { readZone } from '../calendar/events/zones.ts';

export interface Preferences {
  /** IANA name for times in answers; null: UTC. */
  zone: { iana: string; name: string } | null;
  bodyAsText: boolean;
  pageSize: number | null;
  /** The value of Preference-Applied; null where nothing was honoured. */
  applied: string | null;
}

/** @throws GraphRefusal for a zone that nobody knows. */
export function readPreferences(request: SandboxRequest): Preferences {
  const header = request.headers.prefer ?? '';
  const value = (name: string) => new RegExp(`${name}\\s*=\\s*"?([^",]+)"?`, 'i').exec(header)?.[1];
  const zoneName = value('outlook\\.timezone');
  const contentType = value('outlook\\.body-content-type');
  const pageSize = Number(value('odata\\.maxpagesize'));
  const idType = value('IdType');
  const applied = [
    zoneName && `outlook.timezone="${zoneName}"`,
    contentType && `outlook.body-content-type="${contentType}"`,
    idType && `IdType=${idType}`,
    pageSize > 0 && `odata.maxpagesize=${pageSize}`,
  ].filter((wish): wish is string => typeof wish === 'string');
  return {
    zone: zoneName ? { iana: readZone(zoneName).iana, name: zoneName } : null,
    bodyAsText: contentType?.toLowerCase() === 'text',
    pageSize: pageSize > 0 ? pageSize : null,
    applied: applied.length > 0 ? applied.join(', ') : null,
  };
}
