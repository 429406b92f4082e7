// Microsoft Graph as a service of the sandbox: token, routing, permission, headers, and errors in Graph's words.
import { violationsIn } from '../core/answer-checks.ts';
import { exchange } from '../core/exchange.ts';
import { MICROSOFT_TENANT_ID } from '../core/first-party.ts';
import { announceGap } from '../core/gaps.ts';
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../core/http.ts';
import type { Service } from '../core/service.ts';
import { type AccessToken, findToken } from '../core/tokens.ts';
import type { FaultEffect, LedgerEntry, User, World } from '../core/world.ts';
import { answerBatch } from './batch.ts';
import { type GraphCall, GraphRefusal, type Operation } from './operation.ts';
import { createRouter, type Router } from './router.ts';
import { mayAddressOthers } from './shared-paths.ts';
import { admit } from './throttling/admission.ts';

interface Door {
  router: Router;
  /** Takes a request of a batch from arrival to answer. */
  carryOut(inner: SandboxRequest, batch: LedgerEntry | null): Promise<SandboxAnswer>;
}

const VERSION_ROOT = /^\/(v1\.0|beta)(\/.*)?$/i;
const JSON_TYPE = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** Graph with the operations that it has; any other is refused by name, so that nobody mistakes a gap for an answer. */
export function createGraphService(operations: readonly Operation[]): Service {
  const router = createRouter(operations);
  const service: Service = {
    name: 'graph',
    owns: ({ url }) => VERSION_ROOT.test(url.pathname),
    admit,
    refuse(refusal, request, world) {
      const { status, code, message, ...extra } = refusal;
      const requestId = world.random.uuid();
      const answered = errorAnswer(new GraphRefusal(status, code, message, extra), request, world, requestId);
      return framed(answered, request, requestId);
    },
    handle: (request, world, fault) =>
      answer({ router, carryOut: (inner, batch) => exchange(service, inner, world, batch) }, request, world, fault),
  };
  return service;
}

async function answer(
  { router, carryOut }: Door,
  request: SandboxRequest,
  world: World,
  fault: FaultEffect | null,
): Promise<SandboxAnswer> {
  const requestId = world.random.uuid();
  try {
    const token = authenticate(request, world);
    const [, version = 'v1.0', written = '/'] = VERSION_ROOT.exec(request.url.pathname) ?? [];
    // An older way to name the tenant of the token, which clients still use (cli-microsoft365).
    const path = written.replace(/^\/myorganization(?=\/)/i, '');
    if (path.toLowerCase() === '/$batch') {
      return framed(await answerBatch(request, world, carryOut), request, requestId);
    }
    const beta = version.toLowerCase() === 'beta';
    const call = callFor(router, request, world, { token, version: beta ? 'beta' : 'v1.0', path, fault });
    return checked(framed(await call.operation.answer(call), request, requestId), request, world, requestId);
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error;
    if (error.code === 'NotInTheSandbox') announceGap(request);
    return checked(
      framed(errorAnswer(error, request, world, requestId), request, requestId),
      request,
      world,
      requestId,
    );
  }
}

