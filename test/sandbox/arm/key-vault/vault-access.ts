// Who may use a vault's secrets: a token of its tenant, then roles or access policies, whichever the vault goes by.
import type { SandboxRequest } from '../../core/http.ts';
import { findToken } from '../../core/tokens.ts';
import type { World } from '../../core/world.ts';
import { isAllowed } from '../access.ts';
import { callerOf } from '../authenticate.ts';
import type { AzureResource } from '../model.ts';
import { type Caller, recordOf } from '../operation.ts';
import { type VaultCall, type VaultOperation, VaultRefusal } from './vault-call.ts';

const RESOURCE = 'https://vault.azure.net';

/**
 * The caller behind a request.
 * @throws VaultRefusal 401 with a challenge that names the vault's tenant and the resource to ask a token for.
 * @see https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses
 */
export function authenticateForVault(request: SandboxRequest, world: World, vault: AzureResource): Caller {
  const tenantId = String(vault.properties.tenantId);
  const challenge = `Bearer authorization="https://login.microsoftonline.com/${tenantId}", resource="${RESOURCE}"`;
  const refuse = (message: string): VaultRefusal =>
    new VaultRefusal(401, 'Unauthorized', message, { headers: { 'www-authenticate': challenge } });
  const value = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!value) throw refuse('AKV10000: Request is missing a Bearer or PoP token.');
  const token = findToken(world, value);
  if (!token) throw refuse('AKV10046: Unable to resolve the key used for signature validation.');
  if (token.audience !== RESOURCE) {
    throw refuse(`AKV10022: Invalid audience. Expected ${RESOURCE}, found: ${token.audience}.`);
  }
  if (token.tenantId !== tenantId) {
    const issuer = (id: string) => `https://sts.windows.net/${id}/`;
    throw refuse(`AKV10032: Invalid issuer. Expected one of ${issuer(tenantId)}, found ${issuer(token.tenantId)}.`);
  }
  if (token.expiresAt <= world.clock.now().epochMilliseconds) {
    throw refuse("[TokenExpired] Error validating token: 'S2S12086'.");
  }
  return callerOf(world, token);
}

/** @throws VaultRefusal 403 with `ForbiddenByRbac` or `ForbiddenByPolicy`. */
export function checkVaultAccess(call: VaultCall, operation: VaultOperation): void {
  const { vault } = call;
  if (vault.properties.enableRbacAuthorization === true) checkRoles(call, operation);
  else if (!hasPolicy(call, operation.policy)) throw forbiddenByPolicy(call, operation.policy);
}

function checkRoles({ azure, caller, vault, parameters }: VaultCall, { dataAction }: VaultOperation): void {
  const action = `Microsoft.KeyVault/vaults/secrets/${dataAction}`;
  const scope = parameters.name ? `${vault.id}/secrets/${parameters.name}` : vault.id;
  if (isAllowed(azure, { principalId: caller.principalId, action, scope, isData: true })) return;
  const lines = [
    'Caller is not authorized to perform action on resource.',
    'If role assignments, deny assignments or role definitions were changed recently, please observe propagation time.',
    `Caller: ${named(caller)}`,
    `Action: '${action}'`,
    `Resource: '${scope.toLowerCase()}'`,
    'Assignment: (not found)',
    'DenyAssignmentId: null',
    "DecisionReason: 'DeniedWithNoValidRBAC' ",
    `Vault: ${vault.name};location=${vault.location}`,
    '',
  ];
  throw new VaultRefusal(403, 'Forbidden', lines.join('\r\n'), { inner: 'ForbiddenByRbac' });
}

function hasPolicy({ caller, vault }: VaultCall, permission: string): boolean {
  const policies = Array.isArray(vault.properties.accessPolicies) ? vault.properties.accessPolicies : [];
  return policies.map(recordOf).some((policy) => {
    const secrets: unknown = recordOf(policy?.permissions)?.secrets;
    const granted = Array.isArray(secrets) ? secrets.map((each) => String(each).toLowerCase()) : [];
    return policy?.objectId === caller.principalId && (granted.includes(permission) || granted.includes('all'));
  });
}

function forbiddenByPolicy({ caller, vault }: VaultCall, permission: string): VaultRefusal {
  return new VaultRefusal(
    403,
    'Forbidden',
    `The user, group or application '${named(caller)}' does not have secrets ${permission} permission on key vault '${vault.name};location=${vault.location}'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287`,
    { inner: 'ForbiddenByPolicy' },
  );
}

function named({ appId, principalId, tenantId }: Caller): string {
  return `appid=${appId};oid=${principalId};iss=https://sts.windows.net/${tenantId}/`;
}
