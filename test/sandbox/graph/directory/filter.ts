// The small part of OData's $filter that directory lists are asked with: comparisons joined by `and`, tags, startswith.
import { GraphRefusal } from '../operation.ts';

const EQUALS = /^(\w+) eq (?:'((?:[^']|'')*)'|(null|true|false))$/i;
const STARTS_WITH = /^startswith\((\w+),\s*'((?:[^']|'')*)'\)$/i;
const ANY = /^(\w+)\/any\((\w+):\s*\2 eq '((?:[^']|'')*)'\)$/i;

/** Whether a resource passes a filter; no filter passes all. @throws GraphRefusal for what directory filters can't say. */
export function matchesFilter(resource: Record<string, unknown>, filter: string | null): boolean {
  if (!filter) return true;
  return filter.split(/ and /i).every((condition) => matchesCondition(resource, condition.trim()));
}

function matchesCondition(resource: Record<string, unknown>, condition: string): boolean {
  const equals = EQUALS.exec(condition);
  if (equals) {
    const [, property = '', text, literal] = equals;
    return text === undefined
      ? String(resource[property]) === literal?.toLowerCase()
      : isSame(resource[property], unquote(text));
  }
  const starts = STARTS_WITH.exec(condition);
  if (starts)
    return text(resource[starts[1] ?? ''])
      .toLowerCase()
      .startsWith(unquote(starts[2] ?? '').toLowerCase());
  const any = ANY.exec(condition);
  if (any)
    return (
      (resource[any[1] ?? ''] as unknown[] | undefined)?.some((value) => isSame(value, unquote(any[3] ?? ''))) ?? false
    );
  throw new GraphRefusal(400, 'Request_UnsupportedQuery', `Unsupported or invalid query filter clause: ${condition}.`);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isSame(value: unknown, text: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === text.toLowerCase();
}

function unquote(text: string): string {
  return text.replaceAll("''", "'");
}
