// Making, changing and deleting service principals.
import type { SandboxAnswer } from '../../../core/http.ts';
import { createServicePrincipal } from '../../../core/service-principal.ts';
import type { Application, ServicePrincipal, World } from '../../../core/world.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';
import { merged } from '../merge.ts';
import { directoryEntity, noContent } from '../query/answers.ts';
import { bodyOf, readBody } from '../read-body.ts';
import { badRequest, denied, missingValue, notFound } from '../refusals.ts';
import { beginReplication, isSettled } from '../replication.ts';
import { checkMayCreate, checkMayManage, isOwnedByOnly, recordMaker, refusePersonalAccount } from '../rights.ts';
import { tenantIdOf } from '../tenant.ts';
import { principalOrNull, servicePrincipalsIn } from './find-principal.ts';
import { servicePrincipalShape } from './service-principal-shape.ts';
import { trashPrincipal } from './trash-principal.ts';

/** What comes from the application, or from the service. */
const READ_ONLY = [
  'id',
  'appDescription',
  'appDisplayName',
  'appId',
  'appOwnerOrganizationId',
  'applicationTemplateId',
  'createdByAppId',
  'deletedDateTime',
  'disabledByMicrosoftStatus',
  'displayName',
  'info',
  'resourceSpecificApplicationPermissions',
  'signInAudience',
  'verifiedPublisher',
];

const RULES = { type: 'servicePrincipal', resource: 'ServicePrincipal', readOnly: READ_ONLY };
const CREATE_RULES = { ...RULES, readOnly: READ_ONLY.filter((name) => name !== 'appId' && name !== 'displayName') };

export function createPrincipal(call: GraphCall): SandboxAnswer {
  refusePersonalAccount(call);
  return makePrincipal(call, readBody(call, CREATE_RULES));
}

function makePrincipal(call: GraphCall, body: Record<string, unknown>): SandboxAnswer {
  const { world } = call;
  const { appId, displayName: _, ...rest } = body;
  if (typeof appId !== 'string') throw missingValue('appId', 'ServicePrincipal');
  checkMayCreate(call);
  const tenantId = tenantIdOf(call);
  const application = backingApplication(call, appId.toLowerCase());
  if (servicePrincipalsIn(world, tenantId).some((principal) => principal.appId === application.appId)) {
    const message = `The service principal cannot be created, updated, or restored because the service principal name ${application.appId} is already in use.`;
    throw new GraphRefusal(409, 'Request_MultipleObjectsWithSameKeyValue', message, {
      details: [{ code: 'ConflictingObjects', message, target: 'servicePrincipalNames' }],
    });
  }
  const principal = createServicePrincipal(world, application, tenantId);
  principal.resource = { ...principal.resource, ...rest };
  beginReplication(world, principal.id);
  recordMaker(call, principal.id);
  return answer(call, principal, 201);
}

function answer(call: GraphCall, row: ServicePrincipal, status: number): SandboxAnswer {
  return directoryEntity(call, { path: 'servicePrincipals', shape: servicePrincipalShape(call.world), row, status });
}

/** @throws GraphRefusal 400 for an application that this replica has not, 403 where only one's own may be used */
function backingApplication(call: GraphCall, appId: string): Application {
  const tenantId = tenantIdOf(call);
  const found = standing(call.world).find((application) => application.appId === appId);
  const isLocal = found?.tenantId === tenantId;
  const isReachable = found && (isLocal || found.resource.signInAudience !== 'AzureADMyOrg');
  const isHere = isReachable && isSettled(call.world, found.id);
  if (isOwnedByOnly(call) && !(isHere && isLocal)) {
    throw denied(
      'When using this permission, the backing application of the service principal being created must in the local tenant',
    );
  }
  if (isHere) {
    if (isOwnedByOnly(call)) checkMayManage(call, found.id);
    return found;
  }
  throw new GraphRefusal(
    400,
    'NoBackingApplicationObject',
    `The appId '${appId}' of the service principal does not reference a valid application object.`,
  );
}

function standing(world: World): Application[] {
  return [...world.applications.values()].filter(({ deletedDateTime }) => deletedDateTime === null);
}

/** `PATCH`; by appId and with `Prefer: create-if-missing` also makes it (serviceprincipal-upsert). */
export function updatePrincipal(call: GraphCall): SandboxAnswer {
  refusePersonalAccount(call);
  const principal = principalOrNull(call);
  const { id = '', idProperty } = call.parameters;
  if (!principal) {
    const mayCreate = idProperty === 'appId' && /\bcreate-if-missing\b/i.test(call.request.headers.prefer ?? '');
    if (!mayCreate) throw notFound(id);
    return makePrincipal(call, { ...readBody(call, CREATE_RULES), appId: id });
  }
  checkMayManage(call, principal.id);
  if (!isSettled(call.world, principal.id)) throw notFound(id);
  principal.resource = merged(principal.resource, readBody(call, RULES));
  return noContent();
}

export function deletePrincipal(call: GraphCall): SandboxAnswer {
  refusePersonalAccount(call);
  const principal = principalOrNull(call);
  if (!principal) throw notFound(call.parameters.id ?? '');
  checkMayManage(call, principal.id);
  trashPrincipal(call.world, principal);
  return noContent();
}

/** The body of an action that takes nothing but references. @throws GraphRefusal 400 */
export function guidIn(call: GraphCall, name: string): string {
  const value = bodyOf(call)[name];
  if (typeof value === 'string' && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value))
    return value.toLowerCase();
  throw badRequest(`Invalid value specified for property '${name}'.`);
}
