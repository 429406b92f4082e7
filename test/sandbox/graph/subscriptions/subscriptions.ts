// Subscriptions: made after a handshake with their webhooks, read, renewed, reauthorized and taken away.
import { emptyAnswer, jsonAnswer, type SandboxAnswer } from '../../core/http.ts';
import { readPreferences } from '../odata/prefer.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../operation.ts';
import { scheduleReminder } from './lifecycle.ts';
import { readResource } from './resource.ts';
import { readChange, readNewSubscription } from './subscription-input.ts';
import {
  findSubscription,
  isVisibleTo,
  liveSubscriptions,
  removeSubscription,
  type StoredSubscription,
  storeSubscription,
  withdraw,
} from './subscription-store.ts';
import { validateEndpoint } from './validate-endpoint.ts';

const PERMISSIONS = ['Calendars.Read', 'Calendars.ReadWrite', 'Calendars.ReadBasic'];
/** Over all applications. */
const PER_MAILBOX_MAX = 1_000;
const CONTEXT = 'https://graph.microsoft.com/v1.0/$metadata#subscriptions';

async function create(call: GraphCall): Promise<SandboxAnswer> {
  const { world, token, request } = call;
  const input = readNewSubscription(call);
  const place = readResource(call, input.resource);
  const { applied, immutableIds } = readPreferences(request);
  checkRoom(call, { ...input, ...place });
  await validateEndpoint(world, input.notificationUrl);
  if (input.lifecycleNotificationUrl !== null) await validateEndpoint(world, input.lifecycleNotificationUrl);
  // Another request may have been quicker while the webhooks answered.
  checkRoom(call, { ...input, ...place });
  const subscription: StoredSubscription = {
    ...input,
    ...place,
    id: world.random.uuid(),
    applicationId: token.appId,
    creatorId: token.userId ?? servicePrincipalOf(call),
    tenantId: token.tenantId,
    immutableIds,
  };
  storeSubscription(world, subscription);
  scheduleReminder(world, subscription);
  const body = { '@odata.context': `${CONTEXT}/$entity`, ...shown(subscription, subscription.clientState) };
  return jsonAnswer(201, body, {
    location: `${request.url.origin}/${call.version}/subscriptions/${subscription.id}`,
    ...(applied === null ? {} : { 'preference-applied': applied }),
  });
}

/** @throws GraphRefusal 409 for the same once more, 403 for one too many. */
function checkRoom(
  { world, token }: GraphCall,
  asked: Pick<StoredSubscription, 'ownerId' | 'calendarId' | 'changeTypes'>,
): void {
  const ofMailbox = liveSubscriptions(world).filter(({ ownerId }) => ownerId === asked.ownerId);
  const same = ofMailbox.find(
    (each) =>
      isVisibleTo(token, each) &&
      each.calendarId === asked.calendarId &&
      each.changeTypes.join() === asked.changeTypes.join(),
  );
  if (same) {
    throw new GraphRefusal(409, 'Conflict', `Subscription Id ${same.id} already exists for the requested combination.`);
  }
  if (ofMailbox.length < PER_MAILBOX_MAX) return;
  const reason = `The limit of ${PER_MAILBOX_MAX} subscriptions per mailbox has been reached.`;
  throw new GraphRefusal(
    403,
    'ExtensionError',
    `Operation: Create; Exception: [Status Code: Forbidden; Reason: ${reason}]`,
  );
}

function servicePrincipalOf({ world, token }: GraphCall): string | null {
  const principals = [...world.servicePrincipals.values()];
  return principals.find(({ appId, tenantId }) => appId === token.appId && tenantId === token.tenantId)?.id ?? null;
}

function list({ world, token }: GraphCall): SandboxAnswer {
  const visible = liveSubscriptions(world).filter((each) => isVisibleTo(token, each));
  return jsonAnswer(200, { '@odata.context': CONTEXT, value: visible.map((each) => shown(each, null)) });
}

