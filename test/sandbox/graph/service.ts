// Microsoft Graph as a service of the sandbox: token, routing, permission, headers, and errors in Graph's words.
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../core/http.ts';
import type { Service } from '../core/service.ts';
import { type AccessToken, findToken } from '../core/tokens.ts';
import type { FaultEffect, User, World } from '../core/world.ts';
import { answerBatch } from './batch.ts';
import { type GraphCall, GraphRefusal, type Operation } from './operation.ts';
import { createRouter, type Router } from './router.ts';

const VERSION_ROOT = /^\/(v1\.0|beta)(\/.*)?$/i;
const JSON_TYPE = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** Graph with the operations that it has; any other is refused by name, so that nobody mistakes a gap for an answer. */
export function createGraphService(operations: readonly Operation[]): Service {
  const router = createRouter(operations);
  return {
    name: 'graph',
    owns: ({ url }) => VERSION_ROOT.test(url.pathname) || url.pathname === '/oidc/userinfo',
    handle: (request, world, fault) => answer(router, request, world, fault),
  };
}

async function answer(
  router: Router,
  request: SandboxRequest,
  world: World,
  fault: FaultEffect | null,
): Promise<SandboxAnswer> {
  const requestId = world.random.uuid();
  try {
    const token = authenticate(request, world);
    const [, version = 'v1.0', path = '/'] = VERSION_ROOT.exec(request.url.pathname) ?? [];
    if (path.toLowerCase() === '/$batch') {
      const inner = (each: SandboxRequest, innerFault: FaultEffect | null) => answer(router, each, world, innerFault);
      return framed(await answerBatch(request, world, inner), request, requestId);
    }
    const call = callFor(router, request, world, { token, version: version === 'beta' ? 'beta' : 'v1.0', path, fault });
    return framed(await call.operation.answer(call), request, requestId);
  } catch (error) {
    if (error instanceof GraphRefusal) return framed(errorAnswer(error, request, world, requestId), request, requestId);
    throw error;
  }
}

/** @throws GraphRefusal 401 */
function authenticate(request: SandboxRequest, world: World): AccessToken {
  const value = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const headers = {
    'www-authenticate':
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
  };
  if (!value) throw new GraphRefusal(401, 'InvalidAuthenticationToken', 'Access token is empty.', { headers });
  const token = findToken(world, value);
  if (!token)
    throw new GraphRefusal(
      401,
      'InvalidAuthenticationToken',
      'CompactToken validation failed with reason code: 80049228.',
      { headers },
    );
  if (token.audience !== 'https://graph.microsoft.com') {
    throw new GraphRefusal(401, 'InvalidAuthenticationToken', 'Access token validation failure. Invalid audience.', {
      headers,
    });
  }
  if (token.expiresAt <= world.clock.now().epochMilliseconds) {
    throw new GraphRefusal(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.', {
      headers,
    });
  }
  return token;
}

function callFor(
  router: Router,
  request: SandboxRequest,
  world: World,
  context: { token: AccessToken; version: 'v1.0' | 'beta'; path: string; fault: FaultEffect | null },
): GraphCall & { operation: Operation } {
  const { token, version, path, fault } = context;
  const match = router(request.method, path);
  if (!match) throw new GraphRefusal(501, 'NotInTheSandbox', `The sandbox has no ${request.method} ${path}.`);
  const { operation, parameters, mailbox } = match;
  const caller = token.userId === null ? null : (world.users.get(token.userId) ?? null);
  checkPermission(operation, token, caller);
  const owner = mailbox === null ? null : ownerOf(mailbox, world, caller);
  return { operation, world, request, version, token, caller, owner, parameters, body: parseBody(request), fault };
}

function checkPermission({ permissions }: Operation, token: AccessToken, caller: User | null): void {
  if (permissions.length === 0) return;
  const held = new Set([...token.scopes, ...token.roles]);
  // Azure's own clients ask for `.default`; an administrator's token then carries every scope they were granted.
  const isAdministrator = token.scopes.includes('.default') && (caller?.roles.length ?? 0) > 0;
  if (isAdministrator || permissions.some((permission) => held.has(permission))) return;
  const isDirectory = permissions.some((permission) =>
    /^(Application|Directory|Delegated|User|Organization|Policy)/.test(permission),
  );
  throw isDirectory
    ? new GraphRefusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
    : new GraphRefusal(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}

function ownerOf(mailbox: string, world: World, caller: User | null): User {
  const key = mailbox.toLowerCase();
  const owner =
    key === 'me' ? caller : [...world.users.values()].find((user) => user.id === key || user.userPrincipalName === key);
  if (!owner) throw new GraphRefusal(404, 'ErrorInvalidUser', `The requested user '${mailbox}' is invalid.`);
  if (caller !== null && owner.id !== caller.id) {
    throw new GraphRefusal(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  }
  if (!owner.hasMailbox) {
    throw new GraphRefusal(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    );
  }
  return owner;
}

function parseBody(request: SandboxRequest): unknown {
  if (request.body === '') return undefined;
  const type = request.headers['content-type'] ?? '';
  if (!type.toLowerCase().includes('application/json')) {
    throw new GraphRefusal(
      400,
      'RequestBodyRead',
      'A missing or empty content type header was found when trying to read a message. The content type header is required.',
    );
  }
  try {
    return JSON.parse(request.body);
  } catch {
    throw new GraphRefusal(
      400,
      'BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
}

function errorAnswer(refusal: GraphRefusal, request: SandboxRequest, world: World, requestId: string): SandboxAnswer {
  const { code, message, details } = refusal;
  const innerError = {
    date: world.clock.now().toString({ smallestUnit: 'second' }).slice(0, -1),
    'request-id': requestId,
    'client-request-id': request.headers['client-request-id'] ?? requestId,
  };
  return jsonAnswer(
    refusal.status,
    { error: { code, message, ...(details ? { details } : {}), innerError } },
    refusal.headers,
  );
}

/** Adds the headers that every answer of Graph carries. */
function framed(answered: SandboxAnswer, request: SandboxRequest, requestId: string): SandboxAnswer {
  const server = {
    ServerInfo: { DataCenter: 'West Europe', Slice: 'E', Ring: '5', ScaleUnit: '001', RoleInstance: 'SANDBOX00000001' },
  };
  const type: Record<string, string> = answered.body === '' ? {} : { 'content-type': JSON_TYPE };
  return {
    ...answered,
    headers: {
      ...answered.headers,
      ...type,
      'request-id': requestId,
      'client-request-id': request.headers['client-request-id'] ?? requestId,
      'x-ms-ags-diagnostic': JSON.stringify(server),
      'odata-version': '4.0',
      'strict-transport-security': 'max-age=31536000',
    },
  };
}
