// Applications in the directory: find, create, upsert by unique name, change, delete, and their secrets.
import { emptyAnswer, jsonAnswer, type SandboxAnswer } from '../../core/http.ts';
import type { Application, World } from '../../core/world.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../operation.ts';
import { applicationDefaults, validateApplication } from './application-rules.ts';
import { matchesFilter } from './filter.ts';
import { collection, notFound, single, tenantIdOf } from './resources.ts';

const WRITE = ['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy', 'Directory.AccessAsUser.All'];
const READ = ['Application.Read.All', 'Directory.Read.All', ...WRITE];
/** Audiences with personal accounts hold two secrets at most (entra: supported-accounts-validation). */
const SECRETS_MAX_WITH_PERSONAL_ACCOUNTS = 2;
/** What addPassword gives when no end is asked for: two years (graph: application-addpassword). */
const SECRET_LIFE_DEFAULT = { years: 2 };

const documented = (source: string) => ({ evidence: 'documented' as const, source });

export const applicationOperations: readonly Operation[] = [
  { method: 'GET', path: '/applications', permissions: READ, coverage: documented('application-list'), answer: list },
  {
    method: 'POST',
    path: '/applications',
    permissions: WRITE,
    coverage: documented('application-post-applications'),
    answer: create,
  },
  {
    method: 'GET',
    path: '/applications/{id}',
    permissions: READ,
    coverage: documented('application-get'),
    answer: (call) => single('applications', find(call).resource),
  },
  {
    method: 'PATCH',
    path: '/applications/{id}',
    permissions: WRITE,
    coverage: documented('application-update, application-upsert'),
    answer: update,
  },
  {
    method: 'DELETE',
    path: '/applications/{id}',
    permissions: WRITE,
    coverage: documented('application-delete'),
    answer: remove,
  },
  {
    method: 'POST',
    path: '/applications/{id}/addPassword',
    permissions: WRITE,
    coverage: documented('application-addpassword'),
    answer: addPassword,
  },
  {
    method: 'POST',
    path: '/applications/{id}/removePassword',
    permissions: WRITE,
    coverage: documented('application-removepassword'),
    answer: removePassword,
  },
  {
    method: 'GET',
    path: '/applications/{id}/owners',
    permissions: READ,
    coverage: documented('application-list-owners'),
    answer: owners,
  },
];

function list(call: GraphCall): SandboxAnswer {
  const filter = call.request.url.searchParams.get('$filter');
  const found = applicationsOf(call)
    .map((application) => application.resource)
    .filter((resource) => matchesFilter(resource, filter));
  return collection('applications', found);
}

function create(call: GraphCall): SandboxAnswer {
  return single('applications', createApplication(call, bodyOf(call)).resource, 201);
}

function createApplication(call: GraphCall, body: Record<string, unknown>): Application {
  const { world } = call;
  if ('passwordCredentials' in body || 'keyCredentials' in body) throw credentialsRefused();
  const { uniqueName } = body;
  if (typeof uniqueName === 'string') checkUniqueName(world, uniqueName);
  const tenantId = tenantIdOf(call);
  const id = world.random.uuid();
  const resource = {
    ...applicationDefaults({
      domain: world.tenants.get(tenantId)?.domain ?? '',
      now: world.clock.now().toString({ smallestUnit: 'second' }),
    }),
    ...structuredClone(body),
    id,
    appId: world.random.uuid(),
  };
  validateApplication(resource);
  const application: Application = {
    id,
    appId: resource.appId,
    tenantId,
    deletedDateTime: null,
    visibleFrom: 0,
    resource,
    secrets: [],
  };
  world.applications.set(id, application);
  return application;
}

function update(call: GraphCall): SandboxAnswer {
  const body = bodyOf(call);
  const known = findOrNull(call);
  if (!known) {
    const mayCreate =
      call.parameters.idProperty === 'uniqueName' && call.request.headers.prefer?.includes('create-if-missing');
    if (!mayCreate) throw notFound(call.parameters.id ?? '');
    if (typeof body.displayName !== 'string')
      throw new GraphRefusal(
        400,
        'Request_BadRequest',
        "A value is required for property 'displayName' of resource 'Application'.",
      );
    return single('applications', createApplication(call, { ...body, uniqueName: call.parameters.id }).resource, 201);
  }
  if ('passwordCredentials' in body) throw credentialsRefused();
  const { uniqueName } = body;
  if (typeof uniqueName === 'string' && uniqueName !== known.resource.uniqueName) {
    if (known.resource.uniqueName !== null)
      throw new GraphRefusal(400, 'Request_BadRequest', "Property 'uniqueName' is read-only and cannot be set.");
    checkUniqueName(call.world, uniqueName);
  }
  const changed = mergeComplex(known.resource, body);
  validateApplication(changed);
  known.resource = changed;
  return emptyAnswer(204);
}

