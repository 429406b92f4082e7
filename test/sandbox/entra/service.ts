// Entra as a service of the sandbox: routing, refusals by fault, and the headers that all answers carry.
import { announceGap } from '../core/gaps.ts';
import { emptyAnswer, jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../core/http.ts';
import type { Refusal, Service } from '../core/service.ts';
import type { World } from '../core/world.ts';
import { aadstsRow } from './aadsts/rows.ts';
import { redirectError, refuseOnPage } from './authorize/answer-at-redirect.ts';
import { parametersOf, readRequest } from './authorize/read-request.ts';
import { ENDPOINTS, type Endpoint } from './endpoints.ts';
import { EntraRefusal, tokenErrorAnswer } from './errors.ts';
import { entraStateOf, type PendingRequest } from './state.ts';
import { dialectOf } from './token/token.ts';
import { userinfo } from './userinfo.ts';

const NOT_A_TENANT = /^\/(v1\.0|beta|subscriptions|tenants|providers|_sandbox)(\/|$)/;
const USERINFO = '/oidc/userinfo';

export const entraService: Service = {
  name: 'entra',
  owns: (request) => !NOT_A_TENANT.test(request.url.pathname),
  refuse,
  async handle(request, world, fault) {
    if (request.url.pathname === USERINFO) return userinfo(world, request);
    const [, authority = '', route = ''] = /^\/([^/]+)\/(.+)$/.exec(request.url.pathname) ?? [];
    if (request.method === 'OPTIONS') return preflight();
    const endpoint = ENDPOINTS.find((each) => each.method === request.method && each.route === route);
    if (!endpoint) return missing(request);
    if (fault?.aadsts !== undefined)
      return framed(refuseByFault(world, request, { endpoint, authority, code: fault.aadsts }), request, world);
    return framed(await endpoint.answer(world, request, authority), request, world);
  },
};

/** A fault with a status, in Entra's words: too many requests, a trouble of its own, or what the rule names. */
function refuse(refusal: Refusal, request: SandboxRequest, world: World): SandboxAnswer {
  const { status, code, message, headers } = refusal;
  const isNamed = code !== 'UnknownError' && code !== 'ApplicationThrottled';
  const answered = isNamed
    ? jsonAnswer(status, { error: code, error_description: message })
    : tokenErrorAnswer(world, new EntraRefusal(status === 429 ? 90055 : 90033), request, 'organizations');
  return framed({ ...answered, status, headers: { ...answered.headers, ...headers } }, request, world);
}

/** What a fault rule wants to be refused, told where this endpoint tells its refusals. */
function refuseByFault(
  world: World,
  request: SandboxRequest,
  { endpoint, authority, code }: { endpoint: Endpoint; authority: string; code: number },
): SandboxAnswer {
  const row = aadstsRow(code);
  if (!row) return missing(request, `AADSTS${code}`);
  const form = new URLSearchParams(request.body);
  const app = form.get('client_id') ?? request.url.searchParams.get('client_id') ?? 'app';
  const facts = { app, name: app, tenant: authority, resource: '00000003-0000-0000-c000-000000000000' };
  const refusal = new EntraRefusal(code, facts);
  if (endpoint.refusals === 'token')
    return tokenErrorAnswer(world, refusal, request, dialectOf(world, form, authority));
  const pending = pendingOf(world, request, authority);
  const isTold = pending && (row.place === 'redirect' || pending.prompt === 'none');
  return isTold ? redirectError(world, request, pending, refusal) : refuseOnPage(world, request, pending, refusal);
}

/** The sign-in that a page's request is about, as far as it can be read. */
function pendingOf(world: World, request: SandboxRequest, authority: string): PendingRequest | undefined {
  const id = new URLSearchParams(request.body).get('request');
  if (id !== null) return entraStateOf(world).pending.get(id);
  if (!parametersOf(request).has('client_id')) return undefined;
  try {
    return readRequest(world, request, { authority, purpose: 'code' });
  } catch (error) {
    if (error instanceof EntraRefusal) return undefined;
    throw error;
  }
}

function missing(request: SandboxRequest, what = `${request.method} ${request.url.pathname}`): SandboxAnswer {
  announceGap(request);
  return jsonAnswer(501, {
    error: 'not_in_the_sandbox',
    error_description: `The sandbox has no ${what}.`,
  });
}

/** A page's own script asks first whether it may. */
function preflight(): SandboxAnswer {
  return emptyAnswer(200, {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, OPTIONS, POST',
    'access-control-allow-headers': '*',
  });
}

function framed(answered: SandboxAnswer, request: SandboxRequest, world: World): SandboxAnswer {
  const isCrossOrigin = request.headers.origin !== undefined && request.method === 'POST';
  return {
    ...answered,
    headers: {
      'cache-control': 'no-store, no-cache',
      pragma: 'no-cache',
      expires: '-1',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-ms-request-id': world.random.uuid(),
      'x-ms-ests-server': '2.1.0 - SANDBOX',
      ...(isCrossOrigin ? { 'access-control-allow-origin': '*' } : {}),
      ...answered.headers,
    },
  };
}
