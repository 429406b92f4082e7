// The trash of the directory: what was deleted can come back for 30 days, and is gone after that or when it is purged.
import { jsonAnswer, type SandboxAnswer } from '../../core/http.ts';
import type { Application, World } from '../../core/world.ts';
import type { Output } from '../odata/shape.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../operation.ts';
import { applicationOutput } from './applications/application-output.ts';
import { applicationShape } from './applications/application-shape.ts';
import { groupOutput } from './people/group-output.ts';
import { deletedUserOutput } from './people/users.ts';
import { directoryCollection, noContent, objectsAnswer } from './query/answers.ts';
import { notFound } from './refusals.ts';
import {
  APPLICATION_MANAGERS,
  checkMayManage,
  isPersonal,
  refusePersonalAccount,
  requireRole,
  USER_MANAGERS,
} from './rights.ts';
import { servicePrincipalOutput } from './service-principals/service-principal-output.ts';
import { type Deleted, directoryStateOf, ownersOf } from './state.ts';
import { tenantIdOf } from './tenant.ts';

/** How long something can be restored (directory-deleteditems-restore). */
const RESTORABLE_MS = 30 * 24 * 3_600_000;

const READ = [
  'Application.Read.All',
  'Application.ReadWrite.All',
  'Application.ReadWrite.OwnedBy',
  'User.Read.All',
  'User.ReadWrite.All',
  'Group.Read.All',
  'Directory.Read.All',
  'Directory.AccessAsUser.All',
];
const WRITE = READ.filter((name) => !name.endsWith('.Read.All'));

type Trashed = { kind: 'application'; object: Application } | Deleted;

/** What of the tenant can still be restored; what can't is emptied on the way. */
function trashOf(call: GraphCall): Trashed[] {
  const { world } = call;
  emptyExpired(world);
  const tenantId = tenantIdOf(call);
  const applications = [...world.applications.values()]
    .filter((each) => each.tenantId === tenantId && each.deletedDateTime !== null && isVisible(call, each.id))
    .map((object): Trashed => ({ kind: 'application', object }));
  const others = [...directoryStateOf(world).deleted.values()].filter((each) => each.tenantId === tenantId);
  return [...applications, ...others];
}

/** A personal account sees its own alone. */
function isVisible(call: GraphCall, id: string): boolean {
  return !isPersonal(call) || ownersOf(call.world, id).has(call.token.userId ?? '');
}

function emptyExpired(world: World): void {
  const oldest = world.clock.now().epochMilliseconds - RESTORABLE_MS;
  const { deleted } = directoryStateOf(world);
  for (const { id, deletedDateTime } of world.applications.values()) {
    if (deletedDateTime !== null && Date.parse(deletedDateTime) <= oldest) forget(world, id);
  }
  for (const [id, { deletedDateTime }] of deleted) if (Date.parse(deletedDateTime) <= oldest) forget(world, id);
}

/** For good: with its grants, owners, and the place in somebody's quota. */
function forget(world: World, id: string): void {
  const state = directoryStateOf(world);
  world.applications.delete(id);
  state.deleted.delete(id);
  state.makers.delete(id);
  state.owners.delete(id);
  for (const grant of world.grants.values()) {
    if (grant.clientId === id || grant.principalId === id) world.grants.delete(grant.id);
  }
}

function outputOf(call: GraphCall, trashed: Trashed): Output {
  switch (trashed.kind) {
    case 'application':
      return applicationOutput(trashed.object.resource);
    case 'servicePrincipal':
      return { ...servicePrincipalOutput(call.world, trashed.object), deletedDateTime: trashed.deletedDateTime };
    case 'user':
      return deletedUserOutput(trashed.object, trashed.deletedDateTime);
    case 'group':
      return { ...groupOutput(trashed.object), deletedDateTime: trashed.deletedDateTime };
  }
}

function findTrashed(call: GraphCall): Trashed {
  const found = trashOf(call).find(({ object }) => object.id === call.parameters.id);
  if (!found) throw notFound(call.parameters.id ?? '');
  return found;
}

/** The roles that bring something back or purge it; owners may as well. */
function checkRights(call: GraphCall, { kind, object }: Trashed): void {
  if (kind === 'application' || kind === 'servicePrincipal') return checkMayManage(call, object.id);
  refusePersonalAccount(call);
  requireRole(call, kind === 'user' ? USER_MANAGERS : [...USER_MANAGERS, 'Groups Administrator']);
}

