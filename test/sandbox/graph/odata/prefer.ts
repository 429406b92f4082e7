// The Prefer header: which of its wishes Outlook honours, and how it says so.
import type { SandboxRequest } from '../../core/http.ts';
import { readZone } from '../calendar/events/zones.ts';

export interface Preferences {
  /** IANA name for times in answers, and the name that was sent; null: UTC. */
  zone: { iana: string; name: string } | null;
  bodyAsText: boolean;
  /** `odata.maxpagesize`; a wish that is no positive number counts as none. */
  pageSize: number | null;
  /** `IdType="ImmutableId"`. */
  immutableIds: boolean;
  /** What Preference-Applied says of each wish that could be honoured. */
  confirmations: readonly { wish: Wish; text: string }[];
  /** The value of Preference-Applied where all were honoured; null where none was asked for. */
  applied: string | null;
}

export type Wish = 'zone' | 'body' | 'ids' | 'pageSize';

/** @throws GraphRefusal for a zone that nobody knows. */
export function readPreferences(request: SandboxRequest): Preferences {
  const header = request.headers.prefer ?? '';
  const value = (name: string) =>
    new RegExp(`(?:^|[,;\\s])${name}\\s*=\\s*"?([^",;]+)"?`, 'i').exec(header)?.[1]?.trim();
  const zoneName = value('outlook\\.timezone');
  const contentType = value('outlook\\.body-content-type')?.toLowerCase();
  const maxPageSize = Number(value('odata\\.maxpagesize'));
  const immutableIds = value('IdType')?.toLowerCase() === 'immutableid';
  const pageSize = Number.isInteger(maxPageSize) && maxPageSize > 0 ? maxPageSize : null;
  const confirmations: { wish: Wish; text: string }[] = [];
  if (zoneName !== undefined) confirmations.push({ wish: 'zone', text: `outlook.timezone="${zoneName}"` });
  if (contentType === 'text' || contentType === 'html')
    confirmations.push({ wish: 'body', text: `outlook.body-content-type="${contentType}"` });
  if (immutableIds) confirmations.push({ wish: 'ids', text: 'IdType=ImmutableId' });
  if (pageSize !== null) confirmations.push({ wish: 'pageSize', text: `odata.maxpagesize=${pageSize}` });
  return {
    zone: zoneName === undefined ? null : { iana: readZone(zoneName).iana, name: zoneName },
    bodyAsText: contentType === 'text',
    pageSize,
    immutableIds,
    confirmations,
    applied: joined(confirmations),
  };
}

/** The value of Preference-Applied; null where none of these wishes was expressed. */
export function appliedPreferences({ confirmations }: Preferences, honoured: readonly Wish[]): string | null {
  return joined(confirmations.filter(({ wish }) => honoured.includes(wish)));
}

function joined(confirmations: Preferences['confirmations']): string | null {
  return confirmations.length > 0 ? confirmations.map(({ text }) => text).join(', ') : null;
}
