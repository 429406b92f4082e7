// Delegated permissions that were consented to: one record for each client, resource and principal.
import type { SandboxAnswer } from '../../../core/http.ts';
import type { PermissionGrant } from '../../../core/world.ts';
import { type Output, plainShape } from '../../odata/shape.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';
import { directoryCollection, directoryEntity, noContent } from '../query/answers.ts';
import { bodyOf, readBody } from '../read-body.ts';
import { badRequest, invalidValue, missingValue, notFound } from '../refusals.ts';
import { isSettled } from '../replication.ts';
import { CONSENT_MANAGERS, refusePersonalAccount, requireRole } from '../rights.ts';
import { tenantIdOf } from '../tenant.ts';

const RESOURCE = 'OAuth2PermissionGrant';
const RULES = { type: 'oAuth2PermissionGrant', resource: RESOURCE, readOnly: ['id'] };
const shape = plainShape('oAuth2PermissionGrant');
const PATH = 'oauth2PermissionGrants';

export function listGrants(call: GraphCall): SandboxAnswer {
  refusePersonalAccount(call);
  return grantsAnswer(call, PATH, () => true);
}

/** A page of those grants that pass. */
export function grantsAnswer(
  call: GraphCall,
  path: string,
  isShown: (grant: PermissionGrant) => boolean,
): SandboxAnswer {
  return directoryCollection(call, { path, shape, rows: grantsOf(call).filter(isShown).map(grantOutput) });
}

export function getGrant(call: GraphCall): SandboxAnswer {
  return directoryEntity(call, { path: PATH, shape, row: grantOutput(findGrant(call)) });
}

/** @throws GraphRefusal 409 for a second record of the same client, resource and principal */
export function createGrant(call: GraphCall): SandboxAnswer {
  refusePersonalAccount(call);
  requireRole(call, CONSENT_MANAGERS);
  const { world } = call;
  const grant = readGrant(call);
  for (const id of [grant.clientId, grant.resourceId]) {
    if (!world.servicePrincipals.has(id) || !isSettled(world, id)) throw notFound(id);
  }
  const isKnown = grantsOf(call).some(
    ({ clientId, resourceId, principalId }) =>
      clientId === grant.clientId && resourceId === grant.resourceId && principalId === grant.principalId,
  );
  if (isKnown) {
    throw new GraphRefusal(409, 'Request_MultipleObjectsWithSameKeyValue', 'Permission entry already exists.');
  }
  world.grants.set(grant.id, grant);
  return directoryEntity(call, { path: PATH, shape, row: grantOutput(grant), status: 201 });
}

function readGrant(call: GraphCall): PermissionGrant {
  const body = readBody(call, RULES) as Partial<PermissionGrant>;
  const { clientId, resourceId, consentType, principalId = null, scope = '' } = body;
  if (!clientId) throw missingValue('clientId', RESOURCE);
  if (!resourceId) throw missingValue('resourceId', RESOURCE);
  if (consentType !== 'AllPrincipals' && consentType !== 'Principal') throw invalidValue('consentType', RESOURCE);
  if ((consentType === 'Principal') !== (principalId !== null)) throw invalidValue('principalId', RESOURCE);
  if (principalId !== null && !call.world.users.has(principalId)) throw notFound(principalId);
  const id = Buffer.from(call.world.random.bytes(24)).toString('base64url');
  return { id, tenantId: tenantIdOf(call), clientId, resourceId, scope: scope.trim(), consentType, principalId };
}

/** Only the scope can be changed, and it is replaced (microsoft-graph-docs issue 19974). */
export function updateGrant(call: GraphCall): SandboxAnswer {
  const grant = writableGrant(call);
  const { scope, ...others } = bodyOf(call);
  if (typeof scope !== 'string' || Object.keys(others).length > 0) {
    throw badRequest('Only the scope of a permission grant can be updated.');
  }
  grant.scope = scope.trim();
  return noContent();
}

export function deleteGrant(call: GraphCall): SandboxAnswer {
  call.world.grants.delete(writableGrant(call).id);
  return noContent();
}

function writableGrant(call: GraphCall): PermissionGrant {
  refusePersonalAccount(call);
  requireRole(call, CONSENT_MANAGERS);
  return findGrant(call);
}

/** Those whose client stands: a deleted one's wait with it in the trash. */
function grantsOf({ world, token }: GraphCall): PermissionGrant[] {
  return [...world.grants.values()].filter(
    ({ tenantId, clientId }) => tenantId === token.tenantId && world.servicePrincipals.has(clientId),
  );
}

function findGrant(call: GraphCall): PermissionGrant {
  const grant = grantsOf(call).find(({ id }) => id === call.parameters.id);
  if (!grant) throw notFound(call.parameters.id ?? '');
  return grant;
}

function grantOutput({ id, clientId, consentType, principalId, resourceId, scope }: PermissionGrant): Output {
  return { clientId, consentType, id, principalId, resourceId, scope };
}
