// From a path to the operation of Resource Manager that answers it: letter case and doubled slashes ignored.
import type { ArmOperation } from './operation.ts';

export interface Match {
  operation: ArmOperation;
  parameters: Record<string, string>;
}

export type Router = (method: string, path: string) => Match | null;

/** A router over some operations; the first that fits answers. */
export function createRouter(operations: readonly ArmOperation[]): Router {
  const routes = operations.map((operation) => ({ operation, pattern: patternOf(operation.path) }));
  return (method, path) => {
    for (const { operation, pattern } of routes) {
      const found = operation.method === method ? pattern.exec(path) : null;
      if (found) return { operation, parameters: { ...found.groups } };
    }
    return null;
  };
}

/** Clients of Azure write `//` where an optional part of a path is empty. */
export function plainPath(pathname: string): string {
  const path = pathname.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    // What is badly encoded names nothing.
    return path;
  }
}

function patternOf(template: string): RegExp {
  const body = template
    .replace(/[.$]/g, '\\$&')
    .replace(/\{\+(\w+)\}/g, '(?<$1>.+)')
    .replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${body}$`, 'i');
}
