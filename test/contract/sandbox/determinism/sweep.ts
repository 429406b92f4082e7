// One request to every operation that the coverage table names, so that none is left out of a comparison.

import type { Method, Player, Reply } from './player.ts';
import { bodyFor } from './sweep-bodies.ts';

const QUERY = 'startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-31T00:00:00Z&api-version=2022-12-01';
/** What ends in a collection adds to it. */
const COLLECTION =
  /\/(?:events|calendars|calendarGroups|calendarPermissions|attachments|extensions|masterCategories|applications|servicePrincipals|subscriptions)$/;

interface Operation {
  method: Method;
  /** With names in braces. */
  path: string;
}

/** First what adds, then what reads, changes, acts, and takes away; in the end the deepest first. */
const STAGES: readonly ((operation: Operation) => boolean)[] = [
  ({ method, path }) => method === 'POST' && COLLECTION.test(path),
  ({ method }) => method === 'GET',
  ({ method }) => method === 'PATCH' || method === 'PUT',
  ({ method }) => method === 'POST',
  ({ method }) => method === 'DELETE',
];

/** @returns how each operation of Graph and of Resource Manager was answered, e.g. `GET /{mailbox}/events 200`. */
export async function sweep(player: Player): Promise<string[]> {
  const operations = await operationsOf(player);
  const readable = new Set(operations.filter(({ method }) => method === 'GET').map(({ path }) => path));
  const swept: string[] = [];
  for (const [index, { method, path: template }] of operations.entries()) {
    const path = await filled(player, template, readable);
    const body = bodyFor(method, template, index);
    const { status } = await player.call('admin', method, `${path}?${QUERY}`, body);
    swept.push(`${method} ${template} ${status}`);
  }
  return swept;
}

async function operationsOf({ send }: Player): Promise<Operation[]> {
  const { body } = await send('GET', 'http://localhost/_sandbox/coverage');
  const rows = body.value as { service: string; behaviour: string }[];
  const operations = rows.flatMap(({ service, behaviour }): Operation[] => {
    const [, method, path] = /^(GET|POST|PATCH|PUT|DELETE) (\/\S*)$/.exec(behaviour) ?? [];
    if (service === 'entra' || method === undefined || path === undefined) return [];
    return [{ method: method as Method, path: service === 'arm' ? path : `/v1.0${path}` }];
  });
  const stageOf = (operation: Operation) => STAGES.findIndex((isIn) => isIn(operation));
  const depthOf = ({ method, path }: Operation) => (method === 'DELETE' ? -1 : 1) * path.split('/').length;
  return operations.toSorted((one, other) => stageOf(one) - stageOf(other) || depthOf(one) - depthOf(other));
}

/** Puts the first member of each collection in the place of its name; a function's arguments are dates. */
async function filled(player: Player, template: string, readable: ReadonlySet<string>): Promise<string> {
  const [first = '', ...segments] = template.split('/');
  let [parent, path] = [first, first];
  for (const segment of segments) {
    path += `/${await valueOf(segment)}`;
    parent += `/${segment}`;
  }
  return path;

  async function valueOf(segment: string): Promise<string> {
    if (segment === '{mailbox}') return 'me';
    if (!/^\{\w+\}$/.test(segment)) return segment.replaceAll(/'\{\w+\}'/g, "'2026-12-01T00:00:00Z'");
    // Folders are known by name; what can't be listed has no first member.
    if (parent.endsWith('/mailFolders')) return 'inbox';
    return readable.has(parent)
      ? encodeURIComponent(firstIdOf(await player.call('admin', 'GET', `${path}?${QUERY}`)))
      : 'none';
  }
}

function firstIdOf({ body }: Reply): string {
  const [first] = Array.isArray(body.value) ? (body.value as { id?: string; subscriptionId?: string }[]) : [];
  // Resource Manager's ids are whole paths; what stands in the place of a name is their last part.
  return first?.subscriptionId ?? first?.id?.split('/').at(-1) ?? 'none';
}
