// How an application is answered: whole, keys only where they are selected, owners where they are expanded.
import type { Application, World } from '../../../core/world.ts';
import { describeObjects } from '../objects.ts';
import type { DirectoryShape } from '../query/answers.ts';
import { ownersOf } from '../state.ts';
import { applicationOutput } from './application-output.ts';

export function applicationShape(world: World): DirectoryShape<Application> {
  return {
    type: 'application',
    honours: [],
    searchable: ['displayName', 'description', 'identifierUris', 'publisherDomain', 'tags', 'uniqueName'],
    write: ({ resource }, names) => applicationOutput(resource, names?.has('keycredentials') ?? false),
    expand: ({ id }, { name }) => (name === 'owners' ? describeObjects(world, ownersOf(world, id)) : undefined),
  };
}
