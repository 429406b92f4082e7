// Federated identity credentials of an application: whose tokens it takes in place of a secret.
import type { SandboxAnswer } from '../../../core/http.ts';
import { type Output, plainShape } from '../../odata/shape.ts';
import type { GraphCall } from '../../operation.ts';
import { merged } from '../merge.ts';
import { directoryCollection, directoryEntity, noContent } from '../query/answers.ts';
import { readBody } from '../read-body.ts';
import { badRequest, missingValue, notFound, objectConflict } from '../refusals.ts';
import { directoryStateOf } from '../state.ts';
import { readApplication, writableApplication } from './find-application.ts';

const CREDENTIALS_MAX = 20;
const RESOURCE = 'FederatedIdentityCredential';
const RULES = { type: 'federatedIdentityCredential', resource: RESOURCE, readOnly: ['id'] };
const REQUIRED = ['name', 'issuer', 'subject', 'audiences'];
const shape = plainShape('federatedIdentityCredential');

function credentialsOf(call: GraphCall, applicationId: string): Output[] {
  const { federatedCredentials } = directoryStateOf(call.world);
  const known = federatedCredentials.get(applicationId) ?? [];
  federatedCredentials.set(applicationId, known);
  return known;
}

const pathOf = (applicationId: string) => `applications('${applicationId}')/federatedIdentityCredentials`;

export function listCredentials(call: GraphCall): SandboxAnswer {
  const { id } = readApplication(call);
  return directoryCollection(call, { path: pathOf(id), shape, rows: credentialsOf(call, id) });
}

export function createCredential(call: GraphCall): SandboxAnswer {
  const { id } = writableApplication(call);
  const body = readBody(call, RULES);
  for (const name of REQUIRED) if (!body[name]) throw missingValue(name, RESOURCE);
  const known = credentialsOf(call, id);
  if (known.length >= CREDENTIALS_MAX) {
    throw badRequest(`An application has at most ${CREDENTIALS_MAX} federated identity credentials.`);
  }
  if (known.some(({ name }) => name === body.name)) throw objectConflict('name');
  if (known.some(({ issuer, subject }) => issuer === body.issuer && subject === body.subject)) {
    throw badRequest(`FederatedIdentityCredential with same issuer and subject already exists.`);
  }
  const row: Output = { description: null, ...body, id: call.world.random.uuid() };
  known.push(row);
  return directoryEntity(call, { path: pathOf(id), shape, row, status: 201 });
}

export function getCredential(call: GraphCall): SandboxAnswer {
  const { id } = readApplication(call);
  return directoryEntity(call, { path: pathOf(id), shape, row: credentialIn(call, id) });
}

export function updateCredential(call: GraphCall): SandboxAnswer {
  const { id } = writableApplication(call);
  const known = credentialsOf(call, id);
  const before = credentialIn(call, id);
  known[known.indexOf(before)] = merged(before, readBody(call, { ...RULES, readOnly: ['id', 'name'] }));
  return noContent();
}

export function deleteCredential(call: GraphCall): SandboxAnswer {
  const { id } = writableApplication(call);
  const known = credentialsOf(call, id);
  known.splice(known.indexOf(credentialIn(call, id)), 1);
  return noContent();
}

/** By id or name. @throws GraphRefusal 404 */
function credentialIn(call: GraphCall, applicationId: string): Output {
  const { credential = '' } = call.parameters;
  const found = credentialsOf(call, applicationId).find(({ id, name }) => id === credential || name === credential);
  if (!found) throw notFound(credential);
  return found;
}