/** Lists are replaced whole; complex properties are merged by their own properties. */
function mergeComplex(before: Record<string, unknown>, change: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...before };
  for (const [name, value] of Object.entries(structuredClone(change))) {
    const old = before[name];
    const isComplex = isPlainObject(old) && isPlainObject(value);
    merged[name] = isComplex ? mergeComplex(old, value) : value;
  }
  return merged;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function remove(call: GraphCall): SandboxAnswer {
  const application = find(call);
  application.deletedDateTime = call.world.clock.now().toString({ smallestUnit: 'second' });
  application.resource = { ...application.resource, deletedDateTime: application.deletedDateTime };
  return emptyAnswer(204);
}

function addPassword(call: GraphCall): SandboxAnswer {
  const application = find(call);
  const { world } = call;
  const asked = (bodyOf(call).passwordCredential ?? {}) as {
    displayName?: string;
    startDateTime?: string;
    endDateTime?: string;
  };
  const hasPersonal = String(application.resource.signInAudience).includes('Personal');
  if (hasPersonal && application.secrets.length >= SECRETS_MAX_WITH_PERSONAL_ACCOUNTS) {
    throw new GraphRefusal(
      400,
      'Request_BadRequest',
      `Not allowed to add ${application.secrets.length + 1} passwords. You can only add a maximum of ${SECRETS_MAX_WITH_PERSONAL_ACCOUNTS} passwords.`,
    );
  }
  const now = world.clock.now();
  const startDateTime = asked.startDateTime ?? now.toString({ smallestUnit: 'second' });
  const endDateTime =
    asked.endDateTime ??
    now.toZonedDateTimeISO('UTC').add(SECRET_LIFE_DEFAULT).toInstant().toString({ smallestUnit: 'second' });
  const keyId = world.random.uuid();
  const secretText = `${Buffer.from(world.random.bytes(3)).toString('hex').slice(0, 3)}8Q~${Buffer.from(world.random.bytes(26)).toString('base64url').slice(0, 34)}`;
  application.secrets.push({ keyId, secretText, startDateTime, endDateTime, usableFrom: now.epochMilliseconds });
  const shown = {
    customKeyIdentifier: null,
    displayName: asked.displayName ?? null,
    endDateTime,
    hint: secretText.slice(0, 3),
    keyId,
    startDateTime,
  };
  const before = application.resource.passwordCredentials as unknown[];
  application.resource = { ...application.resource, passwordCredentials: [...before, { ...shown, secretText: null }] };
  return jsonAnswer(200, {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.passwordCredential',
    ...shown,
    secretText,
  });
}

function removePassword(call: GraphCall): SandboxAnswer {
  const application = find(call);
  const { keyId } = bodyOf(call);
  if (!application.secrets.some((secret) => secret.keyId === keyId)) {
    throw new GraphRefusal(400, 'Request_BadRequest', `No password credential found with keyId '${String(keyId)}'.`);
  }
  application.secrets = application.secrets.filter((secret) => secret.keyId !== keyId);
  const before = application.resource.passwordCredentials as { keyId: string }[];
  application.resource = {
    ...application.resource,
    passwordCredentials: before.filter((secret) => secret.keyId !== keyId),
  };
  return emptyAnswer(204);
}

/** Whoever registers an application owns it; the sandbox keeps no other owners yet. */
function owners(call: GraphCall): SandboxAnswer {
  const { createdBy } = find(call).resource as { createdBy?: string };
  const owner = createdBy === undefined ? undefined : call.world.users.get(createdBy);
  return collection(
    'directoryObjects',
    owner
      ? [
          {
            '@odata.type': '#microsoft.graph.user',
            id: owner.id,
            displayName: owner.displayName,
            userPrincipalName: owner.userPrincipalName,
          },
        ]
      : [],
  );
}

function applicationsOf(call: GraphCall): Application[] {
  const tenantId = tenantIdOf(call);
  return [...call.world.applications.values()].filter(
    (application) => application.tenantId === tenantId && application.deletedDateTime === null,
  );
}

function findOrNull(call: GraphCall): Application | undefined {
  const { id, idProperty = 'id' } = call.parameters;
  return applicationsOf(call).find((application) => application.resource[idProperty] === id);
}

function find(call: GraphCall): Application {
  const application = findOrNull(call);
  if (!application) throw notFound(call.parameters.id ?? '');
  return application;
}

/** Deleted applications keep their unique name until they are purged. */
function checkUniqueName(world: World, uniqueName: string): void {
  if ([...world.applications.values()].some((application) => application.resource.uniqueName === uniqueName)) {
    throw new GraphRefusal(
      400,
      'Request_BadRequest',
      'Another object with the same value for property uniqueName already exists.',
    );
  }
}

function credentialsRefused(): GraphRefusal {
  return new GraphRefusal(
    400,
    'Request_BadRequest',
    'New password credentials must be generated using service actions.',
  );
}

function bodyOf(call: GraphCall): Record<string, unknown> {
  if (isPlainObject(call.body)) return call.body;
  throw new GraphRefusal(400, 'Request_BadRequest', 'A JSON object is expected in the request body.');
}
