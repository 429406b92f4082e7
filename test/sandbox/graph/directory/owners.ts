// Owners of applications and service principals: listed, added and removed by reference.
import type { SandboxAnswer } from '../../core/http.ts';
import type { GraphCall } from '../operation.ts';
import { describeObjects } from './objects.ts';
import { noContent, objectsAnswer, referencedId } from './query/answers.ts';
import { bodyOf } from './read-body.ts';
import { badRequest, denied, notFound } from './refusals.ts';
import { isOwnedByOnly, refusePersonalAccount } from './rights.ts';
import { ownersOf } from './state.ts';

/** The owners that still stand. */
export function ownersAnswer(call: GraphCall, objectId: string): SandboxAnswer {
  refusePersonalAccount(call);
  return objectsAnswer(call, describeObjects(call.world, ownersOf(call.world, objectId)));
}

/** @throws GraphRefusal 400 for an owner that it has already, 404 for one that isn't there */
export function addOwner(call: GraphCall, objectId: string): SandboxAnswer {
  refusePersonalAccount(call);
  // Application.ReadWrite.OwnedBy doesn't reach owners (application-post-owners).
  if (isOwnedByOnly(call)) throw denied();
  const owner = referencedId(bodyOf(call)['@odata.id']);
  if (!call.world.users.has(owner) && !call.world.servicePrincipals.has(owner)) throw notFound(owner);
  const owners = ownersOf(call.world, objectId);
  if (owners.has(owner)) {
    const message =
      "One or more added object references already exist for the following modified properties: 'owners'.";
    throw badRequest(message);
  }
  owners.add(owner);
  return noContent();
}

export function removeOwner(call: GraphCall, objectId: string): SandboxAnswer {
  refusePersonalAccount(call);
  const { owner = '' } = call.parameters;
  if (!ownersOf(call.world, objectId).delete(owner)) throw notFound(owner);
  return noContent();
}
