// Checks an answer of Graph against the v1.0 schema: the type by its @odata.context, then every property, word and format.
import { checkEntity, checkValue, type Violations } from './check-value.ts';
import { resolveContext } from './resolve-context.ts';

export interface AnswerToCheck {
  method: string;
  /** Path of the request with its version, and the query. */
  path: string;
  status: number;
  /** Of the answer; only JSON is checked. */
  contentType: string;
  body: string;
}

const CODE = /^[A-Za-z][\w.-]*$/;
const DATE_IN_ERROR = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;

/** @returns one sentence for each violation; null for an answer that has nothing to check. */
export function checkAnswer({ method, path, status, contentType, body }: AnswerToCheck): string[] | null {
  if (body === '' || !contentType.startsWith('application/json')) return null;
  const json = JSON.parse(body) as Record<string, unknown>;
  if (status >= 400) return checkError(json);
  const context = json['@odata.context'];
  if (context === undefined && Array.isArray(json.responses)) return null;
  if (typeof context !== 'string') return ['the answer has no @odata.context'];
  return checkContent(json, context, { path, isPartial: isPartial(method, path) });
}

/** Where the context doesn't tell what was selected: delta's links remember it, and mailboxSettings answer what was changed. */
function isPartial(method: string, path: string): boolean {
  return (
    /(?:\$|%24)(?:select|skiptoken|deltatoken)=/i.test(path) || (method === 'PATCH' && /\/mailboxSettings$/i.test(path))
  );
}

function checkContent(
  json: Record<string, unknown>,
  context: string,
  { path, isPartial }: { path: string; isPartial: boolean },
): string[] | null {
  const resolved = resolveContext(context);
  if (resolved === null) return null;
  if (typeof resolved === 'string') return [resolved];
  const found: Violations = [];
  const version = /^\/beta\b/i.test(path) ? 'beta' : 'v1.0';
  const { type, isCollection, selected } = resolved;
  if (!isCollection) {
    if (resolved.isPrimitive) checkValue(json.value, { type, nullable: true }, { at: 'value', version, found });
    else checkEntity(json, type, { at: type, version, found, selected, isPartial });
    return found;
  }
  const { value } = json;
  if (!Array.isArray(value)) return [`the value of ${context} is no array`];
  for (const [index, each] of (value as unknown[]).entries()) {
    const at = `value[${index}]`;
    if (resolved.isPrimitive) checkValue(each, { type, nullable: false }, { at, version, found });
    else checkEntity(each, type, { at, version, found, selected, isPartial });
  }
  checkLinks(json, found);
  return found;
}

function checkLinks(json: Record<string, unknown>, found: Violations): void {
  for (const name of ['@odata.nextLink', '@odata.deltaLink']) {
    const link = json[name];
    if (link !== undefined && (typeof link !== 'string' || !URL.canParse(link)))
      found.push(`${name} is no absolute link`);
  }
  const count = json['@odata.count'];
  if (count !== undefined && !Number.isInteger(count)) found.push('@odata.count is no number');
}

/** Graph's error body: a code, a message, and what identifies the request. */
function checkError({ error, ...rest }: Record<string, unknown>): string[] {
  if (typeof error !== 'object' || error === null) return ['an error without the property error'];
  const { code, message, innerError, details } = error as Record<string, unknown>;
  const found = Object.keys(rest).map((name) => `an error has no ${name} beside it`);
  if (typeof code !== 'string' || !CODE.test(code)) found.push(`${String(code)} is no error code`);
  if (typeof message !== 'string') found.push('the error has no message');
  if (details !== undefined && !Array.isArray(details)) found.push('the details of the error are no array');
  if (innerError === undefined) return found;
  const { date } = innerError as Record<string, unknown>;
  if (typeof date !== 'string' || !DATE_IN_ERROR.test(date)) found.push(`${String(date)} is no date of an error`);
  return found;
}
