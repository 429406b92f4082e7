// Objects of any kind by their ids.
import { jsonAnswer, type SandboxAnswer } from '../../core/http.ts';
import type { World } from '../../core/world.ts';
import type { Output } from '../odata/shape.ts';
import type { GraphCall, Operation } from '../operation.ts';
import { describeObject } from './objects.ts';
import { objectsAnswer } from './query/answers.ts';
import { bodyOf } from './read-body.ts';
import { badRequest, notFound } from './refusals.ts';
import { refusePersonalAccount } from './rights.ts';
import { directoryStateOf } from './state.ts';
import { tenantIdOf } from './tenant.ts';

const IDS_MAX = 1000;
const READ = ['Directory.Read.All', 'Directory.ReadWrite.All', 'Directory.AccessAsUser.All'];

/** An object of the caller's tenant; undefined where there is none. */
function objectIn(call: GraphCall, id: string): Output | undefined {
  refusePersonalAccount(call);
  return tenantOfObject(call.world, id) === tenantIdOf(call) ? describeObject(call.world, id) : undefined;
}

function tenantOfObject(world: World, id: string): string | undefined {
  const { users, servicePrincipals, applications } = world;
  const found = users.get(id) ?? servicePrincipals.get(id) ?? applications.get(id);
  return (found ?? directoryStateOf(world).groups.get(id))?.tenantId;
}

function getObject(call: GraphCall): SandboxAnswer {
  const { id = '' } = call.parameters;
  const object = objectIn(call, id.toLowerCase());
  if (!object) throw notFound(id);
  return jsonAnswer(200, {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#directoryObjects/$entity',
    ...object,
  });
}

/** Those that there are, of the kinds asked for; the others are left out. */
function getByIds(call: GraphCall): SandboxAnswer {
  const { ids, types } = bodyOf(call) as { ids?: unknown; types?: unknown };
  if (!Array.isArray(ids) || ids.length > IDS_MAX) throw badRequest(`The ids are a list of at most ${IDS_MAX}.`);
  const kinds = Array.isArray(types) ? types.map((type) => `#microsoft.graph.${String(type)}`.toLowerCase()) : null;
  const objects = ids.flatMap((id): Output[] => {
    const object = objectIn(call, String(id).toLowerCase());
    const isAsked = kinds === null || kinds.includes(String(object?.['@odata.type']).toLowerCase());
    return object && isAsked ? [object] : [];
  });
  return objectsAnswer(call, objects);
}

export const directoryObjectOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: '/directoryObjects/{id}',
    permissions: READ,
    coverage: { evidence: 'documented', source: 'directoryobject-get' },
    answer: getObject,
  },
  {
    method: 'POST',
    path: '/directoryObjects/getByIds',
    permissions: READ,
    coverage: { evidence: 'documented', source: 'directoryobject-getbyids' },
    answer: getByIds,
  },
];
