// Lists of Resource Manager: `$filter`, `$top`, and pages with a nextLink.
import { jsonAnswer, type SandboxAnswer } from '../core/http.ts';
import { type ArmCall, ArmRefusal } from './operation.ts';

const PAGE_MEMBERS_MAX = 1_000;

/** What filters look at. */
export interface Filterable {
  name: string;
  location: string;
  tags: Readonly<Record<string, string>>;
  type: string;
  resourceGroup: string;
}

export interface Filter {
  matches(member: Filterable): boolean;
  /** It asks for tags; answers then leave tags out. */
  isByTag: boolean;
}

type Test = (member: Filterable) => boolean;

const TEXT = "'((?:[^']|'')*)'";
const COMPARISON = new RegExp(`^(\\w+)\\s+(eq|ne)\\s+${TEXT}$`, 'i');
const SUBSTRING = new RegExp(`^substringof\\(\\s*${TEXT}\\s*,\\s*(name|resourceGroup)\\s*\\)$`, 'i');
const PREFIX = new RegExp(`^startswith\\(\\s*tagName\\s*,\\s*${TEXT}\\s*\\)$`, 'i');
/** Connectives stand outside of quotes: an even number of quotes follows. */
const CONNECTIVE = (word: string) => new RegExp(`\\s+${word}\\s+(?=(?:[^']*'[^']*')*[^']*$)`, 'i');

/** @param properties that may be compared, beside the tags. @throws ArmRefusal 400 `InvalidFilterInQueryString` */
export function readFilter({ request }: ArmCall, properties: readonly string[]): Filter {
  const text = request.url.searchParams.get('$filter')?.trim() ?? '';
  if (text === '') return { matches: () => true, isByTag: false };
  const branches = text.split(CONNECTIVE('or')).map((branch) => allOf(branch, text, properties));
  return { matches: (member) => branches.some((test) => test(member)), isByTag: /tagName/i.test(text) };
}

function allOf(branch: string, filter: string, properties: readonly string[]): Test {
  const conditions = branch.split(CONNECTIVE('and')).map((condition) => condition.trim());
  const [name, value] = ['tagName', 'tagValue'].map((property) => comparedTo(conditions, property));
  const rest = conditions.filter((condition) => !/^(tagName|tagValue)\s/i.test(condition));
  if (value !== undefined && name === undefined) throw invalid(filter);
  const tests = rest.map((condition) => testOf(condition, filter, properties));
  if (name !== undefined) tests.push(({ tags }) => hasTag(tags, name, value));
  return (member) => tests.every((test) => test(member));
}

function comparedTo(conditions: readonly string[], property: string): string | undefined {
  for (const condition of conditions) {
    const [, name, operator, text] = COMPARISON.exec(condition) ?? [];
    if (name?.toLowerCase() === property.toLowerCase() && operator?.toLowerCase() === 'eq') return unquoted(text ?? '');
  }
  return undefined;
}

function testOf(condition: string, filter: string, properties: readonly string[]): Test {
  const substring = SUBSTRING.exec(condition);
  if (substring) {
    const part = unquoted(substring[1] ?? '').toLowerCase();
    const isName = substring[2]?.toLowerCase() === 'name';
    return ({ name, resourceGroup }) => (isName ? name : resourceGroup).toLowerCase().includes(part);
  }
  const prefix = PREFIX.exec(condition);
  if (prefix) {
    const start = unquoted(prefix[1] ?? '').toLowerCase();
    return ({ tags }) => Object.keys(tags).some((name) => name.toLowerCase().startsWith(start));
  }
  const [, written, operator, text = ''] = COMPARISON.exec(condition) ?? [];
  const property = properties.find((each) => each.toLowerCase() === written?.toLowerCase());
  if (property === undefined) throw invalid(filter);
  const wanted = unquoted(text).toLowerCase();
  const isEqual = operator?.toLowerCase() === 'eq';
  return (member) => (valueOf(member, property).toLowerCase() === wanted) === isEqual;
}

function valueOf(member: Filterable, property: string): string {
  switch (property) {
    case 'resourceType':
      return member.type;
    case 'resourceGroup':
      return member.resourceGroup;
    case 'location':
      return member.location;
    default:
      return member.name;
  }
}

function hasTag(tags: Readonly<Record<string, string>>, name: string, value: string | undefined): boolean {
  return Object.entries(tags).some(
    ([each, held]) => each.toLowerCase() === name.toLowerCase() && (value === undefined || held === value),
  );
}

function unquoted(text: string): string {
  return text.replaceAll("''", "'");
}

function invalid(filter: string): ArmRefusal {
  return new ArmRefusal(
    400,
    'InvalidFilterInQueryString',
    `Invalid $filter '${filter}' specified in the query string.`,
  );
}

/** A page of `$top` members, with a nextLink where there are more. @throws ArmRefusal 400 for a `$top` that is no number */
export function pageAnswer({ request }: ArmCall, members: readonly unknown[]): SandboxAnswer {
  const query = request.url.searchParams;
  const top = query.get('$top');
  if (top !== null && !/^[1-9]\d*$/.test(top)) {
    throw new ArmRefusal(400, 'InvalidTopInQueryString', `Invalid $top '${top}' specified in the query string.`);
  }
  const size = Math.min(PAGE_MEMBERS_MAX, Number(top ?? PAGE_MEMBERS_MAX));
  const from = Number(Buffer.from(query.get('$skiptoken') ?? '', 'base64url').toString('utf8') || 0);
  if (!Number.isInteger(from)) throw new ArmRefusal(400, 'InvalidSkipToken', 'The skip token is invalid.');
  const value = members.slice(from, from + size);
  if (from + size >= members.length) return jsonAnswer(200, { value });
  const next = new URL(request.url);
  next.searchParams.set('$skiptoken', Buffer.from(String(from + size)).toString('base64url'));
  return jsonAnswer(200, { value, nextLink: next.href });
}
