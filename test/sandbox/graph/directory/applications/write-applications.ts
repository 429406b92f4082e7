// Making, changing and deleting applications.

import type { SandboxAnswer } from '../../../core/http.ts';
import type { Application, World } from '../../../core/world.ts';
import type { Output } from '../../odata/shape.ts';
import type { GraphCall } from '../../operation.ts';
import { merged } from '../merge.ts';
import { checkAudiencePolicy } from '../policies/enforce.ts';
import { directoryEntity, noContent, referencedId } from '../query/answers.ts';
import { bodyOf, readBody } from '../read-body.ts';
import { badRequest, missingValue, notFound, objectConflict } from '../refusals.ts';
import { beginReplication } from '../replication.ts';
import { checkMayCreate, recordMaker } from '../rights.ts';
import { servicePrincipalsIn } from '../service-principals/find-principal.ts';
import { trashPrincipal } from '../service-principals/trash-principal.ts';
import { ownersOf } from '../state.ts';
import { tenantIdOf } from '../tenant.ts';
import { applicationShape } from './application-shape.ts';
import { APPLICATION_READ_ONLY, applicationDefaults } from './defaults.ts';
import { applicationOrNull, writableApplication } from './find-application.ts';
import { replaceKeys } from './key-credentials.ts';
import { addSecret, credentialsRefused, keepSecrets, readNewSecret } from './secrets.ts';
import { validateApplication } from './validate.ts';

const RULES = { type: 'application', resource: 'Application', readOnly: APPLICATION_READ_ONLY };
const OWNERS_MAX = 20;

/** `POST /applications`: secrets without a key id are made, and told this once (terraform-provider-azuread sends one). */
export function createApplication(call: GraphCall): SandboxAnswer {
  const { passwordCredentials = [], ...body } = readBody(call, RULES) as { passwordCredentials?: Output[] } & Output;
  const secrets = passwordCredentials.map((asked) => readNewSecret(asked, call.world));
  const application = buildApplication(call, body);
  const told = secrets.map((asked) => addSecret(call, application, asked));
  storeApplication(call, application);
  return answerCreated(call, { ...application, resource: { ...application.resource, passwordCredentials: told } });
}

function answerCreated(call: GraphCall, row: Application): SandboxAnswer {
  return directoryEntity(call, { path: 'applications', shape: applicationShape(call.world), row, status: 201 });
}

/** What would be stored. @throws GraphRefusal for what may not be, or not by the caller */
function buildApplication(call: GraphCall, body: Output): Application {
  const { world } = call;
  checkMayCreate(call);
  checkUniqueName(world, body.uniqueName);
  const tenantId = tenantIdOf(call);
  const domain = world.tenants.get(tenantId)?.domain ?? '';
  const now = world.clock.now();
  const id = world.random.uuid();
  const appId = world.random.uuid();
  const defaults = applicationDefaults({ domain, now: now.toString({ smallestUnit: 'second' }) });
  const resource = withTokenVersion({ ...merged(defaults, { ...body, keyCredentials: [] }), id, appId });
  validateApplication(world, resource, { before: null, domain });
  checkAudiencePolicy(call, resource);
  const visibleFrom = now.epochMilliseconds + world.settings.directoryReplicationMs;
  const application: Application = { id, appId, tenantId, deletedDateTime: null, visibleFrom, resource, secrets: [] };
  if ('keyCredentials' in body) replaceKeys(call, application, body.keyCredentials as Output[]);
  return application;
}

function storeApplication(call: GraphCall, application: Application): void {
  const owners = readOwners(call);
  const { world } = call;
  const { id } = application;
  world.applications.set(id, application);
  beginReplication(world, id);
  recordMaker(call, id);
  for (const owner of owners) ownersOf(world, id).add(owner);
}

/** Audiences with personal accounts get tokens of version 2, where nothing else is asked for. */
function withTokenVersion(resource: Output): Output {
  const isPersonal = String(resource.signInAudience).includes('PersonalMicrosoftAccount');
  const { requestedAccessTokenVersion } = resource.api as { requestedAccessTokenVersion: number | null };
  if (!isPersonal || requestedAccessTokenVersion !== null) return resource;
  return merged(resource, { api: { requestedAccessTokenVersion: 2 } });
}

function readOwners(call: GraphCall): string[] {
  const { 'owners@odata.bind': bound = [] } = bodyOf(call) as { 'owners@odata.bind'?: unknown[] };
  if (bound.length > OWNERS_MAX) throw badRequest(`At most ${OWNERS_MAX} owners can be added in one request.`);
  return bound.map((reference) => {
    const id = referencedId(reference);
    if (!call.world.users.has(id) && !call.world.servicePrincipals.has(id)) throw notFound(id);
    return id;
  });
}

/** `PATCH`: changes what stands; by unique name and with `Prefer: create-if-missing` also makes it. */
export function updateApplication(call: GraphCall): SandboxAnswer {
  return applicationOrNull(call) ? changeApplication(call) : upsertMissing(call);
}

function upsertMissing(call: GraphCall): SandboxAnswer {
  const { id = '', idProperty } = call.parameters;
  const mayCreate = idProperty === 'uniqueName' && /\bcreate-if-missing\b/i.test(call.request.headers.prefer ?? '');
  if (!mayCreate) throw notFound(id);
  const body = readBody(call, RULES);
  if ('passwordCredentials' in body || 'keyCredentials' in body) throw credentialsRefused();
  if (!body.displayName) throw missingValue('displayName', 'Application');
  const application = buildApplication(call, { ...body, uniqueName: id.replaceAll("''", "'") });
  storeApplication(call, application);
  return answerCreated(call, application);
}

function changeApplication(call: GraphCall): SandboxAnswer {
  const application = writableApplication(call);
  const { world } = call;
  const { passwordCredentials, keyCredentials, ...body } = readBody(call, RULES);
  const { uniqueName } = application.resource;
  if ('uniqueName' in body && body.uniqueName !== uniqueName) {
    if (uniqueName !== null) throw badRequest("Property 'uniqueName' is read-only and cannot be set.");
    checkUniqueName(world, body.uniqueName);
  }
  const changed = merged(application.resource, body);
  const domain = world.tenants.get(application.tenantId)?.domain ?? '';
  validateApplication(world, changed, { before: application, domain });
  if (changed.signInAudience !== application.resource.signInAudience) checkAudiencePolicy(call, changed);
  if (keyCredentials !== undefined) replaceKeys(call, application, keyCredentials as Output[]);
  if (passwordCredentials !== undefined) keepSecrets(application, passwordCredentials as Output[]);
  const { keyCredentials: keys, passwordCredentials: secrets } = application.resource;
  application.resource = { ...changed, keyCredentials: keys, passwordCredentials: secrets };
  return noContent();
}

/** Deleted applications keep their unique name until they are purged. */
function checkUniqueName(world: World, uniqueName: unknown): void {
  if (typeof uniqueName !== 'string') return;
  if ([...world.applications.values()].some(({ resource }) => resource.uniqueName === uniqueName)) {
    throw objectConflict('uniqueName');
  }
}

/** Into the trash for 30 days, and its service principal in its own tenant with it. */
export function deleteApplication(call: GraphCall): SandboxAnswer {
  const application = writableApplication(call);
  const deletedDateTime = call.world.clock.now().toString({ smallestUnit: 'second' });
  application.deletedDateTime = deletedDateTime;
  application.resource = { ...application.resource, deletedDateTime };
  const own = servicePrincipalsIn(call.world, application.tenantId).find(({ appId }) => appId === application.appId);
  if (own) trashPrincipal(call.world, own);
  return noContent();
}
