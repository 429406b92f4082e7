// The DirectoryPort on Microsoft Graph: which call each method is, and what its answer means. Waits for nothing.
import type {
  GraphApplication,
  GraphServicePrincipal,
  OAuth2PermissionGrant,
  PasswordCredential,
} from '../../graph/models/application.ts';
import type { GraphErrorBody } from '../../graph/models/error.ts';
import type { GraphAnswer, GraphClient, GraphRequest } from '../../graph/transport/graph-client.ts';
import { redact } from '../../graph/transport/redaction.ts';
import { DirectoryFailure } from '../directory-failure.ts';
import { type AppManagementPolicy, secretPolicyFrom } from '../plan/secret-policy.ts';
import type { DirectoryPort, NewPassword, SignedInUser } from '../ports.ts';
import { Secret } from '../secret.ts';

const DIRECTORY_ROLE = '#microsoft.graph.directoryRole';

/** Directory lists here are a page or two; a list that never ends is a defect of the service. */
const PAGES_MAX = 50;

interface Page<T> {
  value: T[];
  '@odata.nextLink'?: string;
}

/** A directory over a Graph client that is signed in as the administrator. */
export function createGraphDirectory(graph: GraphClient): DirectoryPort {
  const call = (request: GraphRequest) => callGraph(graph, request);
  const get = async <T>(path: string) => (await call({ method: 'GET', path })).body as T;
  const list = async <T>(path: string) => {
    const found: T[] = [];
    let next: string | undefined = path;
    for (let pages = 0; next !== undefined && pages < PAGES_MAX; pages++) {
      const page: Page<T> = await get<Page<T>>(next);
      found.push(...page.value);
      next = page['@odata.nextLink'];
    }
    return found;
  };
  const getOrNull = <T>(path: string) => orNull(() => get<T>(path), isMissing);

  return {
    async readOrganization() {
      interface Answer {
        id: string;
        displayName: string;
        verifiedDomains: { name: string; isDefault: boolean }[];
      }
      const found = await list<Answer>('/organization?$select=id,displayName,verifiedDomains');
      const [{ id, displayName, verifiedDomains } = nobody()] = found;
      return { id, displayName, defaultDomain: verifiedDomains.find(({ isDefault }) => isDefault)?.name ?? null };
    },

    async readSignedInUser() {
      const user = await orNull(
        () => get<Omit<SignedInUser, 'roles'>>('/me?$select=userPrincipalName,displayName'),
        ({ status, code }) => status === 400 && code === 'BadRequest',
      );
      if (user === null) return null;
      const memberOf = await orNull(
        () => list<{ '@odata.type': string; displayName: string }>('/me/memberOf'),
        ({ status }) => status === 403,
      );
      const roles = memberOf?.filter((entry) => entry['@odata.type'] === DIRECTORY_ROLE) ?? null;
      const { userPrincipalName, displayName } = user;
      return { userPrincipalName, displayName, roles: roles?.map((role) => role.displayName) ?? null };
    },

    findApplication: (uniqueName) => getOrNull<GraphApplication>(byUniqueName(uniqueName)),

    async findDeletedApplication(uniqueName) {
      interface Answer {
        id: string;
        deletedDateTime: string;
        uniqueName: string | null;
      }
      const path = '/directory/deletedItems/microsoft.graph.application?$select=id,deletedDateTime,uniqueName';
      return (await list<Answer>(path)).find((application) => application.uniqueName === uniqueName) ?? null;
    },

    async upsertApplication(uniqueName, body) {
      const headers = { prefer: 'create-if-missing' };
      await call({ method: 'PATCH', path: byUniqueName(uniqueName), headers, body });
    },

    async updateApplication(id, body) {
      await call({ method: 'PATCH', path: `/applications/${id}`, body });
    },

    async addPassword(id, passwordCredential) {
      const path = `/applications/${id}/addPassword`;
      return newPassword((await call({ method: 'POST', path, body: { passwordCredential } })).body);
    },

    async removePassword(id, keyId) {
      await call({ method: 'POST', path: `/applications/${id}/removePassword`, body: { keyId } });
    },

    findServicePrincipal: (appId) =>
      getOrNull<GraphServicePrincipal>(
        `/servicePrincipals(appId='${appId}')?$select=id,appId,displayName,accountEnabled,oauth2PermissionScopes`,
      ),

    async createServicePrincipal(appId) {
      await call({ method: 'POST', path: '/servicePrincipals', body: { appId } });
    },

    async listTenantGrants(servicePrincipalId) {
      const filter = encodeURIComponent(`clientId eq '${servicePrincipalId}' and consentType eq 'AllPrincipals'`);
      return list<OAuth2PermissionGrant>(`/oauth2PermissionGrants?$filter=${filter}`);
    },

    async createTenantGrant(grant) {
      const body = { ...grant, consentType: 'AllPrincipals', principalId: null };
      await call({ method: 'POST', path: '/oauth2PermissionGrants', body });
    },

    async updateGrant(id, scope) {
      await call({ method: 'PATCH', path: `/oauth2PermissionGrants/${id}`, body: { scope } });
    },

    async readSecretPolicy(appCreatedAt) {
      const policy = await orNull(
        () => get<AppManagementPolicy>('/policies/defaultAppManagementPolicy'),
        ({ status }) => status === 403,
      );
      return policy === null ? { kind: 'unknown' } : secretPolicyFrom(policy, appCreatedAt);
    },
  };
}