function restore(call: GraphCall): SandboxAnswer {
  const trashed = findTrashed(call);
  checkRights(call, trashed);
  const { world } = call;
  const { groups, deleted } = directoryStateOf(world);
  switch (trashed.kind) {
    case 'application':
      trashed.object.deletedDateTime = null;
      trashed.object.resource = { ...trashed.object.resource, deletedDateTime: null };
      break;
    case 'servicePrincipal':
      checkNameIsFree(world, trashed.object.appId, trashed.tenantId);
      world.servicePrincipals.set(trashed.object.id, trashed.object);
      break;
    case 'user':
      world.users.set(trashed.object.id, trashed.object);
      break;
    case 'group':
      groups.set(trashed.object.id, trashed.object);
      break;
  }
  deleted.delete(trashed.object.id);
  const type = `#microsoft.graph.${trashed.kind}`;
  return jsonAnswer(200, {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#directoryObjects/$entity',
    '@odata.type': type,
    ...outputOf(call, trashed),
    deletedDateTime: null,
  });
}

function checkNameIsFree(world: World, appId: string, tenantId: string): void {
  const isTaken = [...world.servicePrincipals.values()].some(
    (principal) => principal.appId === appId && principal.tenantId === tenantId,
  );
  if (!isTaken) return;
  const message = `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`;
  throw new GraphRefusal(409, 'Request_MultipleObjectsWithSameKeyValue', message);
}

function purge(call: GraphCall): SandboxAnswer {
  const trashed = findTrashed(call);
  checkRights(call, trashed);
  forget(call.world, trashed.object.id);
  return noContent();
}

function listDeletedApplications(call: GraphCall): SandboxAnswer {
  const rows = trashOf(call).flatMap((trashed) => (trashed.kind === 'application' ? [trashed.object] : []));
  return directoryCollection(call, { path: 'applications', shape: applicationShape(call.world), rows });
}

function listDeleted(kind: Trashed['kind'], path: string): Operation['answer'] {
  return (call) => {
    refusePersonalAccount(call);
    if (kind === 'user') requireRole(call, [...USER_MANAGERS, ...APPLICATION_MANAGERS]);
    const found = trashOf(call).filter((trashed) => trashed.kind === kind);
    return objectsAnswer(
      call,
      found.map((trashed) => outputOf(call, trashed)),
      path,
    );
  };
}

function getDeleted(call: GraphCall): SandboxAnswer {
  const trashed = findTrashed(call);
  return jsonAnswer(200, {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#directoryObjects/$entity',
    '@odata.type': `#microsoft.graph.${trashed.kind}`,
    ...outputOf(call, trashed),
  });
}

const ITEMS = '/directory/deletedItems';
const listing = { evidence: 'documented' as const, source: 'directory-deleteditems-list' };

export const deletedItemOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: `${ITEMS}/microsoft.graph.application`,
    permissions: READ,
    coverage: listing,
    answer: listDeletedApplications,
  },
  {
    method: 'GET',
    path: `${ITEMS}/microsoft.graph.servicePrincipal`,
    permissions: READ,
    coverage: listing,
    answer: listDeleted('servicePrincipal', 'servicePrincipals'),
  },
  {
    method: 'GET',
    path: `${ITEMS}/microsoft.graph.user`,
    permissions: READ,
    coverage: listing,
    answer: listDeleted('user', 'users'),
  },
  {
    method: 'GET',
    path: `${ITEMS}/microsoft.graph.group`,
    permissions: READ,
    coverage: listing,
    answer: listDeleted('group', 'groups'),
  },
  {
    method: 'GET',
    path: `${ITEMS}/{id}`,
    permissions: READ,
    coverage: { evidence: 'documented', source: 'directory-deleteditems-get' },
    answer: getDeleted,
  },
  {
    method: 'POST',
    path: `${ITEMS}/{id}/restore`,
    permissions: WRITE,
    coverage: { evidence: 'documented', source: 'directory-deleteditems-restore' },
    answer: restore,
  },
  {
    method: 'DELETE',
    path: `${ITEMS}/{id}`,
    permissions: WRITE,
    coverage: { evidence: 'documented', source: 'directory-deleteditems-delete' },
    answer: purge,
  },
];
