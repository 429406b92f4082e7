// From a path to the operation that answers it: letter case ignored, keys in segments or in parentheses.
import type { Operation } from './operation.ts';

export interface Match {
  operation: Operation;
  parameters: Record<string, string>;
  /** `me`, or the user that the path names; null for paths that belong to no mailbox. */
  mailbox: string | null;
}

export type Router = (method: string, path: string) => Match | null;

/** `/me` in a template of a mailbox: `me` itself, or `users/{id}`, or `users('{id}')`. */
const MAILBOX = "(?:(?<me>me)|users(?:/(?<user>[^/()]+)|\\('(?<quoted>[^']+)'\\)))";

/** A router over some operations; the first that fits answers. */
export function createRouter(operations: readonly Operation[]): Router {
  const routes = operations.map((operation) => ({ operation, pattern: patternOf(operation.path) }));
  return (method, path) => {
    for (const { operation, pattern } of routes) {
      if (operation.method !== method) continue;
      const found = pattern.exec(path.replace(/\/$/, ''));
      if (found) return { operation, ...readGroups(found.groups ?? {}) };
    }
    return null;
  };
}

/** A segment in braces matches a segment, or the key of the segment before it written in parentheses. */
function patternOf(template: string): RegExp {
  const body = template
    .replace('/{mailbox}', `/${MAILBOX}`)
    .replace(
      /\/\{(\w+)\}/g,
      (_, name: string) => `(?:/(?<${name}>[^/()]+)|\\((?:(?<${name}Property>\\w+)=)?'(?<${name}Key>[^']+)'\\))`,
    )
    .replace(/\$/g, '\\$');
  return new RegExp(`^${body}$`, 'i');
}

function readGroups(groups: Record<string, string | undefined>): Pick<Match, 'parameters' | 'mailbox'> {
  const { me, user, quoted, ...rest } = groups;
  const mailbox = me ?? user ?? quoted;
  const parameters: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined) continue;
    const decoded = decodeURIComponent(value);
    parameters[name.endsWith('Key') ? name.slice(0, -'Key'.length) : name] = decoded;
  }
  return { parameters, mailbox: mailbox === undefined ? null : decodeURIComponent(mailbox) };
}