/** An OData key: quotes inside are doubled, and the whole is safe in a path. */
function byUniqueName(uniqueName: string): string {
  return `/applications(uniqueName='${encodeURIComponent(uniqueName.replaceAll("'", "''"))}')`;
}

function newPassword(body: unknown): NewPassword {
  const { secretText, ...credential } = body as PasswordCredential;
  return { credential, secret: new Secret(secretText ?? '') };
}

function nobody(): never {
  throw new TypeError('The tenant has no organization object.');
}

function isMissing({ status }: DirectoryFailure['facts']): boolean {
  return status === 404;
}

async function orNull<T>(
  read: () => Promise<T>,
  isAbsence: (facts: DirectoryFailure['facts']) => boolean,
): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DirectoryFailure && isAbsence(error.facts)) return null;
    throw error;
  }
}

/** @throws DirectoryFailure for an error status, and where no answer came. */
async function callGraph(graph: GraphClient, request: GraphRequest): Promise<GraphAnswer> {
  const call = `${request.method} ${request.path.split('?')[0]}`;
  let answer: GraphAnswer;
  try {
    answer = await graph.send(request);
  } catch (error) {
    if (!isLostConnection(error)) throw error;
    const message = redact(error instanceof Error ? error.message : String(error));
    const nothing = { status: null, code: 'no_answer', detailCodes: [], retryAfterMs: null, requestIds: {} };
    throw new DirectoryFailure({ call, message, ...nothing }, error);
  }
  if (answer.status < 400) return answer;
  throw refusalFrom(call, answer);
}

/** How undici's fetch says that the connection ended before the answer, or within it; anything else is a defect of ours. */
const LOST_CONNECTION = new Set(['fetch failed', 'terminated']);

function isLostConnection(error: unknown): boolean {
  return error instanceof TypeError && LOST_CONNECTION.has(error.message);
}

function refusalFrom(call: string, { status, headers, body }: GraphAnswer): DirectoryFailure {
  const error = (body as Partial<GraphErrorBody> | undefined)?.error;
  const retryAfterS = Number(headers['retry-after']);
  const ids = ['request-id', 'client-request-id'].flatMap((name) => (headers[name] ? [[name, headers[name]]] : []));
  return new DirectoryFailure({
    call,
    status,
    code: error?.code ?? 'no_error_code',
    message: redact(error?.message ?? 'The answer explains nothing.'),
    detailCodes: error?.details?.map(({ code }) => code) ?? [],
    retryAfterMs: headers['retry-after'] && Number.isFinite(retryAfterS) ? retryAfterS * 1000 : null,
    requestIds: Object.fromEntries(ids),
  });
}
