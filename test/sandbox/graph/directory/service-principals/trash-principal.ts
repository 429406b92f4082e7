// A service principal goes into the trash; its grants wait with it, since nobody can use them meanwhile.
import type { ServicePrincipal, World } from '../../../core/world.ts';
import { directoryStateOf } from '../state.ts';

export function trashPrincipal(world: World, principal: ServicePrincipal): void {
  const deletedDateTime = world.clock.now().toString({ smallestUnit: 'second' });
  const { id, tenantId } = principal;
  directoryStateOf(world).deleted.set(id, { kind: 'servicePrincipal', tenantId, deletedDateTime, object: principal });
  world.servicePrincipals.delete(id);
}
