// How a service principal is answered, and what can be asked of it.
import type { ServicePrincipal, World } from '../../../core/world.ts';
import { describeObjects } from '../objects.ts';
import type { DirectoryShape } from '../query/answers.ts';
import { ownersOf } from '../state.ts';
import { servicePrincipalOutput } from './service-principal-output.ts';

export function servicePrincipalShape(world: World): DirectoryShape<ServicePrincipal> {
  return {
    type: 'servicePrincipal',
    honours: [],
    searchable: ['displayName', 'description', 'appDisplayName', 'tags'],
    write: (principal) => servicePrincipalOutput(world, principal),
    expand: ({ id }, { name }) => (name === 'owners' ? describeObjects(world, ownersOf(world, id)) : undefined),
  };
}
