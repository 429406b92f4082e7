// Which queries of the directory need `ConsistencyLevel: eventual`, and most of them `$count=true` as well (concepts/aad-advanced-queries).

import type { Filter } from '../../odata/filter-tree.ts';
import type { QueryOptions } from '../../odata/query-options.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';

/** What lists are ordered by without advanced capabilities. */
const ORDERED_BY_DEFAULT = new Set(['displayname', 'userprincipalname']);

export function isEventual({ request }: GraphCall): boolean {
  return request.headers.consistencylevel?.toLowerCase() === 'eventual';
}

/** @throws GraphRefusal 400 Request_UnsupportedQuery for what asks for more than the request's header and options allow. */
export function checkAdvanced(call: GraphCall, { filter, orderby, search, count }: QueryOptions): void {
  const eventual = isEventual(call);
  if (search !== null && !eventual) {
    throw unsupported(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  const isAdvanced = eventual && (count || search !== null);
  const advancedOnly = filter ? advancedOperator(filter) : null;
  if (advancedOnly === 'contains') throw unsupported("'contains' function is not supported by the service.");
  if (advancedOnly !== null && !isAdvanced) {
    throw unsupported(
      `Operator: '${advancedOnly}' is not supported because the required parameters might be missing. Refer to https://aka.ms/graph-docs/advanced-queries for more information`,
    );
  }
  if (orderby !== null && !isAdvanced && !isOrderedByDefault(orderby, filter !== null)) {
    throw unsupported('Sorting not supported for current query.');
  }
}

function isOrderedByDefault(orderby: string, isFiltered: boolean): boolean {
  const [property = ''] = orderby.trim().split(/\s+/);
  return !isFiltered && ORDERED_BY_DEFAULT.has(property.toLowerCase());
}

/** The first operator of a filter that needs advanced capabilities, as refusals name it; `contains` is never there; null: none. */
function advancedOperator(filter: Filter): string | null {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return advancedOperator(filter.left) ?? advancedOperator(filter.right);
    case 'not':
      return advancedOperator(filter.operand) ?? 'Not';
    case 'compare':
      return filter.operator === 'ne' ? 'NotEqualsMatch' : null;
    case 'text':
      if (filter.name === 'contains') return 'contains';
      return filter.name === 'endswith' ? 'EndsWith' : null;
    case 'lambda':
      if (filter.quantifier === 'all') return 'All';
      return filter.inner ? advancedOperator(filter.inner) : 'Any';
    case 'in':
    case 'operand':
      return null;
  }
}

function unsupported(message: string): GraphRefusal {
  return new GraphRefusal(400, 'Request_UnsupportedQuery', message);
}
