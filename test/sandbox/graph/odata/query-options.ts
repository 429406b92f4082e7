// The query options of a request: known by name in any letter case, numbers checked, unknown `$` options refused.
import { typeModel } from '../../schema/entity-model.ts';
import { type GraphCall, GraphRefusal } from '../operation.ts';
import { type ExpandItem, readExpand } from './expand.ts';
import { parseFilter } from './filter-syntax.ts';
import type { Filter } from './filter-tree.ts';
import { readSelect, type Select } from './select.ts';

export interface QueryOptions {
  select: Select | null;
  expand: readonly ExpandItem[];
  filter: Filter | null;
  orderby: string | null;
  search: string | null;
  /** At least 1. */
  top: number | null;
  skip: number;
  count: boolean;
}

const ENTITY_OPTIONS = ['$select', '$expand', '$format'];
const COLLECTION_OPTIONS = [...ENTITY_OPTIONS, '$filter', '$orderby', '$top', '$skip', '$count', '$search'];
/** Options of OData that Graph knows of and Outlook doesn't have. */
const KNOWN_OPTIONS = [...COLLECTION_OPTIONS, '$skiptoken', '$deltatoken', '$apply', '$compute', '$levels'];

/** @param type of the entities, without its namespace. @throws GraphRefusal 400 */
export function readQueryOptions(call: GraphCall, type: string, subject: 'collection' | 'entity'): QueryOptions {
  const options = rawOptions(call, subject);
  const model = typeModel(type);
  if (!model) throw new TypeError(`The schema has no type ${type}.`);
  const select = options.get('$select');
  const expand = options.get('$expand');
  const filter = options.get('$filter');
  const top = options.get('$top');
  return {
    select: select === undefined ? null : readSelect(select, model, call.version),
    expand: expand === undefined ? [] : readExpand(expand, model, call.version),
    filter: filter === undefined ? null : parseFilter(filter),
    orderby: options.get('$orderby') ?? null,
    search: options.get('$search') ?? null,
    top: top === undefined ? null : readTop(top),
    skip: readNumber('$skip', options.get('$skip') ?? '0'),
    count: readBoolean(options.get('$count') ?? 'false'),
  };
}

/** Options by name in lower case, with `$`; on beta, a name without it counts as well (concepts/query-parameters). */
function rawOptions({ request, version }: GraphCall, subject: 'collection' | 'entity'): Map<string, string> {
  const options = new Map<string, string>();
  for (const [name, value] of request.url.searchParams) {
    const key = name.toLowerCase();
    const option = version === 'beta' && COLLECTION_OPTIONS.includes(`$${key}`) ? `$${key}` : key;
    if (!option.startsWith('$')) continue;
    if (!KNOWN_OPTIONS.includes(option)) throw badRequest(`The query parameter '${name}' is not supported.`);
    if (options.has(option))
      throw badRequest(`Query option '${name}' was specified more than once, but it must be specified at most once.`);
    if (value.trim() === '') throw badRequest(`The value for OData query '${name}' cannot be empty.`);
    options.set(option, value.trim());
  }
  const allowed = subject === 'entity' && request.method === 'GET' ? ENTITY_OPTIONS : COLLECTION_OPTIONS;
  for (const option of options.keys()) {
    if (allowed.includes(option)) continue;
    throw badRequest(
      COLLECTION_OPTIONS.includes(option)
        ? 'The query specified in the URI is not valid. Query options $orderby, $inlinecount, $skip, $top and $filter can be applied only on collections.'
        : `The query parameter '${option}' is not supported.`,
    );
  }
  return options;
}

function readTop(text: string): number {
  const top = readNumber('$top', text);
  if (top === 0)
    throw new GraphRefusal(
      400,
      'ErrorInvalidUrlQuery',
      "The value '0' of the query option $top is out of range. It must be at least 1.",
    );
  return top;
}

function readNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw badRequest(
      `Invalid value '${text}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`,
    );
  }
  return Number(text);
}

function readBoolean(text: string): boolean {
  if (!/^(?:true|false)$/i.test(text)) {
    throw badRequest(`Invalid value '${text}' for $count query option found. Valid values are 'true' and 'false'.`);
  }
  return text.toLowerCase() === 'true';
}

function badRequest(message: string): GraphRefusal {
  return new GraphRefusal(400, 'BadRequest', message);
}