/** An answer that Microsoft's schema doesn't allow is a defect of the sandbox, and says so where answers are checked. */
function checked(answered: SandboxAnswer, request: SandboxRequest, world: World, requestId: string): SandboxAnswer {
  const violations = violationsIn(request, answered);
  if (violations.length === 0) return answered;
  const defect = new GraphRefusal(
    500,
    'SandboxDefect',
    `${request.method} ${request.url.pathname}: ${violations.join('; ')}`,
  );
  return framed(errorAnswer(defect, request, world, requestId), request, requestId);
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
  const match = DIRECTORY_FUNCTION.test(path) ? null : router(request.method, path);
  if (match === null || match === 'otherMethod') throw refusalOfMethod(request.method, path, match);
  const { operation, parameters, mailbox } = match;
  const caller = token.userId === null ? null : (world.users.get(token.userId) ?? null);
  checkPermission(operation, world, token, caller);
  const owner =
    mailbox === null ? null : ownerOf(mailbox, world, { caller, mayReachOthers: mayAddressOthers(path, token) });
  const body = operation.takesAnyContent ? undefined : parseBody(request);
  return { operation, world, request, version, token, caller, owner, parameters, body, fault };
}

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];
/** Parts of Graph that the sandbox has whole: there a method that it lacks is one that Graph lacks. */
const WHOLE =
  /^\/(?:me|users[/(][^/]+)\/(?:calendars?|calendarGroups?|calendarView|events|mailboxSettings|outlook)\b|^\/subscriptions\b|^\/\$batch/i;
/** Functions of the directory that look like keys. */
const DIRECTORY_FUNCTION =
  /^\/(?:applications|servicePrincipals|users|groups|directoryRoles)\/(?:microsoft\.graph\.)?delta(?:\(\))?$/i;
/** What the sandbox lacks in them all the same. */
const GAP = /\/attachments\/createUploadSession$/i;

function refusalOfMethod(method: string, path: string, match: 'otherMethod' | null): GraphRefusal {
  return !METHODS.includes(method) || (match === 'otherMethod' && WHOLE.test(path) && !GAP.test(path))
    ? new GraphRefusal(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.')
    : new GraphRefusal(501, 'NotInTheSandbox', `The sandbox has no ${method} ${path}.`);
}

function checkPermission({ permissions }: Operation, world: World, token: AccessToken, caller: User | null): void {
  if (permissions.length === 0) return;
  // A scope for shared calendars covers one's own as well (permissions-reference).
  const held = new Set([...token.scopes.map((scope) => scope.replace(/\.Shared$/, '')), ...token.roles]);
  if (permissions.some((permission) => held.has(permission))) return;
  const isDirectory = permissions.some((permission) =>
    /^(Application|Directory|Delegated|User|Organization|Policy)/.test(permission),
  );
  // Azure's own clients ask for `.default`, and are authorized beforehand: what of the directory a person may do is then
  // up to their roles, and a calendar opens to administrators alone.
  const isWhole = token.scopes.includes('.default') && caller !== null;
  if (isWhole && ((isDirectory && isFirstParty(world, token.appId)) || caller.roles.length > 0)) return;
  throw isDirectory
    ? new GraphRefusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
    : new GraphRefusal(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}

function isFirstParty(world: World, appId: string): boolean {
  return [...world.applications.values()].some(
    (application) => application.appId === appId && application.tenantId === MICROSOFT_TENANT_ID,
  );
}

function ownerOf(mailbox: string, world: World, by: { caller: User | null; mayReachOthers: boolean }): User {
  const { caller, mayReachOthers } = by;
  const key = mailbox.toLowerCase();
  const owner =
    key === 'me' ? caller : [...world.users.values()].find((user) => user.id === key || user.userPrincipalName === key);
  if (!owner) throw new GraphRefusal(404, 'ErrorInvalidUser', `The requested user '${mailbox}' is invalid.`);
  if (caller !== null && owner.id !== caller.id && !mayReachOthers) {
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
  if (request.body === '' || request.method === 'GET' || request.method === 'DELETE') return undefined;
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type === undefined || type === '') {
    throw new GraphRefusal(
      400,
      'BadRequest',
      'Write requests (excluding DELETE) must contain the Content-Type header declaration.',
    );
  }
  if (type !== 'application/json') {
    throw new GraphRefusal(400, 'BadRequest', 'Entity only allows writes with a JSON Content-Type header.');
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
    ...refusal.innerError,
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
  const isJson = String(answered.headers['content-type'] ?? '').startsWith('application/json');
  const type: Record<string, string> = isJson ? { 'content-type': JSON_TYPE } : {};
  return {
    ...answered,
    headers: {
      ...answered.headers,
      ...type,
      'cache-control': 'private',
      'request-id': requestId,
      'client-request-id': request.headers['client-request-id'] ?? requestId,
      'x-ms-ags-diagnostic': JSON.stringify(server),
      'odata-version': '4.0',
      'strict-transport-security': 'max-age=31536000',
    },
  };
}
