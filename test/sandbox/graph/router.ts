// From a path to the operation that answers it: letter case ignored, keys in segments or in parentheses.
import type { Operation } from './operation.ts';

export interface Match {
  operation: Operation;
  parameters: Record<string, string>;
  /** `me`, or the user that the path names; null for paths that belong to no mailbox. */
  mailbox: string | null;
}

/** @returns `otherMethod` for a path that exists, but not with this method; null for one that doesn't exist. */
export type Router = (method: string, path: string) => Match | 'otherMethod' | null;

/** `/me` in a template of a mailbox: `me` itself, or `users/{id}`, or `users('{id}')`. */
const MAILBOX = "(?:(?<me>me)|users(?:/(?<user>[^/()]+)|\\('(?<quoted>[^']+)'\\)))";

/** A router over some operations; the first that fits answers. */
export function createRouter(operations: readonly Operation[]): Router {
  const routes = operations.map((operation) => ({ operation, pattern: patternOf(operation.path) }));
  return (method, path) => {
    const written = path.replace(/\/$/, '');
    const plain = plainName(written);
    let isKnown = false;
    for (const { operation, pattern } of routes) {
      const found = pattern.exec(written) ?? (plain === written ? null : pattern.exec(plain));
      if (found && operation.method === method) return { operation, ...readGroups(found.groups ?? {}) };
      // What a POST finds in the place of a key may be the name of an action.
      isKnown ||= found !== null && !(method === 'POST' && operation.path.endsWith('}'));
    }
    return isKnown ? 'otherMethod' : null;
  };
}

/** The path without what a bound function or action may be written with: `/microsoft.graph.delta()` is `/delta`. */
function plainName(path: string): string {
  return path.replace(/\(\)$/, '').replace(/\/microsoft\.graph\.(\w+)$/i, '/$1');
}

/**
 * A segment in braces matches a segment (but for `$count` and its like), or the key of the segment before it written in parentheses. In the parentheses
 * of a function, braces in quotes match the text of an argument: `/me/reminderView(startDateTime='{start}',…)`.
 */
function patternOf(template: string): RegExp {
  const body = template
    .replace(/[().$]/g, '\\$&')
    .replace(/'\{(\w+)\}'/g, (_, name: string) => `(?:'|%27)(?<${name}>.*?)(?:'|%27)`)
    .replace('/{mailbox}', `/${MAILBOX}`)
    .replace(
      /\/\{(\w+)\}/g,
      (_, name: string) => `(?:/(?<${name}>(?!\\$)[^/()]+)|\\((?:(?<${name}Property>\\w+)=)?'(?<${name}Key>[^']+)'\\))`,
    );
  return new RegExp(`^${body}$`, 'i');
}

function readGroups(groups: Record<string, string | undefined>): Pick<Match, 'parameters' | 'mailbox'> {
  const { me, user, quoted, ...rest } = groups;
  const mailbox = me ?? user ?? quoted;
  const parameters: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined) continue;
    const decoded = decode(value);
    parameters[name.endsWith('Key') ? name.slice(0, -'Key'.length) : name] = decoded;
  }
  return { parameters, mailbox: mailbox === undefined ? null : decode(mailbox) };
}

/** What is badly encoded stays as it is, and is found to name nothing. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
