// The directory as people of Contoso and as applications see it: who signs in with which scopes, and applications to work on.
import { rememberToken } from '../../../sandbox/core/tokens.ts';
import { type Answer, type GraphUser, openSandbox, type SandboxClient } from '../sandbox-client.ts';

const SCOPES = [
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
  'Directory.Read.All',
  'Domain.Read.All',
  'Group.ReadWrite.All',
  'Policy.Read.All',
  'Policy.ReadWrite.ApplicationConfiguration',
  'Policy.ReadWrite.Authorization',
  'RoleManagement.ReadWrite.Directory',
  'User.ReadWrite.All',
];

export const EVENTUAL = { ConsistencyLevel: 'eventual' };
export const CREATE_IF_MISSING = { Prefer: 'create-if-missing' };
const TOKEN_LIFE_MS = 3_600_000;
const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

export type Resource = Record<string, unknown> & { id: string; appId: string };

export interface Refusal {
  error: { code: string; message: string; details?: { code: string; message: string; target: string }[] };
}

export interface DirectoryClient {
  box: SandboxClient;
  admin: GraphUser;
  /** With every scope that the directory asks for; what they may do is up to their roles. */
  as(user: string): GraphUser;
  /** Headers that make a request that of an application by itself. */
  asApplication(appId: string, roles: readonly string[]): Record<string, string>;
  /** An application of the administrator's; only for the own organization unless it says otherwise. */
  register(properties?: Record<string, unknown>): Promise<Resource>;
  /** Its service principal. */
  enrol(application: Resource): Promise<Resource>;
  graphPrincipal(): Promise<Resource>;
  userId(alias: string): string;
}

/** @param world without limits on how many writes a minute may hold, unless `isThrottled` */
export async function openDirectory(world = 'contoso', isThrottled = false): Promise<DirectoryClient> {
  const box = openSandbox({ world });
  if (!isThrottled) await box.control('PUT', '/settings', { throttle: 'off' });
  const admin = box.as('admin', SCOPES);
  const tenantId = [...box.world().tenants.values()][0]?.id ?? '';
  return {
    box,
    admin,
    as: (user) => box.as(user, SCOPES),
    asApplication(appId, roles) {
      const expiresAt = box.world().clock.now().epochMilliseconds + TOKEN_LIFE_MS;
      const value = `application-${appId}-${roles.join('-')}`;
      const token = { value, audience: 'https://graph.microsoft.com' as const, tenantId, appId, expiresAt };
      rememberToken(box.world(), { ...token, userId: null, scopes: [], roles: [...roles] });
      return { Authorization: `Bearer ${value}` };
    },
    register: async (properties = {}) => {
      const body = { displayName: 'Calendar', signInAudience: 'AzureADMyOrg', ...properties };
      return created(await admin.post<Resource>('/applications', body));
    },
    enrol: async ({ appId }) => created(await admin.post<Resource>('/servicePrincipals', { appId })),
    graphPrincipal: async () => (await admin.get<Resource>(`/servicePrincipals(appId='${GRAPH_APP_ID}')`)).body,
    userId: (alias) => {
      const found = [...box.world().users.values()].find(({ mail }) => mail === `${alias}@contoso.example`);
      return found?.id ?? '';
    },
  };
}

function created(answer: Answer<Resource>): Resource {
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body;
}

export function reference(id: string): Record<string, string> {
  return { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` };
}

/** `404 Request_ResourceNotFound`, or the bare status of what is no refusal. */
export function outcome({ status, body }: Answer): string {
  const { error } = body as Partial<Refusal>;
  return error ? `${status} ${error.code}` : String(status);
}

export function names(answer: Answer): unknown[] {
  return (answer.body.value as { displayName: unknown }[]).map(({ displayName }) => displayName);
}
