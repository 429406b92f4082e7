// The answers of every service whose rows are entities: whole collections and single entities, as OData writes them.
//
//   collectionAnswer(call, { path: `${mailboxPath(call)}/events`, shape, rows })   $filter … $count, paging, nextLink
//   entityAnswer(call, { path: `${mailboxPath(call)}/events`, shape, row, status })  $select and $expand
//   countAnswer(call, { shape, rows })                                              …/$count, as plain text
//
// `shape` says how rows are written (shape.ts); `plainShape('calendar')` takes rows that are stored as they are answered.
// Both confirm the preferences that the shape honours in `Preference-Applied`.
import { jsonAnswer, type SandboxAnswer } from '../../core/http.ts';
import { type GraphCall, GraphRefusal } from '../operation.ts';
import { contextUrl, keyed, rootUrl } from './context.ts';
import { compileFilter } from './filter.ts';
import { ordered } from './orderby.ts';
import { appliedPreferences, readPreferences } from './prefer.ts';
import { type QueryOptions, readQueryOptions } from './query-options.ts';
import { selected } from './select.ts';
import type { EntityShape, Output } from './shape.ts';

/** Without `$top` a page holds this many (docs issue 6201). */
export const PAGE_SIZE_DEFAULT = 10;
/** A larger `$top` counts as this one (docs issue 12653). */
export const PAGE_SIZE_MAX = 1000;
/** With `$expand` (docs pull request 21506). */
const PAGE_SIZE_EXPANDED_MAX = 100;

export interface Collection<Row> {
  /** As `@odata.context` names it, below `$metadata#`. */
  path: string;
  shape: EntityShape<Row>;
  rows: readonly Row[];
}

/** A page of a collection. @throws GraphRefusal 400 for options that are unknown, malformed or unsupported. */
export function collectionAnswer<Row>(call: GraphCall, { path, shape, rows }: Collection<Row>): SandboxAnswer {
  const query = readQueryOptions(call, shape.type, 'collection');
  const preferences = readPreferences(call.request);
  const found = matching(call, { shape, rows }, query);
  const size = pageSize(query, preferences.pageSize);
  const next = query.skip + size;
  const page = found.slice(query.skip, next);
  const applied = appliedPreferences(preferences, [...shape.honours, 'pageSize']);
  return jsonAnswer(
    200,
    {
      '@odata.context': contextUrl(call, path, query),
      ...(query.count ? { '@odata.count': found.length } : {}),
      value: page.map((row) => written(call, row, { path, shape, query })),
      ...(next < found.length ? { '@odata.nextLink': nextLink(call, next) } : {}),
    },
    applied === null ? {} : { 'preference-applied': applied },
  );
}

export interface Single<Row> {
  /** Of the collection, as `@odata.context` names it. */
  path: string;
  shape: EntityShape<Row>;
  row: Row;
  /** 200 unless said otherwise; 201 answers with `Location`. */
  status?: number;
  /** Annotations that only a single entity carries. */
  annotations?: Output;
}

/** One entity. @throws GraphRefusal 400 */
export function entityAnswer<Row>(call: GraphCall, single: Single<Row>): SandboxAnswer {
  const { path, shape, row, status = 200, annotations = {} } = single;
  const query = readQueryOptions(call, shape.type, 'entity');
  const applied = appliedPreferences(readPreferences(call.request), shape.honours);
  const entity = written(call, row, { path, shape, query });
  const etag = entity['@odata.etag'];
  return jsonAnswer(
    status,
    { '@odata.context': `${contextUrl(call, path, query)}/$entity`, ...entity, ...annotations },
    {
      ...(applied === null ? {} : { 'preference-applied': applied }),
      ...(typeof etag === 'string' ? { etag } : {}),
      ...(status === 201 ? { location: `${rootUrl(call)}/${keyed(path, String(entity.id))}` } : {}),
    },
  );
}

/** How many there are, as plain text: `…/$count`. */
export function countAnswer<Row>(call: GraphCall, { shape, rows }: Omit<Collection<Row>, 'path'>): SandboxAnswer {
  const query = readQueryOptions(call, shape.type, 'collection');
  return {
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: String(matching(call, { shape, rows }, query).length),
  };
}

function matching<Row>(
  call: GraphCall,
  { shape, rows }: Omit<Collection<Row>, 'path'>,
  { filter, orderby, search }: QueryOptions,
): readonly Row[] {
  let found = rows;
  if (search !== null) found = searched(shape, found, search);
  if (filter) found = found.filter(compileFilter(filter, shape, call.version));
  return orderby === null ? found : ordered(found, orderby, shape, call.version);
}

function searched<Row>(shape: EntityShape<Row>, rows: readonly Row[], search: string): Row[] {
  const { search: finds } = shape;
  if (!finds)
    throw new GraphRefusal(400, 'ErrorInvalidUrlQuery', 'The following parameters are not supported: $search.');
  return rows.filter((row) => finds(row, search.replace(/^"(.*)"$/s, '$1')));
}

function pageSize({ top, expand }: QueryOptions, preferred: number | null): number {
  const max = expand.length > 0 ? PAGE_SIZE_EXPANDED_MAX : PAGE_SIZE_MAX;
  return Math.min(top ?? preferred ?? PAGE_SIZE_DEFAULT, max);
}

function written<Row>(
  call: GraphCall,
  row: Row,
  { path, shape, query }: { path: string; shape: EntityShape<Row>; query: QueryOptions },
): Output {
  const names = query.select?.names ?? null;
  const output = selected(shape.write(row, names && new Set(names.map((name) => name.toLowerCase()))), query.select);
  const expanded: Output = {};
  for (const item of query.expand) {
    if (!shape.expand) throw unexpandable(item.name, shape.type);
    const value = shape.expand(row, item);
    if (value === undefined) continue;
    expanded[`${item.name}@odata.context`] =
      `${rootUrl(call)}/$metadata#${keyed(path, String(output.id))}/${item.name}${Array.isArray(value) ? '' : '/$entity'}`;
    expanded[item.name] = value;
  }
  return { ...output, ...expanded };
}

function unexpandable(name: string, type: string): GraphRefusal {
  return new GraphRefusal(
    400,
    'BadRequest',
    `Parsing OData Select and Expand failed: The property '${name}' on type 'microsoft.graph.${type}' cannot be expanded.`,
  );
}

/** The request as it came, but for where to go on from. */
function nextLink({ request }: GraphCall, skip: number): string {
  const { origin, pathname, search } = request.url;
  const kept = search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !/^(?:\$|%24)?skip=/i.test(part));
  return `${origin}${pathname}?${[...kept, `$skip=${skip}`].join('&')}`;
}
