// Azure Resource Manager as a service of the sandbox: token, subscription, version, role, and errors in its words.
import { announceGap } from '../core/gaps.ts';
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../core/http.ts';
import type { Coverage, Service } from '../core/service.ts';
import type { World } from '../core/world.ts';
import { isAllowed, isKnownIn } from './access.ts';
import { takeAllowance } from './allowances.ts';
import { checkVersion, requiredVersion } from './api-version.ts';
import { authenticate } from './authenticate.ts';
import { armRules } from './coverage-rules.ts';
import { vaultOperations } from './key-vault/vault-resources.ts';
import { longOperations, settle } from './long-operations.ts';
import type { Azure, AzureSubscription } from './model.ts';
import { type ArmCall, ArmGap, type ArmOperation, ArmRefusal, type SubscriptionCall } from './operation.ts';
import { RESOURCES_VERSIONS } from './provider-catalog.ts';
import { providerOperations } from './providers.ts';
import { resourceGroupOperations } from './resource-groups.ts';
import { resourceListOperations, resourceOperations } from './resource-operations.ts';
import { roleOperations } from './role-assignments.ts';
import { createRouter, plainPath } from './router.ts';
import { azureOf } from './state.ts';
import { scopeOf, subscriptionOperations } from './subscriptions.ts';
import { tagOperations } from './tag-operations.ts';

const OPERATIONS: readonly ArmOperation[] = [
  ...subscriptionOperations,
  ...resourceGroupOperations,
  ...resourceListOperations,
  ...tagOperations,
  ...roleOperations,
  ...longOperations,
  ...vaultOperations,
  ...providerOperations,
  ...resourceOperations,
];

const router = createRouter(OPERATIONS);

export const armCoverage: readonly Coverage[] = [
  ...OPERATIONS.map(({ method, path, coverage }) => ({
    service: 'arm' as const,
    behaviour: `${method} ${path.replace('{+resource}', '{type}/{name}').replace('{+scope}', '{scope}')}`,
    ...coverage,
  })),
  ...armRules,
];

export const armService: Service = {
  name: 'arm',
  owns: ({ url }) => /^\/+(subscriptions|tenants|providers)(\/|$)/i.test(url.pathname),
  refuse: ({ status, code, message, headers }, request, world) =>
    framed(errorAnswer(new ArmRefusal(status, code, message, headers ? { headers } : {})), request, world),
  async handle(request, world) {
    const azure = azureOf(world);
    settle(azure, world.clock.now().epochMilliseconds);
    const left: Record<string, string> = {};
    try {
      const answered = answer(request, world, azure, left);
      return framed({ ...answered, headers: { ...left, ...answered.headers } }, request, world);
    } catch (error) {
      if (error instanceof ArmGap) return missing(request);
      if (!(error instanceof ArmRefusal)) throw error;
      const refused = errorAnswer(error);
      return framed({ ...refused, headers: { ...left, ...refused.headers } }, request, world);
    }
  },
};

/** @param left takes the header that says how many requests are left, for refusals as well. */
function answer(request: SandboxRequest, world: World, azure: Azure, left: Record<string, string>): SandboxAnswer {
  const path = plainPath(request.url.pathname);
  const match = router(request.method, path);
  if (!match) throw new ArmGap();
  const { operation, parameters } = match;
  const subscription = operation.level === 'subscription' ? subscriptionOf(azure, parameters.subscriptionId) : null;
  const { caller } = authenticate(request, world, subscription);
  Object.assign(
    left,
    takeAllowance(azure, world, {
      method: request.method,
      caller,
      subscriptionId: subscription?.subscriptionId ?? null,
    }),
  );
  const apiVersion = requiredVersion(request.url.searchParams);
  const known = operation.apiVersions === undefined ? RESOURCES_VERSIONS : operation.apiVersions;
  if (known) checkVersion(apiVersion, known);
  const call: ArmCall = { world, azure, request, caller, parameters, apiVersion, path, body: parseBody(request) };
  if (operation.level === 'tenant') return operation.answer(call);
  if (!subscription) throw new ArmGap();
  const inSubscription: SubscriptionCall = { ...call, subscription };
  checkAccess(inSubscription, operation.access?.(inSubscription) ?? null);
  return operation.answer(inSubscription);
}

/** @throws ArmRefusal 400 or 404; Azure tells so even those who are not signed in. */
function subscriptionOf(azure: Azure, id = ''): AzureSubscription {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    throw new ArmRefusal(
      400,
      'InvalidSubscriptionId',
      `The provided subscription identifier '${id}' is malformed or invalid.`,
    );
  }
  const subscription = azure.subscriptions.find(({ subscriptionId }) => subscriptionId === id.toLowerCase());
  if (subscription) return subscription;
  throw new ArmRefusal(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
}

/** @param asked null where it is enough to know anything of the subscription. @throws ArmRefusal 403 `AuthorizationFailed` */
function checkAccess(call: SubscriptionCall, asked: { action: string; scope: string } | null): void {
  const { azure, caller, subscription } = call;
  const { principalId, name } = caller;
  const isGranted = asked
    ? isAllowed(azure, { principalId, ...asked })
    : isKnownIn(azure, principalId, scopeOf(subscription));
  if (isGranted) return;
  const { action, scope } = asked ?? {
    action: 'Microsoft.Resources/subscriptions/read',
    scope: scopeOf(subscription),
  };
  throw new ArmRefusal(
    403,
    'AuthorizationFailed',
    `The client '${name}' with object id '${principalId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

function parseBody({ body }: SandboxRequest): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new ArmRefusal(
      400,
      'InvalidRequestContent',
      'The request content was invalid and could not be deserialized: the body is not valid JSON.',
    );
  }
}

function missing(request: SandboxRequest): SandboxAnswer {
  announceGap(request);
  const message = `The sandbox has no ${request.method} ${request.url.pathname}.`;
  return errorAnswer(new ArmRefusal(501, 'NotInTheSandbox', message));
}

function errorAnswer({ status, code, message, details, headers }: ArmRefusal): SandboxAnswer {
  return jsonAnswer(status, { error: { code, message, ...(details ? { details } : {}) } }, headers);
}

/** Adds the headers that every answer of Resource Manager carries. An answer to HEAD has no body. */
function framed(answered: SandboxAnswer, request: SandboxRequest, world: World): SandboxAnswer {
  const requestId = world.random.uuid();
  const correlationId = request.headers['x-ms-correlation-request-id'] ?? requestId;
  const at = world.clock.now().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
  const clientRequestId = request.headers['x-ms-client-request-id'];
  return {
    ...answered,
    body: request.method === 'HEAD' ? '' : answered.body,
    headers: {
      ...answered.headers,
      'cache-control': 'no-cache',
      pragma: 'no-cache',
      expires: '-1',
      'x-ms-request-id': requestId,
      'x-ms-correlation-request-id': correlationId,
      'x-ms-routing-request-id': `WESTEUROPE:${at}:${requestId}`,
      ...(request.headers['x-ms-return-client-request-id'] === 'true' && clientRequestId
        ? { 'x-ms-client-request-id': clientRequestId }
        : {}),
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
    },
  };
}
