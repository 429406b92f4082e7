// Applications of the caller's tenant by their keys: as readers see them, and for whoever is about to change one.
import type { Application } from '../../../core/world.ts';
import type { GraphCall } from '../../operation.ts';
import { notFound } from '../refusals.ts';
import { checkWritable, isSeen } from '../replication.ts';
import { actorIdOf, checkMayManage, isPersonal } from '../rights.ts';
import { ownersOf } from '../state.ts';
import { tenantIdOf } from '../tenant.ts';

/** All that stand; a personal account sees its own. */
export function applicationsOf(call: GraphCall): Application[] {
  const tenantId = tenantIdOf(call);
  const standing = [...call.world.applications.values()].filter(
    (application) => application.tenantId === tenantId && application.deletedDateTime === null,
  );
  const actor = actorIdOf(call);
  return isPersonal(call)
    ? standing.filter(({ id }) => actor !== null && ownersOf(call.world, id).has(actor))
    : standing;
}

/** By `id`, `appId` or `uniqueName`, whatever replicas have. */
export function applicationOrNull(call: GraphCall): Application | undefined {
  const { id = '', idProperty = 'id' } = call.parameters;
  const key = id.replaceAll("''", "'");
  return applicationsOf(call).find(({ resource }) =>
    idProperty === 'uniqueName' ? resource.uniqueName === key : resource[idProperty] === key.toLowerCase(),
  );
}

/** @throws GraphRefusal 404, for a new one by turns */
export function readApplication(call: GraphCall): Application {
  const application = applicationOrNull(call);
  if (!application || !isSeen(call.world, application.id)) throw notFound(call.parameters.id ?? '');
  return application;
}

/** @throws GraphRefusal 404, 409 Error_MsaAppDoesNotExist, 403 for somebody who may not change it */
export function writableApplication(call: GraphCall): Application {
  const application = applicationOrNull(call);
  const key = call.parameters.id ?? '';
  if (!application) throw notFound(key);
  checkMayManage(call, application.id);
  checkWritable(call.world, application, key);
  return application;
}
