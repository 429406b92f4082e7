// People and their organization, as the directory shows them.
import type { SandboxAnswer } from '../../core/http.ts';
import type { User } from '../../core/world.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../operation.ts';
import { matchesFilter } from './filter.ts';
import { collection, notFound, single, tenantIdOf } from './resources.ts';

const documented = (source: string) => ({ evidence: 'documented' as const, source });
const READ_OTHERS = ['User.Read.All', 'User.ReadBasic.All', 'Directory.Read.All', 'Directory.AccessAsUser.All'];

export const peopleOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: '/me',
    permissions: [],
    coverage: documented('user-get'),
    answer: (call) => single('users', userResource(callerOf(call))),
  },
  {
    method: 'GET',
    path: '/me/memberOf',
    permissions: [],
    coverage: documented('user-list-memberof'),
    answer: memberOf,
  },
  { method: 'GET', path: '/users', permissions: READ_OTHERS, coverage: documented('user-list'), answer: listUsers },
  { method: 'GET', path: '/users/{id}', permissions: READ_OTHERS, coverage: documented('user-get'), answer: getUser },
  {
    method: 'GET',
    path: '/organization',
    permissions: [],
    coverage: documented('organization-list'),
    answer: organization,
  },
];

/** The directory roles of the signed-in user. */
function memberOf(call: GraphCall): SandboxAnswer {
  return collection(
    'directoryObjects',
    callerOf(call).roles.map((displayName) => ({ '@odata.type': '#microsoft.graph.directoryRole', displayName })),
  );
}

function listUsers(call: GraphCall): SandboxAnswer {
  const filter = call.request.url.searchParams.get('$filter');
  const users = [...call.world.users.values()].filter((user) => user.tenantId === tenantIdOf(call));
  return collection(
    'users',
    users.map(userResource).filter((user) => matchesFilter(user, filter)),
  );
}

function getUser(call: GraphCall): SandboxAnswer {
  const key = (call.parameters.id ?? '').toLowerCase();
  const user = [...call.world.users.values()].find(
    (candidate) =>
      candidate.tenantId === tenantIdOf(call) && (candidate.id === key || candidate.userPrincipalName === key),
  );
  if (!user) throw notFound(call.parameters.id ?? '');
  return single('users', userResource(user));
}

function organization(call: GraphCall): SandboxAnswer {
  const tenant = call.world.tenants.get(tenantIdOf(call));
  if (!tenant) return collection('organization', []);
  const verifiedDomains = [
    {
      name: tenant.domain,
      isDefault: true,
      isInitial: true,
      type: 'Managed',
      capabilities: 'Email, OfficeCommunicationsOnline',
    },
  ];
  return collection('organization', [
    { id: tenant.id, displayName: tenant.displayName, tenantType: 'AAD', verifiedDomains },
  ]);
}

function userResource(user: User): Record<string, unknown> {
  return {
    businessPhones: [],
    displayName: user.displayName,
    givenName: user.givenName,
    jobTitle: null,
    mail: user.hasMailbox ? user.mail : null,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: user.surname,
    userPrincipalName: user.userPrincipalName,
    id: user.id,
  };
}

function callerOf(call: GraphCall): User {
  if (call.caller) return call.caller;
  throw new GraphRefusal(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
}
