// Service principals of the caller's tenant by their keys.
import type { ServicePrincipal, World } from '../../../core/world.ts';
import type { GraphCall } from '../../operation.ts';
import { notFound } from '../refusals.ts';
import { isSeen } from '../replication.ts';
import { tenantIdOf } from '../tenant.ts';

export function servicePrincipalsIn(world: World, tenantId: string): ServicePrincipal[] {
  return [...world.servicePrincipals.values()].filter((principal) => principal.tenantId === tenantId);
}

/** By `id` or `appId`, whatever replicas have. */
export function principalOrNull(call: GraphCall): ServicePrincipal | undefined {
  const { id = '', idProperty = 'id' } = call.parameters;
  const key = id.toLowerCase();
  return servicePrincipalsIn(call.world, tenantIdOf(call)).find((principal) =>
    idProperty === 'appId' ? principal.appId === key : idProperty === 'id' && principal.id === key,
  );
}

/** @throws GraphRefusal 404, for a new one by turns */
export function readPrincipal(call: GraphCall): ServicePrincipal {
  const principal = principalOrNull(call);
  if (!principal || !isSeen(call.world, principal.id)) throw notFound(call.parameters.id ?? '');
  return principal;
}
