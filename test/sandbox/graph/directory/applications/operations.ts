// What Graph does with applications.

import type { Application } from '../../../core/world.ts';
import type { GraphCall, Operation } from '../../operation.ts';
import { addOwner, ownersAnswer, removeOwner } from '../owners.ts';
import { APPLICATION_READ, APPLICATION_WRITE } from '../permissions.ts';
import { type DirectoryList, directoryCollection, directoryCount, directoryEntity } from '../query/answers.ts';
import { isSeen } from '../replication.ts';
import { applicationShape } from './application-shape.ts';
import {
  createCredential,
  deleteCredential,
  getCredential,
  listCredentials,
  updateCredential,
} from './federated-credentials.ts';
import { applicationsOf, readApplication, writableApplication } from './find-application.ts';
import { addKey, removeKey } from './key-credentials.ts';
import { putLogo } from './logo.ts';
import { setVerifiedPublisher, unsetVerifiedPublisher } from './publisher.ts';
import { addPassword, removePassword } from './secrets.ts';
import { createApplication, deleteApplication, updateApplication } from './write-applications.ts';

const LIST = '/applications';
const ONE = '/applications/{id}';
const FEDERATED = `${ONE}/federatedIdentityCredentials`;

function listOf(call: GraphCall): DirectoryList<Application> {
  const rows = applicationsOf(call).filter(({ id }) => isSeen(call.world, id));
  return { path: 'applications', shape: applicationShape(call.world), rows };
}

function reading(path: string, source: string, answer: Operation['answer']): Operation {
  return { method: 'GET', path, permissions: APPLICATION_READ, coverage: { evidence: 'documented', source }, answer };
}

function writing(method: Operation['method'], path: string, source: string, answer: Operation['answer']): Operation {
  return { method, path, permissions: APPLICATION_WRITE, coverage: { evidence: 'documented', source }, answer };
}

export const applicationOperations: readonly Operation[] = [
  reading(LIST, 'application-list', (call) => directoryCollection(call, listOf(call))),
  reading(`${LIST}/$count`, 'aad-advanced-queries', (call) => directoryCount(call, listOf(call))),
  writing('POST', LIST, 'application-post-applications', createApplication),
  reading(ONE, 'application-get', (call) =>
    directoryEntity(call, { path: 'applications', shape: applicationShape(call.world), row: readApplication(call) }),
  ),
  writing('PATCH', ONE, 'application-update, application-upsert', updateApplication),
  writing('DELETE', ONE, 'application-delete', deleteApplication),
  writing('POST', `${ONE}/addPassword`, 'application-addpassword', addPassword),
  writing('POST', `${ONE}/removePassword`, 'application-removepassword', removePassword),
  writing('POST', `${ONE}/addKey`, 'application-addkey', addKey),
  writing('POST', `${ONE}/removeKey`, 'application-removekey', removeKey),
  {
    ...writing('PUT', `${ONE}/logo`, 'resources/application', putLogo),
    takesAnyContent: true,
    coverage: {
      evidence: 'observed',
      source: 'terraform-provider-azuread, docs/resources/application.md',
      difference: 'the picture is not kept; info.logoUrl leads nowhere',
    },
  },
  {
    ...writing('POST', `${ONE}/setVerifiedPublisher`, 'application-setverifiedpublisher', setVerifiedPublisher),
    coverage: {
      evidence: 'documented',
      source: 'application-setverifiedpublisher',
      difference: 'partner accounts are made up; that the sign-in had a second factor is not asked for',
    },
  },
  writing('POST', `${ONE}/unsetVerifiedPublisher`, 'application-unsetverifiedpublisher', unsetVerifiedPublisher),
  reading(`${ONE}/owners`, 'application-list-owners', (call) => ownersAnswer(call, readApplication(call).id)),
  writing('POST', `${ONE}/owners/$ref`, 'application-post-owners', (call) =>
    addOwner(call, writableApplication(call).id),
  ),
  writing('DELETE', `${ONE}/owners/{owner}/$ref`, 'application-delete-owners', (call) =>
    removeOwner(call, writableApplication(call).id),
  ),
  reading(FEDERATED, 'application-list-federatedidentitycredentials', listCredentials),
  writing('POST', FEDERATED, 'application-post-federatedidentitycredentials', createCredential),
  reading(`${FEDERATED}/{credential}`, 'federatedidentitycredential-get', getCredential),
  writing('PATCH', `${FEDERATED}/{credential}`, 'federatedidentitycredential-update', updateCredential),
  writing('DELETE', `${FEDERATED}/{credential}`, 'federatedidentitycredential-delete', deleteCredential),
];
