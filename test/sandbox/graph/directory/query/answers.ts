// The answers of the directory: pages of a collection, one object, how many there are, and lists of objects of several kinds.
import { emptyAnswer, jsonAnswer, type SandboxAnswer } from '../../../core/http.ts';
import { contextUrl, keyed, rootUrl } from '../../odata/context.ts';
import { compileFilter } from '../../odata/filter.ts';
import { ordered } from '../../odata/orderby.ts';
import { type QueryOptions, readQueryOptions } from '../../odata/query-options.ts';
import type { EntityShape, Output } from '../../odata/shape.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';
import { badRequest } from '../refusals.ts';
import { tenantIdOf } from '../tenant.ts';
import { isEventual } from './advanced.ts';
import { type DirectoryQuery, nextLink, PAGE_SIZE_DEFAULT, readDirectoryQuery } from './directory-query.ts';
import { compileSearch } from './search.ts';

export interface DirectoryShape<Row> extends EntityShape<Row> {
  /** What `$search` looks at; left out where there is none. */
  searchable?: readonly string[];
}

export interface DirectoryList<Row> {
  /** As `@odata.context` names it. */
  path: string;
  shape: DirectoryShape<Row>;
  rows: readonly Row[];
}

/** A page of a collection. @throws GraphRefusal 400 */
export function directoryCollection<Row>(call: GraphCall, list: DirectoryList<Row>): SandboxAnswer {
  const { path, shape } = list;
  const query = readDirectoryQuery(call, shape.type);
  const found = matching(call, list, query);
  const next = query.from + query.pageSize;
  return jsonAnswer(200, {
    '@odata.context': contextUrl(call, path, query),
    ...(query.count && isEventual(call) ? { '@odata.count': found.length } : {}),
    ...(next < found.length ? { '@odata.nextLink': nextLink(call, next) } : {}),
    value: found.slice(query.from, next).map((row) => written(call, row, { path, shape, query })),
  });
}

/** One object; 201 tells where it is, as the directory does. @throws GraphRefusal 400 */
export function directoryEntity<Row>(
  call: GraphCall,
  single: { path: string; shape: DirectoryShape<Row>; row: Row; status?: number },
): SandboxAnswer {
  const { path, shape, row, status = 200 } = single;
  const query = readQueryOptions(call, shape.type, 'entity');
  const entity = written(call, row, { path, shape, query });
  const kind = `${shape.type.charAt(0).toUpperCase()}${shape.type.slice(1)}`;
  const location = `https://graph.microsoft.com/v2/${tenantIdOf(call)}/directoryObjects/${String(entity.id)}/Microsoft.DirectoryServices.${kind}`;
  return jsonAnswer(
    status,
    { '@odata.context': `${contextUrl(call, path, query)}/$entity`, ...entity },
    status === 201 ? { location } : {},
  );
}

/** How many there are, as plain text. @throws GraphRefusal 400 without `ConsistencyLevel: eventual` */
export function directoryCount<Row>(call: GraphCall, list: DirectoryList<Row>): SandboxAnswer {
  if (!isEventual(call)) throw badRequest('$count is not currently supported.');
  // Asking how many there are is itself what `$count=true` asks for.
  const url = new URL(call.request.url);
  url.searchParams.set('$count', 'true');
  const counting = { ...call, request: { ...call.request, url } };
  const found = matching(counting, list, readDirectoryQuery(counting, list.shape.type));
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(found.length) };
}

function matching<Row>(
  call: GraphCall,
  { shape, rows }: DirectoryList<Row>,
  { filter, orderby, search }: DirectoryQuery,
): readonly Row[] {
  let found = rows;
  if (search !== null) {
    if (!shape.searchable) throw new GraphRefusal(400, 'Request_UnsupportedQuery', '$search is not supported here.');
    const matches = compileSearch(search, shape.searchable);
    found = found.filter((row) => matches(shape.write(row, null)));
  }
  if (filter) found = found.filter(compileFilter(filter, shape, call.version));
  return orderby === null ? found : ordered(found, orderby, shape, call.version);
}

function written<Row>(
  call: GraphCall,
  row: Row,
  { path, shape, query }: { path: string; shape: DirectoryShape<Row>; query: QueryOptions },
): Output {
  const names = query.select?.names ?? null;
  const whole = shape.write(row, names && new Set(names.map((name) => name.toLowerCase())));
  const output = names
    ? Object.fromEntries(names.flatMap((name) => (name in whole ? [[name, whole[name]]] : [])))
    : whole;
  const expanded: Output = {};
  for (const item of query.expand) {
    const value = shape.expand?.(row, item);
    if (value === undefined) throw unexpandable(item.name, shape.type);
    expanded[`${item.name}@odata.context`] = `${rootUrl(call)}/$metadata#${keyed(path, String(whole.id))}/${item.name}`;
    expanded[item.name] = value;
  }
  return { ...output, ...expanded };
}

function unexpandable(name: string, type: string): GraphRefusal {
  return badRequest(`The property '${name}' on type 'microsoft.graph.${type}' cannot be expanded here.`);
}

/** Objects of several kinds, each with its `@odata.type`: owners, members, what somebody owns. `$select` and `$top` apply. */
export function objectsAnswer(call: GraphCall, objects: readonly Output[], path = 'directoryObjects'): SandboxAnswer {
  const names = call.request.url.searchParams.get('$select')?.split(',') ?? null;
  const top = Number(call.request.url.searchParams.get('$top') ?? PAGE_SIZE_DEFAULT);
  const shown = names
    ? objects.map((object) =>
        Object.fromEntries(Object.entries(object).filter(([name]) => name.startsWith('@') || names.includes(name))),
      )
    : objects;
  const list = names ? `(${names.join(',')})` : '';
  return jsonAnswer(200, { '@odata.context': `${rootUrl(call)}/$metadata#${path}${list}`, value: shown.slice(0, top) });
}

/** The id in a reference: `{ "@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/{id}" }`. @throws GraphRefusal 400 */
export function referencedId(reference: unknown): string {
  const [, id] =
    /\/(?:directoryObjects|users|servicePrincipals|groups|policies\/appManagementPolicies)(?:\/|\(')([^/')]+)/i.exec(
      String(reference),
    ) ?? [];
  if (id !== undefined) return id;
  throw badRequest('Invalid URL format specified in @odata.id.');
}

export function noContent(): SandboxAnswer {
  return emptyAnswer(204);
}
