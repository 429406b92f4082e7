// Any object of the directory by its id, as lists of several kinds show it.
import type { World } from '../../core/world.ts';
import type { Output } from '../odata/shape.ts';
import { applicationOutput } from './applications/application-output.ts';
import { groupOutput } from './people/group-output.ts';
import { DEFAULT_USER_PROPERTIES, userOutput } from './people/user-output.ts';
import { servicePrincipalOutput } from './service-principals/service-principal-output.ts';
import { directoryStateOf } from './state.ts';

/** An object that stands, with its `@odata.type`; undefined for one that doesn't. */
export function describeObject(world: World, id: string): Output | undefined {
  const user = world.users.get(id);
  if (user) return { '@odata.type': '#microsoft.graph.user', ...userOutput(user, DEFAULT_USER_PROPERTIES) };
  const principal = world.servicePrincipals.get(id);
  if (principal) {
    return { '@odata.type': '#microsoft.graph.servicePrincipal', ...servicePrincipalOutput(world, principal) };
  }
  const group = directoryStateOf(world).groups.get(id);
  if (group) return { '@odata.type': '#microsoft.graph.group', ...groupOutput(group) };
  const application = world.applications.get(id);
  if (application && application.deletedDateTime === null) {
    return { '@odata.type': '#microsoft.graph.application', ...applicationOutput(application.resource) };
  }
  return undefined;
}

/** Those of some objects that stand, in their order. */
export function describeObjects(world: World, ids: Iterable<string>): Output[] {
  return [...ids].map((id) => describeObject(world, id)).filter((object) => object !== undefined);
}
