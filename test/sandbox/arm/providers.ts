// Resource providers of a subscription: which there are, registering one, and the refusal of what is not registered.
import { jsonAnswer } from '../core/http.ts';
import { pageAnswer } from './lists.ts';
import type { Azure, AzureSubscription, Registration } from './model.ts';
import { type ArmOperation, ArmRefusal, type SubscriptionCall } from './operation.ts';
import { LOCATIONS, PROVIDERS, type Provider, providerOf } from './provider-catalog.ts';
import { scopeOf } from './subscriptions.ts';

/** The state of a registration at a time. */
function stateOf(subscription: AzureSubscription, { namespace, isFree }: Provider, now: number): Registration['state'] {
  const registration = subscription.registrations.get(namespace.toLowerCase());
  if (isFree) return 'Registered';
  if (!registration) return 'NotRegistered';
  if (registration.settledAt > now) return registration.state;
  if (registration.state === 'Registering') return 'Registered';
  return registration.state === 'Unregistering' ? 'NotRegistered' : registration.state;
}

/** @throws ArmRefusal 409 `MissingSubscriptionRegistration` unless the subscription is registered, or about to be. */
export function checkRegistration({ subscription, world }: SubscriptionCall, provider: Provider): void {
  const state = stateOf(subscription, provider, world.clock.now().epochMilliseconds);
  if (state === 'Registered' || state === 'Registering') return;
  const { namespace } = provider;
  const message = `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`;
  const code = 'MissingSubscriptionRegistration';
  throw new ArmRefusal(409, code, message, { details: [{ code, message, target: namespace }] });
}

function resourceTypes({ types }: Provider) {
  return types.map(({ name, apiVersions }) => ({
    resourceType: name,
    locations: LOCATIONS.map(({ displayName }) => displayName),
    apiVersions,
    defaultApiVersion: apiVersions[0],
    capabilities: 'CrossResourceGroupResourceMove, CrossSubscriptionResourceMove, SupportsTags, SupportsLocation',
  }));
}

function providerResource(call: SubscriptionCall, provider: Provider): Record<string, unknown> {
  const { namespace } = provider;
  return {
    id: `${scopeOf(call.subscription)}/providers/${namespace}`,
    namespace,
    resourceTypes: resourceTypes(provider),
    registrationState: stateOf(call.subscription, provider, call.world.clock.now().epochMilliseconds),
    registrationPolicy: provider.isFree ? 'RegistrationFree' : 'RegistrationRequired',
  };
}

function knownProvider(namespace: string): Provider {
  const provider = providerOf(namespace);
  if (provider) return provider;
  throw new ArmRefusal(404, 'InvalidResourceNamespace', `The resource namespace '${namespace}' is invalid.`);
}

function change(call: SubscriptionCall, state: 'Registering' | 'Unregistering') {
  const provider = knownProvider(call.parameters.namespace ?? '');
  const now = call.world.clock.now().epochMilliseconds;
  const [goal, begun] = state === 'Registering' ? ['Registered', 'Registering'] : ['NotRegistered', 'Unregistering'];
  const present = stateOf(call.subscription, provider, now);
  if (present !== goal && present !== begun) {
    if (state === 'Unregistering') checkUnused(call.azure, call.subscription, provider);
    const settledAt = now + call.world.settings.azureOperationMs;
    call.subscription.registrations.set(provider.namespace.toLowerCase(), { state, settledAt });
  }
  return jsonAnswer(200, providerResource(call, provider));
}

function checkUnused({ resources }: Azure, subscription: AzureSubscription, { namespace }: Provider): void {
  const start = `${scopeOf(subscription)}/`.toLowerCase();
  const used = [...resources.entries()].find(
    ([key, { type }]) => key.startsWith(start) && type.toLowerCase().startsWith(`${namespace.toLowerCase()}/`),
  );
  if (!used) return;
  throw new ArmRefusal(
    409,
    'CannotUnregisterResourceProvider',
    `The resource provider '${namespace}' has resources in the subscription, e.g. '${used[1].id}'.`,
  );
}

const PROVIDERS_PATH = '/subscriptions/{subscriptionId}/providers';
const source = (name: string) => `rest/api/resources/providers/${name}`;
const catalogue = 'a few providers and their types';

export const providerOperations: readonly ArmOperation[] = [
  {
    method: 'GET',
    level: 'tenant',
    path: '/providers',
    coverage: { evidence: 'documented', source: source('list-at-tenant-scope'), difference: catalogue },
    answer: (call) =>
      pageAnswer(
        call,
        PROVIDERS.map((provider) => ({ namespace: provider.namespace, resourceTypes: resourceTypes(provider) })),
      ),
  },
  {
    method: 'GET',
    level: 'tenant',
    path: '/providers/{namespace}',
    coverage: { evidence: 'documented', source: source('get-at-tenant-scope'), difference: catalogue },
    answer({ parameters }) {
      const provider = knownProvider(parameters.namespace ?? '');
      return jsonAnswer(200, { namespace: provider.namespace, resourceTypes: resourceTypes(provider) });
    },
  },
  {
    method: 'GET',
    level: 'subscription',
    path: PROVIDERS_PATH,
    access: null,
    coverage: { evidence: 'documented', source: source('list'), difference: catalogue },
    answer: (call) =>
      pageAnswer(
        call,
        PROVIDERS.map((provider) => providerResource(call, provider)),
      ),
  },
  {
    method: 'GET',
    level: 'subscription',
    path: `${PROVIDERS_PATH}/{namespace}`,
    access: null,
    coverage: { evidence: 'documented', source: source('get'), difference: catalogue },
    answer: (call) => jsonAnswer(200, providerResource(call, knownProvider(call.parameters.namespace ?? ''))),
  },
  {
    method: 'GET',
    level: 'subscription',
    path: `${PROVIDERS_PATH}/{namespace}/resourceTypes`,
    access: null,
    coverage: { evidence: 'documented', source: 'rest/api/resources/provider-resource-types/list' },
    answer: (call) => jsonAnswer(200, { value: resourceTypes(knownProvider(call.parameters.namespace ?? '')) }),
  },
  {
    method: 'POST',
    level: 'subscription',
    path: `${PROVIDERS_PATH}/{namespace}/register`,
    access: registering('register'),
    coverage: {
      evidence: 'documented',
      source: source('register'),
      difference: 'Registering until azureOperationMs are over; resources can be made as soon as it is asked for',
    },
    answer: (call) => change(call, 'Registering'),
  },
  {
    method: 'POST',
    level: 'subscription',
    path: `${PROVIDERS_PATH}/{namespace}/unregister`,
    access: registering('unregister'),
    coverage: { evidence: 'documented', source: source('unregister') },
    answer: (call) => change(call, 'Unregistering'),
  },
];

function registering(verb: 'register' | 'unregister') {
  return ({ parameters, subscription }: SubscriptionCall) => ({
    action: `${providerOf(parameters.namespace ?? '')?.namespace ?? parameters.namespace ?? ''}/${verb}/action`,
    scope: scopeOf(subscription),
  });
}
