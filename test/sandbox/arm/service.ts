// Azure Resource Manager, as far as an inventory needs it: subscriptions, tenants, resources by tag, resource groups.
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../core/http.ts';
import type { Service } from '../core/service.ts';
import { findToken } from '../core/tokens.ts';
import type { World } from '../core/world.ts';
import { type AzureResource, azureOf } from './state.ts';

const TAG_FILTER = /^tagName eq '([^']*)' and tagValue eq '([^']*)'$/i;

export const armService: Service = {
  name: 'arm',
  owns: ({ url }) => /^\/(subscriptions|tenants|providers)(\/|$)/.test(url.pathname),
  async handle(request, world) {
    const token = findToken(world, (request.headers.authorization ?? '').replace(/^Bearer /i, ''));
    if (!token || token.audience !== 'https://management.azure.com') {
      return armError(
        401,
        'InvalidAuthenticationToken',
        'The access token is missing, invalid, or has the wrong audience.',
      );
    }
    if (token.expiresAt <= world.clock.now().epochMilliseconds) {
      return armError(
        401,
        'ExpiredAuthenticationToken',
        'The access token expiry UTC time is earlier than current UTC time.',
      );
    }
    if (!request.url.searchParams.get('api-version')) {
      return armError(
        400,
        'MissingApiVersionParameter',
        'The api-version query parameter (?api-version=) is required for all requests.',
      );
    }
    return answer(request, world, { tenantId: token.tenantId, userId: token.userId });
  },
};

function answer(
  request: SandboxRequest,
  world: World,
  caller: { tenantId: string; userId: string | null },
): SandboxAnswer {
  const { subscriptions, resources, groups } = azureOf(world);
  const visible = subscriptions.filter(
    (subscription) => subscription.tenantId === caller.tenantId && subscription.readers.includes(caller.userId ?? ''),
  );
  const path = request.url.pathname.replace(/\/$/, '').toLowerCase();
  if (request.method !== 'GET') return missing(request);
  if (path === '/tenants')
    return jsonAnswer(200, { value: [{ id: `/tenants/${caller.tenantId}`, tenantId: caller.tenantId }] });
  if (path === '/subscriptions')
    return jsonAnswer(200, {
      value: visible.map(({ subscriptionId, tenantId, displayName, state }) => ({
        id: `/subscriptions/${subscriptionId}`,
        subscriptionId,
        tenantId,
        displayName,
        state,
      })),
    });
  const [, subscriptionId, kind] = /^\/subscriptions\/([^/]+)\/(resources|resourcegroups)$/.exec(path) ?? [];
  if (subscriptionId === undefined) return missing(request);
  if (!visible.some((subscription) => subscription.subscriptionId === subscriptionId)) {
    return armError(404, 'SubscriptionNotFound', `The subscription '${subscriptionId}' could not be found.`);
  }
  const found = (kind === 'resources' ? resources : groups).filter((resource) =>
    resource.id.startsWith(`/subscriptions/${subscriptionId}/`),
  );
  return jsonAnswer(200, {
    value: found.filter((resource) => matches(resource, request.url.searchParams.get('$filter'))),
  });
}

function matches(resource: AzureResource, filter: string | null): boolean {
  const [, name, value] = TAG_FILTER.exec(filter ?? '') ?? [];
  return name === undefined || resource.tags[name] === value;
}

function missing(request: SandboxRequest): SandboxAnswer {
  return armError(501, 'NotInTheSandbox', `The sandbox has no ${request.method} ${request.url.pathname}.`);
}

function armError(status: number, code: string, message: string): SandboxAnswer {
  return jsonAnswer(status, { error: { code, message } });
}
