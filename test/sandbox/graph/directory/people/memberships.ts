// What a person belongs to and owns: directory roles, groups, applications.
import type { SandboxAnswer } from '../../../core/http.ts';
import type { User } from '../../../core/world.ts';
import { plainShape } from '../../odata/shape.ts';
import type { GraphCall } from '../../operation.ts';
import { applicationShape } from '../applications/application-shape.ts';
import { applicationsOf } from '../applications/find-application.ts';
import { describeObjects } from '../objects.ts';
import { directoryCollection, objectsAnswer } from '../query/answers.ts';
import { refusePersonalAccount } from '../rights.ts';
import { grantsAnswer } from '../service-principals/permission-grants.ts';
import { ownersOf } from '../state.ts';
import { roleOutput } from './directory-roles.ts';
import { groupsWith } from './groups.ts';

const roleShape = plainShape('directoryRole');

/** Directory roles, then groups. */
export function memberOf(call: GraphCall, user: User, isTransitive: boolean): SandboxAnswer {
  refusePersonalAccount(call);
  const roles = user.roles.map((name) => ({
    '@odata.type': '#microsoft.graph.directoryRole',
    ...roleOutput(user.tenantId, name),
  }));
  const groups = describeObjects(
    call.world,
    groupsWith(call, user.id, isTransitive).map(({ id }) => id),
  );
  return objectsAnswer(call, [...roles, ...groups]);
}

/** `…/memberOf/microsoft.graph.directoryRole`: as what they are, so that they can be filtered. */
export function rolesOfUser(call: GraphCall, user: User): SandboxAnswer {
  refusePersonalAccount(call);
  const rows = user.roles.map((name) => roleOutput(user.tenantId, name));
  return directoryCollection(call, { path: 'directoryRoles', shape: roleShape, rows });
}

export function ownedObjects(call: GraphCall, { id }: User): SandboxAnswer {
  const { world } = call;
  const candidates = [...world.applications.keys(), ...world.servicePrincipals.keys()];
  const owned = candidates.filter((each) => ownersOf(world, each).has(id));
  return objectsAnswer(call, describeObjects(world, owned));
}

export function ownedApplications(call: GraphCall, user: User): SandboxAnswer {
  const rows = applicationsOf(call).filter(({ id }) => ownersOf(call.world, id).has(user.id));
  return directoryCollection(call, { path: 'applications', shape: applicationShape(call.world), rows });
}

/** What others may do in this person's name. */
export function grantsOfUser(call: GraphCall, { id }: User): SandboxAnswer {
  refusePersonalAccount(call);
  return grantsAnswer(call, `users('${id}')/oauth2PermissionGrants`, ({ principalId }) => principalId === id);
}
