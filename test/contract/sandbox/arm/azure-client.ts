// Azure's own clients, unmodified, on a sandbox in process: their HTTP layer hands requests over, their credential a token.
import { ResourceManagementClient } from '@azure/arm-resources';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import type { Azure } from '../../../sandbox/arm/model.ts';
import { azureOf } from '../../../sandbox/arm/state.ts';
import { audienceOf, rememberToken } from '../../../sandbox/core/tokens.ts';
import type { User, World } from '../../../sandbox/core/world.ts';
import { type Answer, openSandbox, type SandboxClient } from '../sandbox-client.ts';

export const MANAGEMENT = 'https://management.azure.com';
export const VERSION = 'api-version=2025-04-01';
/** Contoso's subscription, and Fabrikam's. */
export const SUBSCRIPTION = '00000000-0000-4000-8000-000000000001';
export const FOREIGN_SUBSCRIPTION = '00000000-0000-4000-8000-000000000002';

const TOKEN_LIFE_MS = 3_600_000;
/** Long-running work lasts a few polls, none of which waits. */
const OPERATION_MS = 900;
const TICK = 'PT0.3S';

export interface AzureClient {
  sandbox: SandboxClient;
  azure(): Azure;
  /** Scopes that tokens were asked for, with the tenant where one was named. */
  asked: { scopes: string; tenantId: string | undefined }[];
  resources(user: string): ResourceManagementClient;
  subscriptions(user: string): SubscriptionClient;
  secrets(user: string, vault: string): SecretClient;
  /** A request as it is, e.g. `GET`, `/subscriptions`. @param user null: without a token */
  send(user: string | null, method: string, path: string, body?: unknown): Promise<Answer>;
  /** Gives somebody a role. @param scope a subscription by default */
  assign(user: string, role: string, scope?: string): void;
}

export function openAzure(): AzureClient {
  const sandbox = openSandbox();
  sandbox.world().settings.azureOperationMs = OPERATION_MS;
  const asked: AzureClient['asked'] = [];
  const tokenFor = (user: string, scopes: readonly string[]) => issueToken(sandbox.world(), user, scopes);
  const credentialOf = (user: string): TokenCredential => ({
    async getToken(scopes, options) {
      asked.push({ scopes: String(scopes), tenantId: options?.tenantId });
      return { token: tokenFor(user, [scopes].flat()), expiresOnTimestamp: Date.now() + TOKEN_LIFE_MS };
    },
  });
  const options = { httpClient: httpClientInto(sandbox), retryOptions: { maxRetries: 0 } };
  return {
    sandbox,
    azure: () => azureOf(sandbox.world()),
    asked,
    resources: (user) => new ResourceManagementClient(credentialOf(user), SUBSCRIPTION, options),
    subscriptions: (user) => new SubscriptionClient(credentialOf(user), options),
    secrets: (user, vault) => new SecretClient(`https://${vault}.vault.azure.net`, credentialOf(user), options),
    send(user, method, path, body) {
      const url = path.startsWith('https:') ? path : MANAGEMENT + path;
      const scope = url.startsWith(MANAGEMENT) ? `${MANAGEMENT}/.default` : 'https://vault.azure.net/.default';
      const headers: Record<string, string> =
        user === null ? { authorization: '' } : { authorization: `Bearer ${tokenFor(user, [scope])}` };
      return sandbox.as('ada').send(method, url, body === undefined ? { headers } : { body, headers });
    },
    assign(user, role, scope = `/subscriptions/${SUBSCRIPTION}`) {
      const { roleAssignments } = azureOf(sandbox.world());
      const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/test-${roleAssignments.length}`;
      const principalId = userOf(sandbox.world(), user).id;
      roleAssignments.push({ id, principalId, role, scope, createdOn: sandbox.world().clock.now().toString() });
    },
  };
}

export function userOf(world: World, user: string): User {
  const name = user.includes('@') ? user : `${user}@contoso.example`;
  const found = [...world.users.values()].find(({ userPrincipalName }) => userPrincipalName === name);
  if (!found) throw new RangeError(`No user ${name}.`);
  return found;
}

/** A token without a sign-in: what signing in is like is Entra's tests' business. */
export function issueToken(world: World, user: string, scopes: readonly string[], lifeMs = TOKEN_LIFE_MS): string {
  const { id, tenantId } = userOf(world, user);
  const value = `token-${world.random.uuid()}`;
  rememberToken(world, {
    value,
    audience: audienceOf(scopes),
    tenantId,
    userId: id,
    appId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
    scopes: ['.default'],
    roles: [],
    expiresAt: world.clock.now().epochMilliseconds + lifeMs,
  });
  return value;
}

function httpClientInto({ sandbox, advance }: SandboxClient): HttpClient {
  return {
    async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
      advance(TICK);
      const { status, headers, body } = await sandbox.handle({
        method: request.method,
        url: new URL(request.url),
        headers: request.headers.toJSON(),
        body: typeof request.body === 'string' ? request.body : '',
      });
      const flat = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
      return { request, status, headers: createHttpHeaders(Object.fromEntries(flat)), bodyAsText: body };
    },
  };
}

export async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const members: T[] = [];
  for await (const member of pages) members.push(member);
  return members;
}
