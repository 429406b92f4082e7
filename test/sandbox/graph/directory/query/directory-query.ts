// The query options of directory lists: OData's, with the page sizes, tokens and limits of the directory.

import { type QueryOptions, readQueryOptions } from '../../odata/query-options.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';
import { badRequest } from '../refusals.ts';
import { checkAdvanced } from './advanced.ts';

export const PAGE_SIZE_DEFAULT = 100;
const PAGE_SIZE_MAX = 999;
const SKIP_TOKEN = /(?:^|&)(?:\$|%24)skiptoken=([^&]*)/i;
const TOKEN_PREFIX = 'directory:';

export interface DirectoryQuery extends QueryOptions {
  pageSize: number;
  /** Where this page begins. */
  from: number;
}

/** @param type of the rows, without its namespace. @throws GraphRefusal 400 */
export function readDirectoryQuery(call: GraphCall, type: string): DirectoryQuery {
  const { url } = call.request;
  checkPlainOptions(url.searchParams);
  const token = SKIP_TOKEN.exec(url.search.slice(1))?.[1];
  const plain = token === undefined ? call : withoutToken(call);
  const query = readQueryOptions(plain, type, 'collection');
  checkAdvanced(call, query);
  return { ...query, pageSize: query.top ?? PAGE_SIZE_DEFAULT, from: token === undefined ? 0 : readToken(token) };
}

/** Options that the directory refuses in words of its own, before OData sees them. */
function checkPlainOptions(options: URLSearchParams): void {
  const top = options.get('$top');
  if (top !== null && /^\d+$/.test(top) && (Number(top) < 1 || Number(top) > PAGE_SIZE_MAX)) {
    throw new GraphRefusal(
      400,
      'Request_UnsupportedQuery',
      `Invalid page size specified: '${top}'. Must be between 1 and ${PAGE_SIZE_MAX} inclusive.`,
    );
  }
  if (options.has('$skip')) throw badRequest("'$skip' is not supported by the service.");
}

function withoutToken(call: GraphCall): GraphCall {
  const url = new URL(call.request.url);
  url.searchParams.delete('$skiptoken');
  return { ...call, request: { ...call.request, url } };
}

/** The request as it came, but for where to go on from. */
export function nextLink({ request }: GraphCall, from: number): string {
  const { origin, pathname, search } = request.url;
  const kept = search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !/^(?:\$|%24)skiptoken=/i.test(part));
  const token = Buffer.from(`${TOKEN_PREFIX}${from}`).toString('base64url');
  return `${origin}${pathname}?${[...kept, `$skiptoken=${token}`].join('&')}`;
}

function readToken(token: string): number {
  const [, from] = /^directory:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
  if (from !== undefined) return Number(from);
  throw new GraphRefusal(
    400,
    'Directory_ExpiredPageToken',
    'The specified page token value has expired and can no longer be included in your request.',
  );
}
