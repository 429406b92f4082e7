// @odata.context and other addresses in answers: absolute, in the version asked for.
import type { GraphCall } from '../operation.ts';
import type { ExpandItem } from './expand.ts';
import type { Select } from './select.ts';

const MAILBOX = /^\/(?:v1\.0|beta)\/users(?:\/([^/()]+)|\('([^']+)'\))/i;

/** What every address of this call begins with. */
export function rootUrl({ version }: GraphCall): string {
  return `https://graph.microsoft.com/${version}`;
}

/** The mailbox as answers name it: by object id under `/me`, otherwise by the key of the request. */
export function mailboxPath(call: GraphCall): string {
  const [, plain, quoted] = MAILBOX.exec(call.request.url.pathname) ?? [];
  const key = plain ?? quoted;
  return `users('${key === undefined ? (call.owner?.id ?? '') : encodeURIComponent(decodeURIComponent(key))}')`;
}

/** A key in an address: `events('AAMk…%3D')`. */
export function keyed(collection: string, id: string): string {
  return `${collection}('${encodeURIComponent(id)}')`;
}

/** @param path below `$metadata#`, e.g. `users('…')/events` */
export function contextUrl(
  call: GraphCall,
  path: string,
  shown: { select: Select | null; expand: readonly ExpandItem[] },
): string {
  const names = [...(shown.select?.names ?? []), ...shown.expand.map(({ name }) => `${name}()`)];
  return `${rootUrl(call)}/$metadata#${path}${names.length > 0 ? `(${names.join(',')})` : ''}`;
}