function get(call: GraphCall): SandboxAnswer {
  return jsonAnswer(200, { '@odata.context': `${CONTEXT}/$entity`, ...shown(found(call), null) });
}

/** Renews, which authorizes anew as well. */
async function update(call: GraphCall): Promise<SandboxAnswer> {
  const subscription = found(call);
  const { expiration, notificationUrl } = readChange(call);
  if (notificationUrl !== null && notificationUrl !== subscription.notificationUrl) {
    await validateEndpoint(call.world, notificationUrl);
    subscription.notificationUrl = notificationUrl;
  }
  if (expiration) Object.assign(subscription, expiration);
  scheduleReminder(call.world, subscription);
  return jsonAnswer(200, { '@odata.context': `${CONTEXT}/$entity`, ...shown(subscription, subscription.clientState) });
}

function remove(call: GraphCall): SandboxAnswer {
  removeSubscription(call.world, found(call));
  return emptyAnswer(204);
}

function reauthorize(call: GraphCall): SandboxAnswer {
  withdraw(call.world, found(call).id, 'lifecycle');
  return emptyAnswer(204);
}

/** @throws GraphRefusal 404 for one that is gone, and for one that another application or user made. */
function found({ world, token, parameters }: GraphCall): StoredSubscription {
  const subscription = findSubscription(world, parameters.id ?? '');
  if (subscription && isVisibleTo(token, subscription)) return subscription;
  throw new GraphRefusal(404, 'ResourceNotFound', 'The object was not found.');
}

/** The whole v1.0 resource; what a client keeps secret with its webhook is not read back. */
function shown(subscription: StoredSubscription, clientState: string | null): Record<string, unknown> {
  return {
    id: subscription.id,
    resource: subscription.resource,
    applicationId: subscription.applicationId,
    changeType: subscription.changeTypes.join(','),
    clientState,
    notificationUrl: subscription.notificationUrl,
    notificationQueryOptions: null,
    lifecycleNotificationUrl: subscription.lifecycleNotificationUrl,
    expirationDateTime: subscription.expirationDateTime,
    creatorId: subscription.creatorId,
    includeResourceData: null,
    latestSupportedTlsVersion: subscription.latestSupportedTlsVersion,
    encryptionCertificate: null,
    encryptionCertificateId: null,
    notificationUrlAppId: subscription.notificationUrlAppId,
  };
}

export const subscriptionOperations: readonly Operation[] = [
  {
    method: 'POST',
    path: '/subscriptions',
    permissions: PERMISSIONS,
    coverage: {
      evidence: 'documented',
      source: 'subscription-post-subscriptions; docs issue 2231; contrib pull request 8573 for the conflict',
      difference:
        'events only; plain http on loopback is taken; no resource data (501), no query in the resource (501)',
    },
    answer: create,
  },
  {
    method: 'GET',
    path: '/subscriptions',
    permissions: PERMISSIONS,
    coverage: { evidence: 'documented', source: 'subscription-list', difference: 'one page, whatever their number' },
    answer: list,
  },
  {
    method: 'GET',
    path: '/subscriptions/{id}',
    permissions: PERMISSIONS,
    coverage: { evidence: 'documented', source: 'subscription-get' },
    answer: get,
  },
  {
    method: 'PATCH',
    path: '/subscriptions/{id}',
    permissions: PERMISSIONS,
    coverage: { evidence: 'documented', source: 'subscription-update' },
    answer: update,
  },
  {
    method: 'DELETE',
    path: '/subscriptions/{id}',
    permissions: PERMISSIONS,
    coverage: { evidence: 'documented', source: 'subscription-delete' },
    answer: remove,
  },
  {
    method: 'POST',
    path: '/subscriptions/{id}/reauthorize',
    permissions: PERMISSIONS,
    coverage: { evidence: 'documented', source: 'subscription-reauthorize' },
    answer: reauthorize,
  },
];
